/// Names of readings: which document, which position, through which checkpoint.
public struct DictionaryKey: Hashable, Sendable {
    public var document: Int
    public var dictionary: Int
}

public struct FeatureEditKey: Hashable, Sendable {
    public var document: Int
    public var position: Int
    public var dictionary: Int
}

public struct VerbalKey: Hashable, Sendable {
    public var document: Int
    public var position: Int
    public var verbalizer: Int

    public init(document: Int, position: Int, verbalizer: Int) {
        self.document = document
        self.position = position
        self.verbalizer = verbalizer
    }
}

public struct LensKey: Hashable, Sendable {
    public var document: Int
    public var row: Int
}

/// A result with the version of the statistics that its figures rest on.
public struct Versioned<Value: Sendable>: Sendable {
    public var value: Value
    public var statistics: Int
}
