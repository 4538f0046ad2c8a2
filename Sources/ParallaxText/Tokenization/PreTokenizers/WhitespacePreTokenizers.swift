/// `Whitespace`: runs of word characters, and runs of what is neither word nor space (`\w+|[^\w\s]+`).
struct WhitespacePreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try splitIntoRuns(pieces, work) { CharacterKind($0).isAny(of: .space) ? nil : $0.isWordCharacter }
    }
}

/// `WhitespaceSplit`: runs of what is no white space.
struct WhitespaceSplitPreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try splitIntoRuns(pieces, work) { CharacterKind($0).isAny(of: .space) ? nil : true }
    }
}

/// Cuts where the kind changes; what has none is left out.
private func splitIntoRuns(_ pieces: Pieces, _ work: TextWork, _ kind: (Unicode.Scalar) -> Bool?) throws -> Pieces {
    var result = Pieces(from: pieces)
    try pieces.forEach(work) { piece in
        var current: Bool?
        var offset = 0
        while offset < piece.count {
            let (scalar, length) = scalar(in: piece, at: offset)
            let next = kind(scalar)
            if next != current { result.endPiece() }
            if next != nil { result.append(piece[offset..<offset + length]) }
            current = next
            offset += length
        }
        result.endPiece()
    }
    return result
}
