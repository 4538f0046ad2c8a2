/// A conversation, or one document in JSON.
struct ChatRecogniser: Recogniser {
    /// Longer ones are counted and not read.
    private static let mostRead = 50_000

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let first = place.head(256).first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        else { return nil }
        let outline = try? MappedFile.reading(place.url.path) { ConversationOutline($0) }
        if let outline, place.size > DocumentFile.longestText || outline.messages > Self.mostRead { return describe(outline, place) }
        guard place.size <= DocumentFile.longestText,
            let read = try? MappedFile.reading(
                place.url.path,
                { bytes in
                    var cursor = JSONCursor(bytes)
                    let fields = try DocumentFields(&cursor)
                    try cursor.finish()
                    return fields
                })
        else { return nil }
        let document = read.document(defaultID: "")
        var found = Inspection(place, kind: .documents, family: document.chat == nil ? "one document (JSON)" : "conversation (JSON)")
        if let chat = document.chat {
            found.note("messages", chat.messages.count)
            found.note("roles", Set(chat.messages.map(\.role)).sorted().listed())
            if !chat.variables.values.isEmpty { found.note("for the template", chat.variables.values.map(\.name).listed()) }
        }
        if let text = document.text { found.note("characters", text.count) }
        if let tokens = document.tokenIDs { found.note("tokens", tokens.count) }
        return found
    }

    /// One that is too long for a prompt.
    private func describe(_ outline: ConversationOutline, _ place: InspectedPlace) -> Inspection {
        var found = Inspection(place, kind: .documents, family: "conversation (JSON)")
        found.note("messages", outline.messages)
        found.note("roles", outline.roles.sorted().listed())
        if let end = outline.cutAt {
            found.odd.append("Its messages were counted in the first \(end) of \(place.size) bytes: there are more.")
        }
        if place.size > DocumentFile.longestText {
            found.odd.append("As a document at most \(DocumentFile.longestText) bytes are read, it has \(place.size): split it.")
        } else if outline.messages > ConversationFields.mostValues / 3 {
            // A role, a content and the message itself.
            found.odd.append(
                "As a document at most \(ConversationFields.mostValues) values are read, these are about \(3 * outline.messages): split it."
            )
        }
        return found
    }
}

/// How many messages a conversation has and who speaks, counted without keeping any: it may be longer than one that is read.
struct ConversationOutline {
    private(set) var messages = 0
    private(set) var roles: Set<String> = []
    /// Bytes that were looked at, where that is not all.
    private(set) var cutAt: Int?

    /// A good second of the processor's.
    static let mostBytes = 128 << 20
    /// More are no roles.
    private static let mostRoles = 16

    /// - Returns: nil where the text is no conversation, `[{"role": …}, …]` or an object with such a list under `messages` or `chat`.
    init?(_ bytes: UnsafeRawBufferPointer) {
        let part = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.mostBytes))
        var cursor = JSONCursor(part, from: LineIndex.byteOrderMark(part))
        do {
            if try cursor.kind() == .array {
                try count(&cursor)
            } else {
                try cursor.eachMember { cursor, key in
                    if ["messages", "chat"].contains(key), try cursor.kind() == .array { try count(&cursor) } else { try cursor.skip() }
                }
            }
            try cursor.finish()
        } catch {
            // Where counting stopped a value may be cut in two.
            guard part.count < bytes.count else { return nil }
        }
        if part.count < bytes.count { cutAt = part.count }
        guard messages > 0 else { return nil }
    }

    private mutating func count(_ cursor: inout JSONCursor) throws {
        try cursor.eachElement { cursor in
            var hasRole = false
            try cursor.eachMember { cursor, key in
                guard key == "role", try cursor.kind() == .string else { return try cursor.skip() }
                let role = try cursor.string()
                if roles.count < Self.mostRoles { roles.insert(role) }
                hasRole = true
            }
            guard hasRole else { throw cursor.failure("a message with a role") }
            messages += 1
        }
    }
}
