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
