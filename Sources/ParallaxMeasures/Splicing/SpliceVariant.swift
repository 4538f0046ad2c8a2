/// Something to put in the place of an activation.
public struct SpliceVariant: Sendable, Equatable {
    /// For the person: "SAE k16, true norm", "mean", "zero".
    public var name: String
    /// As wide as the site, put in as it is; nil leaves the activation: the clean run.
    public var vector: [Float]?

    public init(name: String, vector: [Float]?) {
        self.name = name
        self.vector = vector
    }
}
