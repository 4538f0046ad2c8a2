import Foundation

/// A number as a file prints it: its value, and how far the printed digits leave it open.
public struct StatedFigure: Sendable, Hashable {
    /// Finite.
    public let value: Double
    /// Half a unit of the last digit: the true number lies within it.
    public let halfStep: Double

    public init(_ value: Double, halfStep: Double = 0) {
        self.value = value
        self.halfStep = halfStep
    }

    /// Reads a number and counts its digits: "0.369" is .369 ± .0005. Nil for what is no finite number.
    init?(text: some StringProtocol) {
        guard let value = Double(text), value.isFinite else { return nil }
        let mark = text.utf8.firstIndex { $0 | 0x20 == UInt8(ascii: "e") }
        let digits = text.utf8[..<(mark ?? text.endIndex)]
        let decimals = digits.firstIndex(of: UInt8(ascii: ".")).map { digits.distance(from: $0, to: digits.endIndex) - 1 } ?? 0
        let exponent = mark.flatMap { Double(text[text.utf8.index(after: $0)...]) } ?? 0
        let step = pow(10, exponent - Double(decimals))
        self.init(value, halfStep: step.isFinite ? step / 2 : 0)
    }
}

extension StatedFigure: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { self.init(value) }
}

/// The figures of one explanation under one name each, whatever the file calls them.
public struct StatedFigures: Sendable, Hashable {
    /// ‖h‖, in the activations' own units.
    public var norm: StatedFigure?
    /// Mean squared difference of activation and reconstruction, both scaled to length √d.
    public var meanSquaredError: StatedFigure?
    public var cosine: StatedFigure?
    /// 1 − mse_nrm / Var.
    public var varianceExplained: StatedFigure?

    public init(
        norm: StatedFigure? = nil, meanSquaredError: StatedFigure? = nil, cosine: StatedFigure? = nil,
        varianceExplained: StatedFigure? = nil
    ) {
        self.norm = norm
        self.meanSquaredError = meanSquaredError
        self.cosine = cosine
        self.varianceExplained = varianceExplained
    }

    /// - Parameter figures: by the file's own names.
    init(_ figures: [String: StatedFigure]) {
        func first(_ names: [String]) -> StatedFigure? { names.lazy.compactMap { figures[$0] }.first }
        norm = first(["||v||", "‖v‖", "l2_norm", "norm"])
        meanSquaredError = first(["mse_nrm", "mse", "MSE"])
        cosine = first(["cos", "cosine_similarity", "cosine"])
        varianceExplained = first(["fve_nrm", "fve"])
    }

    public var isEmpty: Bool { self == StatedFigures() }
}

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
        guard ratios.count < Self.mostRows, let mse = figures.meanSquaredError, let fve = figures.varianceExplained, mse.value > 0,
            fve.value < 1
        else { return }
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
        guard let value = ExclusionRule.median(precise.map(\.value)), let open = ExclusionRule.median(precise.map(\.halfStep)) else {
            return nil
        }
        return StatedVariance(value, halfStep: open, source: .rows(ratios.count))
    }
}

/// The figures of an explanation derived again from each other: mse_nrm = 2(1 − cos), fve_nrm = 1 − mse_nrm / Var. A pure function of
/// what a file states.
///
///     let check = StatedCheck(explanation.stated, variance: file.variance)
///     for disagreement in check.disagreements { print(disagreement) }
public struct StatedCheck: Sendable, Equatable {
    /// A figure that is not what the others give.
    public struct Disagreement: Sendable, Equatable, CustomStringConvertible {
        /// "mse_nrm", "fve_nrm", "cos".
        public let figure: String
        public let stated: Double
        public let derived: Double
        /// How far apart the digits, and the arithmetic behind them, may leave the two.
        public let tolerance: Double
        /// From what it was derived.
        public let basis: String

        public var description: String {
            let (stated, derived) = FigureText.shortPair(stated, derived)
            return "\(figure) is \(stated) in the file, \(basis) gives \(derived)"
        }
    }

    /// 2(1 − cos); nil where no cosine is stated.
    public let meanSquaredError: Double?
    /// 1 − mse_nrm / 2; nil where no error is stated.
    public let cosine: Double?
    /// 1 − mse_nrm / Var, from the stated error, else from the cosine's; nil without Var.
    public let varianceExplained: Double?
    public let disagreements: [Disagreement]

    /// Figures were computed in 32 bits at best, over thousands of dimensions.
    private static let arithmetic = 1e-4

    public init(_ figures: StatedFigures, variance: StatedVariance?) {
        var found: [Disagreement] = []
        let fromCosine = figures.cosine.map { StatedFigure(2 * (1 - $0.value), halfStep: 2 * $0.halfStep) }
        meanSquaredError = fromCosine?.value
        cosine = figures.meanSquaredError.map { 1 - $0.value / 2 }
        func check(_ name: String, _ stated: StatedFigure?, _ derived: Double?, open: Double, _ basis: @autoclosure () -> String) {
            guard let stated, let derived else { return }
            let tolerance = stated.halfStep + open
            // A little more than the tolerance: a digit that was rounded at its half is no disagreement.
            if abs(stated.value - derived) > tolerance * (1 + 1e-9) {
                found.append(.init(figure: name, stated: stated.value, derived: derived, tolerance: tolerance, basis: basis()))
            }
        }
        if let cosine = figures.cosine, abs(cosine.value) > 1 {
            check("cos", cosine, max(-1, min(1, cosine.value)), open: Self.arithmetic, "the range of a cosine")
        }
        check("mse_nrm", figures.meanSquaredError, fromCosine?.value, open: (fromCosine?.halfStep ?? 0) + Self.arithmetic, "2(1 − cos)")
        let error = figures.meanSquaredError ?? fromCosine
        if let error, let variance {
            let explained = 1 - error.value / variance.value
            varianceExplained = explained.isFinite ? explained : nil
            let open =
                (error.halfStep + Self.arithmetic) / variance.value + abs(error.value) / variance.value * variance.halfStep / variance.value
            check(
                "fve_nrm", figures.varianceExplained, varianceExplained, open: open,
                "1 − mse_nrm/Var with Var \(FigureText.text(variance.value, decimals: 4)) (\(variance.origin))")
        } else {
            varianceExplained = nil
        }
        disagreements = found
    }
}
