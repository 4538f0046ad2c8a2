import Foundation

/// A model's chat template: Jinja, run by an interpreter with the settings of transformers (trim_blocks, lstrip_blocks, its functions).
///
///     let template = try ChatTemplate.open(folder: URL(filePath: "SampleData/subject"))
///     let prompt = try template?.render([ChatMessage(role: "user", content: "Hello")], addGenerationPrompt: true)
///
/// The prompt holds the special tokens it needs: encode it with `addSpecialTokens: false`.
public struct ChatTemplate: Sendable {
    private let template: [JinjaStatement]
    private let names: JinjaNames
    private let subject: String
    /// "bos_token" and the others that tokenizer_config.json names.
    private let specialTokens: [(name: String, content: String)]
    /// A template longer than this is refused before it is read.
    private static let longestTemplate = 1_000_000
    private let sourceBytes: Int
    /// How many bytes a prompt may have: for each of the messages' so many (a template may write a message twice, escaped as JSON), the
    /// template's own, and these for what it makes of nothing. A prompt of millions of tokens made of a word is no prompt.
    private static let mostForEach = 16, mostForNothing = 256 << 10

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
    /// - Parameter allowance: tells afterwards what reading used.
    package init(_ source: String, specialTokens: [(name: String, content: String)] = [], subject: String = "chat template", allowance: JinjaAllowance? = nil) throws {
        guard source.utf8.count <= Self.longestTemplate else {
            throw Complaint(subject, expected: "a template of at most \(Self.longestTemplate) bytes", found: "\(source.utf8.count)", remedy: "shorten it")
        }
        sourceBytes = source.utf8.count
        (template, names) = try JinjaParser.parse(source, allowance ?? .forReading(subject: subject))
        self.subject = subject
        self.specialTokens = specialTokens
    }

    /// The prompt that a conversation becomes.
    /// - Parameter addGenerationPrompt: whether the beginning of the assistant's next turn follows.
    /// - Parameter cancellation: ends the rendering between two steps once it is cancelled.
    /// - Throws: a `Complaint` with the template's own words where it objects (`raise_exception`), what the interpreter does not know, or
    ///   which bound of `JinjaAllowance` the template does not keep; `CancellationError` once it is cancelled.
    public func render(_ messages: [ChatMessage], addGenerationPrompt: Bool, cancellation: Cancellation? = nil) throws -> String {
        try render(messages, addGenerationPrompt: addGenerationPrompt, JinjaAllowance(subject: subject, cancellation: cancellation))
    }

    /// As above, with an allowance that tells afterwards what was used.
    package func render(_ messages: [ChatMessage], addGenerationPrompt: Bool, _ allowance: JinjaAllowance) throws -> String {
        let given = messages.reduce(0) { $0 + $1.role.utf8.count + $1.content.utf8.count }
        let evaluator = try JinjaEvaluator(allowance, longestPrompt: Self.mostForNothing + sourceBytes + Self.mostForEach * given)
        func give(_ name: String, _ value: JinjaValue) throws {
            if let number = names.number(of: name) { try evaluator.give(number, value) }
        }
        func text(_ text: String) throws -> JinjaValue { .string(try JinjaString(foreign: text, allowance)) }
        for (name, content) in specialTokens { try give(name, try text(content)) }
        let (role, content) = (try text("role"), try text("content"))
        let turns = try messages.map { try evaluator.mapping([(role, try text($0.role)), (content, try text($0.content))]) }
        try give("messages", try evaluator.list(turns))
        try give("tools", .none)
        try give("documents", .none)
        try give("add_generation_prompt", .bool(addGenerationPrompt))
        return try evaluator.render(template)
    }
}
