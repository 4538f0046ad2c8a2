/// `Whitespace`: runs of word characters, and runs of what is neither word nor space (`\w+|[^\w\s]+`).
struct WhitespacePreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces) -> Pieces {
        splitIntoRuns(pieces) { $0.properties.isWhitespace ? nil : $0.isWordCharacter }
    }
}

/// `WhitespaceSplit`: runs of what is no white space.
struct WhitespaceSplitPreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces) -> Pieces {
        splitIntoRuns(pieces) { $0.properties.isWhitespace ? nil : true }
    }
}

/// Cuts where the kind changes; what has none is left out.
private func splitIntoRuns(_ pieces: Pieces, _ kind: (Unicode.Scalar) -> Bool?) -> Pieces {
    var result = Pieces(from: pieces)
    pieces.forEach { piece in
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
