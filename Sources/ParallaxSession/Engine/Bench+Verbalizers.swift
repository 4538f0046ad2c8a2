import ParallaxCompute

extension Bench {
    /// The explanations of some positions and what they reconstruct, in one batch. What is known already is answered first.
    func verbalize(_ document: Int, _ positions: [Int], _ verbalizer: Int, _ cancellation: Cancellation, _ partial: (Response) -> Void) throws -> Response {
        let start = ContinuousClock.now
        let loaded = instrument.verbalizers.elements[verbalizer]
        guard let source = loaded.explanations else {
            throw Complaint("verbalizer \(loaded.info.name)", expected: "an AV", found: "only an AR", remedy: "add its av: folder to the workspace")
        }
        var missing: [Int] = []
        for position in positions {
            if let known = known(document, position, verbalizer) {
                partial(.verbalized(position: position, try reading(known, document, position, loaded, cancellation)))
            } else {
                missing.append(position)
            }
        }
        guard !missing.isEmpty else { return .verbalizedAll(made: 0, seconds: 0) }
        let made = try explain(missing, document, verbalizer, source, cancellation) { position, text in partial(.verbalizing(position: position, textSoFar: text)) }
        for position in missing {
            guard let explanation = made[position] else { continue }
            partial(.verbalized(position: position, try reading(explanation, document, position, loaded, cancellation)))
        }
        for position in missing where made[position] == nil { partial(.noExplanation(position: position)) }
        return .verbalizedAll(made: missing.count, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// Has explanations written and read, and keeps them.
    /// - Returns: by position; without those of which the source has none.
    private func explain(
        _ positions: [Int], _ document: Int, _ verbalizer: Int, _ source: any ExplanationSource, _ cancellation: Cancellation, progress: (_ position: Int, _ textSoFar: String) -> Void
    ) throws -> [Int: Explanation] {
        let loaded = instrument.verbalizers.elements[verbalizer]
        let activations = try traced(document, cancellation).states[loaded.info.site]!
        let batch = Rows(positions.map { activations[$0] }, width: activations.width)
        let places = positions.map { TokenPlace(title: instrument.library.title(document), document: document, position: $0) }
        let texts = try source.explain(places, activations: batch, cancellation: cancellation) { index, text in progress(positions[index], text) }
        let there = positions.indices.filter { texts[$0] != nil }
        let vectors = there.isEmpty ? nil : try loaded.reconstructor?.reconstructEach(there.map { texts[$0]!.text }, cancellation: cancellation)
        var made: [Int: Explanation] = [:]
        for (row, index) in there.enumerated() {
            var explanation = Explanation(written: texts[index]!)
            switch vectors?[row] {
            case .success(let vector)?: explanation.reconstruction = vector
            case .failure(let complaint)?: explanation.unread = complaint
            case nil: break
            }
            explanations.insert(explanation, for: VerbalKey(document: document, position: positions[index], verbalizer: verbalizer))
            made[positions[index]] = explanation
        }
        return made
    }

    /// The explanations of some positions, those that are not known (any more) made now; without those of which there are none.
    func explained(_ positions: [Int], _ document: Int, _ verbalizer: Int, _ cancellation: Cancellation) throws -> [Int: Explanation] {
        var found: [Int: Explanation] = [:]
        for position in positions { found[position] = known(document, position, verbalizer) }
        let missing = positions.filter { found[$0] == nil }
        guard !missing.isEmpty, let source = instrument.verbalizers.elements[verbalizer].explanations else { return found }
        return try found.merging(explain(missing, document, verbalizer, source, cancellation) { _, _ in }) { $1 }
    }

    private func reading(
        _ explanation: Explanation, _ document: Int, _ position: Int, _ loaded: LoadedVerbalizer, _ cancellation: Cancellation
    ) throws -> VerbalReading {
        let activation = try traced(document, cancellation).states[loaded.info.site]![position]
        let reference = reference(for: document, at: loaded.info.site)
        let written = explanation.written
        var reading = VerbalReading(
            text: written.text, tokenCount: written.tokenCount, logProbability: written.logProbability, truncated: written.truncated,
            injectionFailed: written.injectionFailed,
            figures: explanation.reconstruction.map { TokenFigures(activation: activation, reconstruction: $0, reference: reference) },
            stated: written.stated?.measured(by: statistics(for: document, at: loaded.info.site)?.variance))
        reading.unread = explanation.unread
        return reading
    }

    /// The vectors of texts under a verbalizer's AR, `[texts, d]`.
    func vectors(of texts: [String], _ verbalizer: Int, _ cancellation: Cancellation) throws -> Rows {
        let loaded = instrument.verbalizers.elements[verbalizer]
        guard let reconstructor = loaded.reconstructor else {
            throw Complaint("verbalizer \(loaded.info.name)", expected: "an AR", found: "only an AV", remedy: "add its ar: folder to the workspace")
        }
        return try reconstructor.reconstruct(texts, cancellation: cancellation)
    }

    /// What changed texts reconstruct.
    func figures(of texts: [String], _ document: Int, _ position: Int, _ verbalizer: Int, _ cancellation: Cancellation) throws -> [TokenFigures] {
        guard !texts.isEmpty else { return [] }
        let site = instrument.verbalizers.elements[verbalizer].info.site
        let activation = try traced(document, cancellation).states[site]![position]
        let reference = reference(for: document, at: site)
        let vectors = try vectors(of: texts, verbalizer, cancellation)
        return texts.indices.map { TokenFigures(activation: activation, reconstruction: vectors[$0], reference: reference) }
    }

    /// What neutral edits of the explanation do to its figures.
    func noise(_ document: Int, _ position: Int, _ verbalizer: Int, sparing sentence: Int?, _ cancellation: Cancellation) throws -> NoiseBand {
        guard let explanation = try explained([position], document, verbalizer, cancellation)[position] else { return NoiseBand(samples: []) }
        let edits = NeutralEdits.edits(of: explanation.written.text, sparing: sentence)
        let figures = try figures(of: edits.map(\.text), document, position, verbalizer, cancellation)
        return NoiseBand(samples: edits.indices.map { .init(kind: edits[$0].kind, figures: figures[$0]) })
    }

    /// The explanation of a token where it is still known; an edited document has those of its original up to the first change.
    func known(_ document: Int, _ position: Int, _ verbalizer: Int) -> Explanation? {
        if let known = explanations.value(for: VerbalKey(document: document, position: position, verbalizer: verbalizer)) { return known }
        guard let original = instrument.library.own(document)?.original,
            let old = traces.value(for: original), let new = traces.value(for: document),
            position < zip(old.ids, new.ids).prefix(while: { $0 == $1 }).count
        else { return nil }
        return known(original, position, verbalizer)
    }

    /// The vector of a token's text as the person has it.
    func vector(_ document: Int, _ position: Int, _ verbalizer: Int, text: String?, _ cancellation: Cancellation) throws -> [Float]? {
        if let text { return try vectors(of: [text], verbalizer, cancellation)[0] }
        return try explained([position], document, verbalizer, cancellation)[position]?.reconstruction
    }
}
