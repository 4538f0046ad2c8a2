import ParallaxCompute

/// One position with some features changed.
public struct FeatureEditQuestion: Question {
    public var key: FeatureEditKey
    public var edits: [Int: FeatureEdit]
    public var statistics: Int

    public init(document: DocumentID, position: Int, dictionary: DictionaryID, edits: [Int: FeatureEdit], statistics: Int) {
        key = FeatureEditKey(place: Place(document: document, position: position), dictionary: dictionary)
        self.edits = edits
        self.statistics = statistics
    }

    public var lane: Lane { .model }
    public var pace: Pace { .quick }
    public var about: DocumentID? { key.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> DictionaryReading {
        try bench.reading(of: key.place, key.dictionary, edits, cancellation)
    }

    public func keep(_ answer: DictionaryReading, in state: inout SessionState) { state.editing.featureEditReading = Latest(self, answer) }
}

/// What a changed text reconstructs.
public struct TextEditQuestion: Question {
    public var key: VerbalKey
    public var text: String
    public var statistics: Int

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID, text: String, statistics: Int) {
        key = VerbalKey(document: document, position: position, verbalizer: verbalizer)
        self.text = text
        self.statistics = statistics
    }

    public var lane: Lane { .reconstructor }
    public var pace: Pace { .prompt }
    public var about: DocumentID? { key.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> TokenFigures {
        try bench.figures(of: [text], key, cancellation)[0]
    }

    public func keep(_ answer: TokenFigures, in state: inout SessionState) {
        state.editing.textEditFigures = Latest(self, answer)
        state.editing.textHistories[key]?.note(answer, for: text)
    }
}

/// What neutral edits of an explanation do to its figures.
public struct NoiseQuestion: Question {
    public var key: VerbalKey
    /// The sentence that the person edits, which they spare.
    public var sentence: Int?
    public var statistics: Int

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID, sentence: Int?, statistics: Int) {
        key = VerbalKey(document: document, position: position, verbalizer: verbalizer)
        self.sentence = sentence
        self.statistics = statistics
    }

    public var lane: Lane { .reconstructor }
    public var pace: Pace { .aside }
    public var about: DocumentID? { key.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> NoiseBand {
        try bench.noise(key, sparing: sentence, cancellation)
    }

    public func keep(_ answer: NoiseBand, in state: inout SessionState) { state.editing.noise = Latest(self, answer) }
}

/// What the same edits of other features do to the figures.
public struct FeatureNoiseQuestion: Question {
    public var key: FeatureEditKey
    public var edits: [Int: FeatureEdit]
    public var statistics: Int

    public var lane: Lane { .model }
    public var pace: Pace { .aside }
    public var about: DocumentID? { key.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> NoiseBand {
        try bench.noise(key, like: edits, cancellation)
    }

    public func keep(_ answer: NoiseBand, in state: inout SessionState) { state.editing.featureNoise = Latest(self, answer) }
}

/// What edits that change no meaning, or features that nobody chose, do to the figures: a change inside the band is shown as nothing.
///
/// Like is compared with like: where the person took a sentence out, the band is what taking out another one of about that length
/// does; for any other edit it is what other word order and punctuation do.
public struct NoiseBand: Sendable {
    /// What was done to the text ("word order") or to features (``features``), and the figures after it.
    public struct Sample: Sendable {
        public var kind: String
        /// Of features which, as findings say it.
        public var words: String
        public var figures: TokenFigures

        public init(kind: String, words: String = "", figures: TokenFigures) {
            self.kind = kind
            self.words = words
            self.figures = figures
        }
    }

    /// The kind of edits of features.
    public static let features = "features"

    public var samples: [Sample]

    public init(samples: [Sample]) { self.samples = samples }

    /// The largest change that a neutral edit made to a figure; nil where no edit could be made or the figure has no value.
    /// - Parameter isDeletion: whether the person's text is the original without a sentence.
    public func width(_ figure: (TokenFigures) -> Measure, original: TokenFigures, isDeletion: Bool) -> Double? {
        guard let start = figure(original).number else { return nil }
        var widest: Double?
        for sample in samples where (sample.kind == NeutralEdits.deletion) == isDeletion {
            guard let number = figure(sample.figures).number else { continue }
            widest = max(widest ?? 0, abs(number - start))
        }
        return widest
    }
}

extension ModelBench {
    /// What changed texts reconstruct.
    func figures(of texts: [String], _ key: VerbalKey, _ cancellation: Cancellation) throws -> [TokenFigures] {
        guard !texts.isEmpty else { return [] }
        let site = instrument.verbalizers[key.verbalizer].info.site
        let activation = try traced(key.document, cancellation).states[site]![key.position]
        let reference = reference(for: key.document, at: site)
        let vectors = try vectors(of: texts, key.verbalizer, cancellation)
        return texts.indices.map { TokenFigures(activation: activation, reconstruction: vectors[$0], reference: reference) }
    }

    /// What the same edits of other features do to the figures; empty where there are too few of them.
    func noise(_ key: FeatureEditKey, like edits: [Int: FeatureEdit], _ cancellation: Cancellation) throws -> NoiseBand {
        let place = key.place, loaded = instrument.dictionaries[key.dictionary]
        let activation = try traced(place.document, cancellation).states[loaded.target]![place.position]
        let reference = reference(for: place.document, at: loaded.target)
        let encoding = try encoding(of: place.document, key.dictionary, cancellation)
        let code = encoding.codes[place.position], original = encoding.reconstructions[place.position]
        let samples = try neutralEdits(like: edits, place, key.dictionary, cancellation).map { other in
            try cancellation.check()
            let vector = loaded.autoencoder.decode(loaded.autoencoder.edited(code, other), after: code, reconstruction: original)
            return NoiseBand.Sample(
                kind: NoiseBand.features, words: NeutralFeatureEdits.words(other),
                figures: TokenFigures(activation: activation, reconstruction: vector, reference: reference))
        }
        return NoiseBand(samples: samples)
    }

    func neutralEdits(like edits: [Int: FeatureEdit], _ place: Place, _ dictionary: DictionaryID, _ cancellation: Cancellation) throws
        -> [[Int: FeatureEdit]]
    {
        let codes = try encoding(of: place.document, dictionary, cancellation).codes
        var firing: [Int: Int] = [:]
        for code in codes { for feature in code.features { firing[feature, default: 0] += 1 } }
        return NeutralFeatureEdits.edits(
            like: edits, of: codes[place.position], firing: firing, in: instrument.dictionaries[dictionary].autoencoder,
            seed: place.position)
    }

    /// What neutral edits of the explanation do to its figures.
    func noise(_ key: VerbalKey, sparing sentence: Int?, _ cancellation: Cancellation) throws -> NoiseBand {
        guard let explanation = try explained([key.position], key.document, key.verbalizer, cancellation)[key.position] else {
            return NoiseBand(samples: [])
        }
        let edits = NeutralEdits.edits(of: explanation.written.text, sparing: sentence)
        let figures = try figures(of: edits.map(\.text), key, cancellation)
        return NoiseBand(samples: edits.indices.map { .init(kind: edits[$0].kind, figures: figures[$0]) })
    }
}
