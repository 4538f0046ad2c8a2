import ParallaxCompute

/// Features kept by the NLA's vectors of other tokens.
public struct MismatchQuestion: Question {
    public var document: DocumentID
    public var position: Int
    public var dictionary: DictionaryID
    public var verbalizer: VerbalizerID

    public var lane: Lane { .verbalizer }
    public var pace: Pace { .aside }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> MismatchControl {
        try bench.mismatch(Place(document: document, position: position), dictionary, verbalizer, cancellation)
    }

    public func keep(_ answer: MismatchControl, in state: inout SessionState) { state.between.mismatch = Latest(self, answer) }
}

/// The NLA's vectors of tokens that have nothing to do with the one that is looked at.
struct MismatchedVectors: Sendable {
    struct Key: Hashable, Sendable {
        var document: DocumentID
        var verbalizer: VerbalizerID
    }

    /// `[pairs, d]`
    var vectors: Rows
    var source: String
}

extension ModelBench {
    /// Enough for a mean, few enough to be made while one looks.
    private static let mismatchedPairs = 8
    /// Neighbouring tokens have much in common; so far apart they have less.
    private static let apart = 10

    func mismatch(_ place: Place, _ dictionary: DictionaryID, _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws
        -> MismatchControl
    {
        let others = try mismatchedVectors(place, verbalizer, cancellation)
        let autoencoder = instrument.dictionaries[dictionary].autoencoder
        let own = Set(try encoding(of: place.document, dictionary, cancellation).codes[place.position].features)
        let activation = try traced(place.document, cancellation).states[instrument.dictionaries[dictionary].source]![place.position]
        let scaled = (0..<others.vectors.count).compactMap { TrueNorm.rescaled(others.vectors[$0], to: activation) }
        guard !scaled.isEmpty else { return MismatchControl(kept: 0, pairs: 0, source: others.source) }
        let codes = autoencoder.encode(Rows(scaled, width: autoencoder.inputSize))
        let kept = codes.reduce(0) { sum, code in sum + code.features.count { own.contains($0) } }
        return MismatchControl(kept: Double(kept) / Double(codes.count), pairs: codes.count, source: others.source)
    }

    /// One token from the middle of each of the next few documents; with a single document tokens far from this one.
    private func mismatchedVectors(_ place: Place, _ verbalizer: VerbalizerID, _ cancellation: Cancellation) throws -> MismatchedVectors {
        let document = place.document
        let key = MismatchedVectors.Key(document: document, verbalizer: verbalizer)
        if let known = mismatched.value(for: key) { return known }
        let loaded = instrument.verbalizers[verbalizer]
        var activations: [[Float]] = []
        var places: [TokenPlace] = []
        let count = instrument.library.count
        for step in 1..<max(count, 1) where activations.count < Self.mismatchedPairs {
            let other = DocumentID((document.index + step) % count)
            guard instrument.library.own(other) == nil, let traced = try? traced(other, cancellation) else { continue }
            try cancellation.check()
            activations.append(traced.states[loaded.info.site]![traced.ids.count / 2])
            places.append(TokenPlace(title: instrument.library.title(other), document: other.index, position: traced.ids.count / 2))
        }
        let hasOthers = !activations.isEmpty
        if !hasOthers {
            let rows = try traced(document, cancellation).states[loaded.info.site]!
            let far = (1..<max(rows.count, 1)).filter { abs($0 - place.position) >= Self.apart }
            activations = far.prefix(Self.mismatchedPairs).map { rows[$0] }
            places = far.prefix(Self.mismatchedPairs).map {
                TokenPlace(title: instrument.library.title(document), document: document.index, position: $0)
            }
        }
        let none = MismatchedVectors(vectors: Rows(count: 0, width: instrument.model.configuration.hiddenSize), source: "no other tokens")
        guard let reconstructor = loaded.reconstructor, let source = loaded.explanations, !activations.isEmpty else { return none }
        let texts = try source.explain(places, activations: Rows(activations, width: activations[0].count), cancellation: cancellation) {
            _, _ in
        }.compactMap { $0?.text }
        guard !texts.isEmpty else { return none }
        // A text that the AR cannot read is no pair.
        let vectors = Rows(
            try reconstructor.reconstructEach(texts, cancellation: cancellation).compactMap { try? $0.get() },
            width: reconstructor.outputSize)
        let found = MismatchedVectors(vectors: vectors, source: hasOthers ? "other documents" : "far tokens of this document")
        // Those from this document depend on the position, so they are not kept.
        if hasOthers { mismatched.insert(found, for: key) }
        return found
    }
}
