import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("parallax compare, on vectors") struct CompareTests {
    private struct Golden: Decodable {
        struct Case: Decodable {
            struct Method: Decodable {
                var cosine, centred_cosine, mse_nrm, nmse_raw, norm_ratio, bias: Double?
                var fve: Comparison.Method.FVE
                var rescaled: Comparison.Method.Rescaled
            }
            var from_rows: [String: Method]
            var given_both: [String: Method]
            var `var`: Double
        }
        var cases: [String: Case]
    }

    private let vectors = Sample.golden("measures/vectors.safetensors").path

    /// Four tokens about μ = (10, 0, 0), each 3 away from it.
    private let x: [[Float]] = [[10, 3, 0], [10, -3, 0], [10, 0, 3], [10, 0, -3]]

    private func compare(_ x: [[Float]], _ methods: [(String, [[Float]])], _ options: String...) throws -> Comparison {
        let folder = try Folder()
        var arguments = ["compare", "--activations", try folder.writeNumpy("x.npy", x)] + options
        for (name, rows) in methods { arguments += ["--reconstruction", "\(name)=\(try folder.writeNumpy("\(name).npy", rows))"] }
        return try Program.json(Comparison.self, arguments)
    }

    @Test("every measure is what numpy computed", arguments: ["near", "far"])
    func numpy(name: String) throws {
        let golden = try #require(
            try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Sample.golden("measures/expected.json"))).cases[name])
        let names = golden.from_rows.keys.sorted()
        let command =
            ["compare", "--activations", "\(vectors):\(name).x"]
            + names.flatMap { ["--reconstruction", "\($0)=\(vectors):\(name).y.\($0)"] }
        let comparison = try Program.json(Comparison.self, command)
        #expect(comparison.n == 120)
        #expect(comparison.dimension == 24)
        #expect(comparison.methods.map(\.name) == names)
        #expect(comparison.mean_from == "the 120 rows themselves")
        for method in comparison.methods {
            let expected = try #require(golden.from_rows[method.name])
            let same = Comparison.Method(
                name: method.name, cosine: expected.cosine, centred_cosine: expected.centred_cosine, mse_nrm: expected.mse_nrm,
                nmse_raw: expected.nmse_raw,
                norm_ratio: expected.norm_ratio, bias: expected.bias, fve: expected.fve, rescaled: expected.rescaled)
            for (own, golden) in zip(method.figures, same.figures) {
                #expect(
                    abs(try #require(own.value) - (try #require(golden.value))) < 1e-6 * max(1, abs(golden.value ?? 0)),
                    "\(method.name) \(own.name)")
            }
        }
    }

    @Test("the JSON has the fields of the contract")
    func fields() throws {
        #expect(
            try Program.keys(["compare", "--activations", "\(vectors):near.x", "--reconstruction", "a=\(vectors):near.x"])
                == ["n", "dimension", "mean_from", "var_from", "methods", "disagreements", "undefined", "schema", "kind", "made"])
    }

    @Test("the activations themselves explain everything, by every definition")
    func identity() throws {
        let method = try compare(x, [("same", x)]).methods[0]
        let perfect: [String: Double] = ["mse_nrm": 0, "nmse_raw": 0]
        for (name, value) in method.figures { #expect(abs(try #require(value) - perfect[name, default: 1]) < 1e-6, "\(name)") }
    }

    @Test("μ explains nothing of A, B and D, and has no centred cosine")
    func mean() throws {
        let comparison = try compare(x, [("mean", [[Float]](repeating: [10, 0, 0], count: 4))])
        let method = comparison.methods[0]
        for value in [method.fve.global, method.fve.per_token, method.fve.residual_variance, method.fve.normalised_one_scale] {
            #expect(abs(try #require(value)) < 1e-6)
        }
        #expect(method.centred_cosine == nil)
        #expect(comparison.undefined.map(\.measure) == ["centred_cosine"])
        #expect(comparison.undefined[0].method == "mean")
    }

    @Test("of zeros nothing that needs a direction is defined; the value is null and the reason is given")
    func zeros() throws {
        let comparison = try compare(x, [("nothing", [[Float]](repeating: [0, 0, 0], count: 4))])
        let method = comparison.methods[0]
        #expect(method.cosine == nil)
        #expect(method.fve.normalised == nil)
        #expect(abs(try #require(method.fve.uncentred)) < 1e-6)
        let undefined = Set(comparison.undefined.map(\.measure))
        #expect(undefined.isSuperset(of: ["cosine", "fve.normalised"]))
        #expect(Set(method.figures.filter { $0.value == nil }.map(\.name)) == undefined)
        #expect(comparison.undefined.allSatisfy { !$0.why.isEmpty })
    }

    @Test("where definitions rank two methods differently, a sentence says so and why")
    func disagreement() throws {
        // 40% of what differs from μ, against the right direction at 1.3 times the length.
        let sae = x.map { [10, 0.4 * $0[1], 0.4 * $0[2]] }, nla = x.map { $0.map { $0 * 1.3 } }
        let sentence = try #require(try compare(x, [("sae", sae), ("nla", nla)]).disagreements.first)
        #expect(sentence.hasPrefix("By A (global centred FVE, raw) sae leads nla 0.640 to -0.090"))
        #expect(sentence.contains("by F (normalised FVE, normalised) nla leads sae 1.000 to 0.642"))
        #expect(sentence.contains("the norm of nla is off (norm ratio 1.30): rescaled to the true norm, nla leads by A too"))
        #expect(try compare(x, [("sae", sae), ("same", x)]).disagreements.isEmpty)
    }

    @Test("--mean and --var are used and named")
    func given() throws {
        let folder = try Folder(), mean = try folder.writeNumpy("mu.npy", [[9, 0, 0]])
        let y = x.map { [$0[0], 0, 0] }
        let comparison = try compare(x, [("y", y)], "--mean", mean, "--var", "0.5")
        let method = comparison.methods[0]
        // ‖x − y‖² = 9 and ‖x − μ‖² = 10, for every token.
        #expect(abs(try #require(method.fve.global) - 0.1) < 1e-6)
        let cosine = try #require(method.cosine)
        let normalised: Double = 1 - 2 * (1 - cosine) / 0.5
        #expect(abs(try #require(method.fve.normalised) - normalised) < 1e-12)
        #expect(comparison.mean_from.contains("mu.npy"))
        #expect(comparison.var_from.contains("0.5"))
    }

    @Test("as a table a figure is a row and a method a column; N, μ and Var stand below")
    func tables() throws {
        let folder = try Folder(), file = try folder.writeNumpy("x.npy", x)
        let command = ["compare", "--activations", file, "--reconstruction", "same=\(file)", "--reconstruction", "again=\(file)"]
        let text = try Program.run(command)
        #expect(try #require(text.lines.first).split(separator: " ") == ["figure", "space", "same", "again"])
        #expect(text.lines.contains { $0.hasPrefix("A ") && $0.hasSuffix("1.0000  1.0000") })
        #expect(text.output.contains("N 4, d 3, μ from the 4 rows themselves"))
        let csv = try Program.run(command + ["--csv"])
        #expect(csv.lines.first == "figure,space,same,again")
        #expect(csv.lines.dropLast().allSatisfy { $0.split(separator: ",").count == 4 })
        #expect(try #require(Program.run(command + ["--markdown"]).lines.first) == "| figure | space | same | again |")
    }

    @Test("vectors of another shape, a name twice and activations that are no numbers are refused in a sentence")
    func refusals() throws {
        let folder = try Folder()
        let four = try folder.writeNumpy("4.npy", x), three = try folder.writeNumpy("3.npy", Array(x.prefix(3))),
            wide = try folder.writeNumpy("wide.npy", x.map { $0 + [0] })
        let flawed = try folder.writeNumpy("nan.npy", [[1, .nan, 0]])
        func complaint(_ x: String, _ reconstructions: String...) throws -> String {
            try #require(try Program.run(["compare", "--activations", x] + reconstructions.flatMap { ["--reconstruction", $0] }).complaint)
        }
        #expect(try complaint(four, "a=\(wide)").contains("expected rows of 3"))
        #expect(try complaint(four, "a=\(three)").contains("found"))
        #expect(try complaint(four, "a=\(four)", "a=\(four)").contains("\"a\" twice"))
        #expect(try complaint(flawed, "a=\(flawed)").contains("expected finite numbers, found nan at row 0, column 1"))
        #expect(try complaint(four, "a=\(folder.path("none.npy"))").contains("no such file"))
    }

    @Test("a reconstruction that is no number leaves the other methods their figures")
    func flawedReconstruction() throws {
        let comparison = try compare(x, [("flawed", [[1, .nan, 0]] + x.dropFirst()), ("same", x)])
        #expect(comparison.methods[0].cosine == nil)
        #expect(comparison.methods[1].fve.global == 1)
    }
}
