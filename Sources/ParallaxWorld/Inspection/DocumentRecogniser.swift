/// Documents: one a line, or a plain text.
struct DocumentRecogniser: Recogniser {
    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard place.isText else { return nil }
        return try lines(place) ?? text(place)
    }

    /// Lines that are read; what a file holds beyond them is counted.
    private static let mostRead = 100_000, mostBytes = 128 << 20

    private func lines(_ place: InspectedPlace) throws -> Inspection? {
        let file = try MappedFile(place.url.path)
        guard file.bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        var read = 0, texts = 0, tokenised = 0, chats = 0, longest: Int?
        var odd: [String] = [], bad = 0
        var looked = 0, position = 0
        for line in TextLines(file.bytes) {
            guard looked < Self.mostRead, line.extent.upperBound <= Self.mostBytes else { break }
            looked += 1
            position = line.extent.upperBound
            do {
                let document = try DocumentFile.document(file, line, of: place.url)
                read += 1
                texts += document.text == nil ? 0 : 1
                tokenised += document.tokenIDs == nil ? 0 : 1
                chats += document.chat == nil ? 0 : 1
                if let count = document.tokenIDs?.count { longest = max(longest ?? 0, count) }
            } catch {
                bad += 1
                if odd.count < Inspection.listed { odd.append("\(error)") }
            }
            // Nothing in its beginning is a document: it is none of them.
            if read == 0, looked == Self.patience { return nil }
        }
        guard read > 0 else { return nil }
        var found = Inspection(place, kind: .documents, family: "documents (JSONL)")
        found.note("documents", read)
        found.note("with text", texts)
        found.note("with token ids", tokenised)
        found.note("with a chat", chats)
        if let longest { found.note("most tokens", longest) }
        found.odd = odd
        if bad > odd.count { found.odd.append("\(bad - odd.count) more lines are no documents.") }
        if position < file.bytes.count - 1, looked == Self.mostRead || file.bytes.count > Self.mostBytes { found.odd.append("Only its first \(position) of \(file.bytes.count) bytes were read.") }
        return found
    }

    /// Lines without a document after which no more are looked for.
    private static let patience = 1000

    private func text(_ place: InspectedPlace) throws -> Inspection {
        var found = Inspection(place, kind: .documents, family: "plain text")
        let file = try MappedFile(place.url.path)
        found.note("bytes", file.bytes.count)
        found.note("lines", file.lineFeeds)
        if ["yaml", "yml"].contains(place.url.pathExtension.lowercased()) {
            do { _ = try YAMLFile.node(place.url) } catch { found.odd.append("\(error)") }
        }
        if let first = file.bytes.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            found.odd.append("It begins like JSON, but is no configuration, document or conversation that Parallax reads.")
        }
        return found
    }
}
