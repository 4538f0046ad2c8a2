import Foundation
import TestSupport
import Testing

@Suite("parallax tokenize") struct TokenizeTests {
    struct Tokens: Decodable, Equatable {
        var ids: [Int]
        var tokens: [String]
    }

    private struct Golden: Decodable {
        struct Text: Decodable {
            var text: String
            var ids: [Int]
        }
        var texts: [Text]
    }

    @Test("a text becomes ids and the vocabulary's own strings")
    func text() throws {
        #expect(
            try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--text", "The river"])
                == Tokens(ids: [646, 686], tokens: ["The", "Ġriver"]))
        #expect(try Program.keys(["tokenize", "--model", Sample.model, "--text", "The river"]) == ["ids", "tokens"])
    }

    @Test("texts from stdin are tokenised as transformers does it", arguments: [0, 7, 14, 21])
    func transformers(first: Int) throws {
        let goldens = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Sample.golden("tokenization/sample.json"))).texts
        for golden in goldens.dropFirst(first).prefix(3) {
            #expect(
                try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--text", "-"], input: golden.text).ids == golden.ids,
                "\(golden.text.debugDescription)")
        }
    }

    @Test("the model outside is tokenised with its BOS")
    func stories() throws {
        guard let model = Places.stories260K else { return print("skipped: ../shared/data/stories260K is absent") }
        let tokens = try Program.json(Tokens.self, ["tokenize", "--model", model.path, "--text", "Once upon a time"])
        #expect(tokens == Tokens(ids: [1, 403, 407, 261, 378], tokens: ["<s>", "▁Once", "▁upon", "▁a", "▁time"]))
    }

    @Test("a chat goes through the model's template; --generation-prompt opens the model's turn")
    func chat() throws {
        let chat = #"[{"role": "user", "content": "My friend Sam lost a ring, what now?"}]"#
        let turn = [1, 410, 201, 947, 925, 777, 408, 261, 635, 14, 1109, 1301, 33, 2, 201]
        #expect(try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--chat", "-"], input: chat).ids == turn)
        let open = try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--chat", "-", "--generation-prompt"], input: chat)
        #expect(open.ids == turn + [1, 425, 201])
        #expect(open.tokens.suffix(3) == ["<|im_start|>", "assistant", "Ċ"])
    }

    @Test("a text may begin with a dash, and may be empty")
    func oddTexts() throws {
        let dash = try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--text", "-5 degrees"])
        #expect(dash.ids == (try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--text", "-"], input: "-5 degrees").ids))
        #expect(try Program.json(Tokens.self, ["tokenize", "--model", Sample.model, "--text", ""]) == Tokens(ids: [], tokens: []))
    }

    @Test("for people it is a table; also as CSV and Markdown")
    func tables() throws {
        let command = ["tokenize", "--model", Sample.model, "--text", "The river"]
        #expect(try Program.run(command).output == "position   id  token\n       0  646  The\n       1  686  Ġriver\n")
        #expect(try Program.run(command + ["--csv"]).output == "position,id,token\n0,646,The\n1,686,Ġriver\n")
        #expect(
            try Program.run(command + ["--markdown"]).output
                == "| position | id | token |\n| --: | --: | --- |\n| 0 | 646 | The |\n| 1 | 686 | Ġriver |\n")
    }
}
