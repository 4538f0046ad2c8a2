import ParallaxCompute

/// The readings of documents that are known, and those that are being made.
public struct ReadingState: Sendable {
    /// The person's choice of a dictionary and of a verbalizer at a site; the first of the workspace where there is none.
    public var chosenDictionaries: [Site: DictionaryID] = [:]
    public var chosenVerbalizers: [Site: VerbalizerID] = [:]
    package var traces: Remembered<DocumentID, TraceSummary> = [:]
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

    public init(document: DocumentID, position: Int, verbalizer: VerbalizerID) {
        self.init(Place(document: document, position: position), verbalizer)
    }

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

/// How the background filling of the grid stands. It stops by itself when its budget is spent.
public struct FillProgress: Equatable, Sendable {
    /// Explanations that may be made before the person is asked again.
    public static let grant = 500

    public var isOn = true
    public var spent = 0
    /// A running mean, over explanations made in batches; nil until the first batch is done.
    public var secondsEach: Double?

    public init() {}

    public var isSpent: Bool { spent >= Self.grant }

    mutating func note(explanations: Int, seconds: Double) {
        guard explanations > 0 else { return }
        spent += explanations
        let each = seconds / Double(explanations)
        secondsEach = secondsEach.map { 0.7 * $0 + 0.3 * each } ?? each
    }
}
