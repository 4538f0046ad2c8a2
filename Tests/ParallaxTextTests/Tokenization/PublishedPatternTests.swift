import Foundation
@testable import ParallaxText
import TestSupport
import Testing

/// What tokenizers says about the expressions of published tokenizers (Goldens/tokenization/make_split_goldens.py).
private struct WordGoldens: Decodable {
    let patterns: [String: String], texts: [String]
    /// Where the pieces of each text end, in characters.
    let ends: [String: [[Int]]]

    init() throws {
        self = try JSONDecoder().decode(WordGoldens.self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "words.json")))
    }
}

@Suite("Expressions of published tokenizers, scanned by hand")
struct PublishedPatternTests {
    @Test("awkward and random texts are cut as tokenizers does")
    func goldens() throws {
        let goldens = try WordGoldens()
        #expect(goldens.patterns.count == 8 && goldens.texts.count > 600)
        for (name, pattern) in goldens.patterns {
            #expect(PublishedPattern(pattern) != nil, "\(name) is not scanned by hand")
            let split = try Split("Regex", pattern)
            for (text, ends) in zip(goldens.texts, try #require(goldens.ends[name])) {
                var end = 0
                let cut = try split.pieces(of: text).map { piece in
                    end += piece.unicodeScalars.count
                    return end
                }
                #expect(cut == ends, "\(name): \(text.debugDescription)")
            }
        }
    }

    @Test("the characters that they tell apart are those of tokenizers")
    func kinds() throws {
        let goldens = try JSONDecoder().decode(
            [String: [[UInt32]]].self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "kinds.json")))
        var expected = [CharacterKind](repeating: .other, count: 0x110000)
        let names: [(String, CharacterKind)] = [
            ("upper", .upper), ("lower", .lower), ("caseless", .caseless), ("mark", .mark), ("number", .number),
            ("punctuation", .punctuation), ("symbol", .symbol), ("space", .space)
        ]
        for (name, kind) in names {
            for range in try #require(goldens[name]) { for code in range[0]...range[1] { expected[Int(code)] = kind } }
        }
        var different: [String] = []
        for code in 0..<0x110000 as Range<UInt32> {
            guard let scalar = Unicode.Scalar(code), case let kind = CharacterKind(scalar).subtracting(.newline),
                kind != expected[Int(code)]
            else { continue }
            // Characters of Unicode 17 are none to tokenizers 0.23, and it made one letter caseless.
            if code == 0x295 || scalar.properties.age.map({ $0.major >= 17 }) ?? false { continue }
            different.append(String(code, radix: 16))
        }
        #expect(different.isEmpty, "\(different.prefix(20))")
    }

    @Test(
        "random texts are cut as Oniguruma does",
        arguments: PublishedPattern.known.keys.map { String(decoding: $0, as: UTF8.self) }.sorted())
    func differential(_ pattern: String) throws {
        let published = try TextPattern(expression: pattern), expression = TextPattern.expression(try Expression(pattern))
        guard case .published = published else {
            Issue.record("not scanned by hand")
            return
        }
        var random = SeededGenerator(seed: 41)
        for _ in 0..<Mutator.count {
            let text = Array(Self.randomText(&random).utf8)
            let work = TextWork("tokenizer.json", count: text.count)
            var scanned: [Range<Int>] = [], searched: [Range<Int>] = []
            try text.withUnsafeBufferPointer { bytes in
                try published.forEachMatch(in: bytes, work) { scanned.append($0) }
                try expression.forEachMatch(in: bytes, work) { searched.append($0) }
            }
            #expect(scanned == searched, "\(String(decoding: text, as: UTF8.self).debugDescription)")
            if scanned != searched { return }
        }
    }

    /// Runs of what the patterns tell apart, and any characters that Oniguruma of Debian 12 knows (Unicode 14).
    private static func randomText(_ random: inout SeededGenerator) -> String {
        let runs = [
            "a", "Z", "é", "À", "ǅ", "ʰ", "日", "ぁ", "\u{301}", "1", "½", "٣", " ", "\t", "\u{a0}", "\n", "\r", "\u{85}", "!", "'", "/", "_",
            "$", "🙂", "\u{1D400}", "\u{200d}", "\u{0}", "'s", "'S", "'ll", "'Re", "'ſ", "'v"
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            if Int.random(in: 0..<6, using: &random) == 0 {
                guard
                    let scalar = Unicode.Scalar(
                        UInt32.random(
                            in: 0...[0x7F, 0x24F, 0x3000, 0xFFFF, 0x1FFFF, 0x10FFFF][Int.random(in: 0..<6, using: &random)], using: &random)
                    ),
                    let age = scalar.properties.age, age.major <= 14, scalar.value != 0x295
                else { continue }
                text.unicodeScalars.append(scalar)
            } else {
                text += String(
                    repeating: runs[Int.random(in: 0..<runs.count, using: &random)], count: Int.random(in: 1...3, using: &random))
            }
        }
        return text
    }

    @Test(
        "a megabyte of any one thing is cut in a tenth of a second",
        arguments: PublishedPattern.known.keys.map { String(decoding: $0, as: UTF8.self) }.sorted())
    func linear(_ pattern: String) throws {
        let split = try TextPattern(expression: pattern)
        for unit in [
            "a", "A", "aA", "é", "ʰ", "東", "ぁ", "각", "\u{301}", "A\u{301}", "1", "½", "٣", " ", "\t", "\u{a0}", "\n", "\r\n", " \n", "\n ",
            "!", "'", "'s", "/", "/\n", "$", "🙂", "👩‍👩‍👧‍👦", "\u{1D400}", "\u{200d}", "\u{0}", "\u{FFFD}"
        ] {
            let text = Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8)
            var matches = 0
            let time = try ProcessorTime.of {
                try text.withUnsafeBufferPointer { bytes in
                    try split.forEachMatch(in: bytes, TextWork("tokenizer.json", count: text.count)) { _ in matches += 1 }
                }
            }
            #expect(time < 0.1 * ProcessorTime.slowness, "\(unit.debugDescription): \(time) s, \(matches) matches")
        }
    }
}
