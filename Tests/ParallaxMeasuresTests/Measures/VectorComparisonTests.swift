import Foundation
import ParallaxMeasures
import TestSupport
import Testing

@Suite("Comparison of vectors")
struct VectorComparisonTests {
    typealias F = MeasureFixtures

    private func object(_ comparison: VectorComparison) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: comparison.json()) as? [String: Any])
    }

    @Test("the JSON has the keys of the contract, every number finite and every null explained")
    func json() throws {
        var noise = F.Noise(seed: 5)
        let x = noise.rows(150, 6, mean: 3)
        let comparison = try VectorComparison(
            activations: x, reconstructions: [("good", noise.rows(150, 6, mean: 3)), ("zero", Rows(count: 150, width: 6))])
        let object = try object(comparison)
        #expect(Set(object.keys) == ["n", "dimension", "mean_from", "var_from", "methods", "disagreements", "undefined"])
        #expect(object["n"] as? Int == 150)
        #expect(object["dimension"] as? Int == 6)
        #expect(object["mean_from"] as? String == "the 150 rows themselves")
        #expect(object["var_from"] as? String == "the 150 rows themselves")
        let methods = try #require(object["methods"] as? [[String: Any]])
        #expect(methods.map { $0["name"] as? String } == ["good", "zero"])
        for method in methods {
            #expect(
                Set(method.keys) == ["name", "cosine", "centred_cosine", "mse_nrm", "nmse_raw", "norm_ratio", "bias", "fve", "rescaled"])
            let fve = try #require(method["fve"] as? [String: Any])
            #expect(
                Set(fve.keys) == [
                    "global", "per_token", "uncentred", "residual_variance", "normalised", "normalised_one_scale", "normalised_oracle_scale"
                ])
            #expect(Set(try #require(method["rescaled"] as? [String: Any]).keys) == ["global", "per_token"])
        }
        #expect(methods[1]["cosine"] is NSNull)
        #expect((methods[1]["fve"] as? [String: Any])?["normalised"] is NSNull)
        #expect((methods[1]["fve"] as? [String: Any])?["uncentred"] as? Double == 0)
        let undefined = try #require(object["undefined"] as? [[String: String]])
        #expect(undefined.allSatisfy { Set($0.keys) == ["method", "measure", "why"] && $0["method"] == "zero" })
        #expect(
            undefined.map { $0["measure"] } == [
                "cosine", "centred_cosine", "mse_nrm", "bias", "fve.normalised", "fve.normalised_one_scale", "fve.normalised_oracle_scale",
                "rescaled.global",
                "rescaled.per_token"
            ])
        #expect(try comparison.json() == comparison.json())
    }

    @Test(
        "every figure agrees with numpy, near the mean and far from it", arguments: ["near", "far"],
        ["from_rows", "given_mean", "given_both"])
    func golden(data: String, statistics: String) throws {
        let vectors = try SafetensorsFile(F.folder.appending(path: "vectors.safetensors").path)
        let cases = try #require(try F.golden()["cases"] as? [String: [String: Any]])
        let expected = try #require(cases[data]?[statistics] as? [String: [String: Any]])
        let names = expected.keys.sorted()
        let given = F.rows(try #require(vectors.tensors["\(data).mean"]))
        let comparison = try VectorComparison(
            activations: F.rows(try #require(vectors.tensors["\(data).x"])),
            reconstructions: names.map { ($0, F.rows(try #require(vectors.tensors["\(data).y.\($0)"]))) },
            mean: statistics == "from_rows" ? nil : (given, "mean"), variance: statistics == "given_both" ? (0.5, "var") : nil)
        let methods = try #require(try object(comparison)["methods"] as? [[String: Any]])
        var compared = 0
        func compare(_ found: [String: Any], _ wanted: [String: Any], _ path: String) throws {
            for (key, value) in wanted {
                if let group = value as? [String: Any] {
                    try compare(try #require(found[key] as? [String: Any]), group, "\(path).\(key)")
                } else {
                    let (number, golden) = (try #require(found[key] as? Double), try #require(value as? Double))
                    #expect(abs(number - golden) <= 1e-9 * max(abs(golden), 1e-3), "\(path).\(key): \(number) against \(golden)")
                    compared += 1
                }
            }
        }
        for (name, method) in zip(names, methods) { try compare(method, try #require(expected[name]), name) }
        #expect(compared == 15 * names.count)
    }

    @Test("the source texts say what was given and what still comes from the rows")
    func sources() throws {
        let x = Rows([[1, 2], [3, 1], [2, 5]], width: 2)
        let given = try VectorComparison(
            activations: x, reconstructions: [("a", x)], mean: (Rows([1, 1]), "mean.npy"), variance: (0.25, "0.25"))
        #expect(
            given.meanFrom
                == "given (mean.npy); the unit mean direction and D's means from the 3 rows themselves: fewer than 100 tokens, unstable")
        #expect(given.varianceFrom == "given (0.25)")
        let onlyMean = try VectorComparison(activations: x, reconstructions: [("a", x)], mean: (Rows([1, 1]), "mean.npy"))
        #expect(onlyMean.varianceFrom == "the 3 rows themselves: fewer than 100 tokens, unstable")
        let large = try VectorComparison(activations: x, reconstructions: [("a", x)], variance: (1.5, "1.5"))
        #expect(large.varianceFrom == "given (1.5): above 1, which no mean of unit vectors gives")
    }

    @Test("a reconstruction that is not finite is undefined; the other methods stand")
    func flawedReconstruction() throws {
        let x = Rows([[1, 2], [3, 1], [2, 5]], width: 2)
        var bad = x
        bad.values[3] = .nan
        let comparison = try VectorComparison(activations: x, reconstructions: [("bad", bad), ("fine", x)])
        #expect(comparison.undefined.count == VectorComparison.columns.count)
        #expect(
            comparison.undefined.allSatisfy {
                $0.method == "bad" && $0.why == "row 1: the reconstruction holds a value that is NaN or infinite"
            })
        #expect(comparison.methods[1].measure(.global)?.number == 1)
    }

    @Test("input that cannot be compared is refused in a sentence")
    func refusals() {
        let x = Rows([[1, 2], [3, 1]], width: 2)
        func refusal(_ x: Rows, _ methods: [(name: String, rows: Rows)], mean: Rows? = nil, variance: Double? = nil) -> String? {
            do {
                _ = try VectorComparison(
                    activations: x, reconstructions: methods, mean: mean.map { ($0, "--mean") }, variance: variance.map { ($0, "--var") })
                return nil
            } catch {
                return (error as? Complaint)?.description
            }
        }
        #expect(
            refusal(x, [("a", Rows(count: 3, width: 2))])
                == "reconstruction a: expected shape [2, 2] as the activations have, found [3, 2]; reconstruct the same tokens at the same site."
        )
        #expect(refusal(x, [])?.contains("at least one reconstruction") == true)
        #expect(refusal(x, [("a", x), ("a", x)])?.contains("\"a\" twice") == true)
        #expect(refusal(Rows([[1, 2], [.nan, 1]], width: 2), [("a", x)])?.contains("row 1") == true)
        #expect(refusal(Rows(count: 0, width: 2), [("a", Rows(count: 0, width: 2))])?.contains("at least one row") == true)
        #expect(refusal(Rows(count: 2, width: 0), [("a", Rows(count: 2, width: 0))])?.contains("at least one value") == true)
        #expect(refusal(x, [("a", x)], mean: Rows([1, 2, 3]))?.contains("one mean vector of 2 values") == true)
        #expect(refusal(x, [("a", x)], mean: x)?.contains("shape [2, 2]") == true)
        #expect(refusal(x, [("a", x)], mean: Rows([1, .infinity]))?.contains("NaN or infinity") == true)
        for variance in [0, -1, Double.nan, .infinity] { #expect(refusal(x, [("a", x)], variance: variance)?.hasPrefix("--var") == true) }
        #expect(refusal(x, [("a", x)]) == nil)
    }
}
