import Foundation

/// The documents of one file. Opening finds where they are; a document is read when it is asked for.
///
/// - `.jsonl`, `.ndjson`: one document a line, `{"id", "text", "token_ids", "chat", "group"}`, each optional; what stands beside messages is for the
///   chat template, other fields are ignored
/// - `.json`: a conversation `[{"role", "content"}, …]` or `{"messages": […], "tools": […]}`, or one document
/// - anything else: one text
///
/// In UTF-8, in what a byte order mark says, or in the encoding that somebody names.
public struct DocumentFile: Sendable {
    private enum Form: Sendable {
        case text(any ByteStorage)
        case json(any ByteStorage)
        case lines(LineIndex)
    }

    public let url: URL
    private let form: Form

    /// Longer single texts are no documents for a person to read.
    static let longestText = 64 << 20

    /// - Parameter isChat: whether somebody called it a conversation, whatever its name says (a pipe has none).
    /// - Parameter encoding: of its text, where it is not UTF-8.
    /// - Throws: `Complaint` where the file cannot be read or holds nothing.
    public init(_ url: URL, isChat: Bool = false, encoding: TextEncoding? = nil) throws {
        let file = try TextStorage.open(url.path, stream: Self.longestText, encoding: encoding)
        func complaint(_ expected: String, _ found: String) -> Complaint {
            Complaint(url.path, expected: expected, found: found, remedy: "name another file")
        }
        switch url.pathExtension.lowercased() {
        case "jsonl", "ndjson":
            let index = LineIndex(file)
            guard index.count > 0 else { throw complaint("one document a line", "no lines") }
            guard !index.isCut else { throw complaint("at most \(LineIndex.mostLines) documents", "more lines") }
            form = .lines(index)
        case let name:
            guard file.bytes.count <= Self.longestText else {
                throw complaint("a document of at most \(Self.longestText) bytes", "\(file.bytes.count)")
            }
            guard file.bytes.contains(where: { $0 > 0x20 }) else { throw complaint("a text", "an empty file") }
            form = isChat || name == "json" ? .json(file) : .text(file)
        }
        self.url = url
    }

    public var count: Int {
        if case .lines(let index) = form { index.count } else { 1 }
    }

    private var stem: String { url.deletingPathExtension().lastPathComponent }

    /// Reads document `index`.
    /// - Throws: `Complaint` that names the file and the line.
    public func document(_ index: Int) throws -> Document {
        precondition((0..<count).contains(index))
        switch form {
        case .text(let file):
            return Document(id: stem, text: try TextReading.string(file.bytes, subject: url.path))
        case .json(let file):
            return try Self.document(file.bytes, subject: url.path, defaultID: stem)
        case .lines(let lines):
            return try Self.document(lines.file, lines.line(index), of: url)
        }
    }

    /// The document of one line.
    static func document(_ file: any ByteStorage, _ line: TextLines.Line, of url: URL) throws -> Document {
        try read(
            UnsafeRawBufferPointer(rebasing: file.bytes[line.extent]), subject: "\(url.path), line \(line.number)",
            defaultID: "\(url.deletingPathExtension().lastPathComponent) \(line.number)")
    }

    /// The document of a text in JSON.
    package static func document(
        _ bytes: UnsafeRawBufferPointer, expected: String = wanted, subject: @autoclosure () -> String, defaultID: @autoclosure () -> String
    ) throws -> Document {
        try read(
            UnsafeRawBufferPointer(rebasing: bytes[LineIndex.byteOrderMark(bytes)...]), expected: expected, subject: subject(),
            defaultID: defaultID(), isLine: false)
    }

    package static let wanted = "a document with text, token_ids or chat"

    /// - Parameter isLine: whether the subject names the line, so that a place is a column.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, expected: String = wanted, subject: @autoclosure () -> String,
        defaultID: @autoclosure () -> String, isLine: Bool = true
    ) throws -> Document {
        do {
            var cursor = JSONCursor(bytes)
            let fields = try DocumentFields(&cursor)
            try cursor.finish()
            return fields.document(defaultID: defaultID())
        } catch let failure as JSONFailure {
            throw Complaint(
                subject(), expected: expected, found: isLine ? failure.foundInLine : failure.found,
                remedy: "mend it or leave it out")
        }
    }
}

/// Reads the fields of a document from JSON and steps over all others, however large.
struct DocumentFields {
    private(set) var id: String?
    private(set) var text: String?
    private(set) var tokenIDs: [Int]?
    private(set) var chat: Conversation?
    private(set) var idsAre = Document.GivenIDs.all
    private(set) var group: String?

