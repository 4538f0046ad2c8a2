/// `Replace`: one string for another, wherever it occurs.
struct ReplaceNormalizer: Normalizer {
    private let replacement: StringReplacement

    init(_ settings: ComponentSettings) throws {
        replacement = try StringReplacement(settings)
    }

    func normalized(_ text: [UInt8]) -> [UInt8] { replacement.applied(to: text) }
}

/// What the Replace normalizer and decoder share.
struct StringReplacement: Sendable {
    let pattern: [UInt8]
    let content: [UInt8]

    init(pattern: [UInt8], content: [UInt8]) {
        self.pattern = pattern
        self.content = content
    }

    init(_ settings: ComponentSettings) throws {
        guard case .string(let pattern) = try settings.pattern() else {
            throw settings.refused("a pattern of Replace that Parallax knows (a String)", "a Regex")
        }
        self.pattern = pattern
        content = Array(try settings.text("content").utf8)
    }

    func applied(to text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { bytes in
            let found = occurrences(of: pattern, in: bytes)
            guard !found.isEmpty else { return text }
            var result: [UInt8] = []
            result.reserveCapacity(max(0, text.count + found.count * (content.count - pattern.count)))
            var end = 0
            for range in found {
                result.append(contentsOf: bytes[end..<range.lowerBound])
                result.append(contentsOf: content)
                end = range.upperBound
            }
            result.append(contentsOf: bytes[end...])
            return result
        }
    }
}
