import Foundation
import TestSupport
import Testing

@Suite("the command line") struct UsageTests {
    @Test("--version is a version")
    func version() throws {
        let version = try Program.output("--version")
        #expect(version.split(separator: ".").count == 3)
        #expect(version.allSatisfy { $0.isNumber || $0 == "." || $0.isNewline })
    }

    @Test(
        "help of every command names its options and gives examples in lines that fit",
        arguments: [
            "explore", "inspect", "tokenize", "capture", "generate", "encode", "verbalize", "reconstruct", "compare", "merge", "statistics",
            "claims examine", "claims calibrate", "claims study", "cache list", "cache clean"
        ])
    func help(command: String) throws {
        let words = command.split(separator: " ").map(String.init), help = try Program.run(["help"] + words)
        #expect(help.status == 0)
        #expect(help.output.contains("USAGE: parallax \(command)"))
        #expect(help.output.contains("--threads <N>"))
        #expect(help.output.contains("EXAMPLES\n  parallax"))
        #expect(help.output == (try Program.run(words + ["--help"]).output))
        let examples = help.lines.drop { $0 != "EXAMPLES" }.dropFirst().prefix { !$0.isEmpty }
        #expect(examples.allSatisfy { $0.hasPrefix("  ") }, "no example is broken into two lines")
    }

    @Test(
        "wrong usage exits with 64, before anything is opened",
        arguments: [
            ["--unknown"], ["explore", "a.yaml", "b.yaml"], ["--text", "a", "--file", "b"], ["--document=-1"], ["--threads", "0"],
            ["--threads", "99999999999999999999"],
            ["inspect"],
            ["tokenize", "--text", "x"], ["tokenize", "--model", "m"], ["tokenize", "--model", "m", "--text", "x", "--ids", "1"],
            ["tokenize", "--model", "m", "--text", "x", "--generation-prompt"],
            ["tokenize", "--model", "m", "--text", "x", "--json", "--csv"],
            ["capture", "--model", "m", "--text", "x"], ["capture", "--model", "m", "--text", "x", "--sites", "3,", "-o", "o"],
            ["capture", "--model", "m", "--text", "x", "--sites", "-1", "-o", "o"], ["capture", "--model", "m", "--ids", "1,,2", "-o", "o"],
            ["capture", "--model", "m", "--ids", "99999999999999999999", "-o", "o"],
            ["generate", "--model", "m", "--ids", ""], ["generate", "--model", "m", "--text", "x", "--max-tokens", "99999999999999999999"],
            ["generate", "--model", "m", "--text", "x", "--max-tokens=-1"],
            ["generate", "--model", "m", "--text", "x", "--temperature", "nan"],
            ["generate", "--model", "m", "--text", "x", "--temperature", "inf"],
            ["generate", "--model", "m", "--text", "x", "--temperature=-1"],
            ["generate", "--model", "m", "--text", "x", "--seed=-1"],
            ["encode", "--dictionary", "d", "--activations", "a", "--top=-1"], ["encode", "--activations", "a"],
            ["verbalize", "--av", "a", "--activations", "a", "--max-tokens", "0"],
            ["reconstruct", "--ar", "a"], ["reconstruct", "--ar", "a", "--text", "x", "--file", "y"],
            ["reconstruct", "--ar", "a", "--text", "x", "--row", "1"],
            ["compare", "--activations", "a"], ["compare", "--activations", "a", "--reconstruction", "b"],
            ["compare", "--activations", "a", "--reconstruction", "b=c", "--var", "0"],
            ["compare", "--activations", "a", "--reconstruction", "b=c", "--var", "nan"],
            ["statistics", "w"], ["statistics", "-o", "f"],
            // A word that is neither a command nor a file; numbers below zero, in two words.
            ["exploer"], ["comprae", "--documents", "3", "w.yaml"], ["doctor"], ["claims", "exmine", "w.yaml"], ["help", "comprae"],
            ["help", "claims", "exmine"], ["cache", "clena"],
            ["generate", "--model", "m", "--text", "x", "--seed", "-1"],
            ["generate", "--model", "m", "--text", "x", "--temperature", "-.5"], ["cache", "clean", "--older-than", "-1"],
            ["explore", "--document", "-1"]
        ])
    func wrongUsage(arguments: [String]) throws {
        let program = try Program.run(arguments)
        #expect(program.status == 64)
        #expect(program.output.isEmpty)
        #expect(program.errors.hasPrefix("Error: "))
        #expect(program.errors.contains("--help"))
    }

