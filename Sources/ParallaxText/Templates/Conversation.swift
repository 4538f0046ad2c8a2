/// What a chat template is given: messages, and what else a chat file says for it.
public struct Conversation: Sendable, Equatable, ExpressibleByArrayLiteral {
    public var messages: [ChatMessage]
    /// By their names: tools, documents, and what the template may ask for, as enable_thinking.
    public var variables: TemplateVariables

    public init(_ messages: [ChatMessage], variables: TemplateVariables = TemplateVariables()) {
        self.messages = messages
        self.variables = variables
    }

    public init(arrayLiteral messages: ChatMessage...) { self.init(messages) }
}

/// Variables of chat templates that a person or a chat file sets.
public struct TemplateVariables: Sendable, Equatable {
    /// Each name once, in the order in which they were set.
    package private(set) var values: [(name: String, value: OrderedJSON)] = []

    /// What the messages and the command decide.
    private static let taken = ["messages", "add_generation_prompt"]
    /// More are no settings.
    private static let most = 1000
    /// Names under which other programs put a part of the prompt. A template that does not ask for them would leave it out without a word.
    private static let prompts: Set<String> = ["system", "system_prompt", "instructions"]

    /// Whether a variable holds a part of the prompt under another program's name.
    package static func isPrompt(_ name: String) -> Bool { prompts.contains(name) }

    public init() {}

    /// Variables as a command's options give them, "NAME=JSON" each: `enable_thinking=false`. What is no JSON is a text.
    /// - Throws: `Complaint` for one without a name.
    public init(options: [String]) throws {
        for option in options {
            guard let mark = option.firstIndex(of: "="), mark > option.startIndex else {
                throw Complaint("--template-variable", expected: "NAME=JSON, as enable_thinking=false", found: "\"\(option.shortened)\"", remedy: "write the variable's name before an equals sign")
            }
            let name = String(option[..<mark]), text = String(option[option.index(after: mark)...])
            try set(name, (try? JSONScanner.parse(Array(text.utf8), subject: name)) ?? .string(text), subject: "--template-variable")
        }
    }

    /// - Throws: `Complaint` for a name that is no variable's, or too many.
    package mutating func set(_ name: String, _ value: OrderedJSON, subject: String) throws {
        let isName = name.unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } ?? false
        guard isName, name.utf8.count <= 200, name.unicodeScalars.allSatisfy({ $0 == "_" || $0.properties.isXIDContinue }) else {
            throw Complaint(subject, expected: "the name of a template's variable", found: "\"\(name.shortened)\"", remedy: "name it as the chat template does")
        }
        guard !Self.taken.contains(name) else {
            throw Complaint(subject, expected: "a variable that is not set otherwise", found: "\"\(name)\"", remedy: name == "messages" ? "write messages into the chat's file" : "use --generation-prompt where a command has it")
        }
        guard values.count < Self.most else { throw Complaint(subject, expected: "at most \(Self.most) variables", found: "more", remedy: "leave some out") }
        values.removeAll { $0.name == name }
        values.append((name, value))
    }

    /// These, with the others in the place of those of the same names.
    public func overridden(by others: TemplateVariables) -> TemplateVariables {
        var all = self
        all.values = values.filter { mine in !others.values.contains { $0.name == mine.name } } + others.values
        return all
    }

    package subscript(name: String) -> OrderedJSON? { values.first { $0.name == name }?.value }

    public static func == (left: TemplateVariables, right: TemplateVariables) -> Bool {
        left.values.elementsEqual(right.values) { $0.name == $1.name && $0.value == $1.value }
    }
}
