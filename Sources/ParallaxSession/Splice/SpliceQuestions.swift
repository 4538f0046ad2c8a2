import ParallaxCompute

/// What is put back, and where.
public struct SpliceSubject: Hashable, Sendable {
    public var document: DocumentID
    public var position: Int
    public var row: Int
    public var dictionary: DictionaryID?
    public var edits: [Int: FeatureEdit]
    /// Nil where there is no explanation with a reconstruction.
    public var verbalizer: VerbalizerID?
    public var text: String?

    public var place: Place { Place(document: document, position: position) }
}

/// The reconstructions put back into the model.
public struct SpliceQuestion: Question {
    public var subject: SpliceSubject

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { subject.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> SpliceTable {
        try bench.splice(subject, cancellation)
    }

    public func keep(_ answer: SpliceTable, in state: inout SessionState) { state.splicing.table = Latest(self, answer) }
}

/// The same with neutral edits of the explanation, or with the person's edits of other features.
public struct SpliceNoiseQuestion: Question {
    public var subject: SpliceSubject
    public var change: SpliceTable.Change
    /// The sentence that the person edits, which neutral edits spare.
    public var sentence: Int?

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { subject.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> SpliceNoise {
        switch change {
        case .features: try bench.spliceNoise(subject, cancellation)
        case .text: try bench.spliceNoise(subject, sparing: sentence, cancellation)
        }
    }

    public func keep(_ answer: SpliceNoise, in state: inout SessionState) { state.splicing.noise[change] = Latest(self, answer) }
}

/// Every dictionary of a row put back into the model at one token: by dictionary.
public struct SweepQuestion: Question {
    public var document: DocumentID
    public var position: Int
    public var row: Int

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [DictionaryID: SpliceTable
        .Row]
    {
        try bench.sweep(Place(document: document, position: position), row: row, cancellation)
    }

    public func keep(_ answer: [DictionaryID: SpliceTable.Row], in state: inout SessionState) {
        state.features.sweep = Latest(self, answer)
    }
}

extension ModelBench {
    /// Tokens behind the position over which the divergence is averaged, and tokens of the continuation.
    private static let following = 8
    private static let continuation = 16
    private static let nextTokens = 6

    /// Every reconstruction put back at the same position, one at a time, by the same rule.
    func splice(_ subject: SpliceSubject, _ cancellation: Cancellation) throws -> SpliceTable {
        let traced = try traced(subject.document, cancellation)
        let site = instrument.sites[subject.row]
        let activation = traced.states[site]![subject.position]
        let experiment = try Splice(
            model: instrument.model, ids: traced.ids, position: subject.position, site: site, following: Self.following,
            continuation: Self.continuation,
            top: Self.nextTokens, stop: instrument.model.configuration.stopTokenIDs(instrument.tokenizer))
        let variants = try variants(subject, activation, cancellation)
        let results = try experiment.run(variants, cancellation: cancellation)
        var rows = results.map(row)
        for (index, row) in rows.enumerated() {
            guard let edited = Self.edited.first(where: { $0.name == row.name }) else { continue }
            rows[index].change = edited.change
            rows[index].before = rows.firstIndex { $0.name == edited.before }
        }
        return SpliceTable(rows: rows, followingCount: min(Self.following, traced.ids.count - 1 - subject.position))
    }

    /// The NLA's vectors of neutral edits of its text, put back by the same rule.
    func spliceNoise(_ subject: SpliceSubject, sparing sentence: Int?, _ cancellation: Cancellation) throws -> SpliceNoise {
        guard let verbalizer = subject.verbalizer,
            let explanation = try explained([subject.position], subject.document, verbalizer, cancellation)[subject.position]
        else { return SpliceNoise(samples: []) }
        let edits = NeutralEdits.edits(of: explanation.written.text, sparing: sentence)
        guard !edits.isEmpty else { return SpliceNoise(samples: []) }
        let vectors = try vectors(of: edits.map(\.text), verbalizer, cancellation)
        return try spliceNoise(subject, edits.indices.map { (edits[$0].kind, vectors[$0]) }, cancellation)
    }

    /// The dictionary's vectors with other features changed, put back by the same rule.
    func spliceNoise(_ subject: SpliceSubject, _ cancellation: Cancellation) throws -> SpliceNoise {
        guard let dictionary = subject.dictionary else { return SpliceNoise(samples: []) }
        let edits = try neutralEdits(like: subject.edits, subject.place, dictionary, cancellation)
        guard !edits.isEmpty else { return SpliceNoise(samples: []) }
        let vectors = try edits.map { (NoiseBand.features, try reconstruction(subject.place, dictionary, $0, cancellation)) }
        return try spliceNoise(subject, vectors, cancellation)
    }

    private func spliceNoise(_ subject: SpliceSubject, _ vectors: [(kind: String, vector: [Float])], _ cancellation: Cancellation) throws
        -> SpliceNoise
    {
        let traced = try traced(subject.document, cancellation)
        let site = instrument.sites[subject.row]
        let activation = traced.states[site]![subject.position]
        let variants = vectors.compactMap { kind, vector in
            TrueNorm.rescaled(vector, to: activation).map { SpliceVariant(name: kind, vector: $0) }
        }
        let experiment = try Splice(
            model: instrument.model, ids: traced.ids, position: subject.position, site: site, following: Self.following, continuation: 0,
            top: 1)
        let results = try experiment.run(variants, cancellation: cancellation).dropFirst()
        return SpliceNoise(samples: results.map { .init(kind: $0.name, row: row($0)) })
    }

