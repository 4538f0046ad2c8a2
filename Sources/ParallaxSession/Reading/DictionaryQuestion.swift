import ParallaxCompute

/// One activation as features of a dictionary.
public struct DictionaryReading: Sendable {
    public struct Feature: Equatable, Sendable {
        public var id: Int
        public var activation: Float
        /// Signed share of the reconstruction, f_i d_i·r/‖r‖² with r = y − b_dec; the shares sum to 1; nil where r is 0.
        public var share: Double?
        public var label: String?
        /// How good the label is, as its file says it ("F1 .93").
        public var labelDetail: String?
        /// What the person did to it.
        public var edit: FeatureEdit?

        public init(id: Int, activation: Float, share: Double?, label: String?, labelDetail: String?, edit: FeatureEdit? = nil) {
            self.id = id
            self.activation = activation
            self.share = share
            self.label = label
            self.labelDetail = labelDetail
            self.edit = edit
        }
    }

    /// Active features, strongest first; where there are edits also the ones switched off, in their old place.
    public var features: [Feature]
    public var l0: Int
    public var figures: TokenFigures

    public init(features: [Feature], l0: Int, figures: TokenFigures) {
        self.features = features
        self.l0 = l0
        self.figures = figures
    }
}

/// A dictionary over every position of a document.
public struct DictionaryQuestion: Question {
    /// What is known before the whole answer.
    public enum Part: Sendable {
        /// The figures, while the dictionary is still held against what its checkpoint promises.
        case readings([DictionaryReading])
        /// It does not do on this document what it promises.
        case complaint(Complaint)
    }

    public var key: DictionaryKey
    public var statistics: Int

    public init(document: DocumentID, dictionary: DictionaryID, statistics: Int) {
        key = DictionaryKey(document: document, dictionary: dictionary)
        self.statistics = statistics
    }

    public var lane: Lane { .model }
    public var pace: Pace { .quick }
    public var about: DocumentID? { key.document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> [DictionaryReading] {
        let readings = try bench.readings(of: key.document, key.dictionary, cancellation)
        guard bench.checked.withLock({ $0.insert(key.dictionary).inserted }) else { return readings }
        partial(.readings(readings))
        do {
            if let complaint = try bench.check(key.dictionary, on: key.document, cancellation) { partial(.complaint(complaint)) }
        } catch {
            bench.checked.withLock { _ = $0.remove(key.dictionary) }
            throw error
        }
        return readings
    }

    public func keep(_ answer: [DictionaryReading], in state: inout SessionState) {
        state.readings.byDictionary[key] = Versioned(value: answer, statistics: statistics)
    }

    public func keep(part: Part, in state: inout SessionState) {
        switch part {
        case .readings(let readings): keep(readings, in: &state)
        case .complaint(let complaint):
            state.notice = complaint.description
            state.inventory.complaints.append(complaint)
        }
    }
}

extension ModelBench {
    func encoding(of document: DocumentID, _ dictionary: DictionaryID, _ cancellation: Cancellation) throws -> Encoding {
        let key = DictionaryKey(document: document, dictionary: dictionary)
        if let known = encodings.value(for: key) { return known }
        let loaded = instrument.dictionaries[dictionary], autoencoder = loaded.autoencoder
        let activations = try traced(document, cancellation).states[loaded.source]!
        try cancellation.check()
        let codes = autoencoder.encode(activations)
        let encoding = Encoding(codes: codes, reconstructions: autoencoder.decode(codes))
        encodings.insert(encoding, for: key)
        return encoding
    }

    /// A dictionary's readings of every position of a document.
    func readings(of document: DocumentID, _ dictionary: DictionaryID, _ cancellation: Cancellation) throws -> [DictionaryReading] {
        let loaded = instrument.dictionaries[dictionary]
        let encoding = try encoding(of: document, dictionary, cancellation)
        let activations = try traced(document, cancellation).states[loaded.target]!
        let reference = reference(for: document, at: loaded.target)
        return try encoding.codes.indices.map { position in
            try cancellation.check()
            let figures = TokenFigures(
                activation: activations[position], reconstruction: encoding.reconstructions[position], reference: reference)
            return DictionaryReading(
                features: features(encoding.codes[position], loaded), l0: encoding.codes[position].l0, figures: figures)
        }
    }

    /// One position with some features changed.
    func reading(of place: Place, _ dictionary: DictionaryID, _ edits: [Int: FeatureEdit], _ cancellation: Cancellation) throws
        -> DictionaryReading
    {
        let loaded = instrument.dictionaries[dictionary]
        let original = try encoding(of: place.document, dictionary, cancellation).codes[place.position]
        let activation = try traced(place.document, cancellation).states[loaded.target]![place.position]
        let edited = loaded.autoencoder.edited(original, edits)
        let figures = TokenFigures(
            activation: activation, reconstruction: loaded.autoencoder.decode(edited),
            reference: reference(for: place.document, at: loaded.target))
        var features = features(edited, loaded)
        for index in features.indices { features[index].edit = edits[features[index].id] }
        // What was switched off stays where it was, so that the same key brings it back.
        for (place, id) in original.features.enumerated() where edited.activation(of: id) == 0 {
            let off = feature(id, activation: original.activations[place], share: 0, edit: edits[id], loaded)
            features.insert(off, at: min(place, features.count))
        }
        return DictionaryReading(features: features, l0: edited.l0, figures: figures)
    }

    private func features(_ code: SparseCode, _ loaded: LoadedDictionary) -> [DictionaryReading.Feature] {
        let shares = loaded.autoencoder.shares(of: code)
        return code.features.indices.map {
            feature(code.features[$0], activation: code.activations[$0], share: shares?[$0], edit: nil, loaded)
        }
    }

    private func feature(_ id: Int, activation: Float, share: Double?, edit: FeatureEdit?, _ loaded: LoadedDictionary)
        -> DictionaryReading.Feature
    {
        let label = loaded.labels?[id]
        return .init(id: id, activation: activation, share: share, label: label?.text, labelDetail: label?.detail, edit: edit)
    }
}

extension ModelBench {
    /// Holds a dictionary against the tokens of a document that figures count, and against the sites beside its own.
    func check(_ dictionary: DictionaryID, on document: DocumentID, _ cancellation: Cancellation) throws -> Complaint? {
        let loaded = instrument.dictionaries[dictionary], autoencoder = loaded.autoencoder
        // A transcoder's input is no measure of its output, and the sites beside it are of another kind.
        guard !autoencoder.configuration.isTranscoder else { return nil }
        let traced = try traced(document, cancellation)
        guard let activations = traced.states[loaded.source], let exclusions = traced.exclusions[loaded.source] else { return nil }
        let counted = exclusions.indices.filter { exclusions[$0] == nil }
        guard counted.count >= Self.enoughForACheck else { return nil }
        let material = CheckMaterial(activations: activations, neighbours: neighbours(of: loaded.source, in: traced)).keeping(counted)
        try cancellation.check()
        return DictionaryCheck(autoencoder, material).complaint
    }

    /// Fewer tokens tell nothing about a mean.
    private static let enoughForACheck = 16
    /// Sites counted from the dictionary's own to either side.
    private static let reach = 2

    private func neighbours(of site: Site, in traced: TracedDocument) -> [CheckMaterial.Neighbour] {
        guard case .residual(let number) = site else { return [] }
        return (1...Self.reach).flatMap { [number - $0, number + $0] }.compactMap { number in
            traced.states[.residual(number)].map { CheckMaterial.Neighbour(site: .residual(number), activations: $0) }
        }
    }
}
