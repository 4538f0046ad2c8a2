import ParallaxCompute

extension Bench {
    func encoding(of document: Int, _ dictionary: Int, _ cancellation: Cancellation) throws -> Encoding {
        let key = DictionaryKey(document: document, dictionary: dictionary)
        if let known = encodings.value(for: key) { return known }
        let loaded = instrument.dictionaries.elements[dictionary], autoencoder = loaded.autoencoder
        let activations = try traced(document, cancellation).states[loaded.source]!
        try cancellation.check()
        let codes = autoencoder.encode(activations)
        let encoding = Encoding(codes: codes, reconstructions: autoencoder.decode(codes))
        encodings.insert(encoding, for: key)
        return encoding
    }

    /// A dictionary's readings of every position of a document.
    func readings(of document: Int, _ dictionary: Int, _ cancellation: Cancellation) throws -> [DictionaryReading] {
        let loaded = instrument.dictionaries.elements[dictionary]
        let encoding = try encoding(of: document, dictionary, cancellation)
        let activations = try traced(document, cancellation).states[loaded.target]!
        let reference = reference(for: document, at: loaded.target)
        return try encoding.codes.indices.map { position in
            try cancellation.check()
            let figures = TokenFigures(activation: activations[position], reconstruction: encoding.reconstructions[position], reference: reference)
            return DictionaryReading(features: features(encoding.codes[position], loaded), l0: encoding.codes[position].l0, figures: figures)
        }
    }

    /// One position with some features changed.
    func reading(of document: Int, _ position: Int, _ dictionary: Int, _ edits: [Int: FeatureEdit], _ cancellation: Cancellation) throws -> DictionaryReading {
        let loaded = instrument.dictionaries.elements[dictionary]
        let original = try encoding(of: document, dictionary, cancellation).codes[position]
        let activation = try traced(document, cancellation).states[loaded.target]![position]
        let edited = loaded.autoencoder.edited(original, edits)
        let figures = TokenFigures(
            activation: activation, reconstruction: loaded.autoencoder.decode(edited), reference: reference(for: document, at: loaded.target))
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
        return code.features.indices.map { feature(code.features[$0], activation: code.activations[$0], share: shares?[$0], edit: nil, loaded) }
    }

    private func feature(_ id: Int, activation: Float, share: Double?, edit: FeatureEdit?, _ loaded: LoadedDictionary) -> DictionaryReading.Feature {
        let label = loaded.labels?[id]
        return .init(id: id, activation: activation, share: share, label: label?.text, labelDetail: label?.detail, edit: edit)
    }
}
