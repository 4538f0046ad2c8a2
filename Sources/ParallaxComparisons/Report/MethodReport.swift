import Foundation

/// All figures of one method over one set of tokens.
public struct MethodReport: Sendable, Codable, Equatable {
    /// What k draws give one by one: the mean of their figures, the lowest and the highest.
    public struct Draws: Sendable, Codable, Equatable {
        public let definition: Definition
        public let scale: ReconstructionScale
        public let mean: Double
        public let minimum: Double
        public let maximum: Double
        public let draws: Int
    }

    /// Bits of the code, and the distortion that belongs to them.
    public struct Bits: Sendable, Codable, Equatable {
        public let name: String
        /// Mean bits a token.
        public let bits: Double?
        public let why: String?
        public var interval: ComparisonFigure.Interval?
        /// 1 − D/Var in the normalised space, of what these bits describe.
        public let normalised: Double?
        /// A, of the same; of a text with ‖h‖ told apart (`lengthBits`).
        public let global: Double?
        /// B, bits of a coefficient, for codes of a dictionary.
        public let coefficientBits: Int?
        /// The reference, for texts.
        public let reference: String?
        /// B bits for ‖h‖, charged in the raw space to a code that says nothing of it; nil for one that carries its length.
        public var lengthBits: Int? = nil

        /// What A takes: `bits`, and those for ‖h‖.
        public var rawBits: Double? { bits.map { $0 + Double(lengthBits ?? 0) } }
    }

    /// Means over tokens of features of h in the output of the NLA.
    public struct Features: Sendable, Codable, Equatable {
        public let kept: Double
        public let lost: Double
        public let made: Double
        /// The same with the output for a token of another document.
        public let keptMismatched: Double?
        public let madeMismatched: Double?
    }

    public let name: String
    public let kind: ComparisonMethod.Kind
    public let target: ComparisonMethod.Target
    public let isOracle: Bool
    public let isHeadline: Bool
    /// The length of its output means nothing.
    public let isDirection: Bool
    /// Tokens that it was measured on.
    public let count: Int
    /// Every definition of vectors, then the effects of splicing and the code.
    public var figures: [ComparisonFigure]
    public var spreads: [Spread]
    public var draws: [Draws]
    public var bits: [Bits]
    public var features: Features?
    /// Of what turns the code into a vector.
    public var cost: DecoderCost?
    /// Of what writes the text.
    public var writingCost: DecoderCost?
    /// The smallest rank at which PCA reaches the method's F; nil where none does.
    public var matchingRank: Int?
    /// The figures of each stratum that has tokens.
    public var strata: [StratumFigures]
    /// What makes all of its figures doubtful, one sentence each.
    public var warnings: [String] = []
    /// Why its directions rest on too little; nil where they do not.
    public var unstable: String?
    /// PCA of as many components as there are dimensions gives every vector back.
    public var isIdentity = false

    public struct StratumFigures: Sendable, Codable, Equatable {
        public let stratum: Stratum
        public let count: Int
        public let figures: [ComparisonFigure]
    }

    /// The name as tables show it: figures that something makes doubtful are marked, and an oracle says so, and what is the identity.
    public var markedName: String {
        (warnings.isEmpty ? "" : "! ") + (unstable == nil ? "" : "\(FigureText.unstable) ") + name + (isIdentity ? " (identity)" : "")
            + (isOracle && !name.contains("oracle") ? " (oracle)" : "")
    }

    public func figure(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> ComparisonFigure? {
        figures.first { $0.definition == definition && $0.scale == scale }
    }

    public func value(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> Double? { figure(definition, scale)?.value }
}

extension MethodReport {
    /// How the values of single tokens spread.
    public struct Spread: Sendable, Codable, Equatable {
        public let definition: Definition
        public let scale: ReconstructionScale
        /// Tokens with a value.
        public let count: Int
        public let mean: Double?
        public let median: Double?
        public let p10: Double?
        public let p90: Double?
        public let minimum: Double?
        public let maximum: Double?
        /// Of fractions and cosines; nil for KL, which has no value below 0.
        public let shareBelowZero: Double?
        /// Tokens at which the KL is above 1 nat; nil for what is no KL.
        public let shareAboveOneNat: Double?
        /// Shares of the tokens in `Spread.bins` equal parts of the axis, the first and the last open to their sides.
        public let histogram: [Double]

        public static let bins = 24

        /// The axis of the histogram: of fractions and cosines their value from −1 to 1, of KL its decimal logarithm from 10⁻⁴ to 10 nats, since
        /// most tokens change by next to nothing and few by much.
        public static func range(_ definition: Definition) -> ClosedRange<Double> { isLogarithmic(definition) ? -4...1 : -1...1 }
        public static func isLogarithmic(_ definition: Definition) -> Bool { definition == .kl }

        /// The bin of a value.
        static func bin(_ value: Double, _ definition: Definition) -> Int {
            let range = range(definition), place = isLogarithmic(definition) ? log10(max(value, .leastNormalMagnitude)) : value
            let share = (place - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(bins)
            return min(max(0, Int(clamping: share)), bins - 1)
        }
    }
}
