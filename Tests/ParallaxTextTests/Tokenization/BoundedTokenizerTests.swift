import Foundation
@testable import ParallaxText
import TestSupport
import Testing
@_spi(_Unicode) import Swift

/// What a text goes through may multiply it: what comes of it is bounded, and the work grows with the text alone.
@Suite("Bounds of tokenizers", .serialized)
struct BoundedTokenizerTests {
    /// A tokenizer.json around some parts, each JSON; the vocabulary is the byte-level alphabet.
    static func json(_ parts: [String: String]) -> [UInt8] {
        let alphabet = ByteLevelAlphabet.scalars.map { String($0) } + ["▁"]
        let pieces = alphabet.enumerated().map { "\(quoted($1)):\($0)" }
        let others = parts.map { ",\"\($0)\":\($1)" }.joined()
        return Array("{\"model\":{\"type\":\"BPE\",\"vocab\":{\(pieces.joined(separator: ","))},\"merges\":[]}\(others)}".utf8)
    }

    static func open(_ parts: [String: String]) throws -> Tokenizer {
        try Tokenizer(json: json(parts), subject: "tokenizer.json")
    }

    static func quoted(_ text: String) -> String { String(decoding: try! JSONEncoder().encode(text), as: UTF8.self) }

    private static func sequence(_ key: String, _ parts: [String]) -> String {
        "{\"type\":\"Sequence\",\"\(key)\":[\(parts.joined(separator: ","))]}"
    }

    private static func replace(_ pattern: String, _ content: String, kind: String = "String") -> String {
        "{\"type\":\"Replace\",\"pattern\":{\"\(kind)\":\(quoted(pattern))},\"content\":\(quoted(content))}"
    }

    private static let added = (0..<2000).map { "{\"content\":\(quoted(String(repeating: "ab", count: 1 + $0 % 250) + "\($0)"))}" }.joined(
        separator: ",")

    private typealias Case = (name: String, parts: [String: String], text: String)

    private static let components: [Case] = [
        ("forty doublings", ["normalizer": sequence("normalizers", [String](repeating: replace("a", "aa"), count: 40))], "a"),
        ("a thousand of one", ["normalizer": replace("a", String(repeating: "b", count: 1000))], String(repeating: "a", count: 1_000_000)),
        (
            "a megabyte of one", ["normalizer": replace("a", String(repeating: "b", count: 1_000_000))],
            String(repeating: "a", count: 1_000_000)
        ),
        (
            "between all characters", ["normalizer": replace("", String(repeating: "b", count: 1000), kind: "Regex")],
            String(repeating: "a", count: 100_000)
        ),
        (
            "before every stretch",
            [
                "normalizer": "{\"type\":\"Prepend\",\"prepend\":\(quoted(String(repeating: "b", count: 100_000)))}",
                "added_tokens": "[{\"content\":\"<s>\",\"special\":true}]"
            ], String(repeating: "a<s>", count: 100_000)
        ),
        (
            "a hundred prefixes",
            [
                "normalizer": sequence(
                    "normalizers",
                    [String](repeating: "{\"type\":\"Prepend\",\"prepend\":\(quoted(String(repeating: "b", count: 10_000)))}", count: 100))
            ], "a"
        ),
        (
            "compatible forms, twice as long in bytes",
            ["normalizer": sequence("normalizers", ["{\"type\":\"NFKD\"}", replace(" ", "\u{fdfa}"), "{\"type\":\"NFKD\"}"])],
            String(repeating: "\u{fdfa}", count: 300_000)
        ),
        (
            "byte-level thirty times",
            [
                "pre_tokenizer": sequence(
                    "pretokenizers", [String](repeating: "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}", count: 30))
            ], "é"
        ),
        (
            "four bytes for a space",
            [
                "pre_tokenizer": sequence(
                    "pretokenizers",
                    [String](repeating: "{\"type\":\"Metaspace\",\"replacement\":\"🙂\"}", count: 20) + ["{\"type\":\"ByteLevel\"}"])
            ], String(repeating: " ", count: 1_000_000)
        ),
        (
            "the text 64 times, forty times", ["post_processor": sequence("processors", [String](repeating: template(64, 0), count: 40))],
            "a b c"
        ),
        ("a thousand tokens 64 times", ["post_processor": sequence("processors", [String](repeating: template(1, 1000), count: 100))], "a"),
        ("2000 overlapping tokens", ["added_tokens": "[\(added)]"], String(repeating: "ab", count: 500_000)),
        (
            "a long token that never ends",
            ["added_tokens": "[{\"content\":\(quoted(String(repeating: "a", count: 500_000) + "b"))},{\"content\":\"a\"}]"],
            String(repeating: "a", count: 1_000_000)
        ),
        (
            "white space on both sides",
            [
                "added_tokens":
                    "[{\"content\":\" \",\"lstrip\":true,\"rstrip\":true},{\"content\":\"\\t\",\"lstrip\":true},{\"content\":\"\\n\",\"rstrip\":true}]"
            ], String(repeating: " \t\n", count: 300_000)
        ),
        ("single words", ["added_tokens": "[{\"content\":\"a\",\"single_word\":true}]"], String(repeating: "a", count: 1_000_000)),
        (
            "a megabyte of a string in itself", ["normalizer": replace(String(repeating: "a", count: 100_000) + "b", "c")],
            String(repeating: "a", count: 1_000_000)
        ),
        (
            "250 lower cases", ["normalizer": sequence("normalizers", [String](repeating: "{\"type\":\"Lowercase\"}", count: 250))],
            String(repeating: "É", count: 500_000)
        ),
        ("257 components", ["normalizer": sequence("normalizers", [String](repeating: "{\"type\":\"Lowercase\"}", count: 257))], "a"),
        (
            "five expressions that are long",
            [
                "pre_tokenizer": sequence(
                    "pretokenizers",
                    (0..<5).map {
                        "{\"type\":\"Split\",\"behavior\":\"Isolated\",\"pattern\":{\"Regex\":\(quoted(String(repeating: "a\($0)|", count: 3000)))}}"
                    })
            ], "a"
        )
    ]

