import ParallaxCompute

/// What stands beside the readings of the token under the cursor: nil while it is not there yet.
extension SessionState {
    /// Wanted once both readings that can be had are there, so that the table is not made twice.
    public var spliceQuestion: SpliceQuestion? {
        guard let trace, trace.ids.indices.contains(position) else { return nil }
        if dictionary != nil, dictionaryReading == nil { return nil }
        let hasWords = verbalReading?.figures != nil
        if let verbalizer, !hasWords, lacksExplanation(position, verbalizer) { return nil }
        guard dictionary != nil || hasWords else { return nil }
        return SpliceQuestion(
            subject: SpliceSubject(
                document: document, position: position, row: row, dictionary: dictionary, edits: currentFeatureEdits, verbalizer: hasWords ? verbalizer : nil,
                text: hasWords ? editedText : nil))
    }

    public var splice: SpliceTable? { spliceQuestion.flatMap { splicing.table?.value(for: $0) } }

    /// The same question about neutral edits, where the person has changed the text. Feature edits have no neutral ones.
    public var spliceNoiseQuestion: SpliceNoiseQuestion? {
        guard noiseQuestion != nil, var subject = spliceQuestion?.subject, subject.verbalizer != nil else { return nil }
        // Whatever the person wrote, neutral edits are those of the original.
        subject.text = nil
        subject.edits = [:]
        return SpliceNoiseQuestion(subject: subject, sentence: changedSentence)
    }

    public var spliceNoise: SpliceNoise? { spliceNoiseQuestion.flatMap { splicing.noise?.value(for: $0) } }

    /// The text that the person kept or is typing, where it differs from the explanation.
    public var editedText: String? {
        triedText?.edited
    }

    public var lensQuestion: LensColumnQuestion? {
        guard inventory.hasModel, let trace, trace.ids.indices.contains(position) else { return nil }
        return LensColumnQuestion(document: document, position: position)
    }

    /// One cell a row of the grid.
    public var lens: [LensCell]? { lensQuestion.flatMap { logitLens.column?.value(for: $0) } }

    /// Neutral edits spare the sentence that the person works on.
    public var noiseQuestion: NoiseQuestion? {
        guard let verbalKey, editedText != nil, inventory.verbalizers[verbalKey.verbalizer].reconstructs else { return nil }
        return NoiseQuestion(
            document: document, position: position, verbalizer: verbalKey.verbalizer, sentence: changedSentence, statistics: statistics.version)
    }

    public var noiseBand: NoiseBand? { noiseQuestion.flatMap { editing.noise?.value(for: $0) } }

    /// Whether the person's text is the original with whole sentences taken out and nothing else.
    public var isDeletion: Bool {
        triedText?.isDeletion ?? false
    }

    /// The first sentence of the original that the person's text does not hold; nil where all are kept.
    private var changedSentence: Int? {
        triedText?.changedSentence
    }

    /// Where else in the document a feature fires, from the readings that are there, in order.
    public func firings(of feature: Int) -> [(position: Int, activation: Float)] {
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else { return [] }
        return readings.enumerated().compactMap { position, reading in
            reading.features.first { $0.id == feature }.map { (position, $0.activation) }
        }
    }

    /// The feature that is highlighted, or the strongest.
    public var featureAtHand: DictionaryReading.Feature? {
        let features = shownFeatures
        return features.indices.contains(highlightedFeature) ? features[highlightedFeature] : features.first
    }

    /// Explanations of this document's row: made, and wanted in all.
    public var fillCount: (done: Int, total: Int)? {
        guard let trace, let verbalizer = verbalizer ?? fillVerbalizer else { return nil }
        let site = inventory.verbalizers[verbalizer].site
        let wanted = trace.ids.indices.filter { !isExcluded($0, at: site) && !readings.absent.contains(VerbalKey(document: document, position: $0, verbalizer: verbalizer)) }
        let done = wanted.count { readings.byVerbalizer[VerbalKey(document: document, position: $0, verbalizer: verbalizer)] != nil }
        return (done, wanted.count)
    }
}
