import ParallaxCompute

/// The explanations of some positions and what they reconstruct, in one batch, nearest first.
public struct VerbalizeQuestion: Question {
    public enum Part: Sendable {
        /// The text of one position so far.
        case writing(position: Int, textSoFar: String)
        /// One position of the batch is done.
        case done(position: Int, VerbalReading)
        /// There is no explanation of this position.
        case none(position: Int)
    }

    /// The whole batch is done.
    public struct Answer: Sendable {
        /// How many of it had to be made, and how long that took.
        public var made: Int
        public var seconds: Double

        public init(made: Int, seconds: Double) {
            self.made = made
            self.seconds = seconds
        }
    }

    public var document: DocumentID
    public var positions: [Int]
    public var verbalizer: VerbalizerID
    public var statistics: Int

    public init(document: DocumentID, positions: [Int], verbalizer: VerbalizerID, statistics: Int) {
        self.document = document
        self.positions = positions
        self.verbalizer = verbalizer
        self.statistics = statistics
    }

    public var lane: Lane { .verbalizer }
    public var pace: Pace { .inParts }
    public var about: DocumentID? { document }

    private func key(_ position: Int) -> VerbalKey { VerbalKey(document: document, position: position, verbalizer: verbalizer) }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> Answer {
        try bench.verbalize(document, positions, verbalizer, cancellation, partial)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> Answer {
        for position in positions {
            try cancellation.check()
            partial(
                try bench.reading(Place(document: document, position: position), verbalizer).map { .done(position: position, $0) }
                    ?? .none(position: position))
        }
        // Nothing was made: it was there.
        return Answer(made: 0, seconds: 0)
    }

    public func keep(part: Part, in state: inout SessionState) {
        switch part {
        case .writing(let position, let text): state.readings.streaming[key(position)] = text
        case .none(let position): state.readings.absent.insert(key(position))
        case .done(let position, let reading):
            state.readings.byVerbalizer[key(position)] = Versioned(value: reading, statistics: statistics)
            state.readings.streaming[key(position)] = nil
        }
    }

    public func keep(_ answer: Answer, in state: inout SessionState) {
        state.readings.fill.note(explanations: answer.made, seconds: answer.seconds)
        if state.readings.fill.isSpent, state.readings.fill.isOn {
            state.readings.fill.isOn = false
            state.notice = "the budget of \(FillProgress.grant) explanations is spent; f grants as many again"
        }
    }

    /// A batch that failed as a whole failed at each of its positions; each of them shows it.
    public func fail(_ complaint: Complaint, in state: inout SessionState) {
        for position in positions {
            state.failures[AnyQuestion(Self(document: document, positions: [position], verbalizer: verbalizer, statistics: statistics))] =
                complaint
        }
        withdraw(from: &state)
    }

    public func withdraw(from state: inout SessionState) {
        for position in positions { state.readings.streaming[key(position)] = nil }
    }

    public func isAwaited(_ part: Part, in state: SessionState) -> Bool {
        if case .done(let position, _) = part { position == state.position } else { false }
    }
}

extension ModelBench {
    /// The explanations of some positions and what they reconstruct, in one batch. What is known already is answered first.
    func verbalize(
        _ document: DocumentID, _ positions: [Int], _ verbalizer: VerbalizerID, _ cancellation: Cancellation,
        _ partial: (VerbalizeQuestion.Part) -> Void
    ) throws -> VerbalizeQuestion.Answer {
        let start = ContinuousClock.now
        let loaded = instrument.verbalizers[verbalizer]
        guard let source = loaded.explanations else {
            throw Complaint(
                "verbalizer \(loaded.info.name)", expected: "an AV", found: "only an AR", remedy: "add its av: folder to the workspace")
        }
        var missing: [Int] = []
        for position in positions {
            if let known = known(VerbalKey(document: document, position: position, verbalizer: verbalizer)) {
                partial(.done(position: position, try reading(known, Place(document: document, position: position), loaded, cancellation)))
            } else {
                missing.append(position)
            }
        }
        guard !missing.isEmpty else { return .init(made: 0, seconds: 0) }
        let made = try explain(missing, document, verbalizer, source, cancellation) { position, text in
            partial(.writing(position: position, textSoFar: text))
        }
        for position in missing {
            guard let explanation = made[position] else { continue }
            partial(
                .done(position: position, try reading(explanation, Place(document: document, position: position), loaded, cancellation)))
        }
        for position in missing where made[position] == nil { partial(.none(position: position)) }
        return .init(made: missing.count, seconds: (ContinuousClock.now - start) / .seconds(1))
    }

