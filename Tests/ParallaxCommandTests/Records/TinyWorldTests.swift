import Foundation
import TestSupport
import Testing

@Suite("The tiny world that tests make")
struct TinyWorldTests {
    @Test("it opens and computes: every command has something to do in it, whatever its texts are")
    func commands() throws {
        let folder = try Folder()
        var contents = TinyWorld.Contents()
        contents.documents = [("first", "A ring."), ("a \"title\": {of} text", "Rain ☔ in May.\n"), ("third", "On we go.")]
        contents.labels = [0: "rings: \"gold\"", 5: "日本 ☔"]
        contents.verbalizerName = "name: {with} \"marks\" #"
        let world = try TinyWorld(in: folder.url, contents), workspace = world.workspace.path
        let commands = [
            ["inspect", world.model.path, world.dictionary.path, world.verbalizer.path, world.reconstructor.path, workspace],
            ["tokenize", "--model", world.model.path, "--text", "a ☔"],
            ["capture", "--model", world.model.path, "--text", "a ring", "--sites", "1", "-o", folder.path("states.safetensors")],
            ["generate", "--model", world.model.path, "--text", "a", "--max-tokens", "4"],
            ["encode", "--dictionary", world.dictionary.path, "--activations", folder.path("states.safetensors") + ":hidden_states"],
            ["reconstruct", "--ar", world.reconstructor.path, "--text", "rain"],
            ["compare", workspace, "--samples", "1", "--pca", "1", "--forced-l0", "none"],
            ["statistics", workspace, "-o", folder.path("tiny.statistics")],
            ["claims", workspace, "--document", "0", "--position", "2"], ["explore", workspace, "--plain"]
        ]
        for command in commands {
            let program = try Program.run(command, environment: ["XDG_CACHE_HOME": folder.path("cache")])
            // What goes to a file says nothing.
            #expect(program.status == 0 && (!program.output.isEmpty || command.contains("-o")), "\(command[0]): \(program.errors)")
        }
    }
}
