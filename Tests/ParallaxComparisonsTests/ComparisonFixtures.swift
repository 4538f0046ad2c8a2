import Foundation
import TestSupport
@testable import ParallaxComparisons

/// Comparisons without checkpoints: vectors that a test makes up, kept and reported as those of a run are.
struct ComparisonFixture {
    static let width = 6

    let plan: ComparisonPlan
    let basis: ReportBasis
    let reference: MeasureReference
    let layout: RecordLayout
    /// Of every token but the last.
    let cleanCrossEntropy = 2.0

    /// - Parameter documents: how many.
    init(
        documents: Int, recipes: [(String, ComparisonMethod.Recipe)] = Self.recipes, splicing: ComparisonOptions.Splicing = .none,
        seed: UInt64 = 0
    ) {
        var options = ComparisonOptions()
        options.splicing = splicing
        options.seed = seed
        options.resamples = 200
        let methods = recipes.map { ComparisonMethod(name: $0.0, recipe: $0.1, target: .activation, options: options) }
        let mean = (0..<Self.width).map { Double($0) * 0.1 }
        plan = ComparisonPlan(
            site: "blocks.3.hook_resid_post", width: Self.width, options: options, rule: .workspace, methods: methods,
            documents: (0..<documents).map { .init(index: $0, title: "doc\($0)", tokens: 11) }, statisticsFrom: "documents made up",
            statistics: .init(name: "made up", fingerprint: "0"),
            model: .init(name: "none", fingerprint: "0"), dictionaries: [.init(name: "sae", fingerprint: "0")],
            verbalizers: [.init(name: "nla", fingerprint: "0")], mimics: [])
        basis = ReportBasis(
            mean: PackedDoubles(mean), variance: 0.8, varianceMissing: nil, tokens: 1000, documents: ["other"], pool: 100,
            eigenvalues: PackedDoubles([0.4, 0.2, 0.1, 0.05, 0.03, 0.02]),
            curveNote: nil, costs: methods.map { _ in nil }, writingCosts: [nil], textReferences: ["AV"], vocabularies: [10])
        reference = basis.reference
        layout = RecordLayout(methods)
    }

    static let recipes: [(String, ComparisonMethod.Recipe)] = [("sae", .dictionary(0)), ("nla", .explanation(0)), ("mean", .mean)]

    /// A record of rows and of what the methods make of them, all in the headline but the first, which is BOS.
    /// - Parameters:
    ///   - outputs: `[T, d]` of each method; nil where it says nothing about a token.
    ///   - values: of columns that vectors do not give.
    func record(
        _ index: Int, activations: Rows, outputs: [[[Float]?]],
        values: (_ method: Int, _ column: TokenColumn, _ token: Int) -> Outcome? = { _, _, _ in nil }
    ) -> DocumentRecord {
        let count = activations.count
        let strata: [Stratum] = (0..<count).map { $0 == 0 ? .bos : $0 <= 2 ? .opening : .rest }
        var record = DocumentRecord(
            index: index, title: "doc\(index)", tokens: (0..<count).map { "t\($0)" }, strata: strata, layout: layout, width: Self.width)
        for token in 0..<count {
            let x = activations[token], own = terms(x, x)
            record.set(RecordLayout.DocumentColumn.squares.rawValue, token, .value(own.squares))
            record.set(RecordLayout.DocumentColumn.squaredDeviation.rawValue, token, own.squaredDeviation)
            record.set(
                RecordLayout.DocumentColumn.crossEntropy.rawValue, token,
                token == count - 1 ? .undefined("no token follows") : .value(cleanCrossEntropy))
            record.activations[strata[token]].add(x)
            for (method, rows) in outputs.enumerated() {
                guard let y = rows[token] else {
                    for column in plan.methods[method].columns {
                        record.setAbsent(layout.column(method, column)!, token, "there is no text")
                    }
                    continue
                }
                let pair = terms(x, y)
                func set(_ column: TokenColumn, _ outcome: Outcome) { record.set(layout.column(method, column)!, token, outcome) }
                set(.reconstructionSquares, .value(pair.reconstructionSquares))
                set(.product, .value(pair.product))
                set(.squaredError, .value(pair.squaredError))
                set(.cosine, pair.cosine)
                set(.normalisedError, pair.normalisedError)
                set(.centredCosine, .undefined("not here"))
                for column in plan.methods[method].columns where !TokenColumn.geometry.contains(column) {
                    set(column, values(method, column, token) ?? .value(0))
                }
                record.add(x, less: y, of: method, token)
            }
        }
        record.shareTargets(layout)
        record.rankSquaredErrors = (0...Self.width).map { Double(Self.width - $0) }
        record.rankNormalisedErrors = (0...Self.width).map { Double(Self.width - $0) / 10 * Double(count - 1) }
        return record
    }

    func terms(_ x: [Float], _ y: [Float]) -> TokenTerms {
        x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in TokenTerms.of(x, y, reference: reference) } }
    }

    /// Documents of noise, reconstructed with noise of each method's own size; the same for the same seed.
    func noisyRecords(
        tokens: Int = 12, noise: [Double], seed: UInt64 = 7,
        values: (_ method: Int, _ column: TokenColumn, _ token: Int) -> Outcome? = { method, _, token in .value(Double(token + method) / 7)
        }
    ) -> [DocumentRecord] {
        plan.documents.indices.map { index in
            var source = MeasureFixtures.Noise(seed: seed &+ UInt64(index))
            let x = source.rows(tokens, Self.width, mean: 0.5)
            let outputs: [[[Float]?]] = noise.map { size in
                (0..<tokens).map { token in x[token].map { $0 + Float(size * source.normal()) } }
            }
            return record(index, activations: x, outputs: outputs, values: values)
        }
    }
}
