/// Pieces (as UTF-8) and their ids.
struct Vocabulary: Sendable {
    private var table: ByteStringTable
    /// By the number of the piece, and the number of the piece by id, -1 where none has it.
    private var ids: [Int32] = []
    private var entries: [Int32] = []
    /// Pieces that stand twice in a list have an id each.
    private var repeated = 0

    /// Ids may be sparse, but not so sparse that a small file asks for a huge table.
    private static func greatestID(entries: Int) -> Int { max(1 << 20, entries * 8) }

    /// Pieces whose ids are their places. Where one stands twice the last place is its id; the places before it stand for it too, unless
    /// the list is meant as a map.
    init(_ pieces: [ArraySlice<UInt8>], isMap: Bool = false) {
        table = ByteStringTable(expected: pieces.count)
        for (id, piece) in pieces.enumerated() {
            let (index, isNew) = piece.withUnsafeBufferPointer { table.insert($0) }
            if isNew { ids.append(Int32(clamping: id)) } else { ids[index] = Int32(clamping: id) }
            entries.append(Int32(clamping: index))
        }
        if isMap {
            for (id, entry) in entries.enumerated() where Int(wide: ids[Int(wide: entry)]) != id { entries[id] = -1 }
        } else {
            repeated = pieces.count - table.count
        }
    }

    /// Reads `{"piece": id, …}` where the scanner stands.
    init(_ scanner: inout JSONScanner) throws {
        table = ByteStringTable(expected: (scanner.bytes.count - scanner.position) / 64)
        var pairs = 0
        try scanner.members { scanner, piece in
            let id = try scanner.wholeNumber()
            guard let id = Int32(exactly: id) else {
                throw Complaint(
                    scanner.subject, expected: "whole numbers below 2^31 as ids in model.vocab",
                    found: "\(id) for \"\(String(decoding: piece, as: UTF8.self).shortened)\"", remedy: "the file is damaged, fetch it again")
            }
            pairs += 1
            let (index, isNew) = piece.withUnsafeBufferPointer { table.insert($0) }
            if isNew { ids.append(id) } else { ids[index] = id }
        }
        let greatest = Int(wide: ids.max() ?? -1)
        guard greatest <= Self.greatestID(entries: pairs) else {
            throw Complaint(
                scanner.subject, expected: "ids up to \(Self.greatestID(entries: pairs)) for \(pairs) pieces", found: "id \(greatest)",
                remedy: "renumber model.vocab, ids this sparse are not supported")
        }
        entries = [Int32](repeating: -1, count: greatest + 1)
        for (index, id) in ids.enumerated() { entries[Int(wide: id)] = Int32(clamping: index) }
    }

    var count: Int { table.count + repeated }
    /// All bytes of all pieces.
    var size: Int { table.size }
    /// Every piece once, with its id.
    var pieces: some Sequence<(piece: ArraySlice<UInt8>, id: Int32)> { ids.indices.lazy.map { (table[$0], ids[$0]) } }
    /// One more than the greatest id.
    var idLimit: Int { entries.count }

    func id(of piece: UnsafeBufferPointer<UInt8>) -> Int? { table.index(of: piece).map { Int(wide: ids[$0]) } }

    func id(of piece: String) -> Int? { Array(piece.utf8).withUnsafeBufferPointer { id(of: $0) } }

    /// The piece of an id; nil where no piece has it.
    func piece(_ id: Int) -> ArraySlice<UInt8>? {
        guard entries.indices.contains(id), entries[id] >= 0 else { return nil }
        return table[Int(wide: entries[id])]
    }
}
