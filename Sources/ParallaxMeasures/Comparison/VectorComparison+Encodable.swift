import Foundation

/// The JSON of `parallax compare` on vectors; an undefined figure is null, and named in "undefined".
extension VectorComparison: Encodable {
    private enum Key: String, CodingKey {
        case n, dimension, meanFrom = "mean_from", varianceFrom = "var_from", methods, disagreements, undefined
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: .n)
        try container.encode(dimension, forKey: .dimension)
        try container.encode(meanFrom, forKey: .meanFrom)
        try container.encode(varianceFrom, forKey: .varianceFrom)
        try container.encode(methods, forKey: .methods)
        try container.encode(disagreements, forKey: .disagreements)
        try container.encode(undefined, forKey: .undefined)
    }

    /// The same bytes for the same comparison; numbers in the shortest form that reads back to the same double.
    public func json() throws -> Data { try JSONBytes.of(self, pretty: true) }
}

extension VectorComparison.Method: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: FigurePath.self)
        try container.encode(name, forKey: FigurePath("name"))
        try container.encode(figures: zip(VectorComparison.columns, measures).map { ($0.key, $1.number) })
    }
}
