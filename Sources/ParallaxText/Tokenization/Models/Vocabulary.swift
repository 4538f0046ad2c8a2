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

    /// Reads `{"piece": id, …}` where the cursor stands.
    init(_ cursor: inout JSONCursor) throws {
        table = ByteStringTable(expected: (cursor.bytes.count - cursor.position) / 64)
        var pairs = 0
        try cursor.eachRawMember { cursor, piece in
            let id = try cursor.wholeNumber()
            guard let id = Int32(exactly: id) else {
                throw Complaint(
                    cursor.subject, expected: "whole numbers below 2^31 as ids in model.vocab",
                    found: "\(id) for \"\(String(decoding: piece, as: UTF8.self).shortened)\"",
                    remedy: "the file is damaged, fetch it again")
            }
            pairs += 1
            let (index, isNew) = piece.withUnsafeBufferPointer { table.insert($0) }
            if isNew { ids.append(id) } else { ids[index] = id }
        }
        let greatest = Int(wide: ids.max() ?? -1)
        guard greatest <= Self.greatestID(entries: pairs) else {
            throw Complaint(
                cursor.subject, expected: "ids up to \(Self.greatestID(entries: pairs)) for \(pairs) pieces", found: "id \(greatest)",
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

/// Distinct byte strings, numbered in the order they came. Bytes, not `String`: two strings of the same canonical form are different tokens.
///
/// Open addressing over one block of bytes, so that 150,000 entries cost a few allocations.
struct ByteStringTable: Sendable {
    private var block: [UInt8] = []
    private var starts: [Int] = [0]
    private var hashes: [UInt32] = []
    private var slots: [Int32]

    init(expected: Int = 0) {
        var capacity = 64
        while capacity < expected * 2 { capacity *= 2 }
        slots = [Int32](repeating: -1, count: capacity)
    }

    var count: Int { hashes.count }
    /// All bytes of all entries.
    var size: Int { block.count }

    subscript(index: Int) -> ArraySlice<UInt8> { block[starts[index]..<starts[index + 1]] }

    func index(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = Self.hash(bytes)
        let found = slots[slot(bytes, hash)]
        return found < 0 ? nil : Int(wide: found)
    }

    /// The number of a byte string, entered where it is new.
    mutating func insert(_ bytes: UnsafeBufferPointer<UInt8>) -> (index: Int, isNew: Bool) {
        let hash = Self.hash(bytes)
        let slot = slot(bytes, hash)
        if slots[slot] >= 0 { return (Int(wide: slots[slot]), false) }
        let index = hashes.count
        slots[slot] = Int32(truncatingIfNeeded: index)
        block.append(contentsOf: bytes)
        starts.append(block.count)
        hashes.append(hash)
        if hashes.count * 2 > slots.count { grow() }
        return (index, true)
    }

    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    /// The slot that holds these bytes, or the free one where they belong.
    private func slot(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(wide: hash) & mask
        while slots[slot] >= 0 {
            let index = Int(wide: slots[slot])
            if hashes[index] == hash, matches(index, bytes) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func matches(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = starts[index]
        guard starts[index + 1] - start == bytes.count else { return false }
        for offset in 0..<bytes.count where block[start + offset] != bytes[offset] { return false }
        return true
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        slots = [Int32](repeating: -1, count: mask + 1)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(wide: hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: index)
        }
    }
}
