/// `Split`: cuts at a string or a regular expression.
struct SplitPreTokenizer: PreTokenizer {
    private let pattern: TextPattern
    private let behaviour: SplitBehaviour
    private let inverts: Bool

    init(_ settings: ComponentSettings) throws {
        pattern = try settings.pattern()
        behaviour = try SplitBehaviour(settings)
        inverts = try settings.bool("invert", default: false)
    }

    func split(_ pieces: Pieces) -> Pieces {
        var result = Pieces(from: pieces)
        pieces.forEach { piece in
            let matches = pattern.matches(in: piece)
            behaviour.append(piece, matches: inverts ? gaps(between: matches, in: piece.count) : matches, to: &result)
        }
        return result
    }
}

/// Where a string occurs, from left to right without overlaps.
func occurrences(of needle: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while start + needle.count <= text.count {
        if text[start] == needle[0], text[start..<start + needle.count].elementsEqual(needle) {
            found.append(start..<start + needle.count)
            start += needle.count
        } else {
            start += 1
        }
    }
    return found
}

/// What the ranges leave out.
func gaps(between ranges: [Range<Int>], in count: Int) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var end = 0
    for range in ranges {
        if range.lowerBound > end { gaps.append(end..<range.lowerBound) }
        end = range.upperBound
    }
    if end < count { gaps.append(end..<count) }
    return gaps
}
