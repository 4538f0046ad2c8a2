/// Every method by every definition over a token, a document or a set: one table, whatever it is about.
public struct ComparisonReport: Sendable, Encodable, Equatable {
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
    /// What μ and Var rest on, counted.
    public let provenance: Provenance
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

    /// What the mark of figures and methods that rest on too little means here; nil where none has it.
    public var unstable: String? {
        let figures = Set(methods.flatMap { $0.figures.compactMap(\.unstable) }), rows = Set(methods.compactMap(\.unstable))
        let parts = figures.sorted().map { "figures of μ and Var, \($0)" } + rows.sorted().map { "directions \($0)" }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    public func method(_ name: String) -> MethodReport? { methods.first { $0.name == name } }
}

/// What a report needs to know beside the plan and the records: it stands at the head of a partial, so that partials are merged and told
/// without checkpoints.
public struct ReportBasis: Sendable, Codable, Equatable {
    /// μ
    let mean: PackedDoubles
    let variance: Double?
    let varianceMissing: String?
    /// Behind μ and Var.
    let tokens: Count
    let documents: [String]
    /// Vectors behind PCA, neighbours, frequencies and quantisers.
    let pool: Count
    /// Of the covariance of the unit vectors, those above 0.
    let eigenvalues: PackedDoubles
    let curveNote: String?
    /// One a method; nil where nothing is decoded.
    let costs: [DecoderCost?]
    /// One a verbalizer, of writing a text.
    let writingCosts: [DecoderCost?]
    /// What texts are coded under, by verbalizer.
    let textReferences: [String]
    let vocabularies: [Count]
    /// What was left out of the documents behind μ and Var, how many of these are copies, and half of Var's 95 % interval over their groups
    /// as a share of Var; nil in files from before it was asked.
    var excluded: [Exclusion]?
    var copies: Count?
    var varianceMargin: Double?
    /// What makes a dictionary's figures doubtful, one list a dictionary; nil in files from before it was asked.
    var dictionaryWarnings: [[String]]?

    /// What μ and Var rest on.
    var provenance: Provenance {
        Provenance(
            documents: documents, copies: copies?.number ?? 0, tokens: tokens.number, excluded: excluded ?? [], variance: variance,
            varianceMargin: varianceMargin)
    }

    /// μ and Var as figures need them; the direction is of no use without the vectors.
    var reference: MeasureReference {
        let source = StatisticSource.documents(provenance)
        return MeasureReference(
            mean: .known(mean.values), meanSource: source, variance: variance.map { .known($0) } ?? .missing(varianceMissing ?? ""),
            varianceSource: source,
            direction: .known([]), directionSource: source)
    }
}

extension ComparisonRunner {
    /// What a report of this run's records needs.
    public var basis: ReportBasis {
        let curve = frozen.curve.value
        return ReportBasis(
            mean: PackedDoubles(frozen.reference.mean.value ?? []), variance: frozen.reference.variance.value,
            varianceMissing: frozen.reference.variance.reason,
            tokens: Count(clamping: frozen.tokenCount), documents: frozen.documents, pool: Count(clamping: frozen.pool.rows.count),
            eigenvalues: PackedDoubles(curve?.eigenvalues ?? []),
            curveNote: curve?.warning ?? frozen.curve.reason, costs: plan.methods.map(cost), writingCosts: frozen.writingCosts,
            textReferences: subject.verbalizers.map {
                TextReference.nullInjection(verbalizer: "AV \($0.name)").name + " (the mean vector)"
            },
            vocabularies: subject.verbalizers.map { Count(clamping: $0.verbalizer?.model.configuration.vocabularySize ?? 0) },
            excluded: frozen.provenance.excluded, copies: frozen.provenance.copies > 0 ? Count(clamping: frozen.provenance.copies) : nil,
            varianceMargin: frozen.provenance.varianceMargin,
            dictionaryWarnings: dictionaryWarnings.allSatisfy(\.isEmpty) ? nil : dictionaryWarnings)
    }

    private func cost(_ method: ComparisonMethod) -> DecoderCost? {
        switch method.recipe {
        case .dictionary(let d): subject.dictionaries[d].decoderCost(l0: subject.dictionaries[d].expectedL0 ?? 0)
        case .forcedDictionary(let d, let l0): subject.dictionaries[d].decoderCost(l0: Double(l0))
        case .dictionaryOfOutput(let d, _): subject.dictionaries[d].decoderCost(l0: subject.dictionaries[d].expectedL0 ?? 0)
        case .explanation(let v), .draw(let v, _), .bestDraw(let v), .genericText(let v), .otherDocumentsText(let v),
            .otherTokensText(let v), .wordsShuffled(let v),
            .sentencesReordered(let v), .punctuationChanged(let v), .mimic(_, let v):
            frozen.readingCosts[v]
        case .mean: .mean(width: plan.width)
        case .principalComponents(let rank): .principalComponents(rank: rank, width: plan.width)
        case .identity, .zero, .documentMean, .nearestOther, .otherActivation: nil
        }
    }
}
