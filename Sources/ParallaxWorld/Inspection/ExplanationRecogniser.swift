/// Explanations that were made elsewhere, with what their figures say of each other.
struct ExplanationRecogniser: Recogniser {
    /// Of a longer file the beginning says whether it holds explanations.
    private static let telling = 1 << 20
    /// Kinds of figures that are listed.
    private static let mostFigures = 16

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard !place.isFolder, place.isText, isLikely(place), let file = try? ExplanationFile.open(place.url), file.count >= file.complaints.count else { return nil }
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
                for name in explanation.figures.keys where stated.count < Self.mostFigures || stated[name] != nil { stated[name, default: 0] += 1 }
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
        if documents.count == 1, let first = documents[0].positions.first, let last = documents[0].positions.last { found.note("positions", "\(first) to \(last)") }
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
