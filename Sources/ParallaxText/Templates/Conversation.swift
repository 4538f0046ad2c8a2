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
                throw Complaint(
                    "--template-variable", expected: "NAME=JSON, as enable_thinking=false", found: "\"\(option.shortened)\"",
                    remedy: "write the variable's name before an equals sign")
            }
            let name = String(option[..<mark]), text = String(option[option.index(after: mark)...])
            try set(name, (try? JSONText.value(Array(text.utf8), subject: name)) ?? .string(text), subject: "--template-variable")
        }
    }

    /// - Throws: `Complaint` for a name that is no variable's, or too many.
    package mutating func set(_ name: String, _ value: OrderedJSON, subject: String) throws {
        let isName = name.unicodeScalars.first.map { $0 == "_" || $0.properties.isXIDStart } ?? false
        guard isName, name.utf8.count <= 200, name.unicodeScalars.allSatisfy({ $0 == "_" || $0.properties.isXIDContinue }) else {
            throw Complaint(
                subject, expected: "the name of a template's variable", found: "\"\(name.shortened)\"",
                remedy: "name it as the chat template does")
        }
        guard !Self.taken.contains(name) else {
            throw Complaint(
                subject, expected: "a variable that is not set otherwise", found: "\"\(name)\"",
                remedy: name == "messages" ? "write messages into the chat's file" : "use --generation-prompt where a command has it")
        }
        guard values.count < Self.most else {
            throw Complaint(subject, expected: "at most \(Self.most) variables", found: "more", remedy: "leave some out")
        }
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

/// One turn of a conversation, whole: `{"role": "user", "content": "…"}` and whatever else a chat file says of it (tool_calls, name,
/// reasoning_content, a content of parts …). Templates are given every key.
public struct ChatMessage: Sendable, Equatable {
    /// In the order of the file.
    package let members: [(key: String, value: OrderedJSON)]

    package init(members: [(key: String, value: OrderedJSON)]) { self.members = members }

    public init(role: String, content: String) { members = [("role", .string(role)), ("content", .string(content))] }

    /// The last of a key, as in Python; null is as if it were not there, as in transformers.
    package subscript(key: String) -> OrderedJSON? {
        members.last { $0.key == key }.flatMap { $0.value.isNull ? nil : $0.value }
    }

    /// "system", "user", "assistant" or "tool", as the model's chat template knows them.
    public var role: String { self["role"]?.string ?? "" }

    /// The text, with parts of text one after the other; empty where there is none.
    public var content: String { self["content"]?.string ?? (self["content"]?.array ?? []).compactMap { $0["text"]?.string }.joined() }

    /// Whether its role and its content are all that it says.
    public var isPlain: Bool { members.allSatisfy { ["role", "content", "name"].contains($0.key) || $0.value.isNull } }

    public static func == (left: ChatMessage, right: ChatMessage) -> Bool { OrderedJSON.object(left.members) == .object(right.members) }

    /// Names under which files give what the model thought, the one that templates read first.
    private static let reasoning = ["reasoning_content", "thinking", "reasoning"]

    /// What a template is given: without nulls, and with the reasoning under both names that templates read, as transformers (5.24) gives it.
    var templateMembers: [(key: String, value: OrderedJSON)] {
        let given = members.filter { !$0.value.isNull }
        guard let thought = Self.reasoning.lazy.compactMap({ self[$0] }).first else { return given }
        return [("thinking", self["thinking"] ?? thought)] + given.filter { $0.key != "thinking" } + [("reasoning_content", thought)]
    }

    /// Bytes of its texts, which bound those of a prompt.
    var textBytes: Int { members.reduce(0) { $0 + $1.value.textBytes + (["role", "content"].contains($1.key) ? 0 : $1.key.utf8.count) } }
}

extension TemplateVariables {
    /// As options give them, "NAME=JSON" each: what `init(options:)` reads.
    package var options: [String] {
        values.compactMap { name, value in
            (try? JSONBytes.of(Written(value: value))).map { "\(name)=\(String(decoding: $0, as: UTF8.self))" }
        }
    }

    private struct Written: Encodable {
        let value: OrderedJSON

        func encode(to encoder: any Encoder) throws {
            switch value {
            case .object(let members):
                var container = encoder.container(keyedBy: Key.self)
                for (key, value) in members { try container.encode(Written(value: value), forKey: Key(stringValue: key)) }
            case .array(let elements):
                var container = encoder.unkeyedContainer()
                for element in elements { try container.encode(Written(value: element)) }
            default:
                var container = encoder.singleValueContainer()
                switch value {
                case .bool(let flag): try container.encode(flag)
                case .integer(let number): try container.encode(number)
                case .number(let number): try container.encode(number)
                case .string(let text): try container.encode(text)
                case .null, .array, .object: try container.encodeNil()
                }
            }
        }

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
    }
}
