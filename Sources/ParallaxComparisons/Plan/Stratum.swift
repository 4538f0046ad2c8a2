/// The kind of place a token stands at: figures are given for each, and some are left out of the headline.
public enum Stratum: String, Sendable, Codable, CodingKeyRepresentable, CaseIterable {
    case bos = "BOS"
    /// ‖x‖ beyond the rule's multiple of the document's median.
    case massive = "massive norm"
    /// A vector that no method can be judged by: zero, or not finite.
    case unusable = "zero or not finite"
    case special = "special and template tokens"
    /// The first ten of the others: what a token is told by is still short.
    case opening = "first ten"
    case rest

    public static let openingLength = 10

    /// Whether the headline counts it.
    public var isInHeadline: Bool { self == .opening || self == .rest }

    /// The stratum of every position of a document.
    /// - Parameters:
    ///   - norms: ‖x‖ per position.
    ///   - special: positions of special tokens and of the chat template's own words.
    static func of(norms: [Double], bos: Set<Int>, special: Set<Int>, rule: ExclusionRule) -> [Stratum] {
        let excluded = rule.excluded(norms: norms, bos: bos)
        var plain = 0
        return norms.indices.map { position in
            if bos.contains(position) { return .bos }
            if !norms[position].isFinite || norms[position] == 0 { return .unusable }
            if excluded[position] != nil { return .massive }
            if special.contains(position) { return .special }
            plain += 1
            return plain <= openingLength ? .opening : .rest
        }
    }
}
