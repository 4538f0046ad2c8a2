/// `Split`: cuts at a string or a regular expression.
struct SplitPreTokenizer: PreTokenizer {
    private let pattern: TextPattern
    private let behaviour: SplitBehaviour
    /// Whether what the pattern leaves out takes the place of what it matches.
    private let inverts: Bool

    init(_ settings: ComponentSettings) throws {
        pattern = try settings.pattern()
        behaviour = try SplitBehaviour(settings)
        inverts = try settings.bool("invert", default: false)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(behaviour, from: pieces)
        try pieces.forEach(work) { piece in
            var end = 0
            try pattern.forEachMatch(in: piece, work) { match in
                if match.lowerBound > end { splitter.append(piece[end..<match.lowerBound], isMatch: inverts) }
                splitter.append(piece[match], isMatch: !inverts)
                end = match.upperBound
            }
            if end < piece.count { splitter.append(piece[end...], isMatch: inverts) }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}
