/// A conversation, or one document in JSON.
struct ChatRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let first = place.head(256).first(where: { $0 > 0x20 }), first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else { return nil }
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
}
