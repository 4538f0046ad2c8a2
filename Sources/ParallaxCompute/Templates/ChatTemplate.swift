import Foundation

/// A model's chat template: Jinja, run by an interpreter with the settings of transformers (trim_blocks, lstrip_blocks, its functions).
///
///     let template = try ChatTemplate.open(folder: URL(filePath: "SampleData/subject"))
///     let prompt = try template?.render([ChatMessage(role: "user", content: "Hello")], addGenerationPrompt: true)
///
/// The prompt holds the special tokens it needs: encode it with `addSpecialTokens: false`.
public struct ChatTemplate: Sendable {
    private let template: [JinjaStatement]
    private let subject: String
    /// "bos_token" and the others that tokenizer_config.json names.
    private let specialTokens: [(name: String, content: String)]
    /// A template longer than this is refused before it is read.
    private static let longestTemplate = 1_000_000

    /// The template of a Hugging Face folder: chat_template.jinja, else `chat_template` of tokenizer_config.json (of several the one named
    /// "default"); nil where the folder has none.
    /// - Throws: a `Complaint` where a file is damaged or the template is no Jinja that Parallax knows.
    public static func open(folder: URL) throws -> ChatTemplate? {
        let configuration = try TokenizerConfiguration.open(folder: folder)
        let path = folder.appending(path: "chat_template.jinja").path
        if FileSystem.exists(path) {
            let bytes = try MappedFile.contents(of: path)
            return try ChatTemplate(String(decoding: bytes, as: UTF8.self), specialTokens: configuration.namedTokens, subject: path)
        }
        let subject = "chat_template of \(folder.appending(path: "tokenizer_config.json").path)"
        switch configuration.chatTemplate {
        case nil, .null: return nil
        case .string(let source): return try ChatTemplate(source, specialTokens: configuration.namedTokens, subject: subject)
        case .array(let named):
            guard let source = named.first(where: { $0["name"]?.string == "default" })?["template"]?.string else {
                throw Complaint(subject, expected: "a template named default", found: "\(named.count) others", remedy: "name one of them default")
            }
            return try ChatTemplate(source, specialTokens: configuration.namedTokens, subject: subject)
        case let other?:
            throw Complaint(subject, expected: "a string or a list of named templates", found: other.summary, remedy: "fetch the file again")
        }
    }

    /// A template from its source.
    package init(_ source: String, specialTokens: [(name: String, content: String)] = [], subject: String = "chat template") throws {
        guard source.utf8.count <= Self.longestTemplate else {
            throw Complaint(subject, expected: "a template of at most \(Self.longestTemplate) bytes", found: "\(source.utf8.count)", remedy: "shorten it")
        }
        template = try JinjaParser.parse(source, subject: subject)
        self.subject = subject
        self.specialTokens = specialTokens
    }

    /// The prompt that a conversation becomes.
    /// - Parameter addGenerationPrompt: whether the beginning of the assistant's next turn follows.
    /// - Throws: a `Complaint` with the template's own words where it objects (`raise_exception`), or what the interpreter does not know.
    public func render(_ messages: [ChatMessage], addGenerationPrompt: Bool) throws -> String {
        var variables: [String: JinjaValue] = [:]
        for (name, content) in specialTokens { variables[name] = .string(content) }
        variables["messages"] = .list(messages.map { .mapping(JinjaMapping([(.string("role"), .string($0.role)), (.string("content"), .string($0.content))])) })
        variables["tools"] = JinjaValue.none
        variables["documents"] = JinjaValue.none
        variables["add_generation_prompt"] = .bool(addGenerationPrompt)
        return try JinjaEvaluator(subject: subject, variables: variables).render(template)
    }
}
