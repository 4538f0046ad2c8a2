import ParallaxCompute

/// The JSON of `parallax compare WORKSPACE`: the keys of the comparison of vectors, and what a workspace adds to them.
struct ComparisonJSON: Encodable {
    private let report: ComparisonReport

    init(_ report: ComparisonReport) { self.report = report }

    private enum Key: String, CodingKey {
        case n, dimension, meanFrom = "mean_from", varianceFrom = "var_from", variance = "var", methods, disagreements, undefined
        case scope, site, model, documents, estimatedFrom = "estimated_from", statisticsFrom = "statistics_from", excluded, strata, samples, seed, following
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
        try container.encode(report.meanFrom, forKey: .meanFrom)
        try container.encode(report.varianceFrom, forKey: .varianceFrom)
        try container.encode(report.variance, forKey: .variance)
        try container.encode(report.methods.map(MethodJSON.init), forKey: .methods)
        try container.encode(report.disagreements, forKey: .disagreements)
        var undefined: [Undefined] = []
        for method in report.methods {
            for figure in method.figures { if let why = figure.why { undefined.append(Undefined(method: method.name, measure: figure.key, why: why)) } }
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

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(method.name, forKey: Key("name"))
        try container.encode(method.kind, forKey: Key("kind"))
        try container.encode(method.target, forKey: Key("target"))
        try container.encode(method.isOracle, forKey: Key("oracle"))
        try container.encode(method.isDirection, forKey: Key("direction_only"))
        try container.encode(method.count, forKey: Key("n"))
        try Self.encode(method.figures, into: &container)
        var intervals = container.nestedContainer(keyedBy: Key.self, forKey: Key("intervals"))
        for figure in method.figures { if let interval = figure.interval { try intervals.encode([interval.low, interval.high], forKey: Key(figure.key)) } }
        try container.encode(method.spreads, forKey: Key("distribution"))
        if !method.draws.isEmpty { try container.encode(method.draws, forKey: Key("draws")) }
        if !method.bits.isEmpty { try container.encode(method.bits, forKey: Key("bits")) }
        try container.encodeIfPresent(method.features, forKey: Key("features"))
        try container.encodeIfPresent(method.cost, forKey: Key("decoder"))
        try container.encodeIfPresent(method.writingCost, forKey: Key("writer"))
        try container.encodeIfPresent(method.matchingRank, forKey: Key("pca_rank_of_equal_f"))
        var strata = container.nestedContainer(keyedBy: Key.self, forKey: Key("strata"))
        for stratum in method.strata {
            var own = strata.nestedContainer(keyedBy: Key.self, forKey: Key(stratum.stratum.rawValue))
            try own.encode(stratum.count, forKey: Key("n"))
            try Self.encode(stratum.figures, into: &own)
        }
    }

    private static func encode(_ figures: [ComparisonFigure], into container: inout KeyedEncodingContainer<Key>) throws {
        var groups: [String: KeyedEncodingContainer<Key>] = [:]
        for figure in figures {
            let path = figure.key.split(separator: ".").map(String.init)
            guard path.count == 2 else {
                try container.encode(figure.value, forKey: Key(path[0]))
                continue
            }
            var group = groups[path[0]] ?? container.nestedContainer(keyedBy: Key.self, forKey: Key(path[0]))
            try group.encode(figure.value, forKey: Key(path[1]))
            groups[path[0]] = group
        }
    }
}
