import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("--bos means the same on every command, and a dictionary that was trained otherwise is warned of") struct BOSCommandTests {
    private struct Tokens: Decodable { let ids: [Int] }
    private struct Golden: Decodable {
        struct Prompt: Decodable { let ids: [Int] }
        let text: String
        let with: Prompt
        let without: Prompt
    }

    private static let model = Sample.golden("bos/model").path

    @Test("tokenize and capture begin as SAELens begins its prompts", arguments: ["auto", "always", "never", nil] as [String?])
    func prompts(rule: String?) throws {
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Sample.golden("bos/golden.json"))),
            expected = (rule == "always" ? golden.with : golden.without).ids
        let option = rule.map { ["--bos", $0] } ?? [], folder = try Folder(), file = folder.url.appending(path: "states.safetensors")
        #expect(try Program.json(Tokens.self, ["tokenize", "--model", Self.model, "--text", golden.text] + option).ids == expected)
        #expect(try Program.run(["capture", "--model", Self.model, "--text", golden.text, "-o", file.path] + option).status == 0)
        #expect(try Sample.tensor("token_ids", in: file).shape == [expected.count])
        // A file, and a text that spells it out: once, and never taken away.
        let text = try folder.write("text.txt", golden.text)
        #expect(try Program.json(Tokens.self, ["tokenize", "--model", Self.model, "--file", text.path] + option).ids == expected)
        #expect(
            try Program.json(Tokens.self, ["tokenize", "--model", Self.model, "--text", "<|endoftext|>" + golden.text] + option).ids
                == golden.with.ids)
    }

    @Test("what the tokenizer or the chat template puts first is taken away by never", arguments: [false, true])
    func never(isChat: Bool) throws {
        let folder = try Folder(), world = try TinyWorld(in: folder.url)
        try folder.edit(
            world.model.appending(path: "tokenizer_config.json"), "\"eos_token\"", "\"bos_token\":\"<|endoftext|>\",\"eos_token\"")
        let chat = try folder.write("chat.json", #"[{"role": "user", "content": "A ring"}]"#)
        let prompt = isChat ? ["--chat", chat.path] : ["--text", "A ring"]
        func ids(_ rule: String) throws -> [Int] {
            try Program.json(Tokens.self, ["tokenize", "--model", world.model.path, "--bos", rule] + prompt).ids
        }
        let plain = try ids("auto"),
            bos = try #require(
                try Program.json(Tokens.self, ["tokenize", "--model", world.model.path, "--text", "<|endoftext|>"]).ids.first)
        #expect(try ids("always") == [bos] + plain && ids("never") == plain)
        if isChat {
            try folder.edit(
                world.model.appending(path: "tokenizer_config.json"), "{% for m in messages %}", "{{ bos_token }}{% for m in messages %}")
        } else {
            let template = """
                "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<|endoftext|>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],"special_tokens":{"<|endoftext|>":{"id":"<|endoftext|>","ids":[\(bos)],"tokens":["<|endoftext|>"]}}},
                """
            try folder.edit(world.model.appending(path: "tokenizer.json"), "\"pre_tokenizer\"", template + "\"pre_tokenizer\"")
        }
        #expect(try ids("auto") == [bos] + plain && ids("always") == [bos] + plain && ids("never") == plain)
    }

    @Test("ids are as they are, a rule that is none is wrong usage, and a model without such a token says so")
    func refused() throws {
        let ids = try Program.run("tokenize", "--model", Sample.model, "--ids", "1,2", "--bos", "never")
        #expect(ids.status == 64 && ids.errors.contains("found --ids, which are taken as they are"))
        #expect(try Program.run("tokenize", "--model", Sample.model, "--text", "x", "--bos", "sometimes").status == 64)
        let folder = try Folder(), world = try TinyWorld(in: folder.url)
        try folder.edit(world.model.appending(path: "config.json"), "\"bos_token_id\":0,", "")
        try folder.edit(world.model.appending(path: "tokenizer_config.json"), "\"eos_token\":\"<|im_end|>\",", "")
        for command in [["tokenize"], ["generate", "--max-tokens", "1"], ["capture", "-o", folder.path("o")]] {
            let none = try Program.run(command + ["--model", world.model.path, "--text", "x", "--bos", "always"])
            #expect(
                none.complaint
                    == "--bos always: expected a bos_token or an eos_token in tokenizer_config.json, or a bos_token_id in config.json, found none; leave it out: texts begin as the tokenizer begins them."
            )
            #expect(try Program.run(command + ["--model", world.model.path, "--text", "x", "--bos", "never"]).status == 0)
        }
        let workspace = try Program.run([
            "compare", world.workspace.path, "--bos", "always", "--samples", "0", "--pca", "none", "--splice", "none"
        ])
        #expect(workspace.status == 0 && workspace.errors.contains("bos: always: expected a bos_token"))
    }

    /// Its dictionary says that it was trained on prompts without BOS.
    @Test(
        "claims say of a dictionary's figures what a comparison says of them, in text and in JSON",
        arguments: [nil, "auto", "never", "always"] as [String?])
    func claims(rule: String?) throws {
        struct Found: Decodable {
            struct Page: Decodable { let warnings: [String] }
            let warnings: [String]
            let pages: [Page]
        }
        let folder = try Folder(), world = try TinyWorld(in: folder.url), option = rule.map { ["--bos", $0] } ?? []
        let line = ["claims", world.workspace.path, "--document", "0", "--position", "4"] + option
        let found = try Program.json(Found.self, line), text = try Program.run(line), csv = try Program.run(line + ["--csv"])
        let said = "witness, by dictionary sae: trained on prompts without BOS, this document begins with it (bos: never takes it away)"
        #expect(found.warnings == (rule == "always" ? [said] : []) && found.pages.map(\.warnings) == [found.warnings])
        #expect(text.output.contains("! \(said)") == (rule == "always") && csv.errors.contains("warning: \(said)") == (rule == "always"))
        // Without the test that asks the dictionary nothing of it stands there.
        #expect(try Program.json(Found.self, line + ["--off", "witness"]).warnings.isEmpty)
        // The comparison, and the statistics that it rests on, begin documents alike.
        let compared = try Program.run(["compare", world.workspace.path, "--samples", "0", "--pca", "none", "--splice", "none"] + option)
        #expect(compared.output.contains("trained on prompts without BOS") == (rule == "always"))
        let statistics = try Program.run(["statistics", world.workspace.path, "-o", folder.path("statistics")] + option)
        #expect(
            statistics.output.hasPrefix("55 tokens of 6 documents")
                && statistics.output.contains(rule == "always" ? "6 positions excluded" : "0 positions excluded"), "\(statistics.output)")
    }
}
