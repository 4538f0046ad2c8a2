import ParallaxCompute

/// What the person changed, and what is known of the changes.
public struct EditingState: Sendable {
    public var featureEdits: [FeatureEditKey: [Int: FeatureEdit]] = [:]
    public var textEdits: [VerbalKey: String] = [:]
    package var textHistories: Remembered<VerbalKey, TextHistory> = [:]
    /// Documents that the person gave; they stand behind those of the workspace.
    public var ownDocuments: [DocumentID: OwnDocument] = [:]
    public var featureEditReading: Latest<FeatureEditQuestion>?
    public var textEditFigures: Latest<TextEditQuestion>?
    public var noise: Latest<NoiseQuestion>?
}
