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
