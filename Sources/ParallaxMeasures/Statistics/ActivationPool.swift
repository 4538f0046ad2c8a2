/// A bounded sample of activations, each with its place: what sums cannot give is taken from it, such as the nearest other activation,
/// principal components, how often features fire and how large they are.
///
/// Every token has a number drawn from its document's name and its position, and the pool keeps the tokens with the lowest: any order of
/// documents and any split into shards gives the same pool, and so does leaving documents out that never fitted into a full one.
public struct ActivationPool: Sendable, Equatable {
    public struct Place: Sendable, Equatable {
        /// Index of the document.
        public var document: Int
        public var position: Int
        package var priority: UInt64
    }

    /// Vectors kept at most.
    public let limit: Int
    public let width: Int
    /// Ordered by document and position.
    public private(set) var places: [Place] = []
    /// `[places, width]`
    private var values: [Float] = []

    /// - Throws: `Complaint` for a limit or a width below 1, or too many values together.
    public init(width: Int, limit: Int) throws {
        guard (1...StatisticsFile.widest).contains(width), (1...(1 << 24)).contains(limit), width * limit <= 1 << 32 else {
            throw Complaint(
                "pool of activations", expected: "1 or more vectors, at most 2^32 values together", found: "\(limit) of width \(width)",
                remedy: "keep fewer")
        }
        self.width = width
        self.limit = limit
    }

    public var count: Int { places.count }

    /// `[count, width]`
    public var rows: Rows { Rows(count: count, width: width, values: values) }

    /// Adds the activations of a document, each document once.
    /// - Parameters:
    ///   - rows: `[T, width]`.
    ///   - positions: those that count.
    public mutating func add(document: Int, name: String, rows: Rows, positions: [Int]) {
        precondition(rows.width == width)
        let seed = Self.seed(of: name)
        var added = try? ActivationPool(width: width, limit: limit)
        for position in positions {
            var stream = RandomStream(seed: seed, stream: position)
            added?.places.append(Place(document: document, position: position, priority: stream.next()))
            added?.values += rows.values[position * width..<(position + 1) * width]
        }
        if let added { join(added) }
    }

    /// - Throws: `Complaint` for a pool of another width or limit.
    public mutating func merge(_ other: ActivationPool) throws {
        guard other.width == width, other.limit == limit else {
            throw Complaint(
                "pool of activations", expected: "at most \(limit) vectors of width \(width)",
                found: "at most \(other.limit) of width \(other.width)",
                remedy: "make all shards with the same options")
        }
        join(other)
    }

    /// The vectors of some documents only.
    public func keeping(documents: Set<Int>) -> ActivationPool {
        selecting(places.indices.filter { documents.contains(places[$0].document) })
    }

    private static func seed(of name: String) -> UInt64 { Fingerprint(bytes: name.utf8).number }

    private mutating func join(_ other: ActivationPool) {
        places += other.places
        values += other.values
        var order = Array(places.indices)
        if places.count > limit {
            order.sort {
                (places[$0].priority, places[$0].document, places[$0].position) < (
                    places[$1].priority, places[$1].document, places[$1].position
                )
            }
            order = Array(order.prefix(limit))
        }
        order.sort { (places[$0].document, places[$0].position) < (places[$1].document, places[$1].position) }
        self = selecting(order)
    }

    private func selecting(_ order: [Int]) -> ActivationPool {
        if order.elementsEqual(places.indices) { return self }
        var copy = self
        copy.places = order.map { places[$0] }
        copy.values = []
        copy.values.reserveCapacity(order.count * width)
        for index in order { copy.values += values[index * width..<(index + 1) * width] }
        return copy
    }
}

extension ActivationPool: Codable {
    private enum Key: String, CodingKey { case limit, width, documents, positions, priorities, values }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func refuse(_ why: String) -> DecodingError { .dataCorruptedError(forKey: .values, in: container, debugDescription: why) }
        do {
            try self.init(width: container.decode(Int.self, forKey: .width), limit: container.decode(Int.self, forKey: .limit))
        } catch let complaint as Complaint {
            throw refuse(complaint.found)
        }
        let documents = try container.decode([Int].self, forKey: .documents),
            positions = try container.decode([Int].self, forKey: .positions)
        let priorities = try container.decode([UInt64].self, forKey: .priorities)
        values = try container.decode(PackedFloats.self, forKey: .values).values
        guard documents.count <= limit, positions.count == documents.count, priorities.count == documents.count,
            values.count == documents.count * width,
            values.allSatisfy(\.isFinite)
        else { throw refuse("a pool whose parts do not fit together") }
        places = documents.indices.map { Place(document: documents[$0], position: positions[$0], priority: priorities[$0]) }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(limit, forKey: .limit)
        try container.encode(width, forKey: .width)
        try container.encode(places.map(\.document), forKey: .documents)
        try container.encode(places.map(\.position), forKey: .positions)
        try container.encode(places.map(\.priority), forKey: .priorities)
        try container.encode(PackedFloats(values), forKey: .values)
    }
}
