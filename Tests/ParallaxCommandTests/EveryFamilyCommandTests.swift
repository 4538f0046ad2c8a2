import Foundation
import TestSupport
import Testing

/// Every golden checkpoint of one width in one workspace, through the program itself.
@Suite("Every family through every command") struct EveryFamilyCommandTests {
    private struct Found: Decodable { let kind: String }
    private struct Comparison: Decodable {
        struct Method: Decodable {
            let name: String
            let cosine: Double?
        }
        let methods: [Method]
        let notes: [String]
    }

    @Test("inspect, statistics, compare, claims and the explorer take all of them at once", arguments: [16, 24])
    func all(width: Int) throws {
        let checkpoints = FamilyCheckpoint.all.filter { $0.width == width }, folder = try Folder()
        let world = try FamilyWorld(in: folder.url, width: width, dictionaries: checkpoints.map { ($0.url, $0.isTranscoder) }),
            autoencoders = checkpoints.count { !$0.isTranscoder }
        let found = try Program.json([Found].self, ["inspect"] + checkpoints.map(\.url.path))
        #expect(found.count == checkpoints.count && found.allSatisfy { $0.kind == "dictionary" })

        let statistics = folder.url.appending(path: "all.statistics").path,
            options = ["--samples", "0", "--pca", "2", "--forced-l0", "none", "--splice", "none", "--documents", "0"]
        _ = try Program.output("statistics", world.workspace.path, "-o", statistics)
        try Data((String(decoding: try Data(contentsOf: world.workspace), as: UTF8.self) + "statistics: all.statistics\n").utf8).write(
            to: world.workspace)
        let beside = try Program.json(Comparison.self, ["compare", world.workspace.path] + options)
        let named = beside.methods.filter { $0.name.hasPrefix("SAE ") && !$0.name.contains("'s output") }
        #expect(named.count == autoencoders && Set(named.map(\.name)).count == autoencoders, "\(named.map(\.name))")
        #expect(named.allSatisfy { $0.cosine != nil })
        let across = try Program.json(Comparison.self, ["compare", world.workspace.path, "--site", "model.layers.0.mlp"] + options)
        let transcoders = across.methods.filter { $0.name.hasPrefix("transcoder ") }
        #expect(transcoders.count == checkpoints.count - autoencoders && transcoders.allSatisfy { $0.cosine != nil })
        #expect(across.notes.count { $0.contains("it is told against other transcoders only") } == transcoders.count)

        let plain = try Program.run(["explore", world.workspace.path, "--plain", "--site", "blocks.0.hook_resid_post"])
        #expect(plain.status == 0 && !plain.output.isEmpty, "\(plain.errors)")
        let claims = try Program.run([
            "claims", "examine", world.workspace.path, "--document", "0", "--position", "2", "--off", "causal,shapley"
        ])
        #expect(claims.status == 0, "\(claims.errors)")

        // Of a site that the file does not hold nothing is compared from somewhere else.
        _ = try Program.output("statistics", world.workspace.path, "-o", statistics, "--site", "2", "--force")
        let refused = try Program.run(["compare", world.workspace.path] + options)
        #expect(refused.status == 1 && refused.errors.contains("found those of other sites (blocks.1.hook_resid_post)"))
    }

    @Test("--site is what is looked at, DIR@SITE where a dictionary belongs")
    func sites() throws {
        let folder = try Folder(), states = folder.url.appending(path: "states.safetensors").path, world = try TinyWorld(in: folder.url)
        _ = try Program.output("capture", "--model", world.model.path, "--text", "A ring and rain.", "--sites", "0,1,2", "-o", states)
        func encode(_ more: String...) throws -> Program {
            try Program.run(["encode", "--dictionary", more[0], "--activations", states + ":hidden_states", "--csv"] + more.dropFirst())
        }
        let own = try encode(world.dictionary.path), other = try encode(world.dictionary.path + "@2"),
            looked = try encode(world.dictionary.path, "--site", "model.layers.1")
        #expect(own.status == 0 && other.status == 0 && looked.status == 0 && own.output != other.output)
        // The same rows, and each says what it did.
        #expect(other.output == looked.output)
        #expect(other.errors.contains("the checkpoint names site 1") && looked.errors.contains("it is given what --site names, site 2"))
        let wrong = try encode(world.dictionary.path + "@nowhere")
        #expect(wrong.status == 1 && wrong.errors.contains("DIR@SITE") && wrong.errors.contains("model.layers.L"))
    }
}
