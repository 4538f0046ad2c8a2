import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("parallax verbalize and parallax reconstruct") struct NLATests {
    struct Explanation: Decodable, Equatable {
        var row: Int
        var text: String
        var truncated: Bool
        var logprob: Double
        var tokens: Int
    }

    private struct Golden: Decodable {
        struct Verbalization: Decodable {
            var ids: [Int]
            var text: String
            var logprob: Double
        }
        var verbalizations: [Verbalization]
    }

    private let file = Sample.golden("verbalizers/sample.safetensors")
    private var activations: String { "\(file.path):activations" }

    private func goldens() throws -> [Golden.Verbalization] {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Sample.golden("verbalizers/sample.json"))).verbalizations
    }

    @Test("greedy texts and their log-probabilities are those of transformers")
    func verbalize() throws {
        let command = ["verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", "0-2,7"]
        let written = try Program.json([Explanation].self, command), expected = try goldens()
        #expect(try Program.keys(command) == ["row", "text", "truncated", "logprob", "tokens"])
        #expect(written.map(\.row) == [0, 1, 2, 7])
        for explanation in written {
            let golden = expected[explanation.row]
            #expect(explanation.text == golden.text)
            #expect(abs(explanation.logprob - golden.logprob) < 1e-3)
            #expect(explanation.tokens == golden.ids.count)
            #expect(!explanation.truncated)
        }
    }

    @Test("--max-tokens cuts the text, and that is said")
    func truncated() throws {
        let written = try Program.json(
            [Explanation].self, ["verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", "0", "--max-tokens", "6"])
        #expect(written.map(\.truncated) == [true])
        #expect(written.map(\.tokens) == [6])
        #expect(try goldens()[0].text.hasPrefix(written[0].text))
    }

    @Test("a drawn row depends on the seed and its number, not on its company")
    func seeds() throws {
        func drawn(_ rows: String, _ seed: String) throws -> [Explanation] {
            try Program.json(
                [Explanation].self,
                [
                    "verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", rows, "--temperature", "1", "--seed",
                    seed, "--max-tokens", "60"
                ])
        }
        let together = try drawn("1-3", "4")
        #expect(try drawn("3", "4").map(\.text) == [together[2].text])
        #expect(try drawn("3,1", "4").map(\.text) == [together[2].text, together[0].text])
        #expect(try drawn("3", "5").map(\.text) != [together[2].text])
    }

    private struct Vector: Decodable {
        var reconstruction: [[Float]]
        var cosine: Double?
        var nmse: Double?
        var norm_ratio: Double?
        var normalised: Double?
    }

    @Test(
        "a text becomes the vector that transformers makes of it; against an activation there are figures, and reasons where there are none"
    )
    func reconstruct() throws {
        let folder = try Folder(), out = folder.url.appending(path: "y.safetensors"), row = 5
        let command = [
            "reconstruct", "--ar", Sample.reconstructor, "--text", try goldens()[row].text, "--against", activations, "--row", "\(row)",
            "-o", out.path
        ]
        let vector = try Program.json(Vector.self, command)
        let golden = try Sample.rows("reconstructions", in: file)[row], x = try Sample.rows("activations", in: file)[row]
        #expect(try Sample.tensor("reconstruction", in: out).shape == [1, 128])
        #expect(try Sample.rows("reconstruction", in: out) == vector.reconstruction)
        #expect(Sample.relativeError(vector.reconstruction, [golden]) < 1e-4)

        let y = vector.reconstruction[0]
        func dot(_ a: [Float], _ b: [Float]) -> Double { zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
        let error = zip(x, y).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
        #expect(abs(try #require(vector.cosine) - dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()) < 1e-9)
        #expect(abs(try #require(vector.nmse) - error / dot(x, x)) < 1e-9)
        #expect(abs(try #require(vector.norm_ratio) - (dot(y, y) / dot(x, x)).squareRoot()) < 1e-9)
        #expect(vector.normalised == nil)
        let text = try Program.run(command).output
        #expect(text.contains("site 4 = blocks.3.hook_resid_post = NLA layer 3"))
        #expect(text.contains("no statistics"))
    }

    @Test("a text from stdin is the same text; spaces around it do not count")
    func stdin() throws {
        let text = try goldens()[0].text
        let direct = try Program.json(Vector.self, ["reconstruct", "--ar", Sample.reconstructor, "--text", text])
        #expect(
            try Program.json(Vector.self, ["reconstruct", "--ar", Sample.reconstructor, "--text", "-"], input: "  \(text)\n").reconstruction
                == direct.reconstruction)
        #expect(
            try Program.json(Vector.self, ["reconstruct", "--ar", Sample.reconstructor, "--file", "-"], input: text).reconstruction
                == direct.reconstruction)
        #expect(direct.cosine == nil)
    }

    @Test("one of several rows must be named")
    func row() throws {
        let command = ["reconstruct", "--ar", Sample.reconstructor, "--text", "A text.", "--against", activations]
        #expect(
            try Program.run(command).complaint == "--row: expected a row from 0 to 19, found none; name the row that the text is about.")
        #expect(
            try Program.run(command + ["--row", "20"]).complaint
                == "--row: expected a row from 0 to 19, found 20; name the row that the text is about.")
    }

    @Test("an AV is no AR")
    func roles() throws {
        let verbalize = try Program.run("verbalize", "--av", Sample.reconstructor, "--activations", activations)
        #expect(
            try #require(verbalize.complaint).hasSuffix(
                "expected the sidecar of an activation verbalizer (AV), found that of an activation reconstructor (AR); name the AV's folder."
            ))
        let reconstruct = try Program.run("reconstruct", "--ar", Sample.verbalizer, "--text", "x")
        #expect(
            try #require(reconstruct.complaint).hasSuffix(
                "expected the sidecar of an activation reconstructor (AR), found that of an activation verbalizer (AV); name the AR's folder."
            ))
    }
}
