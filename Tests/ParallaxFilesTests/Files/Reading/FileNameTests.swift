import Foundation
import ParallaxFiles
import TestSupport
import Testing

@Suite("Names of files are bytes")
struct FileNameTests {
    private func text(_ bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer { FileName.text($0) } }

    @Test("whatever the bytes are, the text gives them back, and no two names become one text")
    func reversible() {
        var random = SeededGenerator(seed: 3)
        // Bytes of all lengths of characters, broken ones, and the scalars that stand for bytes themselves.
        let pieces: [[UInt8]] = [
            [0x61], [0xff], [0x80], [0xc3, 0xa9], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x99, 0x82],
            [0xf4, 0x8f, 0xba, 0x80], [0xf4, 0x8f, 0xbb, 0xbf], [0xf4, 0x90, 0x80, 0x80],
            [0xf4, 0x8f, 0xb9, 0xbf], [0xc0, 0x80], [0x65, 0xcc, 0x81], [0xfe, 0xff], [0x2f]
        ]
        var seen: [[UInt32]: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...6, using: &random)).flatMap { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }
            let name = text(bytes)
            #expect(FileName.bytes(name) == bytes)
            #expect(seen.updateValue(bytes, forKey: name.unicodeScalars.map(\.value)) ?? bytes == bytes)
        }
    }

    @Test("a name in UTF-8 is its own text")
    func usual() {
        for name in ["model.safetensors", "é", "e\u{301}", "日本", "🙂", ""] {
            #expect(Array(text(Array(name.utf8)).utf8) == Array(name.utf8) && !FileName.holdsBytes(name))
        }
        #expect(FileName.shown(text([0x61, 0xff, 0x62])) == "a\\xffb")
        #expect(FileName.withPath("a\0b") { _ in true } == nil)
    }

    @Test("a file whose name is no UTF-8 is found in its folder, opens, and keeps its name on the way through URLs")
    func opens() throws {
        let folder = try TemporaryFolder()
        for bytes: [UInt8] in [[0xff], [0x61, 0xe9, 0x2e, 0x6a, 0x73, 0x6f, 0x6e], [0x6c, 0x61, 0xf4, 0x8f, 0xba, 0x80], Array("é".utf8)] {
            let path = Array(folder.url.path.utf8) + [0x2f] + bytes + [0]
            let descriptor = path.withUnsafeBytes {
                open($0.baseAddress!.assumingMemoryBound(to: CChar.self), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            }
            #expect(write(descriptor, "abc", 3) == 3)
            close(descriptor)
        }
        let names = try FileSystem.names(in: folder.url.path)
        #expect(names.count == 4)
        for name in names {
            let url = URL(person: name, relativeTo: folder.url)
            #expect(url.lastPathComponent == name && url.isThere)
            #expect(try MappedFile.reading(url.path) { $0.elementsEqual("abc".utf8) })
            #expect(try FileSystem.contents(of: url.path, atMost: 3) == Data("abc".utf8))
        }
    }

    @Test("a path as a person writes it: home folders, and names that only look like them")
    func homes() {
        let here = URL(filePath: "/here")
        #expect(URL(person: "a/b", relativeTo: here).path == "/here/a/b")
        #expect(URL(person: "~/x", relativeTo: here).path == (Host.home?.path ?? "") + "/x")
        #expect(URL(person: "~root/x", relativeTo: here).path == "/root/x")
        #expect(URL(person: "~nobody-of-that-name/x", relativeTo: here).path == "/here/~nobody-of-that-name/x")
        #expect(URL(person: "~" + String(repeating: "a", count: 100_000), relativeTo: here).path.hasPrefix("/here/~aaa"))
        #expect(URL(person: "a~", relativeTo: here).path == "/here/a~")
    }
}
