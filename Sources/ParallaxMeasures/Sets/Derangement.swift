/// Pairs that are wrong on purpose: every token with one of another document, each taken once.
public enum Derangement {
    /// Exchanges tried per token after the first pairing, which only rotates the documents against each other.
    private static let passes = 8

    /// A permutation p such that token i and token p[i] are of different documents; the same for the same seed.
    /// - Parameter documentOf: the document of each token.
    /// - Returns: `[tokens]`.
    /// - Throws: `Complaint` where one document holds more than half of the tokens, so that no such permutation exists.
    public static func acrossDocuments(documentOf: [Int], seed: UInt64) throws -> [Int] {
        var stream = RandomStream(seed: seed, stream: 0)
        var members: [Int: [Int]] = [:]
        for (token, document) in documentOf.enumerated() { members[document, default: []].append(token) }
        let most = members.values.map(\.count).max() ?? 0
        guard 2 * most <= documentOf.count else {
            throw Complaint(
                "mismatched pairs", expected: "no document with more than half of the tokens", found: "\(most) of \(documentOf.count) in one",
                remedy: "compare more documents, or shorter parts of this one")
        }
        // Documents side by side, moved on by the size of the largest: nobody meets a token of the same document.
        var order: [Int] = []
        for document in stream.shuffled(members.keys.sorted()) { order += stream.shuffled(members[document, default: []]) }
        var partner = [Int](repeating: 0, count: order.count)
        for (place, token) in order.enumerated() { partner[token] = order[(place + most) % order.count] }
        // Exchanges that keep this true make it a random one.
        for _ in 0..<Self.passes {
            for token in partner.indices {
                let other = stream.index(below: partner.count)
                guard documentOf[token] != documentOf[partner[other]], documentOf[other] != documentOf[partner[token]] else { continue }
                partner.swapAt(token, other)
            }
        }
        return partner
    }
}
