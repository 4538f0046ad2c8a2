/// Byte-pair encoding over a vocabulary (`model.type` "BPE" of tokenizer.json): a word is cut into characters, then the neighbours of the
/// lowest rank merge until none are left. Follows huggingface/tokenizers, `models/bpe`.
struct BytePairModel: Sendable {
    let vocabulary: Vocabulary
    let merges: MergeTable
    private let unknownID: UInt32?
    private let fusesUnknown: Bool
    private let ignoresMerges: Bool
    /// The ids of `<0x00>`…`<0xFF>`, -1 where the vocabulary has none; empty without byte fallback.
    private let byteIDs: [Int32]
    /// The ids of the first scalars of Unicode (all of the byte-level alphabet), -1 where the vocabulary has none.
    private let scalarIDs: [Int32]
    /// Made when the first long word comes.
    let joints = Lazy<Joints>()

    init(vocabulary: Vocabulary, merges: MergeTable, unknownID: Int?, fusesUnknown: Bool, fallsBackToBytes: Bool, ignoresMerges: Bool) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.unknownID = unknownID.map { UInt32(clamping: $0) }
        self.fusesUnknown = fusesUnknown
        self.ignoresMerges = ignoresMerges
        let hexadecimal = Array("0123456789ABCDEF")
        byteIDs = fallsBackToBytes ? (0..<256).map { Int32(clamping: vocabulary.id(of: "<0x\(hexadecimal[$0 >> 4])\(hexadecimal[$0 & 15])>") ?? -1) } : []
        scalarIDs = (0..<0x400 as Range<UInt32>).map { code in Unicode.Scalar(code).flatMap { vocabulary.id(of: String($0)) }.map { Int32(clamping: $0) } ?? -1 }
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
        let symbols = Set(byteIDs.filter { $0 >= 0 }.map { UInt32(clamping: $0) } + (unknownID.map { [$0] } ?? []))
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
    func symbols(of word: UnsafeBufferPointer<UInt8>, into symbols: inout [UInt32]) {
        symbols.removeAll(keepingCapacity: true)
        // A pending unknown is written when the next known character comes; characters that fall back to bytes do not write it.
        var unknown: UInt32?
        var offset = 0
        while offset < word.count {
            let (scalar, length) = scalar(in: word, at: offset)
            let character = UnsafeBufferPointer(rebasing: word[offset..<offset + length])
            offset += length
            if let id = id(of: scalar, character) {
                if let pending = unknown { symbols.append(pending) }
                unknown = nil
                symbols.append(id)
            } else if !byteIDs.isEmpty, character.allSatisfy({ byteIDs[Int(wide: $0)] >= 0 }) {
                for byte in character { symbols.append(UInt32(clamping: byteIDs[Int(wide: byte)])) }
            } else if let unknownID {
                if let pending = unknown, !fusesUnknown { symbols.append(pending) }
                unknown = unknownID
            }
        }
        if let pending = unknown { symbols.append(pending) }
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
