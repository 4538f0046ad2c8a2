import Foundation
import ParallaxText
import TestSupport
import Testing

@Suite("The chat templates of published models, rendered and tokenised in one step as transformers does it")
struct PublishedTemplateTests {
    /// Goldens/tokenization/make_published_goldens.py
    struct Entry: Decodable, CustomTestStringConvertible {
        let template: String, tokenizer: String, chat: String
        let messages: [PlainMessage]
        let prompt: Bool
        /// With DATE in the place of the day's date.
        let rendered: String?
        /// Of a text without the day's date.
        let ids: [Int]?
        let error: String?

        var testDescription: String { "\(template), \(chat)\(prompt ? ", with generation prompt" : "")" }

        static let all: [Entry] =
            (try? JSONDecoder().decode([Entry].self, from: Data(contentsOf: TokenizerGoldens.folder.appending(path: "published.json"))))
            ?? []
    }

    @Test("goldens of every template are there")
    func complete() {
        #expect(
            Set(Entry.all.map(\.template)) == ["qwen2.5", "qwen3", "llama3.1", "llama3.2", "gemma2", "gemma3", "mistral", "phi3", "phi4"])
        #expect(Entry.all.count { $0.ids != nil } > 70 && Entry.all.count { $0.error != nil } == 10)
    }

    @Test("text and ids, or the template's own objection", arguments: Entry.all)
    func agrees(entry: Entry) throws {
        let tokenizer = try GoldenTokenizer(name: entry.tokenizer).open()
        let source = try String(contentsOf: TokenizerGoldens.folder.appending(path: "published/\(entry.template).jinja"), encoding: .utf8)
        let specials = try TokenizerConfigurationFixture.specialTokens(of: entry.tokenizer)
        func render() throws -> String {
            try ChatTemplate(source, specialTokens: specials).render(entry.messages.map(\.message), addGenerationPrompt: entry.prompt)
        }
        if let objection = entry.error {
            let complaint = #expect(throws: Complaint.self) { try render() }
            #expect(complaint?.found.contains(objection) == true)
            return
        }
        let text = try render()
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "dd MMM yyyy"
        #expect(text.replacingOccurrences(of: formatter.string(from: Date()), with: "DATE").isIdentical(to: try #require(entry.rendered)))
        guard let ids = entry.ids else { return }
        #expect(try tokenizer.encode(text, addSpecialTokens: false) == ids)
    }
}

/// The special tokens that a golden tokenizer's tokenizer_config.json names.
enum TokenizerConfigurationFixture {
    static func specialTokens(of name: String) throws -> [(name: String, content: String)] {
        let data = try Data(contentsOf: TokenizerGoldens.folder.appending(path: "\(name)/tokenizer_config.json"))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return ["bos_token", "eos_token"].compactMap { key in
            let content = object[key] as? String ?? (object[key] as? [String: Any])?["content"] as? String
            return content.map { (key, $0) }
        }
    }
}
