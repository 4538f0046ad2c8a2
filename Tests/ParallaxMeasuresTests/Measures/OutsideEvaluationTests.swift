import Foundation
import ParallaxMeasures
import TestSupport
import Testing

/// Agreement with the evaluation code that papers quote, on the same vectors: a test a definition, and one for each difference.
/// They compute in float32, hence the tolerance of 3e-6; where a large mean cancels in it, 1e-4.
@Suite("Agreement with SAELens, dictionary_learning and sparsify")
struct OutsideEvaluationTests {
    typealias F = MeasureFixtures

    private func expect(
        _ project: String, _ figure: String, is definition: Definition, batches: Int = 1, _ transform: (Double) -> Double = { $0 },
        tolerance: Double = 3e-6
    ) throws {
        try EvaluationGoldens.of(project).each(figure, batches: batches) { expected, x, y, place in
            let ours = try F.measures(x, y).measure(definition).number
            #expect(F.isClose(ours, transform(expected), tolerance), "\(project): \(place)")
        }
    }

    // Where they agree.

    @Test("A: SAELens' explained_variance, whatever the batches are")
    func global() throws {
        // E‖x‖² − ‖E x‖² loses digits in float32 where the mean is large.
        try expect("saelens", "explained_variance", is: .global, tolerance: 1e-4)
        try expect("saelens", "explained_variance", is: .global, batches: 4, tolerance: 1e-4)
    }

    @Test("A: 1 − sparsify's fvu over one batch")
    func unexplained() throws { try expect("sparsify", "fvu", is: .global, { 1 - $0 }) }

    @Test("B: SAELens' explained_variance_legacy over one batch")
    func perToken() throws { try expect("saelens", "explained_variance_legacy", is: .perToken) }

    @Test("D: dictionary_learning's frac_variance_explained over one batch; unbiased on both sides, so that N − 1 falls out")
    func residualVariance() throws { try expect("dictionary_learning", "frac_variance_explained", is: .residualVariance) }

    @Test(
        "cosine and norm ratio: cossim and l2_ratio of both, whatever the batches are", arguments: ["saelens", "dictionary_learning"],
        [1, 4])
    func meansOverTokens(project: String, batches: Int) throws {
        try expect(project, "cossim", is: .cosine, batches: batches)
        try expect(project, "l2_ratio", is: .normRatio, batches: batches)
    }

    @Test("bias: relative_reconstruction_bias of both over one batch", arguments: ["saelens", "dictionary_learning"])
    func bias(project: String) throws { try expect(project, "relative_reconstruction_bias", is: .bias) }

    @Test("mse is the numerator of A: SAELens' mse is (1 − A) mean ‖x − μ‖²")
    func error() throws {
        try EvaluationGoldens.of("saelens").each("mse", batches: 1) { expected, x, y, place in
            var statistics = SiteStatistics(width: x.width)
            for row in 0..<x.count { statistics.add(x[row]) }
            let a = try #require(F.measures(x, y).measure(.global).number)
            let spread = try #require(statistics.meanSquaredDeviation)
            #expect(abs((1 - a) * spread / expected - 1) < 3e-6, "\(place)")
        }
    }