    /// Each dictionary of a row put back in turn, at ‖h‖: what it costs the model to have only that.
    func sweep(_ place: Place, row: Int, _ cancellation: Cancellation) throws -> [DictionaryID: SpliceTable.Row] {
        let traced = try traced(place.document, cancellation), site = instrument.sites[row],
            activation = traced.states[site]![place.position]
        var dictionaries: [DictionaryID] = [], variants: [SpliceVariant] = []
        for (index, loaded) in instrument.dictionaries.elements.enumerated() where loaded.info.site == site {
            let dictionary = DictionaryID(index)
            guard let vector = TrueNorm.rescaled(try reconstruction(place, dictionary, [:], cancellation), to: activation) else { continue }
            dictionaries.append(dictionary)
            variants.append(SpliceVariant(name: loaded.info.name, vector: vector))
        }
        let experiment = try Splice(
            model: instrument.model, ids: traced.ids, position: place.position, site: site, following: 0, continuation: 0, top: 1)
        let results = try experiment.run(variants, cancellation: cancellation).dropFirst()
        return Dictionary(uniqueKeysWithValues: zip(dictionaries, results.map(self.row)))
    }

    private func row(_ result: SpliceResult) -> SpliceTable.Row {
        let texts = result.topTokens.map { instrument.tokenizer.texts([$0.id])[0] }
        let next = result.topTokens.indices.map { LensCell.Token(text: texts[$0], probability: result.topTokens[$0].probability) }
        return SpliceTable.Row(
            name: result.name, divergence: result.divergence, following: result.meanFollowingDivergence, crossEntropy: result.crossEntropy,
            next: next,
            continuation: instrument.tokenizer.texts(result.continuation).joined())
    }

    private static let sparse = "SAE at ‖h‖", verbal = "NLA at ‖h‖", editedSparse = "edited SAE ‖h‖", editedVerbal = "edited NLA ‖h‖"
    private static let edited: [(name: String, change: SpliceTable.Change, before: String)] = [
        (editedSparse, .features, sparse), (editedVerbal, .text, verbal)
    ]

    private func variants(
        _ subject: SpliceSubject, _ activation: [Float], _ cancellation: Cancellation
    ) throws -> [SpliceVariant] {
        var variants: [SpliceVariant] = []
        func add(_ name: String, _ vector: [Float]?) {
            if let vector { variants.append(SpliceVariant(name: name, vector: vector)) }
        }
        if let dictionary = subject.dictionary {
            let sparse = try reconstruction(subject.place, dictionary, [:], cancellation)
            add("SAE", sparse)
            add(Self.sparse, TrueNorm.rescaled(sparse, to: activation))
        }
        if let verbalizer = subject.verbalizer, let words = try vector(subject.place, verbalizer, text: nil, cancellation) {
            add(Self.verbal, TrueNorm.rescaled(words, to: activation))
        }
        if let dictionary = subject.dictionary, !subject.edits.isEmpty {
            let sparse = try reconstruction(subject.place, dictionary, subject.edits, cancellation)
            add(Self.editedSparse, TrueNorm.rescaled(sparse, to: activation))
        }
        if let verbalizer = subject.verbalizer, let text = subject.text {
            let words = try vector(subject.place, verbalizer, text: text, cancellation)
            add(Self.editedVerbal, words.flatMap { TrueNorm.rescaled($0, to: activation) })
        }
        return variants
    }
}

/// The reconstructions of the token at the cursor put back into the model: nil while they are not there yet.
extension SessionState {
    /// What the pane lacks, where it is seen.
    func spliceWants() -> [AnyQuestion] {
        guard visible.contains(.splice) else { return [] }
        var wanted: [AnyQuestion] = []
        if let spliceQuestion, splice == nil { wanted.append(spliceQuestion) }
        for change in SpliceTable.Change.allCases where splice != nil && spliceNoise(of: change) == nil {
            if let question = spliceNoiseQuestion(of: change) { wanted.append(question) }
        }
        return wanted
    }

    /// Wanted once both readings that can be had are there, so that the table is not made twice.
    public var spliceQuestion: SpliceQuestion? {
        guard let trace, trace.ids.indices.contains(position) else { return nil }
        if dictionary != nil, dictionaryReading == nil { return nil }
        let hasWords = verbalReading?.figures != nil
        if let verbalizer, !hasWords, lacksExplanation(position, verbalizer) { return nil }
        guard dictionary != nil || hasWords else { return nil }
        return SpliceQuestion(
            subject: SpliceSubject(
                document: document, position: position, row: row, dictionary: dictionary, edits: currentFeatureEdits,
                verbalizer: hasWords ? verbalizer : nil,
                text: hasWords ? editedText : nil))
    }

    public var splice: SpliceTable? { spliceQuestion.flatMap { splicing.table?.value(for: $0) } }

    /// The same question about neutral edits, where the person has changed the text, and about other features, where features.
    public func spliceNoiseQuestion(of change: SpliceTable.Change) -> SpliceNoiseQuestion? {
        guard var subject = spliceQuestion?.subject else { return nil }
        // Whatever the person wrote, neutral edits are those of the original.
        subject.text = nil
        switch change {
        case .features:
            guard subject.dictionary != nil, !subject.edits.isEmpty else { return nil }
            subject.verbalizer = nil
            return SpliceNoiseQuestion(subject: subject, change: change)
        case .text:
            guard noiseQuestion != nil, subject.verbalizer != nil else { return nil }
            subject.edits = [:]
            return SpliceNoiseQuestion(subject: subject, change: change, sentence: changedSentence)
        }
    }

    public func spliceNoise(of change: SpliceTable.Change) -> SpliceNoise? {
        spliceNoiseQuestion(of: change).flatMap { splicing.noise[change]?.value(for: $0) }
    }
}
