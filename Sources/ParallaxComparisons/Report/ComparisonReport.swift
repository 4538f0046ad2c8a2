/// Every method by every definition over a token, a document or a set: one table, whatever it is about.
public struct ComparisonReport: Sendable, Codable, Equatable {
    public struct StratumCount: Sendable, Codable, Equatable {
        public let stratum: Stratum
        public let count: Int
        public let isInHeadline: Bool
    }

    /// A point of the reference curve, bits against 1 − D/Var of the normalised space.
    public struct RatePoint: Sendable, Codable, Equatable {
        public let bits: Double
        public let normalised: Double
    }

    /// A part of the work, in seconds; not part of the result.
    public struct WallTime: Sendable, Codable, Equatable {
        public let name: String
        public let seconds: Double

        public init(name: String, seconds: Double) {
            self.name = name
            self.seconds = seconds
        }
    }

    /// What the figures are about: "40 documents", "document doc07", "doc07, token 12".
    public let scope: String
    public let site: String
    public let model: String
    /// Tokens in the headline.
    public let count: Int
    public let dimension: Int
    /// Evaluated documents, by title.
    public let documents: [String]
    /// Documents that μ, Var and all else was estimated from, by title.
    public let estimatedFrom: [String]
    public let statisticsFrom: String
    public let meanFrom: String
    public let varianceFrom: String
    public let variance: Double?
    public let samples: Int
    public let seed: UInt64
    public let following: Int
    public let excluded: [Exclusion]
    public let strata: [StratumCount]
    public var methods: [MethodReport]
    /// Gaussian reverse water-filling of the normalised space: a reference, not a bound.
    public var curve: [RatePoint]
    public var curveNote: String?
    /// Every NLA and every dictionary, definition by definition.
    public var pairs: [PairedDifference]
    /// Who wins by what, and whether the documents can tell; what controls and baselines say.
    public var verdicts: [Verdict]
    /// Where definitions rank two methods differently, and why.
    public var disagreements: [String]
    public var notes: [String]
    /// Of this run and machine; everything else is the same in every run.
    public var wallTimes: [WallTime]

    public func method(_ name: String) -> MethodReport? { methods.first { $0.name == name } }
}
