import TestSupport

/// Makes tokenizer.json files that are sound JSON, of components that are joined, nested and set as none is.
struct TokenizerStructures {
    var random: SeededGenerator
    private var depth = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func file() -> String {
        var members = [("model", model())]
        if chance(2) { members.append(("normalizer", normalizer())) }
        if chance(2) { members.append(("pre_tokenizer", preTokenizer())) }
        if chance(2) { members.append(("post_processor", postProcessor())) }
        if chance(2) { members.append(("decoder", decoder())) }
        if chance(2) { members.append(("added_tokens", list(6) { $0.addedToken() })) }
        if chance(20) { members.append((string(), anything())) }
        // A key twice, and in any order.
        if chance(20) { members.append(members[Int.random(in: 0..<members.count, using: &random)]) }
        return object(members.shuffled(using: &random))
    }

    // MARK: parts

    private mutating func model() -> String {
        let letters =
            ["a", "b", "c", "é", "東", "▁", "Ġ", "Ċ", "<unk>", "<s>", " ", "ab", "abc", "bc", "▁a", "🙂", "\u{301}"]
            + (chance(3) ? (0..<256).map { Self.byteToken($0) } : [])
        var vocabulary = letters.enumerated().map { (Self.quoted($1), chance(800) ? number() : "\($0)") }
        if chance(20) { vocabulary.append((Self.quoted(string()), number())) }
        let merges = chance(2) ? ["[\"a\",\"b\"]", "\"b c\"", "[\"ab\",\"c\"]", "[\"▁\",\"a\"]"] : ["\"a b\""]
        return object([
            ("type", chance(40) ? anything() : "\"BPE\""), ("vocab", "{\(vocabulary.map { "\($0):\($1)" }.joined(separator: ","))}"),
            ("merges", "[\((merges + (chance(20) ? [anything()] : [])).joined(separator: ","))]"),
            ("unk_token", chance(2) ? "\"<unk>\"" : "null"), ("fuse_unk", flag()), ("byte_fallback", flag()), ("ignore_merges", flag())
        ])
    }

    private mutating func normalizer() -> String {
        nested("normalizers", ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Strip", "Prepend", "Replace", "Replace"], { $0.normalizer() }) {
            [
                ("strip_left", $0.flag()), ("strip_right", $0.flag()), ("prepend", $0.text()), ("pattern", $0.pattern()),
                ("content", $0.text())
            ]
        }
    }

    private mutating func preTokenizer() -> String {
        nested(
            "pretokenizers", ["ByteLevel", "Digits", "Metaspace", "Split", "Split", "Split", "Whitespace", "WhitespaceSplit"],
            { $0.preTokenizer() }
        ) {
            [
                ("add_prefix_space", $0.flag()), ("use_regex", $0.flag()), ("individual_digits", $0.flag()),
                ("replacement", $0.chance(3) ? $0.text() : "\"▁\""),
                ("prepend_scheme", $0.one(["\"always\"", "\"first\"", "\"never\"", "null"])), ("split", $0.flag()),
                ("pattern", $0.pattern()), ("invert", $0.flag()),
                ("behavior", $0.one(["\"Removed\"", "\"Isolated\"", "\"MergedWithPrevious\"", "\"MergedWithNext\"", "\"Contiguous\""]))
            ]
        }
    }

    private mutating func postProcessor() -> String {
        nested("processors", ["ByteLevel", "TemplateProcessing", "TemplateProcessing"], { $0.postProcessor() }) {
            let item: (inout TokenizerStructures) -> String = {
                $0.one([
                    "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}", "{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}",
                    "{\"SpecialToken\":{\"id\":\"<s>\",\"type_id\":0}}", "{\"Sequence\":{\"id\":\"B\"}}", "{}"
                ])
            }
            return [
                ("single", $0.list(5, item)),
                ("special_tokens", "{\"<s>\":{\"id\":\"<s>\",\"ids\":\($0.list(3) { $0.chance(4) ? $0.number() : "9" })}}")
            ]
        }
    }

    private mutating func decoder() -> String {
        nested("decoders", ["ByteFallback", "ByteLevel", "Fuse", "Metaspace", "Replace", "Strip"], { $0.decoder() }) {
            [
                ("replacement", "\"▁\""), ("prepend_scheme", $0.one(["\"always\"", "\"first\"", "\"never\"", "null"])),
                ("pattern", $0.pattern()),
                ("content", $0.chance(2) ? $0.text() : "\" \""), ("start", $0.chance(3) ? $0.number() : "1"),
                ("stop", $0.chance(3) ? $0.number() : "1")
            ]
        }
    }

