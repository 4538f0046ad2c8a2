import ParallaxCompute

/// The JSON of `parallax compare WORKSPACE`: the keys of the comparison of vectors, and what a workspace adds to them.
struct ComparisonJSON: Encodable {
    private let report: ComparisonReport

    init(_ report: ComparisonReport) { self.report = report }

    private enum Key: String, CodingKey {
        case n, dimension, provenance, meanFrom = "mean_from", varianceFrom = "var_from", variance = "var", methods, disagreements,
            undefined
        case scope, site, model, documents, estimatedFrom = "estimated_from", statisticsFrom = "statistics_from", excluded, strata, samples,
            seed, following
        case rateDistortion = "rate_distortion_reference", pairs, verdicts, notes, wallTime = "wall_time"
    }

    private struct Undefined: Encodable {
        var method, measure, why: String
    }

    private struct Curve: Encodable {
        var note: String?
        var points: [ComparisonReport.RatePoint]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(report.count, forKey: .n)
        try container.encode(report.dimension, forKey: .dimension)
        try container.encode(report.provenance, forKey: .provenance)
        try container.encode(report.meanFrom, forKey: .meanFrom)
        try container.encode(report.varianceFrom, forKey: .varianceFrom)
        try container.encode(report.variance, forKey: .variance)
        try container.encode(report.methods.map(MethodJSON.init), forKey: .methods)
        try container.encode(report.disagreements, forKey: .disagreements)
        var undefined: [Undefined] = []
        for method in report.methods {
            for figure in method.figures {
                if let why = figure.why { undefined.append(Undefined(method: method.name, measure: figure.key, why: why)) }
            }
        }
        try container.encode(undefined, forKey: .undefined)
        try container.encode(report.scope, forKey: .scope)
        try container.encode(report.site, forKey: .site)
        try container.encode(report.model, forKey: .model)
        try container.encode(report.documents, forKey: .documents)
        try container.encode(report.estimatedFrom, forKey: .estimatedFrom)
        try container.encode(report.statisticsFrom, forKey: .statisticsFrom)
        try container.encode(report.excluded, forKey: .excluded)
        try container.encode(report.strata, forKey: .strata)
        try container.encode(report.samples, forKey: .samples)
        try container.encode(report.seed, forKey: .seed)
        try container.encode(report.following, forKey: .following)
        try container.encode(Curve(note: report.curveNote, points: report.curve), forKey: .rateDistortion)
        try container.encode(report.pairs, forKey: .pairs)
        try container.encode(report.verdicts, forKey: .verdicts)
        try container.encode(report.notes, forKey: .notes)
        try container.encode(Dictionary(uniqueKeysWithValues: report.wallTimes.map { ($0.name, $0.seconds) }), forKey: .wallTime)
    }
}

/// A method with its figures under the paths of the comparison of vectors: "cosine", "fve.global", "rescaled.kl".
private struct MethodJSON: Encodable {
    private let method: MethodReport

    init(_ method: MethodReport) { self.method = method }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FigurePath.self)
        try container.encode(method.name, forKey: FigurePath("name"))
        try container.encode(method.kind, forKey: FigurePath("kind"))
        try container.encode(method.target, forKey: FigurePath("target"))
        try container.encode(method.warnings, forKey: FigurePath("warnings"))
        try container.encode(method.isOracle, forKey: FigurePath("oracle"))
        try container.encode(method.isDirection, forKey: FigurePath("direction_only"))
        try container.encode(method.count, forKey: FigurePath("n"))
        try container.encode(figures: method.figures.map { ($0.key, $0.value) })
        try container.encode(intervals: method.figures)
        try container.encode(unstable: method)
        try container.encode(method.spreads, forKey: FigurePath("distribution"))
        if !method.draws.isEmpty { try container.encode(method.draws, forKey: FigurePath("draws")) }
        if !method.bits.isEmpty { try container.encode(method.bits, forKey: FigurePath("bits")) }
        try container.encodeIfPresent(method.features, forKey: FigurePath("features"))
        try container.encodeIfPresent(method.cost, forKey: FigurePath("decoder"))
        try container.encodeIfPresent(method.writingCost, forKey: FigurePath("writer"))
        try container.encodeIfPresent(method.matchingRank, forKey: FigurePath("pca_rank_of_equal_f"))
        var strata = container.nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath("strata"))
        for stratum in method.strata {
            var own = strata.nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath(stratum.stratum.rawValue))
            try own.encode(stratum.count, forKey: FigurePath("n"))
            try own.encode(figures: stratum.figures.map { ($0.key, $0.value) })
            try own.encode(intervals: stratum.figures)
        }
    }
}

extension KeyedEncodingContainer<FigurePath> {
    /// Why figures of a method rest on too little, by their paths, and the method itself; nothing where none does.
    fileprivate mutating func encode(unstable method: MethodReport) throws {
        if method.isIdentity { try encode(true, forKey: FigurePath("identity")) }
        let figures = method.figures.filter { $0.unstable != nil }
        guard !figures.isEmpty || method.unstable != nil else { return }
        var unstable = nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath("unstable"))
        try unstable.encodeIfPresent(method.unstable, forKey: FigurePath("directions"))
        for figure in figures { try unstable.encodeIfPresent(figure.unstable, forKey: FigurePath(figure.key)) }
    }

    /// `[low, high]` of each figure that has an interval, by its path, under "intervals".
    fileprivate mutating func encode(intervals figures: [ComparisonFigure]) throws {
        var intervals = nestedContainer(keyedBy: FigurePath.self, forKey: FigurePath("intervals"))
        for figure in figures {
            if let interval = figure.interval { try intervals.encode([interval.low, interval.high], forKey: FigurePath(figure.key)) }
        }
    }
}
