/// Byte-pair encoding over a vocabulary (`model.type` "BPE" of tokenizer.json): a word is cut into characters, then the neighbours of the
/// lowest rank merge until none are left. Follows huggingface/tokenizers, `models/bpe`.
struct BytePairModel: TokenModel {
    /// What the characters of a word carry in the vocabulary: all but the first a prefix, the last one a suffix. Both are mostly empty.
    struct Affixes: Sendable, Equatable {
        var prefix: [UInt8] = []
        var suffix: [UInt8] = []
    }

    let vocabulary: Vocabulary
    let merges: MergeTable
    let affixes: Affixes
    private let unknown: UnknownToken
    private let fusesUnknown: Bool
    private let ignoresMerges: Bool
    /// nil without byte fallback.
    private let byteTokens: ByteTokens?
    /// The ids of the first scalars of Unicode (all of the byte-level alphabet), -1 where the vocabulary has none.
    private let scalarIDs: [Int32]
    /// Made when the first long word comes.
    let joints = Kept<Joints>()

    init(
        vocabulary: Vocabulary, merges: MergeTable, unknown: String?, fusesUnknown: Bool, fallsBackToBytes: Bool, ignoresMerges: Bool,
        affixes: Affixes = Affixes()
    ) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.affixes = affixes
        self.unknown = UnknownToken(unknown, in: vocabulary)
        self.fusesUnknown = fusesUnknown
        self.ignoresMerges = ignoresMerges
        byteTokens = fallsBackToBytes ? ByteTokens(vocabulary) : nil
        scalarIDs = (0..<0x400 as Range<UInt32>).map { code in
            Unicode.Scalar(code).flatMap { vocabulary.id(of: String($0)) }.map { Int32(clamping: $0) } ?? -1
        }
    }

    /// Appends the ids of every word.
    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws {
        var encoder = WordEncoder(self, work)
        try words.forEach(work) { word in
            if ignoresMerges, let id = vocabulary.id(of: word) {
                ids.append(id)
            } else {
                try encoder.encode(word, into: &ids)
            }
            try work.allow(ids.count, "tokens", "a model")
        }
    }

    /// Which symbols the pieces of a merge can begin and end with: the piece itself where it can be a symbol, its first or last character.
    func makeJoints() -> Joints {
        var symbols = Set(byteTokens?.known ?? [])
        if case .id(let id) = unknown { symbols.insert(id) }
        func ends(_ id: UInt32, _ end: (UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>) -> [UInt32] {
            guard let piece = vocabulary.piece(Int(wide: id)) else { return [id] }
            return piece.withUnsafeBufferPointer { bytes in
                guard !bytes.isEmpty else { return [id] }
                let character = vocabulary.id(of: end(bytes)).map { UInt32(clamping: $0) }
                return (symbols.contains(id) || character == nil ? [id] : []) + (character.map { [$0] } ?? [])
            }
        }
        return Joints(
            merges, firsts: { ends($0) { UnsafeBufferPointer(rebasing: $0[..<scalar(in: $0, at: 0).length]) } },
            lasts: { ends($0) { UnsafeBufferPointer(rebasing: $0[($0.count - scalar(in: $0, before: $0.count).length)...]) } })
    }

    /// The ids of a word's characters, with the fallbacks for those that the vocabulary has not.
    /// - Throws: a `Complaint` where one has none and there is no unknown token for it.
    func symbols(of word: UnsafeBufferPointer<UInt8>, _ work: TextWork, into symbols: inout [UInt32]) throws {
        symbols.removeAll(keepingCapacity: true)
        let hasAffixes = affixes != Affixes()
        // A pending unknown is written when the next known character comes; characters that fall back to bytes do not write it.
        var pending: UInt32?
        var offset = 0, carried: [UInt8] = []
        while offset < word.count {
            let start = offset
            let (scalar, length) = scalar(in: word, at: offset)
            offset += length
            let character = UnsafeBufferPointer(rebasing: word[start..<offset])
            var id: UInt32?
            if hasAffixes {
                carried.replaceSubrange(carried.indices, with: start == 0 ? [] : affixes.prefix)
                carried += character
                if offset == word.count { carried += affixes.suffix }
                id = carried.withUnsafeBufferPointer { vocabulary.id(of: $0) }.map { UInt32(clamping: $0) }
            } else {
                id = self.id(of: scalar, character)
            }
            if let id {
                if let pending { symbols.append(pending) }
                pending = nil
                symbols.append(id)
            } else if let byteTokens, hasAffixes ? byteTokens.has(carried) : byteTokens.has(character) {
                if hasAffixes {
                    for byte in carried { symbols.append(byteTokens[byte]) }
                } else {
                    for byte in character { symbols.append(byteTokens[byte]) }
                }
            } else if unknown != .none {
                if let pending, !fusesUnknown { symbols.append(pending) }
                pending = try unknown.id(for: character, work)
            }
        }
        if let pending { symbols.append(pending) }
    }

    @inline(__always)
    private func id(of scalar: Unicode.Scalar, _ character: UnsafeBufferPointer<UInt8>) -> UInt32? {
        if scalar.value < UInt32(clamping: scalarIDs.count) {
            let id = scalarIDs[Int(wide: scalar.value)]
            return id < 0 ? nil : UInt32(clamping: id)
        }
        return vocabulary.id(of: character).map { UInt32(clamping: $0) }
    }
}