    /// One document, `{"id", "text", "token_ids", "ids": "trusted" or "truncated", "group", "chat" or "messages"}`, or a conversation `[{"role", "content"}, …]`. What
    /// stands beside messages (tools, documents, chat_template_kwargs …) is for the chat template.
    /// - Throws: `JSONFailure`
    init(_ cursor: inout JSONCursor) throws {
        cursor.refusesHalves = true
        if try cursor.kind() == .array {
            chat = Conversation(try ConversationFields.messages(&cursor))
            return
        }
        var beside = ConversationFields()
        var messages: [ChatMessage]?
        let start = cursor.position
        try cursor.eachMember { cursor, key in
            guard try cursor.kind() != .null else { return try cursor.skip() }
            switch key {
            case "group": group = try Self.group(&cursor)
            case "id": id = try cursor.kind() == .number ? String(try cursor.integer()) : try cursor.string()
            case "text": text = try cursor.string()
            case "token_ids": tokenIDs = try Self.tokenIDs(&cursor)
            case "ids":
                // A word about the ids; ids themselves are some other program's.
                guard try cursor.kind() == .string else { return try cursor.skip() }
                let place = cursor.position
                guard let word = Document.GivenIDs(rawValue: try cursor.string()) else {
                    throw cursor.failure("\"ids\": \"trusted\", \"truncated\" or nothing", at: place)
                }
                idsAre = word
            case "chat", "messages": messages = try ConversationFields.messages(&cursor)
            default: try beside.note(key, &cursor)
            }
        }
        if let messages { chat = Conversation(messages, variables: try beside.variables(cursor, from: start)) }
        guard text != nil || tokenIDs != nil || chat != nil else { throw cursor.failure("text, token_ids or chat in the document") }
    }

    func document(defaultID: @autoclosure () -> String) -> Document {
        Document(id: id ?? defaultID(), text: text, tokenIDs: tokenIDs, chat: chat, idsAre: idsAre, group: group)
    }

    /// A word or a whole number; anything else under this name is some other program's.
    private static func group(_ cursor: inout JSONCursor) throws -> String? {
        var value = cursor
        try cursor.skip()
        switch try value.kind() {
        case .string:
            let name = try value.string()
            return name.isEmpty ? nil : name
        case .number: return (try? value.integer()).map { "\($0)" }
        default: return nil
        }
    }

    private static func tokenIDs(_ cursor: inout JSONCursor) throws -> [Int] {
        var ids: [Int] = []
        try cursor.eachElement { cursor in
            let start = cursor.position
            let id = try cursor.integer()
            guard id >= 0 else { throw cursor.failure("a token id of 0 or more", at: start) }
            ids.append(id)
        }
        return ids
    }
}

/// Reads messages, and what stands beside them for the chat template.
struct ConversationFields {
    /// Values of one conversation: a chat of more is none.
    static let mostValues = 1_000_000
    /// What of a file that asks a server for an answer says how it answers, or what the file is about; no prompt has it.
    private static let others: Set<String> = [
        "model", "stream", "temperature", "top_p", "top_k", "max_tokens", "seed", "n", "stop", "user", "metadata", "facts"
    ]
    /// Steps of the prompt that are a command's to decide, or that nobody does here.
    private static let unsupported = ["continue_final_message": "a conversation that is not to be continued in its last message"]

    /// Where the values lie, by their keys: they are read only once there are messages.
    private var places: [(key: String, position: Int)] = []

    /// Lists and objects that are a template's; others are what a data set says of the document, and may be large.
    private static let structures: Set<String> = [
        "tools", "documents", "functions", "custom_tools", "builtin_tools", "available_tools", "chat_template_kwargs", "response_format",
        "controllable_tokens"
    ]
    /// A longer text is no setting.
    private static let longestText = 64 << 10

    /// Steps over a value that may be the template's.
    mutating func note(_ key: String, _ cursor: inout JSONCursor) throws {
        let kind = try cursor.kind(), position = cursor.position
        try cursor.skip()
        let isWanted =
            Self.structures.contains(key)
            || kind != .object && kind != .array && (TemplateVariables.isPrompt(key) || cursor.position - position <= Self.longestText)
        if isWanted, places.count < 100, !Self.others.contains(key) { places.append((key, position)) }
    }

    /// - Parameter cursor: behind the object in which the values lie.
    /// - Throws: `JSONFailure`
    func variables(_ cursor: JSONCursor, from start: Int) throws -> TemplateVariables {
        var variables = TemplateVariables(), room = Self.mostValues
        for (key, position) in places {
            var value = cursor
            value.position = position
            func set(_ name: String, _ json: OrderedJSON) throws {
                // A key that is no variable's name is some other program's.
                try? variables.set(name, json, subject: name)
            }
            let json = try value.orderedValue(room: &room)
            if let wish = Self.unsupported[key], json.bool != false { throw cursor.failure(wish, at: position) }
            if key == "chat_template_kwargs", let members = json.object {
                for (name, value) in members { try set(name, value) }
            } else {
                try set(key, json)
            }
        }
        return variables
    }

    static func messages(_ cursor: inout JSONCursor) throws -> [ChatMessage] {
        var messages: [ChatMessage] = [], room = mostValues
        try cursor.eachElement { cursor in
            _ = try cursor.kind()
            let start = cursor.position
            guard case .object(let members) = try cursor.orderedValue(room: &room) else {
                throw cursor.failure("a message {\"role\", \"content\"}", at: start)
            }
            let message = ChatMessage(members: members)
            if message["role"]?.string == nil, message["from"] != nil, message["value"] != nil {
                throw cursor.failure("a role and a content in every message (not from and value: rename them)", at: start)
            }
            // Of a message that calls tools the content may be missing.
            let hasContent = members.contains {
                $0.key == "content" || ["tool_calls", "function_call", "reasoning_content", "reasoning", "thinking"].contains($0.key)
            }
            guard message["role"]?.string != nil, hasContent else {
                throw cursor.failure("a role and a content in every message", at: start)
            }
            messages.append(message)
        }
        guard !messages.isEmpty else { throw cursor.failure("at least one message") }
        return messages
    }
}
