import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("parallax encode") struct EncodeTests {
    struct Row: Decodable {
        var row: Int
        var features: [Int]
        var activations: [Float]
        var l0: Int
    }

    private static let name = "blocks.3.hook_resid_post-k16"
    private let dictionary = Sample.dictionary(Self.name)
    private let goldens = Sample.golden("dictionaries/sample.safetensors")

    private var activations: String { "\(goldens.path):\(Self.name).input" }

    @Test("the active features of each row, highest first, are those of SAELens")
    func features() throws {
        let rows = try Program.json([Row].self, ["encode", "--dictionary", dictionary, "--activations", activations])
        #expect(
            try Program.keys(["encode", "--dictionary", dictionary, "--activations", activations]) == [
                "row", "features", "activations", "l0"
            ])
        #expect(rows.map(\.row) == Array(0..<6))
        let places = try Sample.rows("\(Self.name).features", in: goldens),
            values = try Sample.tensor("\(Self.name).activations", in: goldens).floats()
        for row in rows {
            let expected = zip(places, values).filter { Int($0.0[0]) == row.row }.map { (feature: Int($0.0[1]), value: $0.1) }
            #expect(row.l0 == expected.count)
            #expect(Set(row.features) == Set(expected.map(\.feature)))
            #expect(row.activations == row.activations.sorted(by: >))
            for (feature, value) in zip(row.features, row.activations) {
                let golden = try #require(expected.first { $0.feature == feature }).value
                #expect(abs(value - golden) < 1e-5 * max(1, abs(golden)))
            }
        }
    }

    @Test("-o writes the reconstruction of SAELens, and the code as (row, feature) and value")
    func file() throws {
        let folder = try Folder(), out = folder.url.appending(path: "code.safetensors")
        let rows = try Program.json([Row].self, ["encode", "--dictionary", dictionary, "--activations", activations, "-o", out.path])
        #expect(try Set(SafetensorsFile(out.path).tensors.keys) == ["reconstruction", "indices", "values"])
        #expect(
            try Sample.relativeError(Sample.rows("reconstruction", in: out), Sample.rows("\(Self.name).reconstruction", in: goldens)) < 1e-5
        )
        #expect(try Sample.tensor("indices", in: out).elementType == .i64)
        #expect(
            try Sample.rows("indices", in: out).map { $0.map { Int($0) } } == rows.flatMap { row in row.features.map { [row.row, $0] } })
        #expect(try Sample.tensor("values", in: out).floats() == rows.flatMap(\.activations))
    }

    @Test("--top prints the strongest, and L0 stays what it is")
    func top() throws {
        let rows = try Program.json([Row].self, ["encode", "--dictionary", dictionary, "--activations", activations, "--top", "3"])
        #expect(rows.allSatisfy { $0.features.count == 3 && $0.activations.count == 3 && $0.l0 == 16 })
    }

    @Test("for people a row is a line; as CSV a feature is one")
    func tables() throws {
        let command = ["encode", "--dictionary", dictionary, "--activations", activations, "--top", "2"]
        let table = try Program.run(command)
        #expect(table.lines.first == "row  L0  feature activation, highest first")
        #expect(table.lines.count == 1 + 6 + 1)
        let csv = try Program.run(command + ["--csv"])
        #expect(csv.lines.first == "row,feature,activation")
        #expect(csv.lines.count == 1 + 6 * 2 + 1)
    }

    @Test("activations may come through a pipe")
    func pipe() throws {
        let piped = try Program.run(
            ["encode", "--dictionary", dictionary, "--activations=-:\(Self.name).input"], inputBytes: try Data(contentsOf: goldens))
        #expect(piped.status == 0, "\(piped.errors)")
        #expect(piped.output == (try Program.output("encode", "--dictionary", dictionary, "--activations", activations)))
    }

    @Test("of captured states the dictionary's own site is taken, and no other")
    func sites() throws {
        let folder = try Folder()
        func captured(_ sites: String) throws -> String {
            let file = folder.path("\(sites).safetensors")
            _ = try Program.output("capture", "--model", Sample.model, "--text", "The river runs.", "--sites", sites, "-o", file)
            return file + ":hidden_states"
        }
        let one = try Program.output("encode", "--dictionary", dictionary, "--activations", captured("4"))
        #expect(try Program.output("encode", "--dictionary", dictionary, "--activations", captured("all")) == one)
        #expect(
            try Program.run("encode", "--dictionary", dictionary, "--activations", captured("3")).complaint
                == "\(folder.path("3.safetensors")):hidden_states: expected states at site 4 = blocks.3.hook_resid_post = NLA layer 3, as dictionary \(Self.name) takes them, "
                + "found those of site 3; capture them with --sites 4.")
        let file = folder.path("mlp")
        _ = try Program.output(
            "capture", "--model", Sample.model, "--text", "The river runs.", "--sites", "blocks.3.hook_mlp_out", "-o", file)
        #expect(
            try Program.run("encode", "--dictionary", dictionary, "--activations", "\(file):blocks.3.hook_mlp_out").complaint?.contains(
                "found those at blocks.3.hook_mlp_out") == true)
    }

    @Test("a hook name that is no site is said, in the dictionary and in the activations, and what is encoded stays the same")
    func unreadNames() throws {
        let folder = try Folder(), own = try Program.output("encode", "--dictionary", dictionary, "--activations", activations, "--csv")
        let copy = try folder.copy(ofSample: "sae/\(Self.name)", as: "sae"), settings = copy.appending(path: "cfg.json")
        for name in ["blocks.3.mlp.hook_post", "transformer.h.3.ln_1", "layer 3"] {
            let text = try String(contentsOf: settings, encoding: .utf8)
            try folder.edit(settings, "blocks.3.hook_resid_post", name)
            let program = try Program.run("encode", "--dictionary", copy.path, "--activations", activations, "--csv")
            #expect(program.output == own)
            #expect(
                program.errors.contains(
                    "warning: names its site \"\(name)\", which is none here (blocks.L.hook_resid_post, hook_resid_pre"),
                "\(program.errors)")
            #expect(program.errors.contains("or a module such as model.layers.L"))
            // A person who names it is told what the checkpoint says, and no more.
            let named = try Program.run("encode", "--dictionary", copy.path + "@4", "--activations", activations, "--csv")
            #expect(named.output == own && named.errors.contains("the checkpoint names \"\(name)\"") && !named.errors.contains("none here"))
            try Data(text.utf8).write(to: settings)
        }
        // Of tensors: by their names, and by the file's metadata.
        let rows = try Sample.tensor("\(Self.name).input", in: goldens)
        for (tensor, metadata, said) in [
            ("blocks.3.mlp.hook_post", [:], "is called \"blocks.3.mlp.hook_post\", which is no site here (blocks.L.hook_resid_post"),
            ("x", ["site": "nowhere"], "says that it holds \"nowhere\", which is no site here"),
            (
                "x", ["hook_name": "model.layers.2"],
                "says that it holds activations at site 3 = blocks.2.hook_resid_post = NLA layer 2: they are taken for those at site 4"
            ),
            ("x", ["hook_point": "blocks.3.hook_out"], ""), ("x", [:], ""), ("hidden_states", [:], "")
        ] as [(String, [String: String], String)] {
            let file = folder.url.appending(path: "x.safetensors")
            try SafetensorsWriter.write([(tensor, .floats(rows.shape, rows.floats()))], metadata: metadata, to: file)
            let program = try Program.run("encode", "--dictionary", dictionary, "--activations", "\(file.path):\(tensor)", "--csv")
            #expect(program.output == own && (said.isEmpty ? program.errors.isEmpty : program.errors.contains(said)), "\(program.errors)")
        }
    }
}
