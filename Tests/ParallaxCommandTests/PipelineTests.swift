import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("from a prompt to figures, command by command") struct PipelineTests {
    @Test("capture, encode, compare: the figures are what the files say")
    func dictionary() throws {
        let folder = try Folder(), states = folder.path("states.safetensors"), code = folder.path("code.safetensors")
        _ = try Program.output(
            "capture", "--model", Sample.model, "--text", "The river of Bergen opens again on Wednesday, and Sam lost a ring.", "--sites",
            "4", "-o", states)
        _ = try Program.output(
            "encode", "--dictionary", Sample.dictionary("blocks.3.hook_resid_post-k16"), "--activations", "\(states):hidden_states", "-o",
            code)
        let comparison = try Program.json(
            Comparison.self, ["compare", "--activations", "\(states):hidden_states", "--reconstruction", "sae=\(code):reconstruction"])

        let x = try Sample.rows("hidden_states", in: URL(filePath: states)), y = try Sample.rows("reconstruction", in: URL(filePath: code))
        let mean = x[0].indices.map { i in x.reduce(0.0) { $0 + Double($1[i]) } / Double(x.count) }
        var error = 0.0, spread = 0.0, cosine = 0.0
        for (x, y) in zip(x, y) {
            var xy = 0.0, xx = 0.0, yy = 0.0
            for i in x.indices {
                let (a, b) = (Double(x[i]), Double(y[i]))
                error += (a - b) * (a - b)
                spread += (a - mean[i]) * (a - mean[i])
                (xy, xx, yy) = (xy + a * b, xx + a * a, yy + b * b)
            }
            cosine += xy / (xx * yy).squareRoot() / Double(comparison.n)
        }
        #expect(comparison.n == x.count)
        #expect(comparison.methods.map(\.name) == ["sae"])
        #expect(abs(try #require(comparison.methods[0].fve.global) - (1 - error / spread)) < 1e-9)
        #expect(abs(try #require(comparison.methods[0].cosine) - cosine) < 1e-9)
    }

    private struct Explanation: Decodable { var text: String }
    private struct Reconstruction: Decodable { var cosine: Double }

    @Test("verbalize, reconstruct, compare: F is 1 − 2(1 − cos)/Var of the cosine that reconstruct gives")
    func explanation() throws {
        let folder = try Folder(), states = folder.path("states.safetensors"), vector = folder.path("y.safetensors")
        _ = try Program.output(
            "capture", "--model", Sample.model, "--text", "The river of Bergen opens again on Wednesday", "--sites", "4", "-o", states)
        let activations = "\(states):hidden_states", row = 3
        let texts = try Program.json(
            [Explanation].self, ["verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", "\(row)"])
        let reconstruction = try Program.json(
            Reconstruction.self,
            [
                "reconstruct", "--ar", Sample.reconstructor, "--text", texts[0].text, "--against", activations, "--row", "\(row)", "-o",
                vector
            ])

        let single = try folder.writeNumpy("x.npy", [try Sample.rows("hidden_states", in: URL(filePath: states))[row]])
        let comparison = try Program.json(
            Comparison.self, ["compare", "--activations", single, "--reconstruction", "nla=\(vector)", "--var", "0.7"])
        #expect(abs(try #require(comparison.methods[0].cosine) - reconstruction.cosine) < 1e-12)
        #expect(abs(try #require(comparison.methods[0].fve.normalised) - (1 - 2 * (1 - reconstruction.cosine) / 0.7)) < 1e-9)
        #expect(comparison.methods[0].fve.global == nil, "one row is its own mean")
    }

    @Test("statistics are written once and rested upon by name; the explorer's figures stay the same")
    func statistics() throws {
        let folder = try Folder(), file = folder.path("sample.statistics")
        let written = try Program.run("statistics", Sample.workspace, "-o", file)
        #expect(written.status == 0)
        #expect(written.lines.count == 2 && written.output.contains("60 documents at 7 sites"), "\(written.output)")
        #expect(written.errors.contains("60 of 60 documents"))
        let sample = Places.sampleData.path
        let workspace = try folder.write(
            "parallax.yaml",
            """
            model: \(sample)/subject
            statistics: sample.statistics
            dictionaries:
              - path: \(sample)/sae/blocks.3.hook_resid_post-k16
            documents:
              - file: \(sample)/documents.jsonl
            """)
        let rested = try Program.run("explore", workspace.path, "--plain", "--document", "3")
        #expect(rested.warnings.isEmpty)
        #expect(rested.output.contains("μ, Var: sample.statistics"))
        func figures(_ report: Program) -> [Substring] { report.lines.filter { $0.hasPrefix("  SAE  F ") } }
        #expect(figures(rested).count > 10)
        #expect(figures(rested) == figures(try Program.run("explore", Sample.workspace, "--plain", "--document", "3")))
    }
}
