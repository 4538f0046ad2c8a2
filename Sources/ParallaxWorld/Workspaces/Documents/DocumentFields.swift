/// Reads the fields of a document from JSON and steps over all others, however large.
struct DocumentFields {
    private(set) var id: String?
    private(set) var text: String?
    private(set) var tokenIDs: [Int]?
    private(set) var chat: Conversation?
    private(set) var idsAre = Document.GivenIDs.all

    /// One document, `{"id", "text", "token_ids", "ids": "trusted" or "truncated", "chat" or "messages"}`, or a conversation `[{"role", "content"}, …]`. What
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
            case "id": id = try cursor.kind() == .number ? String(try cursor.integer()) : try cursor.string()
            case "text": text = try cursor.string()
            case "token_ids": tokenIDs = try Self.tokenIDs(&cursor)
            case "ids":
                // A word about the ids; ids themselves are some other program's.
                guard try cursor.kind() == .string else { return try cursor.skip() }
                let place = cursor.position
                guard let word = Document.GivenIDs(rawValue: try cursor.string()) else { throw cursor.failure("\"ids\": \"trusted\", \"truncated\" or nothing", at: place) }
                idsAre = word
            case "chat", "messages": messages = try ConversationFields.messages(&cursor)
            default: try beside.note(key, &cursor)
            }
        }
        if let messages { chat = Conversation(messages, variables: try beside.variables(cursor, from: start)) }
        guard text != nil || tokenIDs != nil || chat != nil else { throw cursor.failure("text, token_ids or chat in the document") }
    }

    func document(defaultID: @autoclosure () -> String) -> Document {
        Document(id: id ?? defaultID(), text: text, tokenIDs: tokenIDs, chat: chat, idsAre: idsAre)
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