    private static let forms: [Case] = ["NFC", "NFD", "NFKC", "NFKD"].flatMap { (form: String) -> [Case] in
        [
            "\u{301}", "\u{301}\u{316}", "\u{301}\u{316}\u{334}", "\u{f73}\u{f71}", "\u{93e}\u{301}\u{316}", "\u{ff9e}\u{301}",
            "\u{344}\u{316}", "\u{fdfa}", "각"
        ].map { (unit: String) -> Case in
            let codes = unit.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            return (
                "\(form) of \(codes)", ["normalizer": "{\"type\":\"\(form)\"}"],
                "a" + String(repeating: unit, count: 1_000_000 / unit.utf8.count)
            )
        }
    }

    private static let growing = components + forms

    private static func template(_ texts: Int, _ specials: Int) -> String {
        let items =
            [String](repeating: "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}", count: texts)
            + (specials > 0 ? ["{\"SpecialToken\":{\"id\":\"s\",\"type_id\":0}}"] : [])
        return
            "{\"type\":\"TemplateProcessing\",\"single\":[\(items.joined(separator: ","))],\"special_tokens\":{\"s\":{\"id\":\"s\",\"ids\":\([Int](repeating: 1, count: specials))}}}"
    }

    @Test("whatever a text is made to be, it is done or refused with a sentence, in two seconds and 256 MB", arguments: growing.map(\.name))
    func growth(_ name: String) throws {
        let (_, parts, text) = try #require(Self.growing.first { $0.name == name })
        var ids: [Int]?, seconds = 0.0
        func run() throws {
            seconds = try ProcessorTime.of {
                do { ids = try Self.open(parts).encode(text, addSpecialTokens: true) } catch let complaint as Complaint {
                    #expect(complaint.subject == "tokenizer.json" && complaint.description.utf8.count < 1000, "\(complaint)")
                }
            }
        }
        var memory = try PeakMemory.of(run)
        for _ in 0..<2 where memory ?? 0 > 256 << 20 { memory = try PeakMemory.of(run) }
        print("\(name): \(ids.map { "\($0.count) ids" } ?? "refused") in \(seconds) s and \((memory ?? 0) >> 20) MB")
        #expect(seconds < 2 * ProcessorTime.slowness, "\(seconds) s")
        #expect(memory ?? 0 < 256 << 20, "\(memory ?? 0) bytes")
        // As many as the bound says: twelve for every byte, and some for short texts.
        if let ids { #expect(ids.count <= 12 * text.utf8.count + 1 << 16) }
    }

    @Test(
        "what does not multiply a text is done, however long it is",
        arguments: [
            "2000 overlapping tokens", "a long token that never ends", "white space on both sides", "single words",
            "a megabyte of a string in itself"
        ])
    func done(_ name: String) throws {
        let (_, parts, text) = try #require(Self.growing.first { $0.name == name })
        #expect(try !Self.open(parts).encode(text, addSpecialTokens: true).isEmpty)
    }

    @Test("of overlapping added tokens the leftmost are found, of those the longest")
    func overlapping() throws {
        let contents = ["a", "ab", "abcabd", "bc", "bcab", "cabx", "x"]
        let tokenizer = try Self.open(["added_tokens": "[\(contents.map { "{\"content\":\"\($0)\"}" }.joined(separator: ","))]"])
        func tokens(_ text: String) throws -> [String] { try tokenizer.encode(text, addSpecialTokens: false).compactMap(tokenizer.piece) }
        #expect(try tokens("abcabe") == ["ab", "c", "ab", "e"])
        #expect(try tokens("abcabdx") == ["abcabd", "x"])
        #expect(try tokens("bcabx") == ["bcab", "x"])
        #expect(try tokens("cabxcab") == ["cabx", "c", "ab"])
    }

    @Test("added tokens are found as by looking at every place, in random texts")
    func matcher() throws {
        var random = SeededGenerator(seed: 3)
        func string(_ length: Int) -> [UInt8] { (0..<length).map { _ in UInt8.random(in: 97...99, using: &random) } }
        for _ in 0..<300 {
            let strings = (0..<Int.random(in: 1...8, using: &random)).map { _ in string(Int.random(in: 0...6, using: &random)) }
            let text = string(Int.random(in: 0...60, using: &random)), finder = ByteStringFinder(strings)
            let found = text.withUnsafeBufferPointer { finder.finds(in: $0) }.reversed().map {
                [$0.range.lowerBound, $0.range.upperBound, $0.index]
            }
            let expected = text.indices.compactMap { place in
                strings.indices.filter { !strings[$0].isEmpty && text[place...].starts(with: strings[$0]) }.max {
                    (strings[$0].count, -$0) < (strings[$1].count, -$1)
                }
                .map { [place, place + strings[$0].count, $0] }
            }
            #expect(found == expected)
        }
    }

    @Test("a string is found where it stands, in random texts", arguments: [1, 2, 5])
    func strings(_ letters: Int) throws {
        var random = SeededGenerator(seed: UInt64(letters))
        for _ in 0..<500 {
            func string(_ most: Int) -> [UInt8] {
                (0..<Int.random(in: 1...most, using: &random)).map { _ in UInt8.random(in: 97...97 + UInt8(letters), using: &random) }
            }
            let needle = string(6), text = string(40)
            var expected: [Range<Int>] = [], place = 0
            while place < text.count {
                if text[place...].starts(with: needle) { expected.append(place..<place + needle.count) }
                place = expected.last?.upperBound == place + needle.count ? place + needle.count : place + 1
            }
            #expect(text.withUnsafeBufferPointer { occurrences(of: needle, in: $0) } == expected)
        }
    }

    @Test("long runs of marks get the same form as short ones, in any order", arguments: [true, false], [true, false])
    func marks(_ isComposed: Bool, _ isCompatible: Bool) throws {
        let form = NormalForm(isComposed: isComposed, isCompatible: isCompatible), work = TextWork("tokenizer.json", count: 1 << 20)
        let marks: [Unicode.Scalar] = [
            "\u{301}", "\u{316}", "\u{334}", "\u{323}", "\u{f71}", "\u{f73}", "\u{344}", "\u{93e}", "\u{ff9e}", "\u{e9}", "\u{20d0}"
        ]
        var random = SeededGenerator(seed: 5)
        for _ in 0..<50 {
            var text = String.UnicodeScalarView("e".unicodeScalars)
            for _ in 0..<Int.random(in: 60...300, using: &random) { text.append(marks[Int.random(in: 0..<marks.count, using: &random)]) }
            let normalized = try form.of(Array(String(text).utf8), work)
            // The standard library is right but for one of these marks, and takes the square of them.
            let whole = String(
                String.UnicodeScalarView(
                    text.flatMap { $0 == "\u{f73}" ? ["\u{f71}", "\u{f72}"] : isCompatible && $0 == "\u{ff9e}" ? ["\u{3099}"] : [$0] }))
            let expected = isComposed ? Array(whole._nfc) : Array(whole._nfd)
            #expect(Array(String(decoding: normalized, as: UTF8.self).unicodeScalars) == expected)
        }
    }

    @Test("a Tibetan vowel sign that comes apart into two is put in order as tokenizers does")
    func vowels() throws {
        let text = Array("e\u{301}\u{f73}\u{323}".utf8), work = TextWork("tokenizer.json", count: text.count)
        #expect(try NormalForm(isComposed: false, isCompatible: false).of(text, work) == Array("e\u{f71}\u{f72}\u{323}\u{301}".utf8))
        #expect(try NormalForm(isComposed: true, isCompatible: false).of(text, work) == Array("\u{1eb9}\u{f71}\u{f72}\u{301}".utf8))
    }
}
