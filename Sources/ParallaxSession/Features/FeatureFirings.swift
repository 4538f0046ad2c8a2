import ParallaxCompute

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
    /// The strongest of each document, strongest first; at most `mostPlaces`. Documents say the same thing more than once.
    public var places: [Place] = []
    /// The strongest whatever their document.
    public var allPlaces: [Place] = []
    /// Tokens at which it fires, and of how many; those that figures leave out stand apart.
    public var firing = 0
    public var tokens = 0
    /// How large it is where it fires.
    public var quantiles: Quantiles?
    /// Tokens that figures leave out (BOS, massive norms), at how many of them it fires, and how large it is there at most.
    public var leftOut = 0
    public var leftOutFiring = 0
    public var leftOutMaximum: Float = 0
    /// Documents read, those that could not be, and all there are.
    public var documents = 0
    public var unread = 0
    public let total: Int

    public static let mostPlaces = 100

    /// Of the activations that are not 0.
    public struct Quantiles: Equatable, Sendable {
        public let median: Double
        public let ninety: Double
        public let ninetyNine: Double
        public let maximum: Double

        /// nil for none.
        public init?(_ activations: [Float]) {
            let sorted = activations.map(Double.init).sorted()
            guard let median = Distribution.quantile(0.5, sorted: sorted), let ninety = Distribution.quantile(0.9, sorted: sorted),
                let ninetyNine = Distribution.quantile(0.99, sorted: sorted), let maximum = sorted.last
            else { return nil }
            self.median = median
            self.ninety = ninety
            self.ninetyNine = ninetyNine
            self.maximum = maximum
        }
    }

    public init(label: String?, labelDetail: String?, total: Int) {
        self.label = label
        self.labelDetail = labelDetail
        self.total = total
    }

    /// Share of the tokens at which it fires; nil before there are any.
    public var density: Double? { tokens > 0 ? Double(firing) / Double(tokens) : nil }

    /// The places that are listed.
    public func places(every: Bool) -> [Place] { every ? allPlaces : places }

    /// Whether a place this strong would be kept.
    func keeps(_ activation: Float, in document: DocumentID) -> Bool {
        Self.keeps(activation, allPlaces) || places.contains { $0.document == document && $0.activation < activation }
            || (Self.keeps(activation, places) && !places.contains { $0.document == document })
    }

    private static func keeps(_ activation: Float, _ places: [Place]) -> Bool {
        places.count < mostPlaces || activation > places[places.count - 1].activation
    }

    /// Behind equally strong ones: the order is that of the documents.
    mutating func keep(_ place: Place) {
        Self.keep(place, &allPlaces)
        if let known = places.firstIndex(where: { $0.document == place.document }) {
            guard places[known].activation < place.activation else { return }
            places.remove(at: known)
        }
        Self.keep(place, &places)
    }

    private static func keep(_ place: Place, _ places: inout [Place]) {
        guard keeps(place.activation, places) else { return }
        let index = places.firstIndex { $0.activation < place.activation } ?? places.count
        places.insert(place, at: index)
        if places.count > mostPlaces { places.removeLast() }
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
