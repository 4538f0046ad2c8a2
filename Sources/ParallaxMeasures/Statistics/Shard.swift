/// Part i of n: of things in an order, those whose place gives rest i − 1. Written "2/4".
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 1 to `count`.
    public let index: Int
    /// n
    public let count: Int

    /// More parts than this are a mistake.
    public static let most = 1_000_000

    /// One part, which holds everything.
    public static let whole = Shard(unchecked: 1, of: 1)

    private init(unchecked index: Int, of count: Int) {
        self.index = index
        self.count = count
    }

    /// nil where there is no such part.
    public init?(_ index: Int, of count: Int) {
        guard (1...Self.most).contains(count), (1...count).contains(index) else { return nil }
        self.init(unchecked: index, of: count)
    }

    /// nil for what is not written like "2/4", or no such part.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int(foreign: $0) }
        guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
        self.init(index, of: count)
    }

    /// Every part of n, in their order.
    public static func all(_ count: Int) -> [Shard] {
        (1...max(1, min(count, most))).map { Shard(unchecked: $0, of: max(1, min(count, most))) }
    }

    public var description: String { "\(index)/\(count)" }

    /// "part 2 of 4", "the whole".
    public var words: String { self == .whole ? "the whole" : "part \(index) of \(count)" }

    /// - Parameter place: from 0.
    public func contains(_ place: Int) -> Bool { place % count == index - 1 }
}

extension Shard: Codable {
    /// - Throws: `DecodingError` for another text.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let shard = Shard(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "part \"\(text.shortened)\", where one like 2/4 belongs"))
        }
        self = shard
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
