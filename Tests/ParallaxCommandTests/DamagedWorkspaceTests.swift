import Foundation
import TestSupport
import Testing

/// What the program is given from elsewhere is missing, cut off or absurd: one sentence each, and on with what there is.
@Suite("damaged workspaces") struct DamagedWorkspaceTests {
    private let folder: Folder
    private let sample = Places.sampleData.path

    init() throws { folder = try Folder() }

    private func plain(_ yaml: String) throws -> Program {
        let workspace = try folder.write("parallax.yaml", yaml + "\ndocuments:\n  - text: The river\n")
        return try Program.run("explore", "--plain", workspace.path)
    }

    enum ModelDamage: String, CaseIterable {
        case truncated, hugeHeader, unknownType, absurdSize, noConfiguration, noTokenizer, otherTokenizer
    }

    @Test("a model that cannot be opened is an error", arguments: ModelDamage.allCases)
    func model(damage: ModelDamage) throws {
        let model = try folder.copy(ofSample: "subject", as: "model")
        let weights = model.appending(path: "model.safetensors"), configuration = model.appending(path: "config.json"),
            tokenizer = model.appending(path: "tokenizer.json")
        let expected: [String]
        switch damage {
        case .truncated:
            try folder.truncate(weights)
            expected = ["model.safetensors: expected tensor", "fetch it again"]
        case .hugeHeader:
            try Data([0, 0, 0, 0, 0, 0, 0, 64] + Array("{}".utf8)).write(to: weights)
            expected = ["expected a header that fits in the file's 10 bytes", "found a header length of 4611686018427387904"]
        case .unknownType:
            try folder.edit(configuration, "\"llama\"", "\"bert\"")
            expected = ["expected a model_type that Parallax runs", "found \"bert\""]
        case .absurdSize:
            try folder.edit(configuration, "\"hidden_size\": 128", "\"hidden_size\": 1000000000000000000")
            expected = ["expected hidden_size to be an integer from 1 to", "found 1000000000000000000"]
        case .noConfiguration:
            try FileManager.default.removeItem(at: configuration)
            expected = ["config.json: expected a readable file"]
        case .noTokenizer:
            try FileManager.default.removeItem(at: tokenizer)
            expected = ["tokenizer.json: expected a readable file"]
        case .otherTokenizer:
            try Data("[1, 2]".utf8).write(to: tokenizer)
            expected = ["tokenizer.json: expected"]
        }
        let sentence = try #require(try plain("model: model").complaint)
        for part in expected { #expect(sentence.contains(part), "\(sentence)") }
        #expect(sentence.contains(", found ") && sentence.contains("; "))
    }

    @Test("a workspace without a model says what is missing, and where")
    func noModel() throws {
        #expect(
            try plain("dictionaries: []").complaint
                == "workspace: expected a model, found none; add \"model: FOLDER\" to the workspace or give --model FOLDER.")
        let gone = try plain("model: gone")
        #expect(gone.complaint != nil)
        #expect(gone.warnings.count == 1)
        #expect(
            gone.errors.contains(
                "parallax.yaml, line 1: expected an existing file or folder under model, found \"gone\", which is not there"))
        #expect(try #require(plain("- a list").complaint).contains("expected a YAML"))
        #expect(try #require(plain("model: [").complaint).contains("parallax.yaml: expected a YAML file"))
    }

    /// - Parameter tokens: those of the text, and BOS where a dictionary that can be read asks for it.
    private func goesOn(_ report: Program, tokens: Int = 2, warning: String...) {
        #expect(report.status == 0)
        #expect(report.lines.count { $0.contains("\"   ‖h‖ ") } == tokens, "the tokens are there")
        for part in warning { #expect(report.warnings.contains { $0.contains(part) }, "\(part): \(report.errors)") }
        #expect(report.errors.split(separator: "\n").count == report.warnings.count, "\(report.errors)")
        for line in report.warnings {
            #expect(line.contains(": expected ") && line.contains(", found ") && line.contains("; ") && line.hasSuffix("."))
        }
    }

    private static let dictionaryName = "blocks.3.hook_resid_post-k16"

    @Test("a cut-off dictionary is left out; the next one is shown")
    func truncatedDictionary() throws {
        let dictionary = try folder.copy(ofSample: "sae/\(Self.dictionaryName)", as: "dictionary")
        try folder.truncate(dictionary.appending(path: "sae_weights.safetensors"))
        let report = try plain(
            "model: \(sample)/subject\ndictionaries:\n  - path: dictionary\n  - path: \(sample)/sae/blocks.3.hook_resid_post-k8")
        goesOn(report, tokens: 3, warning: "sae_weights.safetensors: expected tensor")
        #expect(report.output.contains("SAE blocks.3.hook_resid_post-k8"))
    }

    @Test(
        "a dictionary of another width, site or architecture is left out",
        arguments: [
            ("\"d_in\": 128", "\"d_in\": 64", "expected tensor b_dec of shape [64], as d_in in cfg.json says, found shape [128]"),
            ("blocks.3.", "blocks.77.", "expected a site of a model of 6 blocks, found site 78 = blocks.77.hook_resid_post = NLA layer 77"),
            ("\"topk\"", "\"quantum\"", "found \"quantum\"")
        ])
    func misfitDictionary(old: String, new: String, warning: String) throws {
        let dictionary = try folder.copy(ofSample: "sae/\(Self.dictionaryName)", as: "dictionary")
        try folder.edit(dictionary.appending(path: "cfg.json"), old, new)
        let report = try plain("model: \(sample)/subject\ndictionaries:\n  - path: dictionary")
        goesOn(report, warning: warning)
        #expect(!report.output.contains("SAE "))
    }

    @Test("a dictionary made for a wider model is left out")
    func otherModel() throws {
        guard let model = Places.stories260K else { return print("skipped: ../shared/data/stories260K is absent") }
        let report = try plain(
            "model: \(model.path)\ndictionaries:\n  - path: \(sample)/sae/\(Self.dictionaryName)\nverbalizers:\n  - av: \(sample)/av\n    ar: \(sample)/ar"
        )
        #expect(report.status == 0)
        #expect(report.errors.contains("width 128"))
        #expect(report.errors.contains("verbalizer av: expected activations of width 64, as the model has, found 128"))
    }

    @Test(
        "a sidecar that does not fit its tokenizer leaves the AV out",
        arguments: [
            ("injection_token_id: 1528", "injection_token_id: 7", "to be the one token 7 \"%\", found 1528"),
            ("injection_left_neighbor_id: 1531", "injection_left_neighbor_id: 5", "expected the prompt to hold the marker between"),
            (
                "injection_scale: 70.0", "unused: 1",
                "expected extraction.injection_scale (the norm of the vector at the marker), found none"
            ),
            ("d_model: 128", "d_model: 64", "expected d_model to be the model's hidden_size 128, found 64")
        ])
    func misfitSidecar(old: String, new: String, warning: String) throws {
        let verbalizer = try folder.copy(ofSample: "av", as: "av")
        try folder.edit(verbalizer.appending(path: "nla_meta.yaml"), old, new)
        let report = try plain("model: \(sample)/subject\nverbalizers:\n  - name: bad\n    av: av")
        goesOn(report, warning: warning)
        #expect(!report.output.contains("  NLA  "))
        let command = try Program.run(
            "verbalize", "--av", verbalizer.path, "--activations", "\(Sample.golden("verbalizers/sample.safetensors").path):activations")
        #expect(try #require(command.complaint).contains(warning))
    }

    @Test("without its AR an AV still writes")
    func truncatedHead() throws {
        let reconstructor = try folder.copy(ofSample: "ar", as: "ar")
        try folder.truncate(reconstructor.appending(path: "value_head.safetensors"))
        let report = try plain("model: \(sample)/subject\nverbalizers:\n  - name: half\n    av: \(sample)/av\n    ar: ar")
        goesOn(report, warning: "value_head.safetensors: expected tensor weight")
        #expect(report.lines.count { $0.hasPrefix("  NLA  no AR") } == 2)
    }

    @Test("labels, statistics and paths that make no sense are left out")
    func asides() throws {
        try folder.write("stats.json", "{}")
        let report = try plain(
            """
            model: \(sample)/subject
            statistics: stats.json
            colour: red
            dictionaries:
              - path: \(sample)/sae/\(Self.dictionaryName)
                labels: \(sample)/subject/model.safetensors
              - path: gone
            """)
        goesOn(
            report, tokens: 3, warning: "expected feature labels", "stats.json: expected a file made by parallax statistics",
            "\"gone\", which is not there", "found \"colour\"")
        #expect(report.output.contains("no label"))
    }

    @Test("a document that cannot be read is refused in a sentence")
    func documents() throws {
        try folder.write("bad.jsonl", "{\"text\": 3}\n")
        try folder.write("ids.jsonl", "{\"token_ids\": [1, 999999]}\n")
        for (file, sentence) in [
            ("bad.jsonl", "bad.jsonl, line 1: expected a document with text, token_ids or chat"),
            ("ids.jsonl", "expected token ids from 0 to 1535, found 999999"),
            ("gone.txt", "workspace: expected a document to look at, found none")
        ] {
            let workspace = try folder.write("parallax.yaml", "model: \(sample)/subject\ndocuments:\n  - file: \(file)\n")
            #expect(try #require(try Program.run("explore", "--plain", workspace.path).complaint, "\(file)").contains(sentence), "\(file)")
        }
    }

    @Test("of a document that is longer than the model's context the beginning is read, and its last token says so")
    func longDocument() throws {
        try folder.write("long.txt", String(repeating: "river ", count: 5000))
        let report = try Program.run(
            "explore", "--plain", try folder.write("parallax.yaml", "model: \(sample)/subject\ndocuments:\n  - file: long.txt\n").path)
        #expect(report.status == 0 && report.lines.count { $0.contains("\"   ‖h‖ ") } == 256)
        #expect(report.output.hasSuffix("the text goes on: its first 256 tokens are read\n"))
    }
}
