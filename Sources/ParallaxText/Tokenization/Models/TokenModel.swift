/// The `model` of tokenizer.json: turns the pieces that a text was cut into into ids. To add one, write a file like its neighbours and name it in `ModelReader`.
protocol TokenModel: Sendable {
    var vocabulary: Vocabulary { get }

    /// Appends the ids of every word.
    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws
}

/// What stands for words, or characters, that the vocabulary has not. That it is missing is no fault of a model that never needs it.
enum UnknownToken: Sendable, Equatable {
    case id(UInt32)
    /// Named, but not in the vocabulary.
    case missing(String)
    case none

    init(_ name: String?, in vocabulary: Vocabulary) {
        guard let name else {
            self = .none
            return
        }
        self = vocabulary.id(of: name).map { .id(UInt32(clamping: $0)) } ?? .missing(name)
    }

    /// - Parameter text: what the vocabulary has not, for the complaint.
    func id(for text: UnsafeBufferPointer<UInt8>, _ work: TextWork) throws -> UInt32 {
        let found = "\"\(String(decoding: text, as: UTF8.self).shortened)\""
        switch self {
        case .id(let id): return id
        case .missing(let name):
            throw work.refused("text that the vocabulary has pieces for, as its unk_token \"\(name.shortened)\" is no piece of it", found)
        case .none: throw work.refused("text that the vocabulary has pieces for, as the model names no unknown token", found)
        }
    }
}

/// The ids of `<0x00>`…`<0xFF>`, by which a model writes what it has no pieces for.
struct ByteTokens: Sendable {
    /// -1 where the vocabulary has none.
    private let ids: [Int32]

    init(_ vocabulary: Vocabulary) {
        let hexadecimal = Array("0123456789ABCDEF")
        ids = (0..<256).map { Int32(clamping: vocabulary.id(of: "<0x\(hexadecimal[$0 >> 4])\(hexadecimal[$0 & 15])>") ?? -1) }
    }

    var known: [UInt32] { ids.filter { $0 >= 0 }.map { UInt32(clamping: $0) } }

    /// Whether every one of these bytes has a token.
    func has(_ bytes: some Sequence<UInt8>) -> Bool { bytes.allSatisfy { ids[Int(wide: $0)] >= 0 } }

    subscript(byte: UInt8) -> UInt32 { UInt32(clamping: ids[Int(wide: byte)]) }
}

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
        let joints = model.joints.get { model.makeJoints() }
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
        guard range.count <= Self.longestPart else {
            throw work.refused("at most \(Self.longestPart) characters that could all merge into one token", "\(range.count)")
        }
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
