/// `Digits`: cuts numbers off, each digit by itself or runs together.
struct DigitsPreTokenizer: PreTokenizer {
    private let individually: Bool

    init(_ settings: ComponentSettings) throws {
        individually = try settings.bool("individual_digits", default: false)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(individually ? .isolated : .contiguous, from: pieces)
        try pieces.forEach(work) { piece in
            var offset = 0, end = 0
            while offset < piece.count {
                let (scalar, length) = scalar(in: piece, at: offset)
                if ScalarClass(scalar) == .number {
                    if end < offset { splitter.append(piece[end..<offset], isMatch: false) }
                    end = offset + length
                    splitter.append(piece[offset..<end], isMatch: true)
                }
                offset += length
            }
            if end < piece.count { splitter.append(piece[end...], isMatch: false) }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}
