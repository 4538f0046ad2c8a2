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
