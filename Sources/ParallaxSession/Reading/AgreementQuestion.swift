import ParallaxCompute

/// How the two reconstructions of one activation agree with each other: both encoded by the dictionary, separately, at ‖h‖.
public struct Agreement: Equatable, Sendable {
    /// cos(y_SAE, y_NLA).
    public var cosine: Outcome
    /// Features active in h and in the NLA's vector.
    public var kept: [Int]
    /// Active in h, not in the NLA's vector.
    public var lost: [Int]
    /// Active in the NLA's vector, not in h.
    public var made: [Feature]

    public struct Feature: Equatable, Sendable {
        public var id: Int
        public var activation: Float
        public var label: String?

        public init(id: Int, activation: Float, label: String?) {
            self.id = id
            self.activation = activation
            self.label = label
        }
    }

    public init(cosine: Outcome, kept: [Int], lost: [Int], made: [Feature]) {
        self.cosine = cosine
        self.kept = kept
        self.lost = lost
        self.made = made
    }
}

/// The control of kept features: the same count with the NLA's vectors of other tokens.
public struct MismatchControl: Equatable, Sendable {
    /// Mean number of features kept, over the pairs.
    public var kept: Double
    public var pairs: Int
    /// "other documents", or "other tokens of this document" where there is only one.
    public var source: String

    public init(kept: Double, pairs: Int, source: String) {
        self.kept = kept
        self.pairs = pairs
        self.source = source
    }
}

/// How the two reconstructions of one activation agree, as the person has them.
public struct AgreementQuestion: Question {
    public var document: DocumentID
    public var position: Int
    public var dictionary: DictionaryID
    public var edits: [Int: FeatureEdit]
    public var verbalizer: VerbalizerID
    /// The changed text; nil for the explanation itself.
    public var text: String?

    public var place: Place { Place(document: document, position: position) }
    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Agreement {
        try bench.agreement(self, cancellation)
    }

    public func keep(_ answer: Agreement, in state: inout SessionState) { state.between.agreement = Latest(self, answer) }
}

extension ModelBench {
    /// The reconstruction of the dictionary, with the person's edits.
    func reconstruction(_ place: Place, _ dictionary: DictionaryID, _ edits: [Int: FeatureEdit], _ cancellation: Cancellation) throws
        -> [Float]
    {
        let encoding = try encoding(of: place.document, dictionary, cancellation)
        guard !edits.isEmpty else { return encoding.reconstructions[place.position] }
        let autoencoder = instrument.dictionaries[dictionary].autoencoder
        return autoencoder.decode(autoencoder.edited(encoding.codes[place.position], edits))
    }

    func agreement(_ pair: AgreementQuestion, _ cancellation: Cancellation) throws -> Agreement {
        let loaded = instrument.dictionaries[pair.dictionary]
        let activation = try traced(pair.document, cancellation).states[loaded.source]![pair.position]
        let sparse = try reconstruction(pair.place, pair.dictionary, pair.edits, cancellation)
        guard let words = try vector(pair.place, pair.verbalizer, text: pair.text, cancellation) else {
            return Agreement(cosine: .undefined("the text has no reconstruction"), kept: [], lost: [], made: [])
        }
        let cosine = TokenFigures(activation: sparse, reconstruction: words, reference: .none).cosine.outcome
        let own = try encoding(of: pair.document, pair.dictionary, cancellation).codes[pair.position]
        guard let scaled = TrueNorm.rescaled(words, to: activation) else {
            return Agreement(cosine: cosine, kept: [], lost: own.features, made: [])
        }
        // Encoded apart, each at ‖h‖: a dictionary knows nothing of differences.
        let theirs = loaded.autoencoder.encode(Rows(scaled))[0]
        let mine = Set(own.features), made = theirs.features.indices.filter { !mine.contains(theirs.features[$0]) }
        let found = Set(theirs.features)
        return Agreement(
            cosine: cosine, kept: own.features.filter { found.contains($0) }, lost: own.features.filter { !found.contains($0) },
            made: made.map {
                .init(id: theirs.features[$0], activation: theirs.activations[$0], label: loaded.labels?[theirs.features[$0]]?.text)
            })
    }
}
