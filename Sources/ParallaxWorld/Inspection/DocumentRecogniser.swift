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
        if position < file.bytes.count - 1, looked == Self.mostRead || file.bytes.count > Self.mostBytes {
            found.odd.append("Only its first \(position) of \(file.bytes.count) bytes were read.")
        }
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

/// Explanations that were made elsewhere, with what their figures say of each other.
struct ExplanationRecogniser: Recogniser {
    /// Of a longer file the beginning says whether it holds explanations.
    private static let telling = 1 << 20
    /// Kinds of figures that are listed.
    private static let mostFigures = 16

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard !place.isFolder, place.isText, isLikely(place), let file = try? ExplanationFile.open(place.url),
            file.count >= file.complaints.count
        else { return nil }
        var found = Inspection(place, kind: .explanations, family: "explanations (\(file.formatName))")
        found.site = file.site?.description
        if let model = file.modelName { found.note("model", model) }
        found.note("explanations", file.count)
        if file.sampleCount > 0 { found.note("further samples", file.sampleCount) }
        if let temperature = file.temperature { found.note("temperature", temperature) }
        if let variance = file.variance { found.note("Var", "\(FigureText.text(variance.value, decimals: 4)), \(variance.origin)") }
        describe(file, &found)
        if file.site == nil { found.odd.append("It does not say the layer.") }
        found.add(file.complaints.map(\.description), file.complaints.count, "more sentences about its rows")
        return found
    }

    private func isLikely(_ place: InspectedPlace) -> Bool {
        guard place.size > Self.telling else { return true }
        // A page is one value, which its beginning does not hold.
        return (try? MappedFile.reading(place.url.path) { ExplanationFile.begins($0, within: Self.telling) }) ?? false
    }

    private func describe(_ file: ExplanationFile, _ found: inout Inspection) {
        var stated: [String: Int] = [:], tokens = 0, truncated = 0, failed = 0
        var disagreements: [String] = [], disagreementCount = 0
        let documents = file.documents, variance = file.variance
        for document in documents {
            for position in document.positions {
                guard let explanation = file.explanation(of: document, position: position) else { continue }
                for name in explanation.figures.keys where stated.count < Self.mostFigures || stated[name] != nil {
                    stated[name, default: 0] += 1
                }
                tokens += explanation.token == nil ? 0 : 1
                truncated += explanation.truncated == true ? 1 : 0
                failed += explanation.injectionFailed ? 1 : 0
                let found = StatedCheck(explanation.stated, variance: variance).disagreements
                disagreementCount += found.count
                guard !found.isEmpty, disagreements.count < Inspection.listed else { continue }
                let place = (document.id.map { "document \($0.shortened), " } ?? "") + "position \(position)"
                disagreements += found.map { "At \(place) \($0)." }
            }
        }
        found.note("documents", documents.count)
        if documents.count == 1, let first = documents[0].positions.first, let last = documents[0].positions.last {
            found.note("positions", "\(first) to \(last)")
        }
        found.note("with their token", file.tokens?.count ?? tokens)
        for (name, count) in stated.sorted(by: { $0.key < $1.key }) { found.note("stating \(name)", count) }
        if truncated > 0 { found.note("cut off", truncated) }
        if failed > 0 { found.odd.append("\(failed) of them are about the marker or in its script: the injection may have failed.") }
        found.add(disagreements, disagreementCount, "more figures that others contradict")
    }
}

extension Inspection {
    /// Sentences of a kind that are printed; the rest is counted.
    static let listed = 5

    /// Sentences of one kind, as many as a person reads, of so many that there are.
    mutating func add(_ sentences: [String], _ count: Int, _ rest: String) {
        let shown = sentences.prefix(Self.listed)
        odd += shown
        if count > shown.count { odd.append("\(count - shown.count) \(rest).") }
    }
}