    /// Has explanations written and read, and keeps them.
    /// - Returns: by position; without those of which the source has none.
    private func explain(
        _ positions: [Int], _ document: DocumentID, _ verbalizer: VerbalizerID, _ source: any ExplanationSource,
        _ cancellation: Cancellation, progress: (_ position: Int, _ textSoFar: String) -> Void
    ) throws -> [Int: Explanation] {
        let loaded = instrument.verbalizers[verbalizer]
        let activations = try traced(document, cancellation).states[loaded.info.site]!
        let batch = Rows(positions.map { activations[$0] }, width: activations.width)
        let places = positions.map { TokenPlace(title: instrument.library.title(document), document: document.index, position: $0) }
        let texts = try source.explain(places, activations: batch, cancellation: cancellation) { index, text in
            progress(positions[index], text)
        }
        let there = positions.indices.filter { texts[$0] != nil }
        let vectors =
            there.isEmpty ? nil : try loaded.reconstructor?.reconstructEach(there.map { texts[$0]!.text }, cancellation: cancellation)
        var made: [Int: Explanation] = [:]
        for (row, index) in there.enumerated() {
            var explanation = Explanation(written: texts[index]!, batch: ExplanationBatch(document: document, positions: positions))
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
    func explained(_ positions: [Int], _ document: DocumentID, _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws -> [Int:
        Explanation]
    {
        var found: [Int: Explanation] = [:]
        for position in positions { found[position] = known(VerbalKey(document: document, position: position, verbalizer: verbalizer)) }
        let missing = positions.filter { found[$0] == nil }
        guard !missing.isEmpty, let source = instrument.verbalizers[verbalizer].explanations else { return found }
        return try found.merging(explain(missing, document, verbalizer, source, cancellation) { _, _ in }) { $1 }
    }

    private func reading(
        _ explanation: Explanation, _ place: Place, _ loaded: LoadedVerbalizer, _ cancellation: Cancellation
    ) throws -> VerbalReading {
        let activation = try traced(place.document, cancellation).states[loaded.info.site]![place.position]
        let reference = reference(for: place.document, at: loaded.info.site)
        let written = explanation.written
        var reading = VerbalReading(
            text: written.text, tokenCount: written.tokenCount, logProbability: written.logProbability, truncated: written.truncated,
            injectionFailed: written.injectionFailed,
            figures: explanation.reconstruction.map { TokenFigures(activation: activation, reconstruction: $0, reference: reference) },
            stated: written.stated?.measured(by: statistics(for: place.document, at: loaded.info.site)?.variance))
        reading.unread = explanation.unread
        reading.batch = explanation.batch
        return reading
    }

    /// The vectors of texts under a verbalizer's AR, `[texts, d]`.
    func vectors(of texts: [String], _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws -> Rows {
        let loaded = instrument.verbalizers[verbalizer]
        guard let reconstructor = loaded.reconstructor else {
            throw Complaint(
                "verbalizer \(loaded.info.name)", expected: "an AR", found: "only an AV", remedy: "add its ar: folder to the workspace")
        }
        return try reconstructor.reconstruct(texts, cancellation: cancellation)
    }

    /// The explanation of a token where it is still known; an edited document has those of its original up to the first change.
    func known(_ key: VerbalKey) -> Explanation? {
        if let known = explanations.value(for: key) { return known }
        guard let original = instrument.library.own(key.document)?.original,
            let old = traces.value(for: original), let new = traces.value(for: key.document),
            key.position < zip(old.ids, new.ids).prefix(while: { $0 == $1 }).count
        else { return nil }
        return known(VerbalKey(document: original, position: key.position, verbalizer: key.verbalizer))
    }

    /// The vector of a token's text as the person has it.
    func vector(_ place: Place, _ verbalizer: VerbalizerID, text: String?, _ cancellation: Cancellation) throws -> [Float]? {
        if let text { return try vectors(of: [text], verbalizer, cancellation)[0] }
        return try explained([place.position], place.document, verbalizer, cancellation)[place.position]?.reconstruction
    }
}
