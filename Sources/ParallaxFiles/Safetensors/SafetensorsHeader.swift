/// What the JSON header of a safetensors file says, not yet held against the file.
struct SafetensorsHeader {
    struct Entry {
        var name: String
        var dtype: String
        var shape: [Int]
        /// Bytes `begin..<end` of the data.
        var begin: Int
        var end: Int
    }

    /// Tensors of more dimensions than this do not occur, NumPy's limit is the same.
    private static let highestRank = 64
    /// Notes of whoever wrote the file: some training programs write kilobytes.
    private static let longestMetadata = 16 << 20
    /// A longer name is none.
    private static let longestName = 4096

    private(set) var entries: [Entry] = []
    private(set) var metadata: [String: String] = [:]

    /// - Throws: `JSONFailure` where the text is not a header, or has more tensors than `mostTensors`.
    init(_ text: UnsafeRawBufferPointer, mostTensors: Int) throws {
        var cursor = JSONCursor(text)
        var entries: [Entry] = []
        var metadata: [String: String] = [:]
        var hasMetadata = false
        try cursor.eachMember { cursor, name in
            if name == "__metadata__" {
                guard !hasMetadata else { throw cursor.failure("__metadata__ once") }
                hasMetadata = true
                let start = cursor.position
                try cursor.eachMember { cursor, key in
                    guard cursor.position - start <= Self.longestMetadata else { throw cursor.failure("at most \(Self.longestMetadata) bytes of __metadata__") }
                    guard let value = try cursor.string(atMost: Self.longestMetadata) else { throw cursor.failure("at most \(Self.longestMetadata) bytes of __metadata__") }
                    guard metadata.updateValue(value, forKey: key) == nil else { throw cursor.failure("each key of __metadata__ once") }
                }
            } else {
                guard entries.count < mostTensors else { throw cursor.failure("at most \(mostTensors) tensors") }
                guard name.utf8.count <= Self.longestName else { throw cursor.failure("a name of at most \(Self.longestName) bytes") }
                entries.append(try Self.entry(name, &cursor))
            }
        }
        try cursor.finish()
        self.entries = entries
        self.metadata = metadata
    }

    private static func entry(_ name: String, _ cursor: inout JSONCursor) throws -> Entry {
        var dtype: String?
        var shape: [Int]?
        var offsets: [Int]?
        try cursor.eachMember { cursor, key in
            switch key {
            case "dtype" where dtype == nil: dtype = try cursor.string()
            case "shape" where shape == nil: shape = try integers(&cursor, atMost: highestRank)
            case "data_offsets" where offsets == nil: offsets = try integers(&cursor, atMost: 2)
            default: throw cursor.failure("dtype, shape and data_offsets once each for tensor \(name.shortened)")
            }
        }
        guard let dtype, let shape, let offsets, offsets.count == 2 else {
            throw cursor.failure("dtype, shape and two data_offsets of tensor \(name.shortened)")
        }
        return Entry(name: name, dtype: dtype, shape: shape, begin: offsets[0], end: offsets[1])
    }

    private static func integers(_ cursor: inout JSONCursor, atMost limit: Int) throws -> [Int] {
        var values: [Int] = []
        try cursor.eachElement { cursor in
            guard values.count < limit else { throw cursor.failure("at most \(limit) numbers") }
            values.append(try cursor.integer())
        }
        return values
    }
}
