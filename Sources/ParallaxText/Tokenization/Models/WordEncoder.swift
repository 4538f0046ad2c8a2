/// Encodes the words of one text. A word that occurs again is not merged again.
struct WordEncoder {
    private let model: BytePairModel
    private let work: TextWork
    private var merging = Merging()
    /// Words that were merged, by their bytes and by their symbols.
    private var words = KeptWords()
    private var parts = KeptWords()
    private var symbols: [UInt32] = []
    /// Longer words are cut where no merge can reach across.
    private static let longestWord = 256
    /// Longer parts are not kept for a second occurrence.
    private static let longestKeptPart = 64

    /// Merging takes 28 bytes a symbol.
    private static let longestPart = 1 << 23

    init(_ model: BytePairModel, _ work: TextWork) {
        self.model = model
        self.work = work
    }

    mutating func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int]) throws {
        guard word.count <= Self.longestWord else { return try encodeLong(word, into: &ids) }
        if words.append(word, to: &ids) { return }
        try model.symbols(of: word, work, into: &merging.ids)
        try merging.run(model.merges, work)
        words.keep(merging.ids)
        for id in merging.ids { ids.append(Int(wide: id)) }
    }

    private mutating func encodeLong(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int]) throws {
        try model.symbols(of: word, work, into: &symbols)
        // Where characters carry something the pieces do not tell which symbols they begin and end with.
        guard model.affixes == BytePairModel.Affixes() else { return symbols.isEmpty ? () : try encodePart(symbols.indices, into: &ids) }
        let joints = model.joints.value { model.makeJoints() }
        var start = 0
        var known = KnownJoints(joints)
        while start < symbols.count {
            var end = start + 1
            while end < symbols.count, known.joins(symbols[end - 1], symbols[end]) { end += 1 }
            try work.step()
            try encodePart(start..<end, into: &ids)
            start = end
        }
    }

    private mutating func encodePart(_ range: Range<Int>, into ids: inout [Int]) throws {
        guard range.count > 1 else {
            ids.append(Int(wide: symbols[range.lowerBound]))
            return
        }
        guard range.count <= Self.longestPart else { throw work.refused("at most \(Self.longestPart) characters that could all merge into one token", "\(range.count)") }
        let isKept = range.count <= Self.longestKeptPart
        if isKept, symbols[range].withUnsafeBytes({ parts.append($0.assumingMemoryBound(to: UInt8.self), to: &ids) }) { return }
        merging.ids.removeAll(keepingCapacity: true)
        merging.ids.append(contentsOf: symbols[range])
        try merging.run(model.merges, work)
        if isKept { parts.keep(merging.ids) }
        for id in merging.ids { ids.append(Int(wide: id)) }
    }
}

/// Words and what they were encoded as.
private struct KeptWords {
    private var words = ByteStringTable()
    private var encodings: [Range<Int>] = []
    private var ids: [UInt32] = []

    /// Appends the ids of a word where it was kept; else enters it, and `keep` must follow.
    mutating func append(_ word: UnsafeBufferPointer<UInt8>, to result: inout [Int]) -> Bool {
        let (index, isNew) = words.insert(word)
        if isNew { return false }
        for id in ids[encodings[index]] { result.append(Int(wide: id)) }
        return true
    }

    mutating func keep(_ encoding: [UInt32]) {
        encodings.append(ids.count..<ids.count + encoding.count)
        ids.append(contentsOf: encoding)
    }
}
