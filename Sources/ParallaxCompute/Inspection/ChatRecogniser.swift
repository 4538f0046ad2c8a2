/// A conversation, or one document in JSON.
struct ChatRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let first = place.head(256).first(where: { $0 > 0x20 }), first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else { return nil }
        let file = try MappedFile(place.url.path)
        var cursor = JSONCursor(file.bytes)
        guard let fields = try? DocumentFields(&cursor), (try? cursor.finish()) != nil else { return nil }
        let document = fields.document(defaultID: "")
        var found = Inspection(place, kind: .documents, family: document.chat == nil ? "one document (JSON)" : "conversation (JSON)")
        if let chat = document.chat {
            found.note("messages", chat.count)
            found.note("roles", Set(chat.map(\.role)).sorted().listed())
        }
        if let text = document.text { found.note("characters", text.count) }
        if let tokens = document.tokenIDs { found.note("tokens", tokens.count) }
        return found
    }
}
