/// What is known of the feature whose page was opened last, and of the dictionaries held side by side.
public struct FeaturesState: Sendable {
    package var promoted = PromotedTexts()
    public var firings: Latest<FiringsQuestion>?
    public var nearest: Latest<NearestQuestion>?
    /// Each dictionary's reconstruction put back, at ‖h‖.
    public var sweep: Latest<SweepQuestion>?
    /// The search for firings that has come to its end.
    var finished: FiringsQuestion?

    public init() {}
}

/// Where one is on the page of a feature.
public struct FeaturePage: Equatable, Sendable {
    public enum Part: CaseIterable, Equatable, Sendable {
        /// Where it fires.
        case places
        /// Features with similar decoder rows.
        case neighbours
    }

    /// Index into the inventory.
    public var dictionary: DictionaryID
    public var feature: Int
    public var part = Part.places
    public var place = 0
    /// Whether every place is listed, or one of each document.
    public var listsEvery = false
    public var neighbour = 0

    public init(dictionary: DictionaryID, feature: Int) {
        self.dictionary = dictionary
        self.feature = feature
    }
}
