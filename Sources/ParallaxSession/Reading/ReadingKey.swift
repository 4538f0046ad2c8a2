/// Names of readings: which document, which position, through which checkpoint.
public struct DictionaryKey: Hashable, Sendable {
    public var document: DocumentID
    public var dictionary: DictionaryID
}

public struct FeatureEditKey: Hashable, Sendable {
    public var place: Place
    public var dictionary: DictionaryID

    public var document: DocumentID { place.document }
    public var position: Int { place.position }
}

public struct VerbalKey: Hashable, Sendable {
    public var place: Place
    public var verbalizer: VerbalizerID

    public init(_ place: Place, _ verbalizer: VerbalizerID) {
        self.place = place
        self.verbalizer = verbalizer
    }

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID) { self.init(Place(document: document, position: position), verbalizer) }

    public var document: DocumentID { place.document }
    public var position: Int { place.position }
}

public struct LensKey: Hashable, Sendable {
    public var document: DocumentID
    public var row: Int
}

/// A result with the version of the statistics that its figures rest on.
public struct Versioned<Value: Sendable>: Sendable {
    public var value: Value
    public var statistics: Int
}
