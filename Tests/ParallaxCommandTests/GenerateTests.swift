import Foundation
import TestSupport
import Testing

@Suite("parallax generate") struct GenerateTests {
    struct Continuation: Decodable, Equatable {
        var ids: [Int]
        var text: String
    }

    /// The golden goes on beyond the stop token, the command ends with it.
    private func prompt() throws -> (ids: String, continuation: [Int]) {
        let golden = Sample.golden("models/subject-1.safetensors")
        let length = try Sample.ids("prompt_length", in: golden)[0], greedy = try Sample.ids("greedy_ids", in: golden)
        let stop = try #require(greedy.firstIndex(of: 0), "eos_token_id of config.json")
        return (try Sample.ids("token_ids", in: golden).prefix(length).map(String.init).joined(separator: ","), Array(greedy[...stop]))
    }

    @Test("greedy is the default and continues as transformers does, token for token")
    func greedy() throws {
        let (ids, expected) = try prompt()
        let command = ["generate", "--model", Sample.model, "--ids", ids, "--max-tokens", "\(expected.count + 5)"]
        let written = try Program.json(Continuation.self, command)
        // The golden goes on where the end of the text was said; the command stops there, as config.json asks.
        let end = try #require(expected.firstIndex(of: 0))
        #expect(written.ids == Array(expected.prefix(through: end)))
        #expect(try Program.keys(command) == ["ids", "text"])
        #expect(try Program.run(command).output == written.text + "\n", "streamed text is the same text")
    }

    @Test("--max-tokens ends it; 0 writes nothing")
    func limits() throws {
        let (ids, expected) = try prompt()
        #expect(
            try Program.json(Continuation.self, ["generate", "--model", Sample.model, "--ids", ids, "--max-tokens", "3"]).ids
                == Array(expected.prefix(3)))
        #expect(
            try Program.json(Continuation.self, ["generate", "--model", Sample.model, "--ids", ids, "--max-tokens", "0"])
                == Continuation(ids: [], text: ""))
    }

    @Test("a seed names one of many continuations")
    func seeds() throws {
        func drawn(_ seed: String) throws -> Continuation {
            try Program.json(
                Continuation.self,
                ["generate", "--model", Sample.model, "--text", "The river", "--temperature", "1", "--max-tokens", "20", "--seed", seed])
        }
        #expect(try drawn("5") == drawn("5"))
        #expect(try Set(["1", "2", "3"].map { try drawn($0).ids }).count == 3)
    }

    @Test("where the context is full it ends")
    func contextIsFull() throws {
        let ids = (0..<255).map { _ in "300" }.joined(separator: ",")
        #expect(
            try Program.json(Continuation.self, ["generate", "--model", Sample.model, "--ids", ids, "--max-tokens", "9223372036854775807"])
                .ids.count <= 2)
    }

    @Test("a chat is answered, up to the stop token of the turn or the text")
    func chat() throws {
        let folder = try Folder()
        let chat = try folder.write("chat.json", #"[{"role": "user", "content": "My friend Sam lost a ring, what now?"}]"#).path
        #expect(
            try Program.json(Continuation.self, ["generate", "--model", Sample.model, "--chat", chat, "--max-tokens", "8"]).text
                == "Ask Sam about the ring at the library")
    }

    @Test("the model outside tells its story")
    func stories() throws {
        guard let model = Places.stories260K else { return print("skipped: ../shared/data/stories260K is absent") }
        #expect(
            try Program.output("generate", "--model", model.path, "--text", "Once upon a time", "--max-tokens", "30").hasPrefix(
                ", there was a little girl named Lily. She loved to play outside in the park."))
    }
}
