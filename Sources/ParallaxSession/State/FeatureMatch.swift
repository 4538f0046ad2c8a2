/// A feature that a search by label found.
public struct FeatureMatch: Equatable, Sendable {
    public var id: Int
    public var label: String?

    public init(id: Int, label: String?) {
        self.id = id
        self.label = label
    }
}
