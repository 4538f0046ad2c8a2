/// Explanations that were made elsewhere, with what their figures say of each other.
struct ExplanationRecogniser: Recogniser {
    /// Sentences of a kind that are printed; the rest is counted.
    private static let listed = 5

    func inspect(_ place: InspectedPlace) throws -> Inspection? {
        guard !place.isFolder, place.isText, let file = try? ExplanationFile.open(place.url), file.count >= file.complaints.count else { return nil }
        var found = Inspection(place, kind: .explanations, family: "explanations (\(file.formatName))")
        found.site = file.site?.description
        if let model = file.modelName { found.note("model", model) }
        found.note("explanations", file.count)
        if file.sampleCount > 0 { found.note("further samples", file.sampleCount) }
        if let temperature = file.temperature { found.note("temperature", temperature) }
        if let variance = file.variance { found.note("Var", "\(FigureText.text(variance.value, decimals: 4)), \(variance.origin)") }
        describe(file, &found)
        if file.site == nil { found.odd.append("It does not say the layer.") }
        found.add(file.complaints.map(\.description), atMost: Self.listed, "more sentences about its rows")
        return found
    }

    private func describe(_ file: ExplanationFile, _ found: inout Inspection) {
        var stated: [String: Int] = [:], tokens = 0, truncated = 0, failed = 0
        var disagreements: [String] = []
        let documents = file.documents
        for document in documents {
            for position in document.positions {
                guard let explanation = file.explanation(of: document, position: position) else { continue }
                for name in explanation.figures.keys { stated[name, default: 0] += 1 }
                tokens += explanation.token == nil ? 0 : 1
                truncated += explanation.truncated == true ? 1 : 0
                failed += explanation.injectionFailed ? 1 : 0
                let place = (document.id.map { "document \($0.shortened), " } ?? "") + "position \(position)"
                disagreements += StatedCheck(explanation.stated, variance: file.variance).disagreements.map { "At \(place) \($0)." }
            }
        }
        found.note("documents", documents.count)
        if documents.count == 1, let first = documents[0].positions.first, let last = documents[0].positions.last { found.note("positions", "\(first) to \(last)") }
        found.note("with their token", file.tokens?.count ?? tokens)
        for (name, count) in stated.sorted(by: { $0.key < $1.key }) { found.note("stating \(name)", count) }
        if truncated > 0 { found.note("cut off", truncated) }
        if failed > 0 { found.odd.append("\(failed) of them are about the marker or in its script: the injection may have failed.") }
        found.add(disagreements, atMost: Self.listed, "more figures that others contradict")
    }
}

extension Inspection {
    /// Sentences of one kind, as many as a person reads.
    fileprivate mutating func add(_ sentences: [String], atMost limit: Int, _ rest: String) {
        odd += sentences.prefix(limit)
        if sentences.count > limit { odd.append("\(sentences.count - limit) \(rest).") }
    }
}
