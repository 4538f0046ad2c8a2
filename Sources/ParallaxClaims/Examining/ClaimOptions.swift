/// How thoroughly claims are examined.
public struct ClaimOptions: Sendable, Equatable, Codable {
    /// K, other explanations of the same activation at temperature 1.
    public var samples = 16
    /// Other values at most that are tried in a claim's place.
    public var candidates = 10
    /// Positions on either side whose explanations count for recurrence.
    public var reach = 3
    /// Explanations of other documents' tokens: what chance gives, and a source of candidates.
    public var elsewhere = 24
    /// Samples of what the AV says without an activation.
    public var priorSamples = 32
    public var seed: UInt64 = 0
    /// Tokens of an explanation at most.
    public var maximumTokens = 200
    /// Up to as many claims the Shapley values are exact; beyond, they are estimated from orders.
    public var exactShapley = 6
    /// Orders, each with its reverse, that an estimate is made from.
    public var shapleyOrders = 16

    public init() {}

    var isSound: Bool {
        let counts = [samples, candidates, reach, elsewhere, priorSamples, exactShapley, shapleyOrders]
        return counts.allSatisfy { (0...1000).contains($0) } && (1...100_000).contains(maximumTokens) && exactShapley <= 16
    }
}
