/// How many there are of something, as a file says it: from 0 to `most`, checked where it is decoded, so that nothing behind has to ask.
///
/// It has no `+` and no `*`: what is made of counts from files is made by `adding(clamped:)` and its like (Whole.swift).
public struct Count: Sendable, Hashable, Comparable {
    /// 2^40, a trillion: beyond any corpus, and far from where the sum over all documents that a file can name would overflow.
    public static let most = 1 << 40

    public let number: Int

    /// nil for a number below 0 or above `most`.
    public init?(_ number: Int) {
        guard (0...Self.most).contains(number) else { return nil }
        self.number = number
    }

    /// The nearest count.
    public init(clamping number: Int) { self.number = min(max(number, 0), Self.most) }

    public static func < (a: Count, b: Count) -> Bool { a.number < b.number }
}

extension Count: Codable {
    /// - Throws: `DecodingError` for what is no whole number, or one that is no count.
    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int.self)
        guard let count = Count(number) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "a count of \(number), where 0 to \(Self.most) can be"))
        }
        self = count
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

extension Count: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: Int) { self.init(clamping: number) }
}
