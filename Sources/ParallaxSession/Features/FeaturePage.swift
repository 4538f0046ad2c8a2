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
    public var neighbour = 0

    public init(dictionary: DictionaryID, feature: Int) {
        self.dictionary = dictionary
        self.feature = feature
    }
}
