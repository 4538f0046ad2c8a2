/// What one document contributes to the statistics of a site: the smallest part that shards pass around.
public struct DocumentStatistics: Sendable, Equatable {
    /// Place in the corpus; documents are merged in this order.
    public let index: Int
    public let sums: SiteStatistics
    /// Median ‖x‖ of the tokens kept; nil where none was.
    public let normMedian: Double?

    init(index: Int, sums: SiteStatistics, normMedian: Double?) {
        self.index = index
        self.sums = sums
        self.normMedian = normMedian
    }

    public var name: String { sums.documents[0] }

    /// - Parameters:
    ///   - activations: `[T, d]`, a row per position of the document.
    ///   - bos: positions that hold a BOS token.
    ///   - model: a fingerprint of the checkpoint.
    public init(index: Int, name: String, activations: Rows, bos: Set<Int>, rule: ExclusionRule = .workspace, site: Site? = nil, model: String? = nil) {
        var sums = SiteStatistics(width: activations.width, site: site, model: model, documents: [name])
        let rows = (0..<activations.count).map { activations[$0] }
        let norms = rows.map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let excluded = rule.excluded(norms: norms, bos: bos)
        for (position, row) in rows.enumerated() {
            if let reason = excluded[position] { sums.exclude(reason) } else { sums.add(row) }
        }
        self.init(index: index, sums: sums, normMedian: ExclusionRule.median(norms.indices.filter { excluded[$0] == nil }.map { norms[$0] }))
    }
}
