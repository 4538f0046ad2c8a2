/// Pairs that are wrong on purpose: every token that may be compared with one of another document, each taken once.
///
/// The tokens of all documents stand behind one another in the plan's order, and token g is paired with token (g + K) mod N, where K is the
/// length of the longest document: no document reaches so far. It follows from the plan alone, so that every shard has the same pairs.
struct MismatchedPairs: Sendable {
    /// A document of the plan, and which of its tokens that may be compared.
    struct Place: Sendable, Equatable {
        var document: Int
        var rank: Int
    }

    /// The number of each document's first token, then N.
    private let starts: [Int]
    /// K
    let shift: Int

    var count: Int { starts[starts.count - 1] }

    private init(starts: [Int], shift: Int) {
        self.starts = starts
        self.shift = shift
    }

    /// - Parameter counts: tokens of each document that may be compared.
    /// - Returns: missing where a document holds more than half of the tokens, so that not all of them have a partner elsewhere.
    static func of(counts: [Int]) -> Known<MismatchedPairs> {
        var starts = [0], longest = 0
        for count in counts {
            starts.append(starts[starts.count - 1].adding(clamped: count))
            longest = max(longest, count)
        }
        let all = starts[starts.count - 1]
        guard all > 0 else { return .missing("there are no mismatched pairs: no document has a token that may be compared") }
        guard all >= longest.multiplied(clamped: 2) else {
            return .missing(
                "there are no mismatched pairs: one document holds \(longest) of the \(all) tokens, so that not each has a partner in another document"
            )
        }
        return .known(MismatchedPairs(starts: starts, shift: longest))
    }

    func partner(of place: Place) -> Place {
        let number = (starts[place.document] + place.rank + shift) % count
        // The last document that begins at or before it; those without tokens begin where the next one does.
        var low = 0, high = starts.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle } else { high = middle }
        }
        return Place(document: low, rank: number - starts[low])
    }

    /// Documents whose first tokens are partners of the last ones.
    var wrapped: Range<Int> { 0..<(starts.firstIndex { $0 >= shift } ?? 0) }
}

extension ComparisonPlan {
    var pairs: Known<MismatchedPairs> { MismatchedPairs.of(counts: documents.map(\.tokens.number)) }

    /// How mismatched pairs are made, in words.
    public var mismatchedPairs: String {
        switch pairs {
        case .missing(let why): why
        case .known(let pairs):
            "mismatched pairs: token g of the \(pairs.count) that may be compared with token (g + \(pairs.shift)) mod \(pairs.count), "
                + "a derangement across documents; from a partner that is not evaluated on to its own partner"
        }
    }
}
