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

/// Labels of features.
struct LabelRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText, let file = try? LabelFile(place.url), file.count > 0 else { return nil }
        // Prose may hold a line that looks like a row; labels are labels nearly everywhere.
        guard file.complaint == nil || file.badRows * 10 <= file.count, let label = file.firstLabel else { return nil }
        var found = Inspection(place, kind: .labels, family: "feature labels (\(file.formatName))")
        found.note("features", file.count)
        if let range = file.featureRange { found.note("indices", "\(range.lowerBound) to \(range.upperBound)") }
        found.note("first label", label.text.shortened)
        if let detail = label.detail { found.note("its score", detail) }
        if let complaint = file.complaint { found.odd.append(complaint.description) }
        return found
    }
}

/// Documents: one a line, or a plain text.
struct DocumentRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText else { return nil }
        return try lines(place) ?? text(place)
    }

    private func lines(_ place: InspectedPlace) throws -> Inspection? {
        let file = try MappedFile(place.url.path)
        guard file.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        let documents = DocumentFile(lines: file, url: place.url)
        let (read, complaints) = documents.documents()
        guard !read.isEmpty else { return nil }
        var found = Inspection(place, kind: .documents, family: "documents (JSONL)")
        found.note("documents", read.count)
        found.note("with text", read.count { $0.text != nil })
        found.note("with token ids", read.count { $0.tokenIDs != nil })
        found.note("with a chat", read.count { $0.chat != nil })
        if let longest = read.compactMap({ $0.tokenIDs?.count }).max() { found.note("most tokens", longest) }
        found.odd = complaints.prefix(5).map(\.description)
        if complaints.count > 5 { found.odd.append("\(complaints.count - 5) more lines are no documents.") }
        return found
    }

    private func text(_ place: InspectedPlace) throws -> Inspection {
        var found = Inspection(place, kind: .documents, family: "plain text")
        let file = try MappedFile(place.url.path)
        found.note("bytes", file.bytes.count)
        found.note("lines", file.bytes.count { $0 == 0x0a })
        if let first = file.bytes.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            found.odd.append("It begins like JSON, but is no configuration, document or conversation that Parallax reads.")
        }
        return found
    }
}
