/// Var, the mean squared distance of normalised activations to their mean, for figures that were made elsewhere.
public struct StatedVariance: Sendable, Equatable {
    public enum Source: Sendable, Equatable {
        /// Statistics of the workspace.
        case workspace
        /// The file says it, as the published transcripts do ("1 - mse_nrm / 0.7335").
        case header
        /// Inferred from rows that state both mse_nrm and fve_nrm.
        case rows(Int)
    }

    public let value: Double
    /// How far digits leave it open.
    public let halfStep: Double
    public let source: Source

    public init?(_ value: Double, halfStep: Double = 0, source: Source) {
        guard value.isFinite, value > 0 else { return nil }
        self.value = value
        self.halfStep = halfStep
        self.source = source
    }

    /// For the person: where it is from.
    public var origin: String {
        switch source {
        case .workspace: "the workspace's statistics"
        case .header: "the file's header"
        case .rows(let count): "inferred from \(count) row\(count == 1 ? "" : "s") of the file"
        }
    }
}

/// Infers Var from rows that state mse_nrm and fve_nrm: each gives mse_nrm / (1 − fve_nrm), and the median stands up to rows that are wrong.
struct VarianceInference {
    private var ratios: [(value: Double, halfStep: Double)] = []
    /// More rows say nothing new.
    private static let mostRows = 4096

    mutating func add(_ figures: StatedFigures) {
        guard ratios.count < Self.mostRows, let mse = figures.meanSquaredError, let fve = figures.varianceExplained, mse.value > 0, fve.value < 1 else { return }
        let rest = 1 - fve.value
        let ratio = mse.value / rest
        let open = mse.halfStep / rest + ratio * fve.halfStep / rest
        guard ratio.isFinite, open.isFinite else { return }
        ratios.append((ratio, open))
    }

    /// The median of the rows whose digits say most; nil without rows.
    var variance: StatedVariance? {
        guard !ratios.isEmpty else { return nil }
        let precise = ratios.sorted { $0.halfStep / $0.value < $1.halfStep / $1.value }.prefix(max(1, (ratios.count + 1) / 2))
        guard let value = ExclusionRule.median(precise.map(\.value)), let open = ExclusionRule.median(precise.map(\.halfStep)) else { return nil }
        return StatedVariance(value, halfStep: open, source: .rows(ratios.count))
    }
}
