import ParallaxCompute

/// Where μ and Var of the figures stand.
public struct StatisticsState: Equatable, Sendable {
    /// Counts up with every set of statistics; readings carry it, so that a reading under older statistics is known as such.
    /// 0: there are none.
    public var version = 0
    /// Documents done and wanted while they are gathered.
    public var progress: Progress?
    /// For the legend: "μ and Var from 2,000 tokens of 59 other documents".
    public var source: String?
    /// Why there are none and will be none ("only one document").
    public var refusal: String?

    /// Tokens behind them, where they are known.
    public var tokens: Int?
    /// Var per row of the grid; nil where there is none.
    public var variances: [Double?] = []
    /// Whether the document that is shown cannot be told from those behind μ and Var, and so was not left out.
    public var isFromShownDocument = false

    public struct Progress: Equatable, Sendable {
        public var done: Int
        public var total: Int

        public init(done: Int, total: Int) {
            self.done = done
            self.total = total
        }
    }

    public init() {}

    mutating func take(_ facts: StatisticsFacts) {
        progress = nil
        source = facts.source
        refusal = facts.refusal
        tokens = facts.tokens
        variances = facts.variances
        isFromShownDocument = facts.mayHoldShownDocument
        if facts.source != nil { version += 1 }
    }
}

/// What the state needs to know of μ and Var.
public struct StatisticsFacts: Equatable, Sendable {
    /// For the legend; nil where there are none.
    public var source: String?
    /// Why there are none.
    public var refusal: String?
    public var tokens: Int?
    /// Var per row of the grid.
    public var variances: [Double?]
    public var mayHoldShownDocument: Bool

    public init(
        source: String? = nil, refusal: String? = nil, tokens: Int? = nil, variances: [Double?] = [], mayHoldShownDocument: Bool = false
    ) {
        self.source = source
        self.refusal = refusal
        self.tokens = tokens
        self.variances = variances
        self.mayHoldShownDocument = mayHoldShownDocument
    }
}

/// μ and Var of every site, with the sums of each document apart, so that the document that is shown can be left out.
final class GatheredStatistics: Sendable {
    let files: [Site: StatisticsFile]
    private let leftOut: RecentlyUsed<LeftOut, FiguresReference>

    private struct LeftOut: Hashable {
        var document: String
        var site: Site
    }

    init(_ files: [Site: StatisticsFile], _ budget: ByteBudget) {
        self.files = files
        leftOut = RecentlyUsed(budget)
    }

    /// The statistics of a site from all documents but the named one; nil where none remain.
    func reference(at site: Site, leavingOut document: String) -> FiguresReference? {
        let key = LeftOut(document: document, site: site)
        if let known = leftOut.value(for: key) { return known }
        guard let statistics = try? files[site]?.statistics(leavingOut: document), statistics.count > 0 else { return nil }
        let reference = FiguresReference(statistics: statistics, reference: MeasureReference(statistics))
        leftOut.insert(reference, for: key)
        return reference
    }
}

/// Statistics, and what figures take of them: made once, so that the vectors in it are there once however many figures rest on it.
struct FiguresReference: Sendable {
    var statistics: SiteStatistics
    var reference: MeasureReference
}
