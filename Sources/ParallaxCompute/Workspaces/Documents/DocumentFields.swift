/// Reads the fields of a document from JSON and steps over all others, however large.
struct DocumentFields {
    private(set) var id: String?
    private(set) var text: String?
    private(set) var tokenIDs: [Int]?
    private(set) var chat: [ChatMessage]?

    /// One document, `{"id", "text", "token_ids", "chat" or "messages"}`, or a conversation `[{"role", "content"}, …]`.
    /// - Throws: `JSONFailure`
    init(_ cursor: inout JSONCursor) throws {
        var fields = (id: String?.none, text: String?.none, tokenIDs: [Int]?.none, chat: [ChatMessage]?.none)
        if try cursor.kind() == .array {
            fields.chat = try Self.messages(&cursor)
        } else {
            try cursor.eachMember { cursor, key in
                let known = ["id", "text", "token_ids", "chat", "messages"].contains(key)
                guard known, try cursor.kind() != .null else { return try cursor.skip() }
                switch key {
                case "id": fields.id = try cursor.kind() == .number ? String(try cursor.integer()) : try cursor.string()
                case "text": fields.text = try cursor.string()
                case "token_ids": fields.tokenIDs = try Self.tokenIDs(&cursor)
                default: fields.chat = try Self.messages(&cursor)
                }
            }
        }
        guard fields.text != nil || fields.tokenIDs != nil || fields.chat != nil else { throw cursor.failure("text, token_ids or chat in the document") }
        (id, text, tokenIDs, chat) = fields
    }

    func document(defaultID: @autoclosure () -> String) -> Document {
        Document(id: id ?? defaultID(), text: text, tokenIDs: tokenIDs, chat: chat)
    }

    private static func tokenIDs(_ cursor: inout JSONCursor) throws -> [Int] {
        var ids: [Int] = []
        try cursor.eachElement { cursor in
            let start = cursor.position
            let id = try cursor.integer()
            guard id >= 0 else { throw JSONFailure(expected: "a token id of 0 or more", position: start) }
            ids.append(id)
        }
        return ids
    }

    private static func messages(_ cursor: inout JSONCursor) throws -> [ChatMessage] {
        var messages: [ChatMessage] = []
        try cursor.eachElement { cursor in
            var role: String?
            var content: String?
            try cursor.eachMember { cursor, key in
                switch key {
                case "role": role = try cursor.string()
                case "content": content = try cursor.string()
                default: try cursor.skip()
                }
            }
            guard let role, let content else { throw cursor.failure("a role and a content in every message") }
            messages.append(ChatMessage(role: role, content: content))
        }
        guard !messages.isEmpty else { throw cursor.failure("at least one message") }
        return messages
    }
}
