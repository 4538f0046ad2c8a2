import ArgumentParser
import Foundation
import ParallaxCompute

/// A prompt as ids, text, a file or a chat; just one of them.
struct PromptOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Token ids, separated by commas.", valueName: "1,2,3"))
    var ids: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The text itself; - reads stdin.", valueName: "S"))
    var text: String?

    @Option(help: ArgumentHelp("A text file; - reads stdin.", valueName: "F"))
    var file: String?

    @Option(help: ArgumentHelp("A chat, [{\"role\", \"content\"}, …]; - reads stdin.", valueName: "F.json"))
    var chat: String?

    func validate() throws {
        let given = [ids, text, file, chat].compactMap { $0 }.count
        guard given == 1 else { throw ValidationError("expected one of --ids, --text, --file and --chat, found \(given == 0 ? "none" : "\(given)")") }
        if let ids { _ = try Self.parse(ids) }
    }

    /// The file that it is read from, where it is.
    var source: URL? { [file, chat].compactMap { $0 }.first { $0 != "-" }.flatMap { try? Input.url($0) } }

    /// The prompt as token ids; chats go through the model's chat template. Ids need no tokenizer: a folder without one can be run on them.
    func tokenIDs(folder: URL, generationPrompt: Bool) throws -> [Int] {
        if let ids { return try Self.parse(ids) }
        let tokenizer = try Input.tokenizer(folder)
        if let chat {
            guard let template = try ChatTemplate.open(folder: folder) else {
                throw Complaint(folder.path, expected: "a chat_template in tokenizer_config.json or chat_template.jinja", found: "none", remedy: "give the prompt with --text")
            }
            let messages = try Self.messages(Input.read(chat), name: chat == "-" ? "stdin" : chat)
            return try tokenizer.encode(template.render(messages, addGenerationPrompt: generationPrompt), addSpecialTokens: false)
        }
        return try tokenizer.encode(Input.string(text: text, file: file), addSpecialTokens: true)
    }

    /// - Throws: `ValidationError`: what is written is no list of ids, whatever the model.
    private static func parse(_ ids: String) throws -> [Int] {
        try ids.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let id = Int(foreign: part.trimmingCharacters(in: .whitespaces)), id >= 0 else {
                throw ValidationError("--ids: expected token ids separated by commas, like 1,2,3, found \"\(part)\"")
            }
            return id
        }
    }

    /// A chat of more is none.
    private static let mostValues = 1_000_000

    private static func messages(_ data: Data, name: String) throws -> [ChatMessage] {
        do {
            return try BoundedJSON.decode([ChatMessage].self, from: data, most: mostValues)
        } catch {
            throw Complaint(name, expected: "a chat, [{\"role\": …, \"content\": …}, …]", found: "another JSON or none", remedy: "write one object a message")
        }
    }
}
