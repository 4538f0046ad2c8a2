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
