import ParallaxCompute

/// The readings of documents that are known, and those that are being made.
public struct ReadingState: Sendable {
    /// The person's choice of a dictionary and of a verbalizer at a site; the first of the workspace where there is none.
    public var chosenDictionaries: [Site: DictionaryID] = [:]
    public var chosenVerbalizers: [Site: VerbalizerID] = [:]
    package var traces: Remembered<DocumentID, DocumentTrace> = [:]
    package var byDictionary: Remembered<DictionaryKey, Versioned<[DictionaryReading]>> = [:]
    package var byVerbalizer: Remembered<VerbalKey, Versioned<VerbalReading>> = [:]
    /// Text that is being generated, per position.
    public var streaming: [VerbalKey: String] = [:]
    /// Places where the person stopped the verbalizer.
    public var stopped: Set<VerbalKey> = []
    /// Places of which a file of explanations has none.
    public var absent: Set<VerbalKey> = []
    public var fill = FillProgress()
}
