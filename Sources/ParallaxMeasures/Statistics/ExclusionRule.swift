/// Which tokens of a document a workspace leaves out: BOS and other massive activations dominate every sum of squares.
/// Bare vectors (`parallax compare` on files) are never thinned out.
public struct ExclusionRule: Sendable, Codable, Equatable {
    public var excludesBOS: Bool
    /// Tokens with ‖x‖ above this multiple of the median are left out; nil keeps them.
    public var normLimit: Double?

    private enum CodingKeys: String, CodingKey { case excludesBOS = "excludes_bos", normLimit = "norm_limit" }

    public init(excludesBOS: Bool, normLimit: Double?) {
        self.excludesBOS = excludesBOS
        self.normLimit = normLimit
    }

    public static let workspace = ExclusionRule(excludesBOS: true, normLimit: 10)
    public static let none = ExclusionRule(excludesBOS: false, normLimit: nil)

    static let bos = "BOS"
    /// Of a token that a copy of the document has said before.
    package static let repeated = "said in a copy before"

    package var normName: String { "norm above \((normLimit ?? 0).formattedPlainly) × the document's median" }

    /// Excluded positions with the name of the reason.
    ///
    /// The median is that of the document's own tokens without BOS, so that what a document contributes does not depend on
    /// which other documents (or shards) it stands beside.
    /// - Parameters:
    ///   - norms: ‖x‖ per position.
    ///   - bos: positions that hold a BOS token.
    ///   - repeated: positions that a copy of the document has said before; the median knows them.
    public func excluded(norms: [Double], bos: Set<Int>, repeated: Set<Int> = []) -> [Int: String] {
        var reasons = excluded(norms: norms, bos: bos)
        for position in repeated where reasons[position] == nil { reasons[position] = Self.repeated }
        return reasons
    }

    private func excluded(norms: [Double], bos: Set<Int>) -> [Int: String] {
        var reasons: [Int: String] = [:]
        for position in norms.indices {
            if excludesBOS, bos.contains(position) {
                reasons[position] = Self.bos
            } else if !norms[position].isFinite {
                reasons[position] = SiteStatistics.notFinite
            } else if norms[position] == 0 {
                reasons[position] = SiteStatistics.zeroVector
            }
        }
        guard let normLimit, let median = Self.median(norms.indices.filter { reasons[$0] == nil }.map { norms[$0] }) else { return reasons }
        for position in norms.indices where reasons[position] == nil && norms[position] > normLimit * median {
            reasons[position] = normName
        }
        return reasons
    }

    /// The middle value, or the mean of the two in the middle; nil for none.
    public static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
    }
}

extension Double {
    /// "10" for 10, "2.5" for 2.5.
    var formattedPlainly: String {
        Int(exactly: self).map { "\($0)" } ?? "\(self)"
    }
}
