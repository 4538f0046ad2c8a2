import ParallaxCompute

/// Where a feature fires in all of so many documents.
public struct FiringsQuestion: Question {
    public var dictionary: DictionaryID
    public var feature: Int
    public var documents: Int

    public var lane: Lane { .features }
    public var pace: Pace { .aside }

    /// As far as the documents have been read, and in the end.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (FeatureFirings) -> Void) throws -> FeatureFirings {
        try bench.firings(of: feature, dictionary, cancellation, partial)
    }

    public func keep(part: FeatureFirings, in state: inout SessionState) { state.features.firings = Latest(self, part) }

    public func keep(_ answer: FeatureFirings, in state: inout SessionState) {
        keep(part: answer, in: &state)
        state.features.finished = self
    }
}

/// Features whose decoder rows point nearly where this one's does.
public struct NearestQuestion: Question {
    public var dictionary: DictionaryID
    public var feature: Int

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [NearestFeature] {
        try bench.nearest(to: feature, dictionary, cancellation)
    }

    public func keep(_ answer: [NearestFeature], in state: inout SessionState) { state.features.nearest = Latest(self, answer) }
}

/// The tokens that features promote.
public struct PromotedQuestion: Question {
    public var dictionary: DictionaryID
    public var features: [Int]

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [Int: PromotedText] {
        try bench.promoted(dictionary, features)
    }

    public func keep(_ answer: [Int: PromotedText], in state: inout SessionState) { state.features.promoted.add(answer, of: dictionary) }
}

extension ModelBench {
    /// Tokens around a place.
    private static let context = 8
    /// Documents between two answers on the way.
    private static let stride = 4

    /// A dictionary's codes of a document, without what only the panes need.
    struct Codes: Sendable {
        var ids: [Int]
        var codes: [SparseCode]
        /// Positions that figures leave out at the site that the dictionary reads.
        var leftOut: Set<Int>
    }

    /// Where a feature fires, document after document.
    func firings(of feature: Int, _ dictionary: DictionaryID, _ cancellation: Cancellation, _ partial: (FeatureFirings) -> Void) throws
        -> FeatureFirings
    {
        let loaded = try loaded(dictionary, feature), label = loaded.labels?[feature]
        var found = FeatureFirings(label: label?.text, labelDetail: label?.detail, total: instrument.library.count)
        var activations: [Float] = [], sorted = 0
        for document in (0..<instrument.library.count).map(DocumentID.init) {
            try cancellation.check()
            do {
                add(try codes(of: document, dictionary, cancellation), document, feature, to: &found, &activations)
                found.documents += 1
            } catch is Complaint {
                found.unread += 1
            }
            if document.index % Self.stride == 0 {
                // Sorted anew when they are a tenth more: together no more work than a few sorts of all.
                if activations.count * 10 > sorted * 11 {
                    found.quantiles = .init(activations)
                    sorted = activations.count
                }
                partial(found)
            }
        }
        found.quantiles = .init(activations)
        return found
    }

    private func add(_ codes: Codes, _ document: DocumentID, _ feature: Int, to found: inout FeatureFirings, _ activations: inout [Float]) {
        for position in codes.ids.indices {
            let activation = codes.codes[position].activation(of: feature)
            guard !codes.leftOut.contains(position) else {
                found.leftOut += 1
                if activation != 0 { found.leftOutFiring += 1 }
                found.leftOutMaximum = max(found.leftOutMaximum, activation)
                continue
            }
            found.tokens += 1
            guard activation != 0 else { continue }
            found.firing += 1
            activations.append(activation)
            guard found.keeps(activation, in: document) else { continue }
            let start = max(0, position - Self.context), end = min(codes.ids.count, position + 1 + Self.context)
            let texts = instrument.tokenizer.texts(Array(codes.ids[start..<end])), own = position - start
            found.keep(
                .init(
                    document: document, position: position, activation: activation, before: texts[..<own].joined(), token: texts[own],
                    after: texts[(own + 1)...].joined()))
        }
    }

    private func codes(of document: DocumentID, _ dictionary: DictionaryID, _ cancellation: Cancellation) throws -> Codes {
        let key = DictionaryKey(document: document, dictionary: dictionary)
        if let known = codes.value(for: key) { return known }
        let ids = try instrument.library.tokens(of: document, cancellation: cancellation).ids,
            autoencoder = instrument.dictionaries[dictionary].autoencoder
        let found: Codes, site = instrument.dictionaries[dictionary].source
        func leftOut(_ rows: Rows) -> Set<Int> {
            Set(ExclusionRule.workspace.excluded(norms: rows.norms, bos: instrument.tokens(of: document, ids).bos).keys)
        }
        if let encoding = encodings.value(for: key), let trace = traces.value(for: document), let rows = trace.states[site] {
            found = Codes(ids: ids, codes: encoding.codes, leftOut: leftOut(rows))
        } else {
            let states = try instrument.model.forward(
                ForwardRequest([.init(.tokens(ids))], capture: [site], stopAfterBlock: site.block ?? 0), cancellation: cancellation)[0]
                .states
            found = Codes(ids: ids, codes: autoencoder.encode(states[site]!), leftOut: leftOut(states[site]!))
        }
        codes.insert(found, for: key)
        return found
    }

    private static let neighbours = 8

    /// Features with similar decoder rows, of every dictionary that reconstructs the same site.
    func nearest(to feature: Int, _ dictionary: DictionaryID, _ cancellation: Cancellation) throws -> [NearestFeature] {
        let own = try loaded(dictionary, feature), direction = own.autoencoder.decoderRow(feature)
        var found: [NearestFeature] = []
        for (index, other) in instrument.dictionaries.elements.enumerated() where other.target == own.target {
            let index = DictionaryID(index)
            try cancellation.check()
            let rows = other.autoencoder.nearestFeatures(to: direction, count: Self.neighbours + 1).filter {
                index != dictionary || $0.feature != feature
            }
            found += rows.prefix(Self.neighbours).map {
                NearestFeature(dictionary: index, id: $0.feature, cosine: $0.cosine, label: other.labels?[$0.feature]?.text)
            }
        }
        return found.sorted { $0.cosine > $1.cosine }
    }

    private func loaded(_ dictionary: DictionaryID, _ feature: Int) throws -> LoadedDictionary {
        let loaded = instrument.dictionaries[dictionary]
        guard (0..<loaded.info.featureCount).contains(feature) else {
            throw Complaint(
                "feature", expected: "one from 0 to \(loaded.info.featureCount - 1)", found: "\(feature)", remedy: "search for it with /")
        }
        return loaded
    }

    private static let promotedTokens = 5

    func promoted(_ dictionary: DictionaryID, _ features: [Int]) throws -> [Int: PromotedText] {
        let loaded = instrument.dictionaries[dictionary], autoencoder = loaded.autoencoder
        guard loaded.target.isInStream, let lens = DirectionLens(model: instrument.model), !features.isEmpty else {
            return Dictionary(uniqueKeysWithValues: features.map { ($0, PromotedText(promoted: [], suppressed: [])) })
        }
        let rows = Rows(features.map { autoencoder.decoderRow($0) }, width: autoencoder.outputSize)
        let found = try lens.tokens(rows, top: Self.promotedTokens)
        var result: [Int: PromotedText] = [:]
        for (index, feature) in features.enumerated() {
            result[feature] = PromotedText(promoted: found[index].promoted.map(text), suppressed: found[index].suppressed.map(text))
        }
        return result
    }

    private func text(_ id: Int) -> String { instrument.tokenizer.texts([id])[0] }
}
