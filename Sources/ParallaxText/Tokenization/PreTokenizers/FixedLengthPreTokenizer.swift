/// `FixedLength`: pieces of so many characters, the last one of what is left.
struct FixedLengthPreTokenizer: PreTokenizer {
    private let length: Int

    init(_ settings: ComponentSettings) throws {
        length = try settings.count("length", default: 5)
        guard length > 0 else { throw settings.refused("a length from 1 of FixedLength", "0") }
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var result = Pieces(from: pieces)
        try pieces.forEach(work) { piece in
            var offset = 0, taken = 0
            while offset < piece.count {
                try work.step()
                let end = offset + scalar(in: piece, at: offset).length
                result.append(piece[offset..<end])
                taken += 1
                if taken == length {
                    result.endPiece()
                    taken = 0
                }
                offset = end
            }
            result.endPiece()
        }
        return result
    }
}
