/// `Unigram`: of all ways to cut a word into pieces the one whose scores have the greatest sum (Viterbi); characters without a piece are
/// unknown, neighbours of them together. Follows huggingface/tokenizers, `models/unigram`.
struct UnigramModel: TokenModel {
    let vocabulary: Vocabulary
    /// By id.
    private let scores: [Double]
    private let trie: PieceTrie
    private let unknownID: Int32?
    /// Of a character without a piece.
    private let unknownScore: Double
    /// nil without byte fallback.
    private let byteTokens: ByteTokens?

    /// Below any score.
    private static let unknownPenalty = 10.0
    /// Sixteen bytes a byte.
    private static let longestWord = 1 << 23

    /// - Parameter scores: of each id; `unknownID` is one of them.
    init(_ vocabulary: Vocabulary, scores: [Double], unknownID: Int?, fallsBackToBytes: Bool) {
        self.vocabulary = vocabulary
        self.scores = scores
        self.unknownID = unknownID.map { Int32(clamping: $0) }
        trie = PieceTrie(vocabulary.pieces)
        unknownScore = (scores.min() ?? .infinity) - Self.unknownPenalty
        byteTokens = fallsBackToBytes ? ByteTokens(vocabulary) : nil
    }

    /// The best way to a place of the word: its score, where its last piece begins (-1 where there is no way yet), and that piece.
    private struct Way {
        var score = 0.0
        var start: Int32 = -1
        var id: Int32 = 0
    }

    func encode(_ words: Pieces, _ work: TextWork, into ids: inout [Int]) throws {
        var ways: [Way] = [], ends: [Int] = []
        try words.forEach(work) { word in
            guard word.count <= Self.longestWord else {
                throw work.refused("a word of at most \(Self.longestWord) bytes for a Unigram model", "\(word.count)")
            }
            try search(word, work, &ways)
            // Unknown characters beside each other are one piece.
            ends.removeAll(keepingCapacity: true)
            var end = word.count, wasUnknown = false
            while end > 0 {
                let way = ways[end], isUnknown = way.id == unknownID
                if !(isUnknown && wasUnknown) { ends.append(end) }
                wasUnknown = isUnknown
                end = Int(wide: way.start)
            }
            var start = 0
            for end in ends.reversed() {
                try append(UnsafeBufferPointer(rebasing: word[start..<end]), work, to: &ids)
                start = end
            }
        }
    }

    private func search(_ word: UnsafeBufferPointer<UInt8>, _ work: TextWork, _ ways: inout [Way]) throws {
        ways.removeAll(keepingCapacity: true)
        ways.append(contentsOf: repeatElement(Way(), count: word.count + 1))
        var start = 0
        while start < word.count {
            let score = ways[start].score, length = scalar(in: word, at: start).length
            var hasCharacter = false
            func take(_ end: Int, _ id: Int32, _ more: Double) {
                if ways[end].start < 0 || score + more > ways[end].score {
                    ways[end] = Way(score: score + more, start: Int32(clamping: start), id: id)
                }
            }
            try trie.forEachPrefix(of: word, from: start, work) { end, id in
                take(end, id, scores[Int(wide: id)])
                if end - start == length { hasCharacter = true }
            }
            if !hasCharacter {
                guard let unknownID else {
                    throw work.refused(
                        "text that the vocabulary has pieces for, as the model has no unk_id",
                        "\"\(String(decoding: word[start..<start + length], as: UTF8.self).shortened)\"")
                }
                take(start + length, unknownID, unknownScore)
            }
            start += length
        }
    }

    private func append(_ piece: UnsafeBufferPointer<UInt8>, _ work: TextWork, to ids: inout [Int]) throws {
        if let id = vocabulary.id(of: piece) {
            ids.append(id)
        } else if let byteTokens, byteTokens.has(piece) {
            for byte in piece { ids.append(Int(wide: byteTokens[byte])) }
        } else if let unknownID {
            ids.append(Int(wide: unknownID))
        }
        try work.allow(ids.count, "tokens", "a model")
    }
}

/// The pieces of a vocabulary as a tree of their bytes, for every piece that a text goes on with at a place.
///
/// The children of a node stand one behind the other in the order of their bytes: ten bytes a node, whatever its children.
struct PieceTrie: Sendable {
    private var bytes: [UInt8] = [0]
    /// The id of the piece that ends at a node, -1 where none does.
    private var ids: [Int32] = [-1]
    /// Of each node its children, and behind the last node where its would begin.
    private var firstChildren: [Int32] = []
    /// The children of the root by their byte.
    private var roots = [Int32](repeating: -1, count: 256)

    /// - Parameter pieces: where one stands twice its last id counts; an empty one is never found.
    init(_ pieces: some Sequence<(piece: ArraySlice<UInt8>, id: Int32)>) {
        let sorted = pieces.enumerated().sorted { left, right in
            left.element.piece.elementsEqual(right.element.piece)
                ? left.offset < right.offset : left.element.piece.lexicographicallyPrecedes(right.element.piece)
        }.map(\.element)
        // Level by level: of each node the pieces below it, all of which have the bytes that lead there.
        var level: [Range<Int>] = sorted.isEmpty ? [] : [sorted.indices], depth = 0
        if level.isEmpty { firstChildren = [1] }
        while !level.isEmpty {
            var next: [Range<Int>] = []
            for range in level {
                firstChildren.append(Int32(clamping: bytes.count))
                var start = range.lowerBound
                while start < range.upperBound, sorted[start].piece.count == depth { start += 1 }
                while start < range.upperBound {
                    let byte = sorted[start].piece[sorted[start].piece.startIndex + depth]
                    var end = start, id: Int32 = -1
                    while end < range.upperBound, sorted[end].piece[sorted[end].piece.startIndex + depth] == byte {
                        if sorted[end].piece.count == depth + 1 { id = sorted[end].id }
                        end += 1
                    }
                    if depth == 0 { roots[Int(wide: byte)] = Int32(clamping: bytes.count) }
                    bytes.append(byte)
                    ids.append(id)
                    next.append(start..<end)
                    start = end
                }
            }
            level = next
            depth += 1
        }
        firstChildren.append(Int32(clamping: bytes.count))
    }

    /// Calls `found` with the end and the id of every piece that stands at a place, from the shortest to the longest.
    @inline(__always)
    func forEachPrefix(
        of text: UnsafeBufferPointer<UInt8>, from start: Int, _ work: TextWork, _ found: (_ end: Int, _ id: Int32) throws -> Void
    ) throws {
        var node = start < text.count ? Int(wide: roots[Int(wide: text[start])]) : -1, end = start
        while node >= 0 {
            end += 1
            try work.step()
            if ids[node] >= 0 { try found(end, ids[node]) }
            guard end < text.count else { return }
            node = child(of: node, text[end])
        }
    }

    /// -1 where there is none.
    @inline(__always)
    private func child(of node: Int, _ byte: UInt8) -> Int {
        var low = Int(wide: firstChildren[node]), high = Int(wide: firstChildren[node + 1])
        let end = high
        while low < high {
            let middle = (low + high) / 2
            if bytes[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < end && bytes[low] == byte ? low : -1
    }
}
