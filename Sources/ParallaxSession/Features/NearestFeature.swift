/// A feature whose decoder row points nearly where another's does.
public struct NearestFeature: Equatable, Sendable {
    /// Index into the inventory.
    public var dictionary: DictionaryID
    public var id: Int
    /// Of the two rows.
    public var cosine: Float
    public var label: String?

    public init(dictionary: DictionaryID, id: Int, cosine: Float, label: String?) {
        self.dictionary = dictionary
        self.id = id
        self.cosine = cosine
        self.label = label
    }
}
