/// A conversation, or one document in JSON.
struct ChatRecogniser: Recogniser {
    /// Longer ones are counted and not read.
    private static let mostRead = 50_000

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let first = place.head(256).first(where: { $0 > 0x20 }), first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else { return nil }
        let outline = try? MappedFile.reading(place.url.path) { ConversationOutline($0) }
        if let outline, place.size > DocumentFile.longestText || outline.messages > Self.mostRead { return describe(outline, place) }
        guard place.size <= DocumentFile.longestText, let read = try? MappedFile.reading(place.url.path, { bytes in
            var cursor = JSONCursor(bytes)
            let fields = try DocumentFields(&cursor)
            try cursor.finish()
            return fields
        }) else { return nil }
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
        if let end = outline.cutAt { found.odd.append("Its messages were counted in the first \(end) of \(place.size) bytes: there are more.") }
        if place.size > DocumentFile.longestText {
            found.odd.append("As a document at most \(DocumentFile.longestText) bytes are read, it has \(place.size): split it.")
        } else if outline.messages > ConversationFields.mostValues / 3 {
            // A role, a content and the message itself.
            found.odd.append("As a document at most \(ConversationFields.mostValues) values are read, these are about \(3 * outline.messages): split it.")
        }
        return found
    }
}
