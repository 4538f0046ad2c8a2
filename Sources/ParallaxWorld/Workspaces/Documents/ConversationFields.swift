/// Reads messages, and what stands beside them for the chat template.
struct ConversationFields {
    /// Values of one conversation: a chat of more is none.
    static let mostValues = 1_000_000
    /// What of a file that asks a server for an answer says how it answers, or what the file is about; no prompt has it.
    private static let others: Set<String> = ["model", "stream", "temperature", "top_p", "top_k", "max_tokens", "seed", "n", "stop", "user", "metadata", "facts"]
    /// Steps of the prompt that are a command's to decide, or that nobody does here.
    private static let unsupported = ["continue_final_message": "a conversation that is not to be continued in its last message"]

    /// Where the values lie, by their keys: they are read only once there are messages.
    private var places: [(key: String, position: Int)] = []

    /// Lists and objects that are a template's; others are what a data set says of the document, and may be large.
    private static let structures: Set<String> = ["tools", "documents", "functions", "custom_tools", "builtin_tools", "available_tools", "chat_template_kwargs", "response_format", "controllable_tokens"]
    /// A longer text is no setting.
    private static let longestText = 64 << 10

    /// Steps over a value that may be the template's.
    mutating func note(_ key: String, _ cursor: inout JSONCursor) throws {
        let kind = try cursor.kind(), position = cursor.position
        try cursor.skip()
        let isWanted = Self.structures.contains(key) || kind != .object && kind != .array && (TemplateVariables.isPrompt(key) || cursor.position - position <= Self.longestText)
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
            guard case .object(let members) = try cursor.orderedValue(room: &room) else { throw cursor.failure("a message {\"role\", \"content\"}", at: start) }
            let message = ChatMessage(members: members)
            if message["role"]?.string == nil, message["from"] != nil, message["value"] != nil { throw cursor.failure("a role and a content in every message (not from and value: rename them)", at: start) }
            // Of a message that calls tools the content may be missing.
            let hasContent = members.contains { $0.key == "content" || ["tool_calls", "function_call", "reasoning_content", "reasoning", "thinking"].contains($0.key) }
            guard message["role"]?.string != nil, hasContent else { throw cursor.failure("a role and a content in every message", at: start) }
            messages.append(message)
        }
        guard !messages.isEmpty else { throw cursor.failure("at least one message") }
        return messages
    }
}