    /// A place that a command that fails earlier or later leaves as it is.
    private static let unwritten = FileManager.default.temporaryDirectory.appending(path: "parallax-usage-\(getpid()).safetensors").path
    private static let activations = "\(Sample.golden("verbalizers/sample.safetensors").path):activations"

    @Test(
        "a command that fails exits with 1 and one sentence, whatever it was given",
        arguments: [
            (["tokenize", "--model", "nowhere", "--text", "x"], "tokenizer.json: expected a readable file"),
            (
                ["tokenize", "--model", Sample.model, "--file", "nowhere"],
                "nowhere: expected a readable file, found nothing of that name; check the path and its permissions."
            ),
            (["tokenize", "--model", Sample.model, "--file", "SampleData"], "found a folder"),
            (["tokenize", "--model", Sample.model, "--chat", "Package.swift"], "expected a chat"),
            (["tokenize", "--model", Sample.model, "--ids", "1536"], "found 1536"),
            (
                ["capture", "--model", Sample.model, "--text", "x", "--sites", "7", "-o", unwritten],
                "--sites: expected residual sites from 0 to 6, or sites of blocks 0 to 5, found 7"
            ),
            (
                ["capture", "--model", Sample.model, "--text", "x", "-o", "/nowhere/x"],
                "-o /nowhere/x: expected a file, or a place where one can be written, found a folder that is not there"
            ),
            (["capture", "--model", Sample.model, "--text", "", "-o", unwritten], "the prompt: expected at least one token, found none"),
            (
                ["capture", "--model", Sample.model, "--ids", "5,1536", "-o", unwritten],
                "expected an id from 0 to 1535, the model's vocabulary, found 1536"
            ),
            (["capture", "--model", Sample.reconstructor, "--text", "x", "-o", unwritten], "found no model.norm.weight"),
            (
                ["generate", "--model", Sample.model, "--text", String(repeating: "river ", count: 300)],
                "expected at most 256 tokens, the model's context, found 301"
            ),
            (
                ["encode", "--dictionary", Sample.model, "--activations", activations],
                "expected the weights of a dictionary (cfg.json with sae_weights.safetensors"
            ),
            (
                ["encode", "--dictionary", Sample.dictionary("blocks.3.hook_resid_post-k16"), "--activations", "nowhere"],
                "nowhere: expected a tensor file, as FILE or FILE:NAME, found no such file"
            ),
            (
                ["encode", "--dictionary", Sample.dictionary("blocks.3.hook_resid_post-k16"), "--activations", "Package.swift"],
                "expected a safetensors, .npy, .npz or PyTorch (.pt) file, found another format"
            ),
            (
                ["encode", "--dictionary", Sample.dictionary("blocks.3.hook_resid_post-k16"), "--activations", "-"],
                "stdin: expected a safetensors, .npy, .npz or PyTorch (.pt) file, found an empty file"
            ),
            (
                ["verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", "3-99"],
                "--rows: expected rows from 0 to 19, like 0-9 or 3,5, found \"3-99\""
            ),
            (["verbalize", "--av", Sample.verbalizer, "--activations", activations, "--rows", "5-3"], "found \"5-3\""),
            (["statistics", "nowhere", "-o", "f"], "nowhere: expected a readable file")
        ])
    func failures(arguments: [String], part: String) throws {
        let program = try Program.run(arguments)
        let sentence = try #require(program.complaint, "status \(program.status): \(program.errors)")
        #expect(sentence.contains(part), "\(sentence)")
        #expect(sentence.contains("expected ") && sentence.contains(", found ") && sentence.contains("; "))
        #expect(program.errors.split(separator: "\n").count == 1)
    }

    @Test("an activation without a direction is named by its row")
    func zeroRow() throws {
        let folder = try Folder(), zeros = [Float](repeating: 0, count: 128), ones = [Float](repeating: 1, count: 128)
        let file = try folder.writeNumpy("x.npy", [ones, zeros])
        #expect(
            try Program.run("verbalize", "--av", Sample.verbalizer, "--activations", file).complaint
                == "\(file), row 1: expected a vector with a direction, found zeros only; leave the row out with --rows.")
        #expect(try Program.run("verbalize", "--av", Sample.verbalizer, "--activations", file, "--rows", "0").status == 0)
    }

    @Test("what quotes a file's own words writes no control characters")
    func controlCharacters() throws {
        let folder = try Folder(), escape = "\u{1B}[31m"
        let workspace = try folder.write("parallax.yaml", "model: \"\(#"\e[31mred"#)\"\ndocuments:\n  - text: x\n").path
        let program = try Program.run("explore", "--plain", workspace)
        #expect(program.status == 1)
        #expect(!program.errors.contains(escape))
        #expect(program.errors.contains("red"))
    }
}
