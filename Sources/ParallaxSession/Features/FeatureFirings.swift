/// Where a feature fires in the documents that have been read so far.
public struct FeatureFirings: Equatable, Sendable {
    public struct Place: Equatable, Sendable {
        public var document: DocumentID
        public var position: Int
        public var activation: Float
        /// The tokens before, the token itself, and those behind.
        public var before: String
        public var token: String
        public var after: String

        public init(document: DocumentID, position: Int, activation: Float, before: String, token: String, after: String) {
            self.document = document
            self.position = position
            self.activation = activation
            self.before = before
            self.token = token
            self.after = after
        }
    }

    public var label: String?
    public var labelDetail: String?
    /// The strongest, strongest first; at most `mostPlaces`.
    public var places: [Place] = []
    /// Tokens at which it fires, and of how many; BOS is not counted.
    public var firing = 0
    public var tokens = 0
    /// Documents read, those that could not be, and all there are.
    public var documents = 0
    public var unread = 0
    public let total: Int

    public static let mostPlaces = 100

    public init(label: String?, labelDetail: String?, total: Int) {
        self.label = label
        self.labelDetail = labelDetail
        self.total = total
    }

    /// Share of the tokens at which it fires; nil before there are any.
    public var density: Double? { tokens > 0 ? Double(firing) / Double(tokens) : nil }

    /// Whether a place this strong would be kept.
    func keeps(_ activation: Float) -> Bool { places.count < Self.mostPlaces || activation > places[places.count - 1].activation }

    /// Behind equally strong ones: the order is that of the documents.
    mutating func keep(_ place: Place) {
        let index = places.firstIndex { $0.activation < place.activation } ?? places.count
        places.insert(place, at: index)
        if places.count > Self.mostPlaces { places.removeLast() }
    }
}

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

/// The tokens whose logits a feature's decoder row raises and lowers most; raw, views make them safe.
public struct PromotedText: Equatable, Sendable {
    public var promoted: [String]
    public var suppressed: [String]

    public init(promoted: [String], suppressed: [String]) {
        self.promoted = promoted
        self.suppressed = suppressed
    }
}