    private mutating func addedToken() -> String {
        object([
            ("id", number()),
            ("content", chance(2) ? one(["\"a\"", "\"ab\"", "\"<s>\"", "\" \"", "\"▁\"", "\"abcabc\"", "\"É\""]) : text()),
            ("single_word", flag()), ("lstrip", flag()), ("rstrip", flag()), ("normalized", flag()), ("special", flag())
        ])
    }

    /// One component, or a sequence of more, rarely a deep one.
    private mutating func nested(
        _ key: String, _ types: [String], _ inner: (inout TokenizerStructures) -> String,
        _ settings: (inout TokenizerStructures) -> [(String, String)]
    ) -> String {
        depth += 1
        defer { depth -= 1 }
        if chance(400) {
            let levels = Int.random(in: 1...120, using: &random)
            return String(repeating: "{\"type\":\"Sequence\",\"\(key)\":[", count: levels) + inner(&self)
                + String(repeating: "]}", count: levels)
        }
        if depth < 4, chance(3) { return object([("type", "\"Sequence\""), (key, list(4, inner))]) }
        return object([("type", chance(50) ? anything() : Self.quoted(one(types)))] + settings(&self).filter { _ in !chance(200) })
    }

    // MARK: values

    private mutating func pattern() -> String {
        if chance(30) { return anything() }
        return chance(2) ? object([("String", text())]) : object([("Regex", Self.quoted(expression(0)))])
    }

    /// An expression of any shape, most of them sound.
    mutating func expression(_ level: Int) -> String {
        let atoms = [
            "a", "b", "é", "東", ".", "\\s", "\\S", "\\p{L}", "\\p{N}", "[^\\s]", "[ab]", "[[:punct:]]", "^", "$", "\\b", "\\G", "", "\\X",
            "\\R", "ss", "\\K", "(?i)", "\\1", "{", "]", "\\x{61}"
        ]
        var result = ""
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var part = one(atoms)
            if level < 4, chance(2) {
                part =
                    one(["(", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:", "(?<n\(level)>", "(?~"]) + expression(level + 1)
                    + (chance(40) ? "" : ")")
            }
            if chance(2) { part += one(["*", "+", "?", "*?", "+?", "++", "*+", "{2}", "{0,3}", "{3,}", "{,2}", "{100000}"]) }
            result += part + (chance(5) ? "|" : "")
        }
        return result
    }

    private mutating func text() -> String { chance(200) ? anything() : Self.quoted(string()) }

    private mutating func string() -> String {
        one([
            "a", "b", "ab", "aa", " ", "  ", "▁", "é", "e\u{301}", "東", "🙂", "", "\u{0}", "\n", "\u{1b}[31m", "\u{202e}", "<s>", "Ġ",
            String(repeating: "ab", count: 200), "\u{fdfa}", "\u{301}"
        ])
    }

    private mutating func flag() -> String { chance(300) ? anything() : one(["true", "false"]) }

    private mutating func number() -> String {
        one([
            "0", "1", "2", "17", "-1", "255", "65536", "2147483647", "2147483648", "4294967296", "9007199254740993", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "1e308", "0.5", "1e5", "00"
        ])
    }

    private mutating func anything() -> String {
        one([
            "null", "true", "{}", "[]", "\"\"", "[[[[]]]]", "\"\\ud800\"", "\"\\ud83d\\ude42\"", "\"\\u0000\"", "{\"a\":{\"a\":{}}}",
            number(), String(repeating: "[", count: 101) + String(repeating: "]", count: 101)
        ])
    }

    // MARK: JSON

    mutating func chance(_ outOf: Int) -> Bool { Int.random(in: 0..<outOf, using: &random) == 0 }

    mutating func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }

    private mutating func list(_ most: Int, _ element: (inout TokenizerStructures) -> String) -> String {
        var elements: [String] = []
        for _ in 0..<Int.random(in: 0...most, using: &random) { elements.append(element(&self)) }
        return "[\(elements.joined(separator: ","))]"
    }

    private func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\(Self.quoted($0)):\($1)" }.joined(separator: ","))}"
    }

    private static func byteToken(_ byte: Int) -> String {
        let digits = Array("0123456789ABCDEF")
        return "<0x\(digits[byte >> 4])\(digits[byte & 15])>"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 0x20: result += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
