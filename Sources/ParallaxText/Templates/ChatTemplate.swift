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
    /// What the person sets.
    private var variables = TemplateVariables()
    /// The template for conversations with tools, where it is another one; one at most.
    private var forTools: [ChatTemplate] = []
    /// How many bytes a prompt may have: for each of the messages' so many (a template may write a message twice, escaped as JSON), the
    /// template's own, and these for what it makes of nothing. A prompt of millions of tokens made of a word is no prompt.
    private static let mostForEach = 16, mostForNothing = 256 << 10

    /// The template of a Hugging Face folder, from the first of these that is there: chat_template.jinja with the named ones of
    /// additional_chat_templates, `chat_template` of tokenizer_config.json (one, or several with names), chat_template.json. Of several the
    /// one named "default" counts, and for a conversation with tools the one named "tool_use". Nil where the folder has none.
    /// - Parameter variables: what the person sets; every template that has them is given them.
    /// - Throws: a `Complaint` where a file is damaged, the template is no Jinja that Parallax knows, or it has no such variable.
    public static func open(folder: URL, variables: TemplateVariables = TemplateVariables()) throws -> ChatTemplate? {
        let configuration = try TokenizerConfiguration.open(folder: folder)
        guard let sources = try ChatTemplateSources(folder: folder, configured: configuration.chatTemplate) else { return nil }
        func template(_ source: ChatTemplateSources.Source) throws -> ChatTemplate {
            try ChatTemplate(source.text, specialTokens: configuration.namedTokens, subject: source.subject)
        }
        var found = try template(sources.standard)
        found.forTools = try sources.tools.map { [try template($0)] } ?? []
        found.variables = variables
        try found.checkVariables()
        return found
    }

    /// A variable that the template does not know would change nothing, and nobody would notice.
    private func checkVariables() throws {
        for (name, _) in variables.values where !([self] + forTools).contains(where: { $0.names.asks(for: name) }) {
            throw Complaint(
                subject, expected: "a template that asks for the variable \(name)", found: "none of that name in it",
                remedy:
                    "correct the name or leave it out (this template has \(names.asked.filter { $0.utf8.count <= 40 }.prefix(30).map { $0 }.listed()))"
            )
        }
    }

    /// A template from its source.
    /// - Parameter allowance: tells afterwards what reading used.
    package init(
        _ source: String, specialTokens: [(name: String, content: String)] = [], subject: String = "chat template",
        allowance: JinjaAllowance? = nil
    ) throws {
        guard source.utf8.count <= Self.longestTemplate else {
            throw Complaint(
                subject, expected: "a template of at most \(Self.longestTemplate) bytes", found: "\(source.utf8.count)",
                remedy: "shorten it")
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
    public func render(_ conversation: Conversation, addGenerationPrompt: Bool, cancellation: Cancellation? = nil) throws -> String {
        try render(conversation, addGenerationPrompt: addGenerationPrompt, JinjaAllowance(subject: subject, cancellation: cancellation))
    }

    public func render(_ messages: [ChatMessage], addGenerationPrompt: Bool, cancellation: Cancellation? = nil) throws -> String {
        try render(Conversation(messages), addGenerationPrompt: addGenerationPrompt, cancellation: cancellation)
    }

    /// As above, with an allowance that tells afterwards what was used.
    package func render(_ conversation: Conversation, addGenerationPrompt: Bool, _ allowance: JinjaAllowance) throws -> String {
        // What the person says goes before what a file says.
        let variables = conversation.variables.overridden(by: variables)
        if let other = forTools.first, let tools = variables["tools"], !tools.isNull {
            return try other.render(
                Conversation(conversation.messages, variables: variables), addGenerationPrompt: addGenerationPrompt, allowance)
        }
        if let (name, _) = conversation.variables.values.first(where: {
            TemplateVariables.isPrompt($0.name) && !$0.value.isNull && !names.asks(for: $0.name)
        }) {
            throw Complaint(
                subject, expected: "a template that asks for \(name), which stands beside the messages",
                found: "one that would leave it out", remedy: "write it as the first message, {\"role\": \"system\", \"content\": …}")
        }
        let messages = OrderedJSON.array(conversation.messages.map { .object($0.templateMembers) })
        let given = conversation.messages.reduce(0) { $0 + $1.textBytes } + variables.values.reduce(0) { $0 + $1.value.textBytes }
        let evaluator = try JinjaEvaluator(allowance, longestPrompt: Self.mostForNothing + sourceBytes + Self.mostForEach * given)
        func give(_ name: String, _ value: OrderedJSON) throws {
            if let number = names.number(of: name) { try evaluator.give(number, try evaluator.value(of: value)) }
        }
        for (name, content) in specialTokens { try give(name, .string(content)) }
        try give("tools", .null)
        try give("documents", .null)
        try give("messages", messages)
        try give("add_generation_prompt", .bool(addGenerationPrompt))
        for (name, value) in variables.values { try give(name, value) }
        return try evaluator.render(template)
    }
}

/// Where a folder has its chat templates.
struct ChatTemplateSources {
    struct Source {
        let text: String
        /// For complaints.
        let subject: String
    }

    let standard: Source
    /// For conversations with tools, where it is another one.
    let tools: Source?

    private static let longest = 8 << 20

    /// - Parameter configured: `chat_template` of tokenizer_config.json.
    /// - Returns: nil where the folder has none.
    /// - Throws: a `Complaint` where a file is damaged or no template is the usual one.
    init?(folder: URL, configured: OrderedJSON?) throws {
        let place = folder.appending(path: "tokenizer_config.json").path
        var named: [(name: String, source: Source)] = []
        let file = folder.appending(path: "chat_template.jinja").path
        if FileSystem.exists(file) { named.append(("default", Source(text: try Self.text(file), subject: file))) }
        for name in try Self.additional(folder) {
            let path = folder.appending(path: "additional_chat_templates/\(name).jinja").path
            named.append((name, Source(text: try Self.text(path), subject: path)))
        }
        if named.isEmpty { named = try Self.named(configured, of: place) }
        let older = folder.appending(path: "chat_template.json").path
        if named.isEmpty, FileSystem.exists(older) {
            let value = try JSONText.value(try MappedFile.contents(of: older, atMost: Self.longest), subject: older)
            named = try Self.named(value["chat_template"], of: older)
        }
        guard !named.isEmpty else { return nil }
        guard let standard = named.last(where: { $0.name == "default" })?.source else {
            throw Complaint(
                "chat_template of \(place)", expected: "a template named default", found: "only \(named.map(\.name).listed())",
                remedy: "name one of them default")
        }
        self.standard = standard
        tools = named.last { $0.name == "tool_use" }?.source
    }

    private static func text(_ path: String) throws -> String {
        try TextReading.string(try MappedFile.contents(of: path, atMost: longest), subject: path)
    }

    /// The names of further templates, each a file.
    private static func additional(_ folder: URL) throws -> [String] {
        let path = folder.appending(path: "additional_chat_templates").path
        guard FileSystem.exists(path) else { return [] }
        return try FileSystem.names(in: path).filter { $0.hasSuffix(".jinja") }.map { String($0.dropLast(6)) }.sorted()
    }

    /// A template, or several with names as a list (`[{"name", "template"}, …]`) or an object.
    private static func named(_ value: OrderedJSON?, of path: String) throws -> [(name: String, source: Source)] {
        let subject = "chat_template of \(path)"
        func source(_ text: String) -> Source { Source(text: text, subject: subject) }
        switch value {
        case nil, .null: return []
        case .string(let text): return [("default", source(text))]
        case .array(let entries):
            return try entries.map { entry in
                guard let name = entry["name"]?.string, let text = entry["template"]?.string else {
                    throw Complaint(
                        subject, expected: "a name and a template in every entry", found: entry.summary, remedy: "fetch the file again")
                }
                return (name, source(text))
            }
        case .object(let members): return members.compactMap { member in member.value.string.map { (member.key, source($0)) } }
        case let other?:
            throw Complaint(
                subject, expected: "a string or a list of named templates", found: other.summary, remedy: "fetch the file again")
        }
    }
}
