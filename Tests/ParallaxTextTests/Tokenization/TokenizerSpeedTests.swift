import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("Tokenizer speed", .serialized)
struct TokenizerSpeedTests {
    @Test("150,000 pieces open in half a second")
    func largeVocabulary() throws {
        var pieces = (0..<256).map { "\"\(Unicode.Scalar(UInt32($0 + 0x4E00))!)\":\($0)" }
        var merges: [String] = []
        var count = 256
        outer: for left in 0..<256 {
            for right in 0..<256 {
                let (a, b) = (Unicode.Scalar(UInt32(left + 0x4E00))!, Unicode.Scalar(UInt32(right + 0x4E00))!)
                pieces.append("\"\(a)\(b)\":\(count)")
                merges.append("[\"\(a)\",\"\(b)\"]")
                count += 1
                for third in 0..<2 where count < 150_000 {
                    let c = Unicode.Scalar(UInt32(third + 0x4E00))!
                    pieces.append("\"\(a)\(b)\(c)\":\(count)")
                    merges.append("[\"\(a)\(b)\",\"\(c)\"]")
                    count += 1
                }
                if count >= 150_000 { break outer }
            }
        }
        let json = Array(
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{\(pieces.joined(separator: ","))},\"merges\":[\(merges.joined(separator: ","))]}}".utf8
        )
        let time = try ProcessorTime.of {
            let tokenizer = try Tokenizer(json: json, subject: "tokenizer.json")
            #expect(tokenizer.vocabularySize == 150_000)
        }
        print("a tokenizer of 150,000 pieces (\(json.count) bytes) opens in \(time) s")
        #expect(time < 0.5)
    }

    @Test(
        "a megabyte is encoded in a second, also where it is one word",
        arguments: ["text", "one letter", "spaces", "quotes", "characters beyond ASCII", "added tokens"])
    func megabyte(_ kind: String) throws {
        let unit =
            switch kind {
            case "text": "The river runs through the old town, and it's 42 boats long (naïvely). \n"
            case "one letter": "a"
            case "spaces": " "
            case "quotes": "'"
            case "characters beyond ASCII": "東京🙂e\u{301}"
            default: "<|im_start|>"
            }
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        for name in ["sample", "sentencepiece", "qwen", "llama3", "tekken", "gemma"] {
            let tokenizer = try GoldenTokenizer(name: name).open()
            var ids: [Int] = []
            let time = try ProcessorTime.of { ids = try tokenizer.encode(text, addSpecialTokens: false) }
            print("\(name): a megabyte of \(kind) in \(time) s")
            #expect(time < 1)
            // Qwen composes accents first.
            let read = name == "qwen" ? text.precomposedStringWithCanonicalMapping : text
            #expect(tokenizer.decode(ids, skipSpecialTokens: false).isIdentical(to: read), "\(name)")
        }
    }

    @Test("the sample's tokenizer opens in milliseconds")
    func sample() throws {
        let time = try ProcessorTime.of { for _ in 0..<3 { _ = try GoldenTokenizer(name: "sample").open() } } / 3
        print("the sample's tokenizer opens in \(time) s")
        #expect(time < 0.1)
    }
}
