/// One figure with everything that a reader needs to judge it. There is no figure without its definition, space, N, the
/// source of μ and of Var (`.notUsed` is a choice that must be made) and what was left out.
public struct Measure: Sendable, Equatable {
    public let definition: Definition
    public let space: Space
    public let scale: ReconstructionScale
    public let outcome: Outcome
    /// N, the number of tokens measured.
    public let count: Int
    public let meanSource: StatisticSource
    public let varianceSource: StatisticSource
    public let excluded: [Exclusion]

    public init(
        _ definition: Definition, space: Space, scale: ReconstructionScale, outcome: Outcome, count: Int,
        meanSource: StatisticSource, varianceSource: StatisticSource, excluded: [Exclusion]
    ) {
        self.definition = definition
        self.space = space
        self.scale = scale
        // A caller may hand over a bare .value; the promise that it is finite is kept here.
        self.outcome = outcome.flatMap { Outcome($0) }
        self.count = count
        self.meanSource = meanSource
        self.varianceSource = varianceSource
        self.excluded = excluded
    }

    /// The number, nil where undefined.
    public var number: Double? { outcome.number }

    /// "F (normalised FVE, normalised): N = 40, μ not used, Var from 812 tokens of 59 documents; excluded: 60 BOS".
    public var provenance: String {
        var parts = ["N = \(count)"]
        if scale == .trueNorm { parts.append(scale.rawValue) }
        if meanSource != .notUsed { parts.append("μ from \(meanSource.textWithWarning)") }
        if varianceSource != .notUsed { parts.append("Var from \(varianceSource.textWithWarning)") }
        let left = excluded.filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        return "\(definition.title): " + parts.joined(separator: ", ") + (left.isEmpty ? "" : "; excluded: \(left)")
    }
}
