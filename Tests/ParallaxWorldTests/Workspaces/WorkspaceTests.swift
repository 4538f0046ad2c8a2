import Foundation
import ParallaxWorld
import TestSupport
import Testing

@Suite("workspaces")
struct WorkspaceTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for file in [
            "model/config.json", "sae/cfg.json", "labels.tsv", "av/config.json", "ar/config.json", "texts.txt", "prompts.txt", "talk.json",
            "sums"
        ] {
            try folder.write(file, "x")
        }
    }

    private func path(_ name: String) -> String { folder.url.appending(path: name).standardizedFileURL.path }

    private func open(_ yaml: String) throws -> Workspace { try Workspace.open(folder.write("parallax.yaml", yaml)) }

    private static let whole = """
        model: model
        dictionaries:
          - path: sae
            labels: labels.tsv
            site: blocks.3.hook_resid_post
          - sae
        verbalizers:
          - name: ours
            av: av
            ar: ./ar
          - explanations: texts.txt
        documents:
          - file: prompts.txt
          - chat: talk.json
          - text: "Hello: there"
          - prompts.txt
        statistics: sums
        """

    @Test("every part is read, paths are relative to the file")
    func whole() throws {
        let workspace = try open(Self.whole)
        #expect(workspace.complaints == [])
        #expect(workspace.model?.path == path("model"))
        #expect(workspace.dictionaries.map(\.path.path) == [path("sae"), path("sae")])
        #expect(workspace.dictionaries[0].labels?.path == path("labels.tsv"))
        #expect(workspace.dictionaries[0].site == .residual(4))
        #expect(workspace.dictionaries[1].site == nil)
        #expect(workspace.verbalizers.map(\.name) == ["ours", "texts"])
        #expect(workspace.verbalizers[0].av?.path == path("av"))
        #expect(workspace.verbalizers[0].ar?.path == path("ar"))
        #expect(workspace.verbalizers[1].explanations?.path == path("texts.txt"))
        #expect(workspace.documents.count == 4)
        #expect(workspace.documents[2] == .text("Hello: there"))
        #expect(workspace.statistics?.path == path("sums"))
    }

    @Test("claims: rules, truth, a file of verdicts that is yet to come, a question over the text")
    func claims() throws {
        let workspace = try open(
            "claims:\n  rules: labels.tsv\n  truth: [texts.txt, prompts.txt]\n  calibration: sums\n  verdicts: verdicts.jsonl\n  mimic: texts.txt\n  prompt: \"Describe: {text}\""
        )
        #expect(workspace.complaints == [])
        #expect(workspace.claims.rules?.path == path("labels.tsv"))
        #expect(workspace.claims.truth.map(\.path) == [path("texts.txt"), path("prompts.txt")])
        #expect(workspace.claims.calibration?.path == path("sums"))
        #expect(workspace.claims.verdicts?.path == path("verdicts.jsonl"))
        #expect(workspace.claims.mimic?.path == path("texts.txt"))
        #expect(workspace.claims.prompt == "Describe: {text}")
        #expect(try open("claims:").claims == Workspace.Claims())
    }

    @Test("a folder stands for the parallax.yaml in it")
    func folderOpens() throws {
        _ = try open("model: model")
        #expect(try Workspace.open(folder.url).model?.path == path("model"))
        #expect(throws: Complaint.self) { try Workspace.open(folder.url.appending(path: "model")) }
    }

    @Test("a tilde is the home folder")
    func tilde() throws {
        let workspace = try open("model: \"~\"")
        #expect(workspace.model?.path == URL(filePath: NSHomeDirectory()).standardizedFileURL.path)
    }

    @Test(
        "what makes no sense becomes a sentence with its line, the rest is used",
        arguments: [
            ("modle: model", "line 2: expected one of the keys model", nil),
            ("statistics: [1]", "a path under statistics", nil),
            ("statistics: absent", "\"absent\", which is not there", nil),
            ("dictionaries: sae", "a list under dictionaries, found \"sae\"", nil),
            ("dictionaries:\n  - labels: labels.tsv", "a path in every dictionary", nil),
            (
                "dictionaries:\n  - path: sae\n    site: nowhere",
                "line 4: expected a site such as blocks.3.hook_resid_post, model.layers.3 or 4, found \"nowhere\"", "sae"
            ),
            ("dictionaries:\n  - path: sae\n    label: labels.tsv", "one of the keys path, labels, site under dictionaries", "sae"),
            ("dictionaries:\n  - path: sae\n    labels: absent", "under labels", "sae"),
            ("dictionaries:\n  - absent\n  - sae", "line 3", "sae"),
            ("dictionaries:\n  - [sae]\n  - sae", "an entry of dictionaries with path, labels, site, found a list", "sae"),
            ("verbalizers:\n  - name: x", "an av, an ar or explanations", nil),
            ("verbalizers:\n  - av: absent", "under av", nil),
            ("claims: rules.yaml", "an entry of claims with rules, truth, calibration, verdicts, mimic, prompt", nil),
            ("claims:\n  rule: labels.tsv", "found \"rule\"", nil),
            ("claims:\n  truth: texts.txt", "a list under truth", nil),
            ("claims:\n  truth: [absent]", "under truth", nil),
            ("claims:\n  verdicts: absent/verdicts.jsonl", "a file in an existing folder under verdicts", nil),
            ("claims:\n  prompt: Describe it", "a question with {text}", nil),
            ("documents:\n  - text: [a]", "a text, found a list", nil),
            ("documents:\n  - sound: a.wav", "one of the keys file, chat, text", nil),
            ("? [a, b]\n: c", "found a list", nil)
        ])
    func complaints(yaml: String, reason: String, dictionary: String?) throws {
        let workspace = try open("model: model\n" + yaml)
        #expect(workspace.model != nil)
        #expect(workspace.complaints.count == 1)
        #expect(workspace.complaints.first?.description.contains(reason) == true, "\(workspace.complaints)")
        #expect(workspace.dictionaries.last?.path.lastPathComponent == dictionary)
    }

    @Test("empty values are the same as leaving the key out")
    func nothing() throws {
        let workspace = try open("model:\ndictionaries:\nverbalizers: ~\nstatistics: null")
        #expect(workspace.complaints == [])
        #expect(workspace.model == nil && workspace.dictionaries.isEmpty)
    }

    @Test(
        "what is no YAML mapping is refused",
        arguments: ["", "- a", "just text", "a: [", "\tmodel: x", "model: a\nmodel: b", "*unknown", "\u{0}"])
    func noMapping(yaml: String) throws {
        #expect(throws: Complaint.self) { try open(yaml) }
    }

    @Test("deep nesting and multiplying aliases are refused at once")
    func bombs() throws {
        #expect(throws: Complaint.self) { try open("model: " + String(repeating: "[", count: 200_000)) }
        #expect(throws: Complaint.self) { try open(String(repeating: "- ", count: 100_000) + "a") }
        let deep = try open("model: model\nx: " + String(repeating: "[", count: 90) + String(repeating: "]", count: 90))
        #expect(deep.complaints.count == 1)
        var laughs = "a0: &a0 [x, x]\n"
        for level in 1..<40 { laughs += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        let clock = ContinuousClock()
        let time = clock.measure { #expect(throws: Complaint.self) { try open(laughs + "? *a39\n: x\n") } }
        #expect(time < .seconds(1))
    }

    @Test("thousands of damaged copies open or are refused, none crashes")
    func damaged() throws {
        for copy in mutations(of: Array(Self.whole.utf8), count: 2000, seed: 4) {
            let url = try folder.write("parallax.yaml", copy)
            do {
                let workspace = try Workspace.open(url)
                #expect(workspace.dictionaries.count <= 4)
            } catch {
                #expect(error is Complaint)
            }
        }
    }

    @Test("options make a workspace and take the place of what one names")
    func options() throws {
        let options = WorkspaceOptions(model: "av", dictionaries: ["sae", "absent"], ar: "ar", text: "Hi", file: "prompts.txt")
        let made = options.applied(in: folder.url)
        #expect(made.model?.path == path("av"))
        #expect(made.dictionaries.map(\.path.path) == [path("sae")])
        #expect(made.verbalizers == [.init(name: "ar", ar: URL(filePath: path("ar")))] || made.verbalizers.first?.ar?.path == path("ar"))
        #expect(made.documents.first == .text("Hi"))
        #expect(made.documents.count == 2)
        #expect(made.complaints.map(\.subject) == ["--dictionary"])

        let base = try open(Self.whole)
        let overridden = WorkspaceOptions(text: "Hi").applied(to: base, in: folder.url)
        #expect(
            overridden.given == [.text("Hi")] && overridden.documents == base.documents, "μ and Var come from the workspace's own documents"
        )
        #expect(
            WorkspaceOptions(model: path("av"), text: "Hi").applied(to: base, in: folder.url).documents == [.text("Hi")],
            "ids of another model are others")
        #expect(overridden.dictionaries == base.dictionaries)
        #expect(WorkspaceOptions().isEmpty && !options.isEmpty)
    }

    @Test("the sample is found by environment, then above the program, then above the current folder")
    func sample() throws {
        let above = try folder.write("a/SampleData/parallax.yaml", "model: x")
        let named = try folder.write("b/parallax.yaml", "model: x")
        try folder.write("a/build/release/parallax", "")
        let program = folder.url.appending(path: "a/build/release/parallax"), elsewhere = folder.url.appending(path: "b")
        func found(_ environment: [String: String], _ executable: URL?, _ current: URL) throws -> String {
            try Workspace.sampleFile(environment: environment, executable: executable, currentFolder: current).resolvingSymlinksInPath()
                .path
        }
        #expect(try found([:], program, elsewhere) == above.resolvingSymlinksInPath().path)
        #expect(try found([:], nil, folder.url.appending(path: "a/build")) == above.resolvingSymlinksInPath().path)
        #expect(try found(["PARALLAX_SAMPLE": elsewhere.path], program, elsewhere) == named.resolvingSymlinksInPath().path)
        #expect(try found(["PARALLAX_SAMPLE": named.path], program, elsewhere) == named.resolvingSymlinksInPath().path)
        #expect(throws: Complaint.self) { try found(["PARALLAX_SAMPLE": "absent"], program, elsewhere) }
        #expect(throws: Complaint.self) { try found([:], nil, elsewhere) }
    }
}
