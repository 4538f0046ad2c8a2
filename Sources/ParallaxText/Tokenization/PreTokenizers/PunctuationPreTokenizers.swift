/// `Punctuation`: cuts at every punctuation character of the library's Unicode and of ASCII.
struct PunctuationPreTokenizer: PreTokenizer {
    private let behaviour: SplitBehaviour

    init(_ settings: ComponentSettings) throws {
        behaviour = settings.value["behavior"] == nil ? .isolated : try SplitBehaviour(settings)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try splitAtCharacters(pieces, behaviour, work) { LibraryUnicode.punctuation.contains($0) }
    }
}

/// `BertPreTokenizer`: takes white space out, then cuts punctuation off.
struct BertPreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        let words = try splitAtCharacters(pieces, .removed, work) { CharacterKind($0).isAny(of: .space) }
        return try splitAtCharacters(words, .isolated, work) { LibraryUnicode.punctuation.contains($0) }
    }
}

/// `CharDelimiterSplit`: takes one character out and cuts there.
struct CharDelimiterPreTokenizer: PreTokenizer {
    private let delimiter: Unicode.Scalar

    init(_ settings: ComponentSettings) throws {
        delimiter = try settings.scalar("delimiter")
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try splitAtCharacters(pieces, .removed, work) { $0 == delimiter }
    }
}

/// Cuts by a behaviour at single characters.
func splitAtCharacters(_ pieces: Pieces, _ behaviour: SplitBehaviour, _ work: TextWork, where isMatch: (Unicode.Scalar) -> Bool) throws -> Pieces {
    var splitter = PieceSplitter(behaviour, from: pieces)
    try pieces.forEach(work) { piece in
        var offset = 0, end = 0
        while offset < piece.count {
            try work.step()
            let (scalar, length) = scalar(in: piece, at: offset)
            if isMatch(scalar) {
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
