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

    /// Why it rests on too little to be told without a mark; nil where it does not.
    public var instability: String? { varianceSource.varianceWarning ?? meanSource.warning }

    /// "F (normalised FVE, normalised): N = 40, μ not used, Var from 812 tokens of 59 documents; excluded: 60 BOS".
    public var provenance: String {
        var parts = ["N = \(count)"]
        if scale == .trueNorm { parts.append(scale.rawValue) }
        if meanSource != .notUsed { parts.append("μ from \(meanSource.textWithWarning)") }
        if varianceSource != .notUsed {
            parts.append("Var from " + [varianceSource.text, varianceSource.varianceWarning].compactMap { $0 }.joined(separator: ": "))
        }
        let left = excluded.filter { $0.count > 0 }.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
        return "\(definition.title): " + parts.joined(separator: ", ") + (left.isEmpty ? "" : "; excluded: \(left)")
    }
}

/// A figure, or why there is none. A value is always finite.
public enum Outcome: Sendable, Equatable {
    case value(Double)
    case undefined(String)

    /// - Parameter why: said where `number` is NaN or infinite.
    public init(_ number: Double, orUndefined why: String = "the result is not a finite number") {
        self = number.isFinite ? .value(number) : .undefined(why)
    }

    /// The number, nil where undefined.
    public var number: Double? {
        if case .value(let number) = self { number } else { nil }
    }

    /// Why there is no number, nil where there is one.
    public var reason: String? {
        if case .undefined(let why) = self { why } else { nil }
    }

    public func map(_ transform: (Double) -> Double) -> Outcome {
        if case .value(let number) = self { Outcome(transform(number)) } else { self }
    }

    public func flatMap(_ transform: (Double) -> Outcome) -> Outcome {
        if case .value(let number) = self { transform(number) } else { self }
    }

    /// The sum over rows: undefined as soon as one row is, because a sum over the rest would be a figure of another set.
    public static func sum(of rows: [Outcome]) -> Outcome {
        var sum = OutcomeSum()
        for (row, outcome) in rows.enumerated() { sum.add(outcome, at: "row \(row)") }
        return sum.outcome
    }

    /// The mean over rows, undefined as the sum is.
    public static func mean(of rows: [Outcome]) -> Outcome {
        sum(of: rows).map { $0 / Double(rows.count) }
    }
}

/// What float32 vectors can tell apart. A difference below this share of a vector's length is rounding, and a ratio to it
/// would be noise presented as a figure.
package enum Resolution {
    /// Relative length; float32 rounds at 6e-8 a component, and a mean taken in float32 loses one digit more.
    static let length = 1e-6
    /// The same for squared lengths.
    package static let squared = length * length
    /// Within this (relative) length of μ a reconstruction is μ.
    static let mean = 2e-6
}

extension FigureText {
    /// What stands before a figure that rests on too little.
    package static let unstable = "~"

    /// A measure as its cell holds it: "~.71" where it rests on too little.
    package static func fraction(_ measure: Measure, digits: Int = 3) -> String {
        measure.number.map { (measure.instability == nil ? "" : unstable) + fraction($0, digits: digits) } ?? undefined
    }
}
