import Foundation
import ParallaxWorld
import TestSupport
import Testing

@Suite("A folder's chat template and a person's chat, in the forms in which people have them")
struct ChatFileTests {
    static let goldens = TokenizerGoldens.folder.deletingLastPathComponent().appending(path: "templates")

    /// Goldens/templates/make_chat_goldens.py
    struct Goldens: Decodable {
        struct Entry: Decodable, CustomTestStringConvertible {
            let name: String
            let files: [String: String]
            /// JSON, as a chat's file has it.
            let chat: String, variables: String
            /// Without and with the generation prompt.
            let texts: [String]

            var testDescription: String { name }
        }

        let tokenizer: String
        let entries: [Entry]

        static let all = try? JSONDecoder().decode(
            Goldens.self, from: Data(contentsOf: ChatFileTests.goldens.appending(path: "chats.json")))
    }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("the goldens are there")
    func complete() { #expect(Goldens.all?.entries.count ?? 0 > 40) }

    @Test("the text that transformers makes of it", arguments: Goldens.all?.entries ?? [])
    func agrees(entry: Goldens.Entry) throws {
        try folder.write("model/tokenizer.json", try #require(Goldens.all?.tokenizer))
        for (name, text) in entry.files { try folder.write("model/" + name, text) }
        var variables = TemplateVariables()
        for (name, value) in try #require(JSONText.value(Array(entry.variables.utf8), subject: "variables").object) {
            try variables.set(name, value, subject: "variables")
        }
        let template = try #require(try ChatTemplate.open(folder: folder.url.appending(path: "model"), variables: variables))
        let chat = try #require(try DocumentFile(folder.write("chat.json", entry.chat), isChat: true).document(0).chat)
        for (isPrompt, text) in zip([false, true], entry.texts) {
            #expect(try template.render(chat, addGenerationPrompt: isPrompt) == text)
        }
        // A tokenizer of the folder opens, too.
        #expect(try Tokenizer.open(folder: folder.url.appending(path: "model")).encode("hi", addSpecialTokens: false).count == 2)
    }

    private func template(_ source: String, variables: TemplateVariables = TemplateVariables()) throws -> ChatTemplate {
        try folder.write("model/chat_template.jinja", source)
        return try #require(try ChatTemplate.open(folder: folder.url.appending(path: "model"), variables: variables))
    }

    private func chat(_ json: String) throws -> Conversation {
        try #require(try DocumentFile(folder.write("chat.json", json), isChat: true).document(0).chat)
    }

    @Test(
        "what stands beside messages reaches the template: servers' settings, and switches by their names",
        arguments: [
            (#"{"messages": [{"role": "user", "content": "x"}], "enable_thinking": false}"#, "False"),
            (#"{"messages": [{"role": "user", "content": "x"}], "chat_template_kwargs": {"enable_thinking": false}}"#, "False"),
            (#"{"model": "m", "temperature": 0.5, "enable_thinking": true, "messages": [{"role": "user", "content": "x"}]}"#, "True"),
            (#"{"chat": [{"role": "user", "content": "x"}]}"#, "none"),
            (#"{"enable_thinking": null, "messages": [{"role": "user", "content": "x"}]}"#, "none")
        ])
    func beside(_ json: String, _ text: String) throws {
        let template = try template("{{ enable_thinking if enable_thinking is defined else 'none' }}")
        #expect(try template.render(chat(json), addGenerationPrompt: false) == text)
        // What the person says goes before the file.
        let own = try self.template(
            "{{ enable_thinking if enable_thinking is defined else 'none' }}",
            variables: try TemplateVariables(options: ["enable_thinking=3"]))
        #expect(try own.render(chat(json), addGenerationPrompt: false) == "3")
    }

    @Test("a variable's value is JSON, or else a text")
    func options() throws {
        let variables = try TemplateVariables(options: ["a=false", "b=[1, \"x\"]", "c=plain words", "a=2", "d=\"2\"", "e="])
        let template = try template("{{ a }}{{ b }}{{ c }}{{ d is string }}{{ e == '' }}", variables: variables)
        #expect(try template.render([ChatMessage(role: "user", content: "")], addGenerationPrompt: false) == "2[1, 'x']plain wordsTrueTrue")
        for wrong in ["a", "=1", "a b=1", "messages=[]", "add_generation_prompt=true", "1a=2", "é-=1"] {
            #expect(throws: Complaint.self, "\(wrong)") { try TemplateVariables(options: [wrong]) }
        }
    }

    @Test("a variable that the template does not know is refused, with those that it knows")
    func unknownVariable() throws {
        let complaint = #expect(throws: Complaint.self) {
            try template(
                "{% if enable_thinking %}{{ messages[0].role }}{% endif %}",
                variables: try TemplateVariables(options: ["enable_thinkng=false"]))
        }
        #expect(complaint?.description.contains("enable_thinkng") == true && complaint?.remedy.contains("enable_thinking") == true)
    }

    @Test(
        "a system prompt beside the messages is no reason to leave it out without a word",
        arguments: ["system", "system_prompt", "instructions"])
    func promptBeside(_ key: String) throws {
        let json = "{\"\(key)\": \"Be brief.\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}"
        let complaint = #expect(throws: Complaint.self) {
            try template("{{ messages[0].content }}").render(chat(json), addGenerationPrompt: false)
        }
        #expect(complaint?.description.contains(key) == true)
        #expect(try template("{{ \(key) }}{{ messages[0].content }}").render(chat(json), addGenerationPrompt: false) == "Be brief.x")
    }

    @Test(
        "what is no message is refused at its line and column",
        arguments: [
            (#"[{"from": "human", "value": "x"}]"#, "not from and value"), (#"[{"role": "user"}]"#, "a role and a content"),
            (#"[{"content": "x"}]"#, "a role and a content"), (#"[{"role": 3, "content": "x"}]"#, "a role and a content"),
            ("[\n  {\"role\": \"user\", \"content\": \"a\"},\n  \"hi\"\n]", "line 3, column 3"),
            ("[\n {\"role\": \"user\", \"content\": \"a\"}\n {}]", "line 3, column 2"),
            (#"[[{"role": "user", "content": "x"}]]"#, "a message"), ("[]", "at least one message"),
            (#"[{"role": "user", "content": "\ud83d"}]"#, "both halves of a surrogate pair"),
            (#"[{"role": "user", "content": 123456789012345678901234567890}]"#, "a whole number of at most 64 bits"),
            (#"{"messages": [{"role": "user", "content": "x"}], "continue_final_message": true}"#, "not to be continued")
        ])
    func wrong(_ json: String, _ words: String) throws {
        let complaint = #expect(throws: Complaint.self) { try chat(json) }
        #expect(complaint?.description.contains(words) == true, "\(complaint?.description ?? "")")
    }

    @Test("templates of older folders: chat_template.json, and named ones of which none is the default")
    func older() throws {
        try folder.write("old/chat_template.json", #"{"chat_template": "{{ messages[0].content }}!"}"#)
        #expect(
            try ChatTemplate.open(folder: folder.url.appending(path: "old"))?.render(
                [ChatMessage(role: "user", content: "x")], addGenerationPrompt: false) == "x!")
        try folder.write(
            "named/tokenizer_config.json", #"{"chat_template": [{"name": "tools", "template": "x"}, {"name": "rag", "template": "y"}]}"#)
        let complaint = #expect(throws: Complaint.self) { try ChatTemplate.open(folder: folder.url.appending(path: "named")) }
        #expect(complaint?.found.contains("tools, rag") == true)
        try folder.write("latin/chat_template.jinja", Array("ab\n\u{e9}".unicodeScalars.map { UInt8($0.value) }))
        #expect(throws: Complaint.self) { try ChatTemplate.open(folder: folder.url.appending(path: "latin")) }
    }
}
