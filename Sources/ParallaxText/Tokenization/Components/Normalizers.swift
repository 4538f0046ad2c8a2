/// One `normalizer` of tokenizer.json: rewrites a text (UTF-8) before it is cut. To add one, write a file like its neighbours and name it below.
protocol Normalizer: Sendable {
    init(_ settings: ComponentSettings) throws
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8]
}

extension Normalizer {
    /// `normalized` with what comes of it bounded.
    func rewritten(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try work.goOn()
        let result = try normalized(text, work)
        try work.allow(result.count, "bytes", "a normalizer")
        return result
    }
}

enum Normalizers {
    private static let known: [String: any Normalizer.Type] = [
        "BertNormalizer": BertNormalizer.self,
        "ByteLevel": ByteLevelNormalizer.self,
        "Lowercase": LowercaseNormalizer.self,
        "NFC": NFCNormalizer.self,
        "NFD": NFDNormalizer.self,
        "NFKC": NFKCNormalizer.self,
        "NFKD": NFKDNormalizer.self,
        "Nmt": NmtNormalizer.self,
        "Precompiled": PrecompiledNormalizer.self,
        "Prepend": PrependNormalizer.self,
        "Replace": ReplaceNormalizer.self,
        "Sequence": NormalizerSequence.self,
        "Strip": StripNormalizer.self,
        "StripAccents": StripAccentsNormalizer.self
    ]

    static func make(_ settings: ComponentSettings) throws -> any Normalizer {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}

/// `Sequence`: one normalizer after the other.
struct NormalizerSequence: Normalizer {
    private let parts: [any Normalizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("normalizers").map(Normalizers.make)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try parts.reduce(text) { try $1.rewritten($0, work) }
    }
}

/// `Prepend`: puts a string before a text that is not empty.
struct PrependNormalizer: Normalizer {
    private let prefix: [UInt8]

    init(_ settings: ComponentSettings) throws {
        prefix = Array(try settings.text("prepend").utf8)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        guard !text.isEmpty else { return text }
        try work.allow(prefix.count + text.count, "bytes", "Prepend")
        return prefix + text
    }
}

/// `Replace`: a string in the place of another or of a regular expression, wherever it occurs.
struct ReplaceNormalizer: Normalizer {
    private let replacement: StringReplacement

    init(_ settings: ComponentSettings) throws {
        replacement = try StringReplacement(settings)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] { try replacement.applied(to: text, work) }
}

/// What the Replace normalizer and decoder share.
struct StringReplacement: Sendable {
    let pattern: TextPattern
    let content: [UInt8]

    init(_ string: SoughtString, by content: [UInt8]) {
        pattern = .string(string)
        self.content = content
    }

    init(_ settings: ComponentSettings) throws {
        pattern = try settings.pattern()
        content = Array(try settings.text("content").utf8)
    }

    /// How many times as long as the text what comes of it can be, at most.
    var growth: Double {
        // A match between characters adds to them; any other takes a character at least.
        switch pattern {
        case .string(let string): max(1, Double(content.count) / Double(string.bytes.count))
        case .published: max(1, Double(content.count))
        case .expression: Double(content.count) + 1
        }
    }

    func applied(to text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try text.withUnsafeBufferPointer { bytes in
            var rewriting = Rewriting(bytes)
            try pattern.forEachMatch(in: bytes, work) { match in
                rewriting.replace(match, by: content)
                try work.allow(rewriting.result.count, "bytes", "Replace")
            }
            return rewriting.whole ?? text
        }
    }

    /// For decoders, whose work was bounded when they were read, but for that of regular expressions: a text on which one takes too long
    /// shows U+FFFD, as bytes do that are none.
    func applied(decoding text: [UInt8], _ work: TextWork) -> [UInt8] {
        guard case .string(let string) = pattern else { return (try? applied(to: text, work)) ?? replacementCharacter }
        return Self.replaced(string, by: content, in: text)
    }

    /// For strings, of which no bound is needed.
    static func replaced(_ string: SoughtString, by content: [UInt8], in text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { bytes in
            var rewriting = Rewriting(bytes)
            string.forEachOccurrence(in: bytes) { rewriting.replace($0, by: content) }
            return rewriting.whole ?? text
        }
    }

    private struct Rewriting {
        private let text: UnsafeBufferPointer<UInt8>
        private(set) var result: [UInt8] = []
        private var end = 0
        private var isChanged = false

        init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

        /// Ascending, apart from each other.
        mutating func replace(_ range: Range<Int>, by content: [UInt8]) {
            if !isChanged { result.reserveCapacity(text.count) }
            isChanged = true
            result.append(contentsOf: text[end..<range.lowerBound])
            result.append(contentsOf: content)
            end = range.upperBound
        }

        /// nil where nothing was replaced.
        var whole: [UInt8]? { isChanged ? result + text[end...] : nil }
    }
}

/// `Lowercase`: every character by itself, without regard to its neighbours.
struct LowercaseNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}

    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] { Self.lowercased(text) }

    static func lowercased(_ text: [UInt8]) -> [UInt8] {
        String(decoding: text, as: UTF8.self).unicodeScalars.flatMap { $0.properties.lowercaseMapping.utf8 }
    }
}

/// `Strip`: takes white space off the ends.
struct StripNormalizer: Normalizer {
    private let left: Bool
    private let right: Bool

    init(_ settings: ComponentSettings) throws {
        left = try settings.bool("strip_left", default: true)
        right = try settings.bool("strip_right", default: true)
    }

    func normalized(_ text: [UInt8], _ work: TextWork) -> [UInt8] {
        text.withUnsafeBufferPointer { bytes in
            let start = left ? endOfWhitespace(in: bytes, from: 0) : 0
            let end = right ? max(start, startOfWhitespace(in: bytes, before: bytes.count)) : bytes.count
            return Array(bytes[start..<end])
        }
    }
}

/// Where white space that starts at an offset ends.
func endOfWhitespace(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.count {
        let (scalar, length) = scalar(in: text, at: end)
        guard CharacterKind(scalar).isAny(of: .space) else { break }
        end += length
    }
    return end
}

/// Where white space that ends at an offset starts, not before `first`.
func startOfWhitespace(in text: UnsafeBufferPointer<UInt8>, before end: Int, notBefore first: Int = 0) -> Int {
    var start = end
    while start > first {
        let (scalar, length) = scalar(in: text, before: start)
        guard CharacterKind(scalar).isAny(of: .space) else { break }
        start -= length
    }
    return max(start, first)
}

/// `NFC`, `NFD`, `NFKC` and `NFKD`: the normal forms of Unicode.
struct NFCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try NormalForm(isComposed: true, isCompatible: false).of(text, work)
    }
}

struct NFDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try NormalForm(isComposed: false, isCompatible: false).of(text, work)
    }
}

struct NFKCNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try NormalForm(isComposed: true, isCompatible: true).of(text, work)
    }
}

struct NFKDNormalizer: Normalizer {
    init(_ settings: ComponentSettings) {}
    func normalized(_ text: [UInt8], _ work: TextWork) throws -> [UInt8] {
        try NormalForm(isComposed: false, isCompatible: true).of(text, work)
    }
}
