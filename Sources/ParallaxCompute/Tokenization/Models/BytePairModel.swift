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
    /// Words longer than this are not kept for a second occurrence.
    private static let longestKeptWord = 256

    init(vocabulary: Vocabulary, merges: MergeTable, unknownID: Int?, fusesUnknown: Bool, fallsBackToBytes: Bool, ignoresMerges: Bool) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.unknownID = unknownID.map { UInt32($0) }
        self.fusesUnknown = fusesUnknown
        self.ignoresMerges = ignoresMerges
        let hexadecimal = Array("0123456789ABCDEF")
        byteIDs = fallsBackToBytes ? (0..<256).map { Int32(vocabulary.id(of: "<0x\(hexadecimal[$0 >> 4])\(hexadecimal[$0 & 15])>") ?? -1) } : []
        scalarIDs = (UInt32(0)..<0x400).map { code in Unicode.Scalar(code).flatMap { vocabulary.id(of: String($0)) }.map { Int32($0) } ?? -1 }
    }

    /// Appends the ids of every word.
    func encode(_ words: Pieces, into ids: inout [Int]) {
        var seen = ByteStringTable()
        var encodings: [Range<Int>] = []
        var kept: [UInt32] = []
        var merging = Merging()
        words.forEach { word in
            if ignoresMerges, let id = vocabulary.id(of: word) {
                ids.append(id)
                return
            }
            guard word.count <= Self.longestKeptWord else {
                symbols(of: word, into: &merging.ids)
                merging.run(merges)
                for id in merging.ids { ids.append(Int(id)) }
                return
            }
            let (index, isNew) = seen.insert(word)
            if isNew {
                symbols(of: word, into: &merging.ids)
                merging.run(merges)
                encodings.append(kept.count..<kept.count + merging.ids.count)
                kept.append(contentsOf: merging.ids)
            }
            for id in kept[encodings[index]] { ids.append(Int(id)) }
        }
    }

    /// The ids of a word's characters, with the fallbacks for those that the vocabulary has not.
    private func symbols(of word: UnsafeBufferPointer<UInt8>, into symbols: inout [UInt32]) {
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
            } else if !byteIDs.isEmpty, character.allSatisfy({ byteIDs[Int($0)] >= 0 }) {
                for byte in character { symbols.append(UInt32(byteIDs[Int(byte)])) }
            } else if let unknownID {
                if let pending = unknown, !fusesUnknown { symbols.append(pending) }
                unknown = unknownID
            }
        }
        if let pending = unknown { symbols.append(pending) }
    }

    @inline(__always)
    private func id(of scalar: Unicode.Scalar, _ character: UnsafeBufferPointer<UInt8>) -> UInt32? {
        if scalar.value < UInt32(scalarIDs.count) {
            let id = scalarIDs[Int(scalar.value)]
            return id < 0 ? nil : UInt32(id)
        }
        return vocabulary.id(of: character).map { UInt32($0) }
    }
}
