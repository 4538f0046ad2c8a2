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
