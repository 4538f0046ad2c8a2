@testable import ParallaxComparisons
import TestSupport

/// A comparison without checkpoints: every kind of method, and records of whatever numbers a test asks for.
struct MadeUpRecords {
    let plan: ComparisonPlan
    let basis: ReportBasis
    let layout: RecordLayout
    private let width: Int

    static let recipes: [(String, ComparisonMethod.Recipe)] = [
        ("sae", .dictionary(0)), ("sae, 4 largest", .forcedDictionary(0, l0: 4)), ("nla", .explanation(0)),
        ("nla, draw 1", .draw(0, number: 0)), ("nla, draw 2", .draw(0, number: 1)),
        ("best", .bestDraw(0)), ("sae of nla", .dictionaryOfOutput(0, verbalizer: 0)), ("zero", .zero), ("mean", .mean),
        ("document mean", .documentMean), ("PCA 1", .principalComponents(rank: 1)),
        ("generic", .genericText(0)), ("mimic", .mimic(0, verbalizer: 0))
    ]

    /// - Parameters:
    ///   - documents: how many.
    ///   - number: of the basis: Var, eigenvalues, costs; finite and above 0 where it makes sense.
    init(documents: Int, width: Int = 4, resamples: Int = 40, number: () -> Double = { 0.5 }) {
        self.width = width
        var options = ComparisonOptions()
        options.splicing = .all
        options.resamples = resamples
        let methods = Self.recipes.map { ComparisonMethod(name: $0.0, recipe: $0.1, target: .activation, options: options) }
        plan = ComparisonPlan(
            site: "blocks.3.hook_resid_post", width: width, options: options, rule: .workspace, methods: methods,
            documents: (0..<documents).map { .init(index: $0, title: "doc\($0)", tokens: 6) }, statisticsFrom: "made up",
            statistics: .init(name: "made up", fingerprint: "0"),
            model: .init(name: "none", fingerprint: "0"), dictionaries: [.init(name: "sae", fingerprint: "0")],
            verbalizers: [.init(name: "nla", fingerprint: "0")], mimics: [])
        basis = ReportBasis(
            mean: PackedDoubles((0..<width).map { _ in number() }), variance: number(), varianceMissing: nil, tokens: 1000,
            documents: ["other"], pool: 100,
            eigenvalues: PackedDoubles([number(), number()]), curveNote: nil,
            costs: methods.map { _ in DecoderCost(parameters: number(), flops: number()) },
            writingCosts: [DecoderCost(parameters: number(), flops: number())], textReferences: ["AV"], vocabularies: [100])
        layout = RecordLayout(methods)
    }

    /// A record every value of which is asked for: those of tokens, the sums of vectors, the errors of PCA and the seconds.
    func record(_ index: Int, tokens: Int = 6, number: () -> Double) -> DocumentRecord {
        var record = DocumentRecord(
            index: index, title: "doc\(index)", tokens: (0..<tokens).map { "t\($0)" },
            strata: (0..<tokens).map { $0 == 0 ? .bos : $0 < 3 ? .opening : .rest }, layout: layout, width: width)
        record.values = record.values.map { _ in number() }
        record.reasons = [.init(text: "a reason", isAbsent: false), .init(text: "no text", isAbsent: true)]
        func moments() -> StratifiedMoments {
            var own = StratifiedMoments(width: width)
            for stratum in [Stratum.bos, .opening, .rest] {
                own[stratum] = Moments(count: 2, mean: (0..<width).map { _ in number() }, squaredDeviation: number())
            }
            return own
        }
        record.activations = moments()
        for method in record.sums.indices { record.sums[method] = .init(error: moments(), target: method % 3 == 0 ? moments() : nil) }
        record.rankSquaredErrors = (0...width).map { _ in number() }
        record.rankNormalisedErrors = (0...width).map { _ in number() }
        record.seconds = ["model": abs(number())]
        return record
    }

    /// Records of ordinary numbers, the same for the same seed.
    func ordinaryRecords(seed: UInt64 = 1) -> [DocumentRecord] {
        var random = SeededGenerator(seed: seed)
        return plan.documents.map { name in record(name.index) { Double.random(in: 0.1...1, using: &random) } }
    }
}