    @Test("the sample's dictionaries: L0, cosine, A, B and bias are those of SAELens running its own SAE")
    func dictionaries() throws {
        for (name, expected) in try EvaluationGoldens.of("saelens").dictionaries {
            let dictionary = try SparseAutoencoder.open(folder: Places.sampleData.appending(path: "sae/\(name)"))
            let x = F.rows(
                try #require(
                    try SafetensorsFile(Places.computeGoldens.appending(path: "dictionaries/sample.safetensors").path).tensors[
                        "\(name).input"]))
            let codes = dictionary.encode(x), set = try F.measures(x, dictionary.decode(codes))
            #expect(Double(codes.reduce(0) { $0 + $1.l0 }) / Double(x.count) == expected["l0"])
            for (key, definition) in [
                ("cossim", Definition.cosine), ("explained_variance", .global), ("explained_variance_legacy", .perToken),
                ("relative_reconstruction_bias", .bias), ("l2_ratio", .normRatio)
            ] {
                let theirs = try #require(expected[key])
                #expect(F.isClose(set.measure(definition).number, theirs, 1e-5), "\(name): \(key)")
            }
        }
    }

    @Test("KL, KL recovered, cross-entropy and its score: SAELens', of the same logits")
    func output() throws {
        let expected = try #require(try EvaluationGoldens.of("saelens").output)
        let tensors = try SafetensorsFile(F.folder.appending(path: "output.safetensors").path).tensors
        func logits(_ name: String) throws -> Rows { F.rows(try #require(tensors[name])) }
        let (clean, spliced, zero) = (try logits("clean"), try logits("spliced"), try logits("zero"))
        let following = try #require(tensors["following"]).floats().map { Int($0) }
        func meanDivergence(_ other: Rows) -> Outcome {
            Outcome.mean(of: (0..<clean.count).map { OutputEffect.divergence(clean: clean[$0], spliced: other[$0]) })
        }
        // Nothing follows the last position.
        func meanCrossEntropy(_ rows: Rows) -> Outcome {
            Outcome.mean(of: (0..<clean.count - 1).map { OutputEffect.crossEntropy(rows[$0], next: following[$0]) })
        }
        let (kl, ablated) = (meanDivergence(spliced), meanDivergence(zero))
        #expect(F.isClose(kl.number, try #require(expected["kl_div_with_sae"]), 1e-6))
        #expect(F.isClose(ablated.number, try #require(expected["kl_div_with_ablation"]), 1e-6))
        #expect(
            F.isClose(
                OutputEffect.divergenceRecovered(reconstruction: kl, ablation: ablated).number, try #require(expected["kl_div_score"]), 1e-6
            ))
        for (rows, key) in [(clean, "ce_loss_without_sae"), (spliced, "ce_loss_with_sae"), (zero, "ce_loss_with_ablation")] {
            #expect(F.isClose(meanCrossEntropy(rows).number, try #require(expected[key]), 1e-6), "\(key)")
        }
        let score = OutputEffect.crossEntropyScore(
            clean: meanCrossEntropy(clean), reconstruction: meanCrossEntropy(spliced), ablation: meanCrossEntropy(zero))
        #expect(F.isClose(score.number, try #require(expected["ce_loss_score"]), 1e-5), "a ratio of means, not a mean of ratios")
    }

    // Where they differ.

    @Test(
        "difference: over batches SAELens' legacy figure, dictionary_learning's and sparsify's take μ from each batch, then the mean of the batches",
        arguments: batched)
    func statisticsOfBatches(_ batched: Batched) throws {
        let isUnexplained = batched.project == "sparsify"
        var apart = 0
        try EvaluationGoldens.of(batched.project).each(batched.figure, batches: 4) { expected, x, y, place in
            let theirs = isUnexplained ? 1 - expected : expected
            let parts = try EvaluationGoldens.meanOfParts(batched.definition, x, y, parts: 4)
            let whole = try F.measures(x, y).measure(batched.definition)
            #expect(F.isClose(parts, theirs, 3e-6), "\(batched.project): \(place)")
            if !F.isClose(whole.number, theirs, 1e-4) { apart += 1 }
        }
        #expect(apart >= 8, "\(batched.project): the figure of the whole set is another one")
    }

    struct Batched: Sendable {
        var project: String
        var figure: String
        var definition: Definition
    }

    private static let batched = [
        Batched(project: "saelens", figure: "explained_variance_legacy", definition: .perToken),
        Batched(project: "dictionary_learning", figure: "frac_variance_explained", definition: .residualVariance),
        Batched(project: "sparsify", figure: "fvu", definition: .global)
    ]

    @Test(
        "difference: over batches both take the mean of the batches' biases, we the bias of all rows",
        arguments: ["saelens", "dictionary_learning"])
    func biasOfBatches(project: String) throws {
        var apart = 0
        try EvaluationGoldens.of(project).each("relative_reconstruction_bias", batches: 4) { expected, x, y, place in
            let parts = try EvaluationGoldens.meanOfParts(.bias, x, y, parts: 4)
            let whole = try F.measures(x, y).measure(.bias)
            #expect(F.isClose(parts, expected, 3e-6), "\(project): \(place)")
            if !F.isClose(whole.number, expected, 1e-5) { apart += 1 }
        }
        #expect(apart > 0)
    }

    @Test("difference: dictionary_learning's l2_loss is a mean of lengths, SAELens' mse a mean of squares; neither is E")
    func lengths() throws {
        try EvaluationGoldens.of("dictionary_learning").each("l2_loss", batches: 1) { expected, x, y, place in
            let lengths = (0..<x.count).map { row in
                zip(x[row], y[row]).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
            }
            #expect(abs(lengths.reduce(0, +) / Double(x.count) / expected - 1) < 3e-6, "\(place)")
        }
    }

    @Test("difference: D does not see a constant that A counts, so that the two projects disagree about the same vectors")
    func offset() throws {
        let theirs = try EvaluationGoldens.of("dictionary_learning").batches["1"]?["near"]?["offset"]?["frac_variance_explained"]
        let others = try EvaluationGoldens.of("saelens").batches["1"]?["near"]?["offset"]?["explained_variance"]
        #expect(try #require(theirs) > 0.999)
        #expect(try #require(others) < 0)
    }
}
