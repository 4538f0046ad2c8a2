import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Texts in their encodings")
struct TextReadingTests {
    private func read(_ bytes: [UInt8], _ encoding: TextEncoding? = nil) throws -> String {
        try TextReading.string(bytes, encoding: encoding, subject: "a.txt")
    }

    @Test(
        "UTF-8 is read with and without a mark, and what a mark says",
        arguments: [
            (Array("aé🙂".utf8), "aé🙂"), ([0xef, 0xbb, 0xbf] + Array("a".utf8), "a"), ([0xff, 0xfe, 0x61, 0, 0xe9, 0], "aé"),
            ([0xfe, 0xff, 0, 0x61, 0xd8, 0x3d, 0xde, 0x42], "a🙂"),
            ([0xff, 0xfe, 0, 0, 0x42, 0xf6, 1, 0], "🙂"), ([0, 0, 0xfe, 0xff, 0, 1, 0xf6, 0x42], "🙂"), ([], "")
        ] as [([UInt8], String)])
    func marks(_ bytes: [UInt8], _ text: String) throws { #expect(try read(bytes) == text) }

    @Test(
        "what is no UTF-8 is refused at its byte, line and column",
        arguments: [
            (Array("ab\ncé".utf8) + [0xe9, 0x20], "0xE9 at line 2, column 3"), ([0xc3], "0xC3 at line 1, column 1"),
            (Array("🙂x\n\n".utf8) + [0xf0, 0x9f, 0x99], "0xF0 at line 3, column 1"), ([0x61, 0xc0, 0x80], "0xC0 at line 1, column 2"),
            ([0xed, 0xa0, 0x80], "0xED at line 1, column 1"), ([0xf4, 0x90, 0x80, 0x80], "0xF4"),
            (Array("é".utf8) + [0x80], "0x80 at line 1, column 2"), ([0xff, 0xfe, 0x61], "half a character at line 1, column 1"),
            ([0xfe, 0xff, 0xd8, 0x3d, 0, 0x61], "half a character at line 1, column 1")
        ] as [([UInt8], String)])
    func wrong(_ bytes: [UInt8], _ words: String) {
        let complaint = #expect(throws: Complaint.self) { try read(bytes) }
        #expect(complaint?.found.contains(words) == true, "\(complaint?.description ?? "")")
        #expect(complaint?.remedy.contains("--encoding") == true)
    }

    @Test(
        "the encoding that somebody names is used",
        arguments: [
            ("latin1", [0x63, 0xe9, 0x80], "cé\u{80}"), ("ISO-8859-1", [0xe9], "é"), ("windows-1252", [0x93, 0x80, 0x94], "“€”"),
            ("cp1252", [0xe9], "é"), ("iso_8859_15", [0xa4], "€"), ("utf-16le", [0x61, 0], "a"), ("UTF-16BE", [0, 0x61], "a"),
            ("utf_16", [0x61, 0], "a"),
            ("utf-16", [0xfe, 0xff, 0, 0x61], "a"), ("windows-1251", [0xcf, 0xf0], "Пр"), ("koi8-r", [0xf0, 0xd2], "Пр"),
            ("shift_jis", [0x82, 0xa0], "あ"), ("gbk", [0xc4, 0xe3], "你"), ("big5", [0xa7, 0x41], "你"), ("euc-kr", [0xb0, 0xa1], "가"),
            ("mac-roman", [0x8e], "é"), ("ascii", [0x61], "a"), ("utf8", [0xc3, 0xa9], "é"),
            ("latin-1", [0xef, 0xbb, 0xbf], "ï»¿")
        ] as [(String, [UInt8], String)])
    func named(_ name: String, _ bytes: [UInt8], _ text: String) throws {
        #expect(try read(bytes, TextEncoding.named(name, subject: "")) == text)
    }

    @Test(
        "bytes that the named encoding has not are refused, too",
        arguments: [
            ("ascii", [0x61, 0x0a, 0xe9], "0xE9 at line 2, column 1"), ("windows-1252", [0x81], "0x81 at line 1, column 1"),
            ("utf-8", [0xe9], "0xE9"), ("shift-jis", [0x82, 0xa0, 0x0a, 0x61, 0xff], "line 2, column 2"),
            ("utf-16le", [0, 0xd8], "half a character"), ("utf-32le", [0, 0, 0x11, 0], "no character")
        ] as [(String, [UInt8], String)])
    func wrongInEncoding(_ name: String, _ bytes: [UInt8], _ words: String) {
        let complaint = #expect(throws: Complaint.self) { try read(bytes, TextEncoding.named(name, subject: "")) }
        #expect(complaint?.found.contains(words) == true, "\(complaint?.description ?? "")")
    }

    @Test("an unknown encoding is refused with those that are known")
    func unknown() {
        let complaint = #expect(throws: Complaint.self) { try TextEncoding.named("klingon", subject: "--encoding") }
        #expect(complaint?.expected.contains("latin1") == true)
    }

    @Test("any bytes are read or refused, and the first wrong one is where the library says", arguments: [UInt64(1), 2, 3])
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                [UInt8.random(in: 0...255, using: &random), UInt8(0x61), 0xc3, 0xa9, 0xf0, 0x9f, 0xe2, 0x82][
                    Int.random(in: 0..<8, using: &random)]
            }
            let wrong = bytes.withUnsafeBytes(UTF8Check.firstWrong)
            #expect((wrong == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
            if let wrong { #expect(String(validating: bytes[..<wrong], as: UTF8.self) != nil, "\(bytes)") }
            for encoding in TextEncoding.allCases where encoding.rawValue.hasPrefix("utf-") || encoding == .shiftJIS || encoding == .gb18030
            { _ = try? read(bytes, encoding) }
        }
    }
}
