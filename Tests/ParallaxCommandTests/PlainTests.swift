import Foundation
import TestSupport
import Testing

@Suite("parallax --plain") struct PlainTests {
    @Test("the sample: site, dictionary, verbalizer, where μ and Var come from, and every token with its features and sentences")
    func sample() throws {
        let report = try Program.run("--plain")
        #expect(report.status == 0)
        #expect(report.errors.isEmpty)
        #expect(report.lines[0].hasPrefix("document doc00   site 4 = blocks.3.hook_resid_post = NLA layer 3"))
        #expect(report.lines[1].hasPrefix("SAE blocks.3.hook_resid_post-k16   1024 features"))
        #expect(report.lines[2].hasPrefix("NLA sft"))
        #expect(report.lines[3].hasPrefix("μ, Var: "))
        let tokens = report.lines.filter { $0.contains("\"   ‖h‖ ") }
        #expect(tokens.count == 50)
        #expect(tokens[0].hasSuffix("left out of figures: BOS"))
        #expect(report.lines.count { $0.hasPrefix("  SAE  F ") } == tokens.count)
        #expect(report.lines.count { $0.hasPrefix("  NLA  F ") } == tokens.count)
        #expect(!report.output.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }

    @Test("without a terminal the explorer prints the same, from anywhere above the sample")
    func noTerminal() throws {
        let plain = try Program.output("--plain", "--document", "2")
        #expect(try Program.output("--document", "2") == plain)
        #expect(try Program.output("explore", "SampleData", "--document", "2") == plain)
        #expect(plain.hasPrefix("document doc02 "))
    }

    @Test("a document by --text, --file, --chat or stdin, read with the sample's parts")
    func documents() throws {
        let folder = try Folder()
        let file = try folder.write("river.txt", "The river").path
        let chat = try folder.write("chat.json", #"[{"role": "user", "content": "Hello Sam"}]"#).path
        func tokens(_ arguments: [String], input: String? = nil) throws -> [Substring] {
            let report = try Program.run(["--plain"] + arguments, input: input)
            #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
            // From the workspace's own documents.
            #expect(report.output.contains("μ, Var: "))
            return report.lines.filter { $0.contains("\"   ‖h‖ ") }.map { $0.prefix { $0 != "‖" } }
        }
        let river = try tokens(["--text", "The river"])
        // The dictionaries were trained on prompts that begin with BOS.
        #expect(river == ["0  \"<|endoftext|>\"   ", "1  \"The\"   ", "2  \" river\"   "])
        #expect(try tokens(["--text", "The river", "--bos", "never"]) == ["0  \"The\"   ", "1  \" river\"   "])
        #expect(try tokens(["--file", file]) == river)
        #expect(try tokens(["--text", "-"], input: "The river") == river)
        #expect(try tokens(["--file", "-"], input: "The river") == river)
        let turn = try tokens(["--chat", chat])
        #expect(turn.prefix(2) == ["0  \"<|endoftext|>\"   ", "1  \"<|im_start|>\"   "])
        #expect(try tokens(["--chat", "-"], input: String(contentsOfFile: chat, encoding: .utf8)) == turn)
    }

    @Test("a model alone: tokens and norms, and why there are no statistics", arguments: [false, true])
    func modelAlone(outside: Bool) throws {
        guard !outside || Places.stories260K != nil else { return print("skipped: ../shared/data/stories260K is absent") }
        let report = try Program.run(
            "--plain", "--model", outside ? Places.stories260K?.path ?? "" : Sample.model, "--text", "Once upon a time")
        #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
        #expect(report.output.contains("no statistics: μ and Var need other documents than the one shown"))
        #expect(report.lines.count { $0.contains("\"   ‖h‖ ") } >= 4)
        #expect(!report.output.contains("SAE") && !report.output.contains("NLA  "))
    }

    @Test("explanations made elsewhere, without a model: what the file says, and what its figures give again")
    func textsAlone() throws {
        let folder = Places.computeGoldens.appending(path: "explanations"), own = try Folder()
        let report = try Program.run("--plain", folder.appending(path: "transcript.txt").path)
        #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
        #expect(
            report.lines[0] == "document transcript   site 21 = blocks.20.hook_resid_post = NLA layer 20"
                && report.lines[1] == "NLA transcript   from a file")
        #expect(report.lines.count { $0.contains("\"   ‖h‖ ") } == 40)
        #expect(report.lines.count { $0.hasPrefix("  NLA  as the file says mse_nrm ") } == 37)
        #expect(report.lines.count { $0.hasPrefix("  !    fve_nrm is ") || $0.hasPrefix("  !    mse_nrm is ") } == 2)
        let yaml = try own.write("texts.yaml", "verbalizers:\n  - name: page\n    explanations: \(folder.path)/page.json\n")
        #expect(try Program.output("--plain", yaml.path).contains("NLA page   from a file"))
        let refused = try Program.run("compare", folder.appending(path: "transcript.txt").path)
        #expect(refused.status == 1 && refused.complaint?.contains("expected a model, found none") == true, "\(refused.errors)")
    }

    @Test("a dictionary and an NLA may be named without a workspace")
    func withoutWorkspace() throws {
        let report = try Program.run(
            "--plain", "--model", Sample.model, "--dictionary", Sample.dictionary("blocks.3.hook_resid_post-k8"), "--av", Sample.verbalizer,
            "--ar", Sample.reconstructor, "--text", "The river")
        #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
        #expect(report.lines[1].hasPrefix("SAE blocks.3.hook_resid_post-k8 "))
        #expect(report.lines.count { $0.hasPrefix("  SAE  ") } == 3)
        #expect(report.lines.count { $0.hasPrefix("  NLA  ") } == 3)
    }

    @Test("what is asked for and not there is refused")
    func missing() throws {
        #expect(
            try Program.run("--plain", "--document", "60").complaint
                == "--document: expected a number from 0 to 59, found 60; choose one of the workspace's documents.")
        #expect(
            try Program.run("--plain", "--model", "nowhere").complaint
                == "--model: expected an existing file or folder, found \"nowhere\", which is not there; correct the path.")
        #expect(
            try Program.run("--plain", "--file", "nowhere").complaint
                == "--file: expected an existing file or folder, found \"nowhere\", which is not there; correct the path.")
        #expect(try #require(Program.run("--plain", "--text", "").complaint).contains("expected at least one token, found none"))
        #expect(try #require(Program.run("nowhere.yaml").complaint).contains("nowhere.yaml: expected a readable file"))
    }
}
