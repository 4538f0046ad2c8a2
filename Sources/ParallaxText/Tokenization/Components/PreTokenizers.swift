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
func splitAtCharacters(_ pieces: Pieces, _ behaviour: SplitBehaviour, _ work: TextWork, where isMatch: (Unicode.Scalar) -> Bool) throws
    -> Pieces
{
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

/// `Digits`: cuts numbers off, each digit by itself or runs together.
struct DigitsPreTokenizer: PreTokenizer {
    private let individually: Bool

    init(_ settings: ComponentSettings) throws {
        individually = try settings.bool("individual_digits", default: false)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try splitAtCharacters(pieces, individually ? .isolated : .contiguous, work) { CharacterKind($0) == .number }
    }
}

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

/// `UnicodeScripts`: cuts where the script changes; spaces, and characters that have none in the library's tables, belong to what stands
/// before them. Those at the beginning of a piece are lost, as they are in the library.
struct UnicodeScriptsPreTokenizer: PreTokenizer {
    init(_ settings: ComponentSettings) {}

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var result = Pieces(from: pieces)
        try pieces.forEach(work) { piece in
            var offset = 0, script: UInt8?
            while offset < piece.count {
                try work.step()
                let (scalar, length) = scalar(in: piece, at: offset)
                if let own = LibraryUnicode.script(of: scalar), own != script {
                    result.endPiece()
                    script = own
                }
                if script != nil { result.append(piece[offset..<offset + length]) }
                offset += length
            }
            result.endPiece()
        }
        return result
    }
}

/// `Metaspace`: spaces become a visible mark (▁), a text begins with one, and pieces are cut before each.
struct MetaspacePreTokenizer: PreTokenizer {
    private let metaspace: Metaspace
    private let splits: Bool

    init(_ settings: ComponentSettings) throws {
        metaspace = try Metaspace(settings)
        splits = try settings.bool("split", default: true)
    }

    var asksForStart: Bool { metaspace.scheme == .first }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(.mergedWithNext, from: pieces)
        let mark = metaspace.mark
        var isFirst = true, text: [UInt8] = []
        try pieces.forEach(work) { piece in
            text.removeAll(keepingCapacity: true)
            if metaspace.prepends(atStart: isFirst && pieces.startsText), piece.first != 0x20, !piece.starts(with: mark) { text += mark }
            for byte in piece {
                if byte == 0x20 { text += mark } else { text.append(byte) }
            }
            isFirst = false
            var end = 0
            if splits {
                try text.withUnsafeBufferPointer { bytes in
                    try metaspace.sought.forEachOccurrence(in: bytes) { place in
                        try work.step()
                        if place.lowerBound > end { splitter.append(bytes[end..<place.lowerBound], isMatch: false) }
                        splitter.append(bytes[place], isMatch: true)
                        end = place.upperBound
                    }
                }
            }
            if end < text.count { text.withUnsafeBufferPointer { splitter.append($0[end...], isMatch: false) } }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}

/// The settings that the Metaspace pre-tokenizer and decoder share.
struct Metaspace: Sendable {
    enum PrependScheme: String { case always, first, never }

    let sought: SoughtString
    let scheme: PrependScheme

    init(_ settings: ComponentSettings) throws {
        sought = SoughtString(Array(String(try settings.scalar("replacement")).utf8))
        if let name = settings.value["prepend_scheme"]?.string {
            guard let scheme = PrependScheme(rawValue: name) else {
                throw settings.refused("a prepend_scheme of always, first or never", "\"\(name.shortened)\"")
            }
            // The library refuses a file that says both.
            if try !settings.bool("add_prefix_space", default: true), scheme != .never {
                throw settings.refused("a prepend_scheme of never beside an add_prefix_space of false", "\"\(name)\"")
            }
            self.scheme = scheme
        } else {
            scheme = try settings.bool("add_prefix_space", default: true) ? .always : .never
        }
    }

    var mark: [UInt8] { sought.bytes }

    func prepends(atStart: Bool) -> Bool { scheme == .always || (scheme == .first && atStart) }
}

/// `ByteLevel`: cuts by the pattern of GPT-2 and writes every byte as a character of the byte-level alphabet.
struct ByteLevelPreTokenizer: PreTokenizer {
    let addsPrefixSpace: Bool
    let splitsWords: Bool

    init(_ settings: ComponentSettings) throws {
        addsPrefixSpace = try settings.bool("add_prefix_space", default: true)
        splitsWords = try settings.bool("use_regex", default: true)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var result = Pieces(from: pieces)
        try pieces.forEach(work) { piece in
            if addsPrefixSpace, piece.first != 0x20 {
                let prefixed = [0x20] + piece
                try prefixed.withUnsafeBufferPointer { try append($0, to: &result, work) }
            } else {
                try append(piece, to: &result, work)
            }
        }
        return result
    }

    private func append(_ text: UnsafeBufferPointer<UInt8>, to result: inout Pieces, _ work: TextWork) throws {
        let scanned = ScannedText(text)
        var start = 0
        while start < text.count {
            try work.step()
            let end = splitsWords ? GPT2Words.end(in: scanned, from: start) : text.count
            for offset in start..<end {
                let (first, second) = ByteLevelAlphabet.encoded[Int(wide: text[offset])]
                result.append(first)
                if second != 0 { result.append(second) }
            }
            result.endPiece()
            start = end
        }
    }
}
