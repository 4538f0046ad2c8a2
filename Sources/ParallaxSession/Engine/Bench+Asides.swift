import Foundation
import ParallaxCompute

extension Bench {
    // MARK: Logit lens

    /// The lens at one site over a document: numbers for the grid.
    func lens(_ document: Int, row: Int, _ cancellation: Cancellation) throws -> [LensCell] {
        let traced = try traced(document, cancellation)
        let readings = try LogitLens(model: instrument.model).read(traced.states[instrument.sites[row]]!, ids: traced.ids, top: 0, cancellation: cancellation)
        return readings.map { LensCell(entropy: $0.entropy, rank: $0.rank, surprise: $0.surprise) }
    }

    /// Most likely tokens a row of the lens shows.
    private static let lensTokens = 5

    /// The lens at every residual site of one token.
    func lens(_ document: Int, position: Int, _ cancellation: Cancellation) throws -> [LensCell] {
        let traced = try traced(document, cancellation)
        let rows = Rows(instrument.sites.filter(\.isResidual).map { traced.states[$0]![position] }, width: instrument.model.configuration.hiddenSize)
        // Row r of the lens asks how likely ids[r + 1] is: here the same token at every site.
        let next = traced.ids.indices.contains(position + 1) ? traced.ids[position + 1] : nil
        let ids = Array(repeating: next ?? 0, count: rows.count + 1)
        return try LogitLens(model: instrument.model).read(rows, ids: ids, top: Self.lensTokens, cancellation: cancellation).map { reading in
            LensCell(
                entropy: reading.entropy, rank: next == nil ? nil : reading.rank, surprise: next == nil ? nil : reading.surprise, top: tokens(reading.top))
        }
    }

    private func tokens(_ tokens: [SpliceResult.Token]) -> [LensCell.Token] {
        let texts = tokens.map { instrument.tokenizer.texts([$0.id])[0] }
        return tokens.indices.map { LensCell.Token(text: texts[$0], probability: tokens[$0].probability) }
    }

    // MARK: Features

    private static let promotedTokens = 5

    func promoted(_ dictionary: Int, _ features: [Int]) throws -> [Int: PromotedText] {
        let loaded = instrument.dictionaries.elements[dictionary], autoencoder = loaded.autoencoder
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

    /// More lines than a person looks through.
    private static let mostMatches = 200

    /// Features whose label holds all words, or whose id begins with the number, in the order of their ids.
    func search(_ dictionary: Int, _ words: String, _ cancellation: Cancellation) throws -> [FeatureMatch] {
        let loaded = instrument.dictionaries.elements[dictionary]
        let wanted = words.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        var found: [FeatureMatch] = []
        for feature in 0..<loaded.info.featureCount where found.count < Self.mostMatches {
            if feature.isMultiple(of: 1024) { try cancellation.check() }
            let label = loaded.labels?[feature]?.text
            let text = label?.lowercased() ?? ""
            let isNumber = wanted.count == 1 && "\(feature)" == wanted[0]
            if isNumber || wanted.allSatisfy({ text.contains($0) }) {
                let match = FeatureMatch(id: feature, label: label)
                if isNumber { found.insert(match, at: 0) } else { found.append(match) }
            }
        }
        return found
    }

    // MARK: Both readings

    /// The reconstruction of the dictionary, with the person's edits.
    func reconstruction(_ document: Int, _ position: Int, _ dictionary: Int, _ edits: [Int: FeatureEdit], _ cancellation: Cancellation) throws -> [Float] {
        let encoding = try encoding(of: document, dictionary, cancellation)
        guard !edits.isEmpty else { return encoding.reconstructions[position] }
        let autoencoder = instrument.dictionaries.elements[dictionary].autoencoder
        return autoencoder.decode(autoencoder.edited(encoding.codes[position], edits))
    }

    func agreement(_ pair: Request.Pair, _ cancellation: Cancellation) throws -> Agreement {
        let loaded = instrument.dictionaries.elements[pair.dictionary]
        let activation = try traced(pair.document, cancellation).states[loaded.source]![pair.position]
        let sparse = try reconstruction(pair.document, pair.position, pair.dictionary, pair.edits, cancellation)
        guard let words = try vector(pair.document, pair.position, pair.verbalizer, text: pair.text, cancellation) else {
            return Agreement(cosine: .undefined("the text has no reconstruction"), kept: [], lost: [], made: [])
        }
        let cosine = TokenFigures(activation: sparse, reconstruction: words, reference: .none).cosine.outcome
        let own = try encoding(of: pair.document, pair.dictionary, cancellation).codes[pair.position]
        guard let scaled = TrueNorm.rescaled(words, to: activation) else { return Agreement(cosine: cosine, kept: [], lost: own.features, made: []) }
        // Encoded apart, each at ‖h‖: a dictionary knows nothing of differences.
        let theirs = loaded.autoencoder.encode(Rows(scaled))[0]
        let mine = Set(own.features), made = theirs.features.indices.filter { !mine.contains(theirs.features[$0]) }
        let found = Set(theirs.features)
        return Agreement(
            cosine: cosine, kept: own.features.filter { found.contains($0) }, lost: own.features.filter { !found.contains($0) },
            made: made.map { .init(id: theirs.features[$0], activation: theirs.activations[$0], label: loaded.labels?[theirs.features[$0]]?.text) })
    }
}
