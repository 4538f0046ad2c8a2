import ParallaxCompute

extension Bench {
    /// Tokens of an explanation at most, as the published verbalizers are run.
    static let longestExplanation = 200

    /// The explanations of some positions and what they reconstruct, in one batch. What is known already is answered first.
    func verbalize(_ document: Int, _ positions: [Int], _ verbalizer: Int, _ cancellation: Cancellation, _ partial: (Response) -> Void) throws {
        let loaded = instrument.verbalizers.elements[verbalizer]
        guard let av = loaded.verbalizer else {
            throw Complaint("verbalizer \(loaded.info.name)", expected: "an AV", found: "only an AR", remedy: "add its av: folder to the workspace")
        }
        func key(_ position: Int) -> VerbalKey { VerbalKey(document: document, position: position, verbalizer: verbalizer) }
        var missing: [Int] = []
        for position in positions {
            if let known = explanations.withLock({ $0.value(for: key(position)) }) {
                partial(.verbalized(position: position, try reading(known, document, position, loaded, cancellation)))
            } else {
                missing.append(position)
            }
        }
        guard !missing.isEmpty else { return }
        let activations = try traced(document, cancellation).states[loaded.info.site]!
        let batch = Rows(missing.map { activations[$0] }, width: activations.width)
        let sampling = Sampling(temperature: 0, seed: 0, maximumTokens: Self.longestExplanation)
        let texts = try withoutActuallyEscaping(partial) { partial in
            try av.verbalize(batch, sampling: sampling, cancellation: cancellation) { row, text in partial(.verbalizing(position: missing[row], textSoFar: text)) }
        }
        let vectors = try loaded.reconstructor?.reconstruct(texts.map(\.text), cancellation: cancellation)
        for (row, position) in missing.enumerated() {
            let explanation = Explanation(verbalization: texts[row], reconstruction: vectors?[row])
            explanations.withLock { $0.insert(explanation, for: key(position)) }
            partial(.verbalized(position: position, try reading(explanation, document, position, loaded, cancellation)))
        }
    }

    private func reading(
        _ explanation: Explanation, _ document: Int, _ position: Int, _ loaded: LoadedVerbalizer, _ cancellation: Cancellation
    ) throws -> VerbalReading {
        let activation = try traced(document, cancellation).states[loaded.info.site]![position]
        let statistics = statistics(for: document, at: loaded.info.site)
        let verbalization = explanation.verbalization
        return VerbalReading(
            text: verbalization.text, tokenCount: verbalization.tokenCount, logProbability: verbalization.logProbability,
            truncated: verbalization.truncated, injectionFailed: verbalization.injectionFailed,
            figures: explanation.reconstruction.map { TokenFigures(activation: activation, reconstruction: $0, statistics: statistics) })
    }

    /// What a changed text reconstructs.
    func figures(of text: String, _ document: Int, _ position: Int, _ verbalizer: Int, _ cancellation: Cancellation) throws -> TokenFigures {
        let loaded = instrument.verbalizers.elements[verbalizer]
        guard let reconstructor = loaded.reconstructor else {
            throw Complaint("verbalizer \(loaded.info.name)", expected: "an AR", found: "only an AV", remedy: "add its ar: folder to the workspace")
        }
        let activation = try traced(document, cancellation).states[loaded.info.site]![position]
        let vector = try reconstructor.reconstruct([text], cancellation: cancellation)[0]
        return TokenFigures(activation: activation, reconstruction: vector, statistics: statistics(for: document, at: loaded.info.site))
    }
}
