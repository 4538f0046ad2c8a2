import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Damaged and foreign tokenizer files")
struct HostileTokenizerTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: TokenizerGoldens.folder.appending(path: "\(name)/tokenizer.json")))
    }

    @Test(
        "mutated files open or are refused with a sentence, and never crash",
        arguments: ["byte-level-flags", "sentencepiece", "split", "metaspace"])
    func mutations(_ name: String) throws {
        let original = try Self.bytes(name)
        // Most of a file is its vocabulary: the other bytes get their share of the mutations too.
        let settings = original.firstRange(of: Array("\"vocab\"".utf8))?.lowerBound ?? original.count
        var random = SeededGenerator(seed: 11)
        var opened = 0
        var refused = 0
        for round in 0..<400 {
            var bytes = original
            let end = round % 2 == 0 ? settings : bytes.count
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<end, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2:
                    bytes.insert(
                        contentsOf: [Array("999999999999".utf8), Array("null".utf8), Array("[[".utf8), Array("\\ud800".utf8)][
                            Int.random(in: 0..<4, using: &random)], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...200, using: &random)))
                }
                if bytes.count < end { break }
            }
            do {
                let tokenizer = try Tokenizer(json: bytes, subject: "tokenizer.json")
                opened += 1
                let ids = try tokenizer.encode("The <a> river é🙂\n\n 42 <s>word", addSpecialTokens: true)
                _ = tokenizer.decode(ids, skipSpecialTokens: false)
                _ = tokenizer.texts(ids)
                var decoder = tokenizer.streamingDecoder()
                for id in ids { _ = decoder.append(id) }
            } catch let complaint as Complaint {
                refused += 1
                #expect(complaint.subject == "tokenizer.json")
            }
        }
        #expect(opened > 20 && refused > 20, "\(opened) opened, \(refused) refused: the mutations are too mild or too wild")
    }

    @Test("a file cut short is refused")
    func truncated() throws {
        let original = try Self.bytes("sentencepiece")
        for count in stride(from: 0, to: original.count - 1, by: 97) {
            #expect(throws: Complaint.self) { try Tokenizer(json: Array(original[..<count]), subject: "tokenizer.json") }
        }
    }

    @Test(
        "what is not supported is refused by its name",
        arguments: [
            ("\"type\":\"BPE\"", "\"type\":\"Unigram\"", "Unigram"),
            ("\"type\":\"Prepend\"", "\"type\":\"Precompiled\"", "Precompiled"),
            ("\"type\":\"Fuse\"", "\"type\":\"Speech\"", "Speech"),
            ("\"type\":\"TemplateProcessing\"", "\"type\":\"BertProcessing\"", "BertProcessing"),
            ("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"Jieba\"}", "Jieba"),
            ("\"continuing_subword_prefix\":null", "\"continuing_subword_prefix\":\"##\"", "continuing_subword_prefix"),
            ("\"dropout\":null", "\"dropout\":0.1", "dropout")
        ])
    func unsupported(_ old: String, _ new: String, _ name: String) throws {
        let text = String(decoding: try Self.bytes("sentencepiece"), as: UTF8.self)
        #expect(text.contains(old))
        let complaint = #expect(throws: Complaint.self) {
            try Tokenizer(json: Array(text.replacingOccurrences(of: old, with: new).utf8), subject: "tokenizer.json")
        }
        #expect(complaint?.description.contains(name) == true, "\(String(describing: complaint))")
    }

    @Test(
        "absurd files are refused with a sentence",
        arguments: [
            "", "[]", "null", "{", "{\"model\":null}", "{\"model\":{\"type\":\"BPE\"}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":4000000000},\"merges\":[]}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":2000000000},\"merges\":[]}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a\"]}}",
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[[\"a\"]]}}",
            String(repeating: "[", count: 100_000), "{\"x\":" + String(repeating: "[", count: 100_000)
        ])
    func absurd(_ text: String) {
        #expect(throws: Complaint.self) { try Tokenizer(json: Array(text.utf8), subject: "tokenizer.json") }
    }

    @Test("a folder without a tokenizer is refused with its path")
    func missing() {
        let complaint = #expect(throws: Complaint.self) { try Tokenizer.open(folder: URL(filePath: "/nowhere/at all")) }
        #expect(complaint?.subject == "/nowhere/at all/tokenizer.json")
    }
}
