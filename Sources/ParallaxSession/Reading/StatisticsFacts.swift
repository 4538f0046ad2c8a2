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

    public init(source: String? = nil, refusal: String? = nil, tokens: Int? = nil, variances: [Double?] = [], mayHoldShownDocument: Bool = false) {
        self.source = source
        self.refusal = refusal
        self.tokens = tokens
        self.variances = variances
        self.mayHoldShownDocument = mayHoldShownDocument
    }
}
