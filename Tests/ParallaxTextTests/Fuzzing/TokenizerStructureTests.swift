import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// `PARALLAX_MUTANTS=1000000 swift test -c release --filter TokenizerStructureTests` for a long run; `PARALLAX_SEED=n` for another one.
@Suite("Made-up tokenizers", .serialized)
struct TokenizerStructureTests {
    private static let seed = ProcessInfo.processInfo.environment["PARALLAX_SEED"].flatMap { UInt64($0) } ?? 43

    @Test("components of any kind, joined and set as none are, open or are refused; what opens encodes, decodes and streams, within bounds")
    func structures() throws {
        var structures = TokenizerStructures(seed: Self.seed), opened = 0, refused = 0, encoded = 0
        let texts = [
            "a b  c", "The <s>ab abcabc▁ É é🙂\n\n 42 東 don't", String(repeating: "ab ", count: 60), String(repeating: "a", count: 300),
            "\u{0}\u{301}\u{301}\u{316}\r\n", String(repeating: "e\u{301}\u{316}", count: 50), "", " "
        ]
        for round in 0..<Mutator.count {
            let json = structures.file(), text = structures.one(texts)
            do {
                let seconds = try ProcessorTime.of {
                    let tokenizer = try Tokenizer(json: Array(json.utf8), subject: "tokenizer.json")
                    opened += 1
                    do {
                        try check(tokenizer, text)
                        encoded += 1
                    } catch let complaint as Complaint {
                        #expect(Self.isSentence(complaint), "\(complaint)")
                    }
                }
                #expect(seconds < 2 * ProcessorTime.slowness, "\(seconds) s, round \(round): \(json)")
            } catch let complaint as Complaint {
                refused += 1
                #expect(Self.isSentence(complaint), "\(complaint)")
            }
        }
        print("of \(Mutator.count) made-up tokenizers \(opened) opened, \(encoded) encoded, \(refused) were refused")
        #expect(opened > Mutator.count / 4 && encoded > opened / 2 && refused > Mutator.count / 20)
    }

    private static func isSentence(_ complaint: Complaint) -> Bool {
        complaint.subject == "tokenizer.json" && complaint.description.utf8.count < 4000
            && !complaint.description.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    private func check(_ tokenizer: Tokenizer, _ text: String) throws {
        let ids = try tokenizer.encode(text, addSpecialTokens: true)
        #expect(ids.count <= 12 * text.utf8.count + 1 << 16)
        #expect(try ids == tokenizer.encode(text, addSpecialTokens: true))
        let some = Array(ids.prefix(200)), decoded = tokenizer.decode(some, skipSpecialTokens: false)
        #expect(decoded.utf8.count <= 64 * some.reduce(1) { $0 + (tokenizer.pieceBytes($1)?.count ?? 0) + 1 })
        #expect(tokenizer.texts(some).count == some.count)
        var decoder = tokenizer.streamingDecoder()
        // Decoders in an order that no tokenizer has treat the beginning of a text in ways that a stream cannot foresee; it ends all the same.
        for id in some { _ = decoder.append(id) }
        _ = decoder.flush()
    }

    @Test("expressions of any shape compile or are refused, and search any text, within bounds")
    func expressions() throws {
        var structures = TokenizerStructures(seed: Self.seed &+ 1), compiled = 0, searched = 0
        for round in 0..<Mutator.count {
            let pattern = structures.expression(0), unit = structures.one(["a", "ab", "aab ", "é東", "ss", "\u{301}", "🙂\u{200d}", "\n"])
            let text = String(repeating: unit, count: structures.chance(200) ? 20_000 : structures.one([1, 10, 100, 1000]))
            let seconds = try ProcessorTime.of {
                do {
                    let split = try Split("Regex", pattern)
                    compiled += 1
                    let pieces = try split.pieces(of: text)
                    searched += 1
                    #expect(pieces.joined() == text, "\(pattern)")
                } catch let complaint as Complaint {
                    #expect(Self.isSentence(complaint), "\(complaint)")
                }
            }
            #expect(seconds < 2 * ProcessorTime.slowness, "\(seconds) s, round \(round): \(pattern) on \(text.utf8.count) bytes of \(unit)")
        }
        print("of \(Mutator.count) expressions \(compiled) compiled, \(searched) searched to the end")
        #expect(compiled > Mutator.count / 10 && searched > compiled / 2)
    }
}
