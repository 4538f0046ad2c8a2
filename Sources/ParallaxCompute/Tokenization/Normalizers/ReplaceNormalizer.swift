/// `Replace`: a string in the place of another or of a regular expression, wherever it occurs.
struct ReplaceNormalizer: Normalizer {
    private let replacement: StringReplacement

    init(_ settings: ComponentSettings) throws {
        replacement = try StringReplacement(settings)
    }

    func normalized(_ text: [UInt8]) -> [UInt8] { replacement.applied(to: text) }
}

/// What the Replace normalizer and decoder share.
struct StringReplacement: Sendable {
    let pattern: TextPattern
    let content: [UInt8]

    init(pattern: [UInt8], content: [UInt8]) {
        self.pattern = .string(pattern)
        self.content = content
    }

    init(_ settings: ComponentSettings) throws {
        pattern = try settings.pattern()
        content = Array(try settings.text("content").utf8)
    }

    func applied(to text: [UInt8]) -> [UInt8] {
        text.withUnsafeBufferPointer { bytes in
            let found = pattern.matches(in: bytes)
            guard !found.isEmpty else { return text }
            var result: [UInt8] = []
            result.reserveCapacity(text.count + found.count * content.count)
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
