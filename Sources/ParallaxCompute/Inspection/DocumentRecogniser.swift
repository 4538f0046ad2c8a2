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
