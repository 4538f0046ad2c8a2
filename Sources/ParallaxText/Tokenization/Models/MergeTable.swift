/// Which two neighbours merge, with which rank (lower merges first) and into which id.
struct MergeTable: Sendable {
    struct Merge { let rank: UInt32, id: UInt32 }

    private var keys: [UInt64]
    private var merges: [Merge]
    private(set) var count = 0
    private let multiplier = UInt64.random(in: 1 << 62...UInt64.max) | 1
    private static let free = UInt64.max

    init(expected: Int = 0) {
        var capacity = 64
        while capacity < expected * 2 { capacity *= 2 }
        keys = [UInt64](repeating: Self.free, count: capacity)
        merges = [Merge](repeating: Merge(rank: 0, id: 0), count: capacity)
    }

    @inline(__always)
    subscript(left: UInt32, right: UInt32) -> Merge? {
        let key = UInt64(wide: left) << 32 | UInt64(wide: right)
        let slot = slot(key)
        return keys[slot] == key ? merges[slot] : nil
    }

    func forEachPair(_ body: (_ left: UInt32, _ right: UInt32) -> Void) {
        for key in keys where key != Self.free { body(UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key)) }
    }

    /// Enters a pair; a pair that is there already takes the new rank.
    mutating func set(_ left: UInt32, _ right: UInt32, _ merge: Merge) {
        let key = UInt64(wide: left) << 32 | UInt64(wide: right)
        let slot = slot(key)
        if keys[slot] != key { count += 1 }
        keys[slot] = key
        merges[slot] = merge
        if count * 2 > keys.count { grow() }
    }

    @inline(__always)
    private func slot(_ key: UInt64) -> Int {
        let mask = keys.count - 1
        // The upper half of the product depends on every bit of the pair, and on a number that no file knows: none can make its pairs collide.
        var slot = Int(truncatingIfNeeded: ((key ^ key >> 29) &* multiplier) >> 32) & mask
        while keys[slot] != Self.free, keys[slot] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        var larger = MergeTable(expected: keys.count)
        for (key, merge) in zip(keys, merges) where key != Self.free {
            larger.set(UInt32(truncatingIfNeeded: key >> 32), UInt32(truncatingIfNeeded: key), merge)
        }
        self = larger
    }
}

extension MergeTable {
    /// Reads merges, each as "a b" or as ["a", "b"], the first of them the first to be done.
    /// - Parameter prefix: how many bytes of the second piece do not become part of what the two merge into.
    static func read(_ cursor: inout JSONCursor, _ vocabulary: Vocabulary, prefix: Int) throws -> MergeTable {
        var reader = MergeReader(vocabulary, subject: cursor.subject, prefix: prefix)
        var left: [UInt8] = [], right: [UInt8] = []
        try cursor.eachElement { cursor in
            if try cursor.kind() == .array {
                var count = 0
                try cursor.eachElement { cursor in
                    if count == 0 { try cursor.string(into: &left) } else { try cursor.string(into: &right) }
                    count += 1
                }
                guard count == 2 else { throw reader.malformed("an array of \(count)") }
                try reader.add(left[...], right[...])
            } else {
                try cursor.string(into: &left)
                try reader.add(line: left[...])
            }
        }
        return reader.merges
    }

    /// Reads the lines of a merges.txt.
    static func read(lines: [UInt8], _ vocabulary: Vocabulary, subject: String) throws -> MergeTable {
        var reader = MergeReader(vocabulary, subject: subject, prefix: 0)
        for (index, line) in lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            reader.line = index + 1
            if !line.isEmpty { try reader.add(line: line) }
        }
        return reader.merges
    }
}

/// Enters merges in a table one by one.
struct MergeReader {
    private(set) var merges: MergeTable
    /// Where the merge stands, for complaints; 0 where it stands in no line of its own.
    var line = 0
    private let vocabulary: Vocabulary
    private let subject: String
    private let prefix: Int
    private var rank: UInt32 = 0
    private var whole: [UInt8] = []

    init(_ vocabulary: Vocabulary, subject: String, prefix: Int) {
        merges = MergeTable(expected: vocabulary.count)
        self.vocabulary = vocabulary
        self.subject = subject
        self.prefix = prefix
    }

    func malformed(_ found: String) -> Complaint {
        Complaint(
            subject, expected: line > 0 ? "\"a b\" in line \(line)" : "\"a b\" or [\"a\", \"b\"] as merge \(rank)", found: found,
            remedy: "the file is damaged, fetch it again")
    }

    mutating func add(line: ArraySlice<UInt8>) throws {
        // The first line of a merges.txt.
        if line.starts(with: "#version".utf8) { return }
        guard let space = line.firstIndex(of: 0x20), !line[(space + 1)...].contains(0x20) else {
            throw malformed("\"\(String(decoding: line, as: UTF8.self).shortened)\"")
        }
        try add(line[..<space], line[(space + 1)...])
    }

    mutating func add(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) throws {
        guard right.count >= prefix else {
            throw malformed("\"\(String(decoding: right, as: UTF8.self).shortened)\", which is shorter than the continuing_subword_prefix")
        }
        whole.replaceSubrange(whole.indices, with: left)
        whole.append(contentsOf: right.dropFirst(prefix))
        merges.set(try id(left), try id(right), MergeTable.Merge(rank: rank, id: try id(whole[...])))
        rank += 1
    }

    private func id(_ piece: ArraySlice<UInt8>) throws -> UInt32 {
        guard let id = piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) else {
            throw malformed("\"\(String(decoding: piece, as: UTF8.self).shortened)\", which the vocabulary has not")
        }
        return UInt32(clamping: id)
    }
}
