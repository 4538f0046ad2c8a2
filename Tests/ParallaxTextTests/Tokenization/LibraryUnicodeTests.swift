import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// What tokenizers makes of every code point, by itself and between marks, as checksums of 4096 code points each (Goldens/tokenization/make_unicode_tables.py).
@Suite("Unicode as tokenizers has it")
struct LibraryUnicodeTests {
    private static let checksums = try! JSONDecoder().decode(
        [String: [UInt32]].self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "unicode.json")))

    private func check(_ name: String, _ make: ([UInt8]) throws -> [UInt8]) throws {
        let expected = try #require(Self.checksums[name])
        for (index, sum) in expected.enumerated() where Self.isTried(index) {
            var made: [UInt8] = []
            for code in UInt32(index) * 4096..<UInt32(index + 1) * 4096 {
                guard let scalar = Unicode.Scalar(code) else { continue }
                made +=
                    try make(Array(String(scalar).utf8)) + [10]
                    + make(Array("e\u{323}".utf8) + Array(String(scalar).utf8) + Array("\u{301}\u{316}".utf8)) + [10]
            }
            #expect(
                made.withUnsafeBytes { CRC32.checksum($0) } == sum, "\(name) of the code points from U+\(String(index << 12, radix: 16))")
        }
        #expect(expected.count == 272)
    }

    /// Without optimisation not where no table has anything: planes without characters.
    private static func isTried(_ block: Int) -> Bool {
        !_isDebugAssertConfiguration()
            || [0...0x2, 0xA...0x13, 0x16...0x16, 0x1D...0x20, 0x2F...0x2F, 0xE0...0xE0, 0x10F...0x10F].contains { $0.contains(block) }
    }

    private func settings(_ json: String) throws -> ComponentSettings {
        ComponentSettings(
            subject: "tokenizer.json", part: "part", value: try JSONText.value(Array(json.utf8), subject: "tokenizer.json"))
    }

    @Test(
        "normal forms and other normalizers of every code point",
        arguments: [
            ("NFC", #"{"type":"NFC"}"#), ("NFD", #"{"type":"NFD"}"#), ("NFKC", #"{"type":"NFKC"}"#), ("NFKD", #"{"type":"NFKD"}"#),
            ("Lowercase", #"{"type":"Lowercase"}"#), ("StripAccents", #"{"type":"StripAccents"}"#), ("Nmt", #"{"type":"Nmt"}"#),
            ("Bert", #"{"type":"BertNormalizer"}"#),
            ("Bert clean", #"{"type":"BertNormalizer","handle_chinese_chars":false,"lowercase":false}"#),
            ("Bert Chinese", #"{"type":"BertNormalizer","clean_text":false,"lowercase":false}"#)
        ])
    func normalizers(_ name: String, _ json: String) throws {
        let normalizer = try Normalizers.make(settings(json)), work = TextWork("tokenizer.json", count: 1 << 30)
        try check(name) { try normalizer.normalized($0, work) }
    }

    @Test(
        "pre-tokenizers of every code point",
        arguments: ["Punctuation", "Digits", "Whitespace", "WhitespaceSplit", "UnicodeScripts", "BertPreTokenizer"])
    func preTokenizers(_ name: String) throws {
        let preTokenizer = try PreTokenizers.make(settings("{\"type\":\"\(name)\",\"individual_digits\":true}")),
            work = TextWork("tokenizer.json", count: 1 << 30)
        try check(name) { text in
            var pieces: [[UInt8]] = []
            try preTokenizer.split(Pieces(text, startsText: true), work).forEach(work) { pieces.append(Array($0)) }
            return Array(pieces.joined(separator: [0]))
        }
    }

    @Test("a character that is younger than the library's tables stays as it is")
    func young() throws {
        for form in [NormalForm(isComposed: true, isCompatible: true), NormalForm(isComposed: false, isCompatible: true)] {
            let work = TextWork("tokenizer.json", count: 100)
            // U+32FF was added in Unicode 12.1, U+32FE was always there.
            #expect(try form.of(Array("\u{32ff}\u{32fe}".utf8), work) == Array((form.isComposed ? "\u{32ff}ヲ" : "\u{32ff}ヲ").utf8))
        }
    }

    @Test("a hundred thousand marks behind one letter are put in order in a moment", arguments: [true, false])
    func manyMarks(_ isComposed: Bool) throws {
        let marks: [Unicode.Scalar] = ["\u{301}", "\u{316}", "\u{334}", "\u{345}", "\u{5b0}", "\u{f71}"]
        var text = String.UnicodeScalarView("e".unicodeScalars)
        for index in 0..<100_000 { text.append(marks[index * 7 % marks.count]) }
        let bytes = Array(String(text).utf8), work = TextWork("tokenizer.json", count: bytes.count)
        var made: [UInt8] = []
        let seconds = try ProcessorTime.of { made = try NormalForm(isComposed: isComposed, isCompatible: false).of(bytes, work) }
        #expect(seconds < 0.1 * ProcessorTime.slowness, "\(seconds) s")
        let scalars = Array(String(decoding: made, as: UTF8.self).unicodeScalars)
        #expect(
            scalars.count == (isComposed ? 100_000 : 100_001)
                && scalars.dropFirst().map(LibraryUnicode.combiningClass) == scalars.dropFirst().map(LibraryUnicode.combiningClass).sorted()
        )
    }
}
