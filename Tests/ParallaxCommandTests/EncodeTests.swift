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
        #expect(try Program.keys(["encode", "--dictionary", dictionary, "--activations", activations]) == ["row", "features", "activations", "l0"])
        #expect(rows.map(\.row) == Array(0..<6))
        let places = try Sample.rows("\(Self.name).features", in: goldens), values = try Sample.tensor("\(Self.name).activations", in: goldens).floats()
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
        #expect(try Sample.relativeError(Sample.rows("reconstruction", in: out), Sample.rows("\(Self.name).reconstruction", in: goldens)) < 1e-5)
        #expect(try Sample.tensor("indices", in: out).elementType == .i64)
        #expect(try Sample.rows("indices", in: out).map { $0.map { Int($0) } } == rows.flatMap { row in row.features.map { [row.row, $0] } })
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
        let piped = try Program.run(["encode", "--dictionary", dictionary, "--activations=-:\(Self.name).input"], inputBytes: try Data(contentsOf: goldens))
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
        _ = try Program.output("capture", "--model", Sample.model, "--text", "The river runs.", "--sites", "blocks.3.hook_mlp_out", "-o", file)
        #expect(try Program.run("encode", "--dictionary", dictionary, "--activations", "\(file):blocks.3.hook_mlp_out").complaint?.contains("found those at blocks.3.hook_mlp_out") == true)
    }
}
