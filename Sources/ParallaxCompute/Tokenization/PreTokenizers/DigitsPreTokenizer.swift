/// `Digits`: cuts numbers off, each digit by itself or runs together.
struct DigitsPreTokenizer: PreTokenizer {
    private let individually: Bool

    init(_ settings: ComponentSettings) throws {
        individually = try settings.bool("individual_digits", default: false)
    }

    func split(_ pieces: Pieces) -> Pieces {
        var result = Pieces(from: pieces)
        pieces.forEach { piece in
            let digits = ranges(of: piece) { ScalarClass($0) == .number }
            (individually ? SplitBehaviour.isolated : .contiguous).append(piece, matches: digits, to: &result)
        }
        return result
    }
}

/// Every scalar of a kind as a range of its own.
func ranges(of text: UnsafeBufferPointer<UInt8>, where isWanted: (Unicode.Scalar) -> Bool) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var offset = 0
    while offset < text.count {
        let (scalar, length) = scalar(in: text, at: offset)
        if isWanted(scalar) { found.append(offset..<offset + length) }
        offset += length
    }
    return found
}
