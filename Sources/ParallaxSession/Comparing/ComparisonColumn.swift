import ParallaxCompute

/// A column of the comparison's table, by which it can be sorted.
public struct ComparisonColumn: Sendable {
    public let title: String
    /// In words, for the line under the table.
    public let meaning: String
    public let digits: Int
    /// Whether more is better; nil where neither is.
    public let higherIsBetter: Bool?
    public let value: @Sendable (MethodReport) -> Double?
    /// The figure behind it, which has an interval; nil where it is no single figure.
    public let figure: @Sendable (MethodReport) -> ComparisonFigure?

    private init(_ title: String, _ definition: Definition, _ scale: ReconstructionScale = .asIs, digits: Int = 3, meaning: String? = nil) {
        self.title = title
        self.meaning = (meaning ?? "\(definition.title): \(definition.formula)") + (scale == .trueNorm ? ", rescaled to the true norm" : "")
        self.digits = digits
        higherIsBetter = definition.higherIsBetter
        value = { $0.value(definition, scale) }
        figure = { $0.figure(definition, scale) }
    }

    private init(_ title: String, meaning: String, digits: Int, higherIsBetter: Bool?, value: @escaping @Sendable (MethodReport) -> Double?)
    {
        self.title = title
        self.meaning = meaning
        self.digits = digits
        self.higherIsBetter = higherIsBetter
        self.value = value
        figure = { _ in nil }
    }

    public static let all: [ComparisonColumn] = [
        ComparisonColumn("F", .normalised),
        ComparisonColumn("KL ‖x‖", .kl, .trueNorm),
        ComparisonColumn(
            "bits",
            meaning:
                "bits of the code: firing frequencies and quantised coefficients, or the text under its reference (‖h‖ apart: A ‖x‖ of a text takes B bits more)",
            digits: 0, higherIsBetter: false
        ) {
            $0.value(.bitsEntropy) ?? $0.value(.bitsText)
        },
        ComparisonColumn("G", .normalisedOneScale),
        ComparisonColumn("A", .global),
        ComparisonColumn("A ‖x‖", .global, .trueNorm),
        ComparisonColumn("B", .perToken),
        ComparisonColumn("C", .uncentred),
        ComparisonColumn("D", .residualVariance),
        ComparisonColumn("E", .nmseRaw),
        ComparisonColumn("cos", .cosine),
        ComparisonColumn("centred", .centredCosine),
        ComparisonColumn("norm×", .normRatio),
        ComparisonColumn("KL", .kl),
        ComparisonColumn("KL+n", .klFollowing, .trueNorm),
        ComparisonColumn("KLrec", .klRecoveredFromMean, .trueNorm),
        ComparisonColumn("CE sc.", .crossEntropyScoreFromMean, .trueNorm),
        ComparisonColumn("top", .topTokenAgreement, .trueNorm),
        ComparisonColumn("L0", .l0, digits: 1),
        ComparisonColumn(
            "params", meaning: "parameters of what turns the code into a vector, in thousands", digits: 0, higherIsBetter: false
        ) {
            $0.cost.map { $0.parameters / 1000 }
        },
        ComparisonColumn(
            "MFLOP", meaning: "10⁶ floating-point operations of what turns the code into a vector", digits: 2, higherIsBetter: false
        ) {
            $0.cost.map { $0.flops / 1e6 }
        }
    ]
}
