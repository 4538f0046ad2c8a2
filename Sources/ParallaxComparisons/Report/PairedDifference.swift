/// Two methods by one definition over the same tokens, and whether the documents separate them.
public struct PairedDifference: Sendable, Codable, Equatable {
    public enum Standing: String, Sendable, Codable {
        case firstAhead = "first ahead"
        case secondAhead = "second ahead"
        /// The interval of the difference holds 0.
        case tie
        case tooFewDocuments = "too few documents to say"
        /// One of the two has no value.
        case undefined
    }

    public let first: String
    public let second: String
    public let definition: Definition
    public let scale: ReconstructionScale
    public let firstValue: Double?
    public let secondValue: Double?
    /// Of the first less the second, 95 %, on the same draws of documents.
    public let interval: ComparisonFigure.Interval?
    public let documents: Int

    public init(
        first: String, second: String, definition: Definition, scale: ReconstructionScale = .asIs, firstValue: Double?,
        secondValue: Double?,
        interval: ComparisonFigure.Interval?, documents: Int
    ) {
        self.first = first
        self.second = second
        self.definition = definition
        self.scale = scale
        self.firstValue = firstValue
        self.secondValue = secondValue
        self.interval = interval
        self.documents = documents
    }

    public var difference: Double? {
        guard let firstValue, let secondValue else { return nil }
        return firstValue - secondValue
    }

    public var standing: Standing {
        guard firstValue != nil, secondValue != nil, let higher = definition.higherIsBetter else { return .undefined }
        guard documents >= DocumentBootstrap.fewestDocuments else { return .tooFewDocuments }
        guard let interval else { return .undefined }
        guard interval.low > 0 || interval.high < 0 else { return .tie }
        return (interval.low > 0) == higher ? .firstAhead : .secondAhead
    }

    var symbol: String { VectorComparison.Column(definition: definition, scale: scale).symbol }

    private enum Key: String, CodingKey {
        case first, second, definition, scale, firstValue = "first_value", secondValue = "second_value", interval, documents, standing
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        try self.init(
            first: container.decode(String.self, forKey: .first), second: container.decode(String.self, forKey: .second),
            definition: container.decode(Definition.self, forKey: .definition),
            scale: container.decode(ReconstructionScale.self, forKey: .scale),
            firstValue: container.decodeIfPresent(Double.self, forKey: .firstValue),
            secondValue: container.decodeIfPresent(Double.self, forKey: .secondValue),
            interval: container.decodeIfPresent(ComparisonFigure.Interval.self, forKey: .interval),
            documents: container.decode(Int.self, forKey: .documents))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(first, forKey: .first)
        try container.encode(second, forKey: .second)
        try container.encode(definition, forKey: .definition)
        try container.encode(scale, forKey: .scale)
        try container.encode(firstValue, forKey: .firstValue)
        try container.encode(secondValue, forKey: .secondValue)
        try container.encode(interval, forKey: .interval)
        try container.encode(documents, forKey: .documents)
        try container.encode(standing, forKey: .standing)
    }
}
