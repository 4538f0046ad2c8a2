import Foundation

/// One safetensors file: u64 header length, JSON header, tensor bytes. Mapped; nothing but the header is read.
///
/// The header is held against the format: every byte of the data belongs to exactly one tensor, names are unique,
/// extents and offsets are whole numbers. Whatever disagrees is refused before any tensor is handed out.
public struct SafetensorsFile: Sendable {
    public let path: String
    public let tensors: [String: TensorView]
    /// The tensors' names in the order of their bytes.
    public let names: [String]
    public let metadata: [String: String]
    public let foreign: [String: String]
    private let file: MappedFile

    /// A header longer than this is refused before anything is allocated (the reference implementation's limit).
    private static let longestHeader = 100_000_000
    /// Above the largest checkpoints (a hundred thousand in all their files together), below what a hostile header could hold.
    private static let mostTensors = 120_000

    /// - Throws: `Complaint` where the file is missing, truncated or not what the format says.
    public init(_ path: String) throws {
        let file = try MappedFile(path, holes: true)
        func damaged(_ expected: String, _ found: String) -> Complaint {
            Complaint(path, expected: expected, found: found, remedy: "the file is damaged or not a safetensors file, fetch it again")
        }
        guard file.bytes.count >= 8 else { throw damaged("a safetensors file", "\(file.bytes.count) bytes") }
        let length = UInt64(littleEndian: file.bytes.loadUnaligned(as: UInt64.self))
        guard length <= Self.longestHeader, length <= file.bytes.count - 8 else {
            throw damaged("a header that fits in the file's \(file.bytes.count) bytes", "a header length of \(length)")
        }
        let dataStart = 8 + Int(clamping: length)
        let text = UnsafeRawBufferPointer(rebasing: file.bytes[8..<dataStart])
        guard text.first == UInt8(ascii: "{") else { throw damaged("a JSON header", "\(length) bytes that are not a JSON object") }

        let header: SafetensorsHeader
        do {
            header = try SafetensorsHeader(text, mostTensors: Self.mostTensors)
        } catch let failure as JSONFailure {
            throw damaged("a JSON header", "something else than \(failure.expected) at byte \(failure.position) of the header")
        }

        let room = file.bytes.count - dataStart
        var tensors: [String: TensorView] = [:]
        var names: [String] = [], foreign: [String: String] = [:], seen: Set<String> = []
        var end = 0
        for entry in header.entries.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
            let name = entry.name.shortened
            guard entry.begin >= 0, entry.end >= entry.begin, entry.end <= room else {
                throw damaged("tensor \(name) inside \(room) bytes of data", "offsets \(entry.begin) to \(entry.end)")
            }
            guard entry.begin == end else {
                throw damaged("tensor \(name) to begin at byte \(end), where the tensor before it ends", "byte \(entry.begin)")
            }
            guard seen.insert(entry.name).inserted else { throw damaged("every tensor once", "tensor \(name) twice") }
            end = entry.end
            // A type that is not known does not keep the others from being read; its bytes are its own.
            guard let type = ElementType(rawValue: entry.dtype) else {
                foreign[entry.name] = "\"\(entry.dtype.shortened)\""
                continue
            }
            let view = try TensorView(
                name: entry.name, elementType: type, shape: entry.shape, storage: file, offset: dataStart + entry.begin)
            guard view.bytes.count == entry.end - entry.begin else {
                throw damaged("\(view.bytes.count) bytes for tensor \(name) of shape \(entry.shape)", "\(entry.end - entry.begin)")
            }
            tensors[entry.name] = view
            names.append(entry.name)
        }
        try file.checkIntact()
        guard end == room else { throw damaged("\(end) bytes of data, as the header says", "\(room)") }
        self.path = path
        self.tensors = tensors
        self.names = names
        self.foreign = foreign
        metadata = header.metadata
        self.file = file
    }

    /// - Throws: `Complaint` where the file is not what it was when it was opened.
    public func checkIntact() throws { try file.checkIntact() }
}

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
                    guard cursor.position - start <= Self.longestMetadata else {
                        throw cursor.failure("at most \(Self.longestMetadata) bytes of __metadata__")
                    }
                    guard let value = try cursor.string(atMost: Self.longestMetadata) else {
                        throw cursor.failure("at most \(Self.longestMetadata) bytes of __metadata__")
                    }
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
