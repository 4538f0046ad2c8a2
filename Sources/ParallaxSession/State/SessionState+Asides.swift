import ParallaxCompute

/// What stands beside the readings of the token under the cursor: nil while it is not there yet.
extension SessionState {
    public var pairRequest: Request? {
        guard let dictionary, let verbalizer, dictionaryReading != nil, verbalReading?.figures != nil else { return nil }
        return .agreement(.init(
            document: document, position: position, dictionary: dictionary, edits: currentFeatureEdits, verbalizer: verbalizer, text: editedText))
    }

    public var agreement: Agreement? { pairRequest.flatMap { agreementAnswer?.value(for: $0) } }

    public var mismatchRequest: Request? {
        guard pairRequest != nil, let dictionary, let verbalizer else { return nil }
        return .mismatch(document: document, position: position, dictionary: dictionary, verbalizer: verbalizer)
    }

    public var mismatch: MismatchControl? { mismatchRequest.flatMap { mismatchAnswer?.value(for: $0) } }

    /// Wanted once both readings that can be had are there, so that the table is not made twice.
    public var spliceRequest: Request? {
        guard let trace, trace.ids.indices.contains(position) else { return nil }
        if dictionary != nil, dictionaryReading == nil { return nil }
        let hasWords = verbalReading?.figures != nil
        if let verbalizer, !hasWords, lacksExplanation(position, verbalizer) { return nil }
        guard dictionary != nil || hasWords else { return nil }
        return .splice(.init(
            document: document, position: position, row: row, dictionary: dictionary, edits: currentFeatureEdits, verbalizer: hasWords ? verbalizer : nil,
            text: hasWords ? editedText : nil))
    }

    public var splice: SpliceTable? { spliceRequest.flatMap { spliceAnswer?.value(for: $0) } }

    /// The same question about neutral edits, where the person has changed the text. Feature edits have no neutral ones.
    public var spliceNoiseRequest: Request? {
        guard noiseRequest != nil, case .splice(var subject)? = spliceRequest, subject.verbalizer != nil else { return nil }
        // Whatever the person wrote, neutral edits are those of the original.
        subject.text = nil
        subject.edits = [:]
        return .spliceNoise(subject, sentence: changedSentence)
    }

    public var spliceNoise: SpliceNoise? { spliceNoiseRequest.flatMap { spliceNoiseAnswer?.value(for: $0) } }

    /// The text that the person kept or is typing, where it differs from the explanation.
    public var editedText: String? {
        triedText?.edited
    }

    public var lensRequest: Request? {
        guard inventory.hasModel, let trace, trace.ids.indices.contains(position) else { return nil }
        return .lensColumn(document: document, position: position)
    }

    /// One cell a row of the grid.
    public var lens: [LensCell]? { lensRequest.flatMap { lensColumn?.value(for: $0) } }

    /// Neutral edits spare the sentence that the person works on.
    public var noiseRequest: Request? {
        guard let verbalKey, editedText != nil, inventory.verbalizers.elements[verbalKey.verbalizer].reconstructs else { return nil }
        return .noise(
            document: document, position: position, verbalizer: verbalKey.verbalizer, sentence: changedSentence, statistics: statistics.version)
    }

    public var noiseBand: NoiseBand? { noiseRequest.flatMap { noise?.value(for: $0) } }

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
        guard let dictionary, let readings = dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)]?.value else { return [] }
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
        let site = inventory.verbalizers.elements[verbalizer].site
        let wanted = trace.ids.indices.filter { !isExcluded($0, at: site) && !absent.contains(VerbalKey(document: document, position: $0, verbalizer: verbalizer)) }
        let done = wanted.count { verbalReadings[VerbalKey(document: document, position: $0, verbalizer: verbalizer)] != nil }
        return (done, wanted.count)
    }
}
