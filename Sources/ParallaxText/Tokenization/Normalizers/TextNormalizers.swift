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
