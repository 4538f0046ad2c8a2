import ParallaxCompute

/// What the person's edits at the cursor ask, and what is known of them.
extension SessionState {
    /// The figures of the edits themselves, which come before everything beside them.
    func editWants() -> [AnyQuestion] {
        var wanted: [AnyQuestion] = []
        if let featureEditQuestion, editedDictionaryReading == nil { wanted.append(featureEditQuestion) }
        if let textEditQuestion, editedFigures == nil { wanted.append(textEditQuestion) }
        return wanted
    }

    /// The question that answers the feature edits at the cursor; nil where there are none.
    public var featureEditQuestion: FeatureEditQuestion? {
        guard let dictionary, !currentFeatureEdits.isEmpty else { return nil }
        return FeatureEditQuestion(
            document: document, position: position, dictionary: dictionary, edits: currentFeatureEdits, statistics: statistics.version)
    }

    /// The question that answers the text edit at the cursor; nil where the text is the original.
    public var textEditQuestion: TextEditQuestion? {
        guard let verbalKey, inventory.verbalizers[verbalKey.verbalizer].reconstructs, let text = editedText else { return nil }
        return TextEditQuestion(
            document: document, position: position, verbalizer: verbalKey.verbalizer, text: text, statistics: statistics.version)
    }

    /// What the same edits of other features do.
    public var featureNoiseQuestion: FeatureNoiseQuestion? {
        featureEditQuestion.map { FeatureNoiseQuestion(key: $0.key, edits: $0.edits, statistics: $0.statistics) }
    }

    public var featureNoise: NoiseBand? { featureNoiseQuestion.flatMap { editing.featureNoise?.value(for: $0) } }

    /// The text that the person kept or is typing, where it differs from the explanation.
    public var editedText: String? {
        triedText?.edited
    }

    /// Neutral edits spare the sentence that the person works on.
    public var noiseQuestion: NoiseQuestion? {
        guard let verbalKey, editedText != nil, inventory.verbalizers[verbalKey.verbalizer].reconstructs else { return nil }
        return NoiseQuestion(
            document: document, position: position, verbalizer: verbalKey.verbalizer, sentence: changedSentence,
            statistics: statistics.version)
    }

    public var noiseBand: NoiseBand? { noiseQuestion.flatMap { editing.noise?.value(for: $0) } }

    /// Whether the person's text is the original with whole sentences taken out and nothing else.
    public var isDeletion: Bool {
        triedText?.isDeletion ?? false
    }

    /// The first sentence of the original that the person's text does not hold; nil where all are kept.
    var changedSentence: Int? {
        triedText?.changedSentence
    }
}
