/// `Digits`: cuts numbers off, each digit by itself or runs together.
struct DigitsPreTokenizer: PreTokenizer {
    private let individually: Bool

    init(_ settings: ComponentSettings) throws {
        individually = try settings.bool("individual_digits", default: false)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(individually ? .isolated : .contiguous, from: pieces)
        try pieces.forEach(work) { piece in
            var offset = 0
            while offset < piece.count {
                let (scalar, length) = scalar(in: piece, at: offset)
                splitter.append(piece[offset..<offset + length], isMatch: ScalarClass(scalar) == .number)
                offset += length
            }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}
