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

    @Option(
        help: ArgumentHelp(
            "A chat, [{\"role\", \"content\"}, …] or {\"messages\": […], \"tools\": […]}; - reads stdin.", valueName: "F.json"))
    var chat: String?

    @OptionGroup var bos: BOSOptions
    @OptionGroup var encoding: EncodingOptions
    @OptionGroup var template: TemplateOptions

    func validate() throws {
        guard template.templateVariable.isEmpty || chat != nil else {
            throw ValidationError("--template-variable: expected a --chat whose template is given it, found none")
        }
        guard encoding.encoding == nil || file != nil || chat != nil || text == "-" else {
            throw ValidationError("--encoding: expected a --file or a --chat that is read so, found none")
        }
        let given = [ids, text, file, chat].compactMap { $0 }.count
        guard given == 1 else {
            throw ValidationError("expected one of --ids, --text, --file and --chat, found \(given == 0 ? "none" : "\(given)")")
        }
        guard bos.bos == nil || ids == nil else {
            throw ValidationError(
                "--bos: expected a --text, --file or --chat whose first token it decides, found --ids, which are taken as they are")
        }
        if let ids { _ = try Self.parse(ids) }
    }

    /// The file that it is read from, where it is.
    var source: URL? { [file, chat].compactMap { $0 }.first { $0 != "-" }.flatMap { try? Input.url($0) } }

    /// The prompt as token ids; chats go through the model's chat template. Ids need no tokenizer: a folder without one can be run on them.
    func tokenIDs(folder: URL, generationPrompt: Bool) throws -> [Int] {
        if let ids { return try Self.parse(ids) }
        let tokenizer = try Input.tokenizer(folder), beginning = try bos.beginning(tokenizer, folder: folder)
        if let chat {
            guard let template = try ChatTemplate.open(folder: folder, variables: template.variables()) else {
                throw Complaint(
                    folder.path, expected: "a chat_template in tokenizer_config.json or chat_template.jinja", found: "none",
                    remedy: "give the prompt with --text")
            }
            return beginning.applied(
                to: try tokenizer.encode(
                    template.render(try conversation(chat), addGenerationPrompt: generationPrompt), addSpecialTokens: false)
            ) { _ in false }
        }
        return try beginning.encode(Input.string(text: text, file: file, encoding: encoding.textEncoding()), tokenizer)
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

    private static let chatForm = "a chat, [{\"role\": …, \"content\": …}, …] or {\"messages\": […]}"

    private func conversation(_ chat: String) throws -> Conversation {
        let name = chat == "-" ? "stdin" : chat
        let text = try TextReading.string(Input.read(chat), encoding: encoding.textEncoding(), subject: name)
        let document = try Array(text.utf8).withUnsafeBytes {
            try DocumentFile.document($0, expected: Self.chatForm, subject: name, defaultID: name)
        }
        guard let conversation = document.chat else {
            throw Complaint(name, expected: Self.chatForm, found: "a document without messages", remedy: "write one object a message")
        }
        return conversation
    }
}
