/// What pre-tokenizers tell characters by: `\p{Lu}` and `\p{Lt}`, `\p{Ll}`, `\p{Lm}` and `\p{Lo}`, `\p{M}`, `\p{N}`, `\s`, `\p{P}`, `\p{S}`.
struct CharacterKind: OptionSet {
    let rawValue: UInt16

    static let upper = CharacterKind(rawValue: 1), lower = CharacterKind(rawValue: 2), caseless = CharacterKind(rawValue: 4)
    static let mark = CharacterKind(rawValue: 8), number = CharacterKind(rawValue: 16), space = CharacterKind(rawValue: 32)
    static let punctuation = CharacterKind(rawValue: 64), symbol = CharacterKind(rawValue: 128), other = CharacterKind(rawValue: 256)
    /// `[\r\n]`, beside `space`.
    static let newline = CharacterKind(rawValue: 512)

    static let letter: CharacterKind = [.upper, .lower, .caseless]

    @inline(__always)
    init(_ scalar: Unicode.Scalar) {
        self = scalar.value < UInt32(clamping: Self.table.count) ? Self.table[Int(wide: scalar.value)] : Self(asking: scalar)
    }

    @inline(__always)
    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Whether a character of this kind is one of these.
    @inline(__always)
    func isAny(of kinds: CharacterKind) -> Bool { rawValue & kinds.rawValue != 0 }

    /// Of the first two planes: asking the library for each character of a long text would take most of the time.
    static let table: [CharacterKind] = (0..<0x20000 as Range<UInt32>).map { value in
        Unicode.Scalar(value).map { CharacterKind(asking: $0) } ?? .other
    }

    private init(asking scalar: Unicode.Scalar) {
        guard !scalar.properties.isWhitespace else {
            self = scalar == "\r" || scalar == "\n" ? [.space, .newline] : .space
            return
        }
        self =
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .titlecaseLetter: .upper
            case .lowercaseLetter: .lower
            case .modifierLetter, .otherLetter: .caseless
            case .nonspacingMark, .spacingMark, .enclosingMark: .mark
            case .decimalNumber, .letterNumber, .otherNumber: .number
            case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                .otherPunctuation:
                .punctuation
            case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
            default: .other
            }
    }
}

/// A text as scanners of words see it: the kind of the character at a place, and how far a run of kinds goes.
struct ScannedText {
    let bytes: UnsafeBufferPointer<UInt8>
    private let kinds: [CharacterKind]

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        kinds = CharacterKind.table
    }

    @inline(__always)
    var count: Int { bytes.count }

    @inline(__always)
    func kind(at place: Int) -> (kind: CharacterKind, length: Int) {
        let (scalar, length) = scalar(in: bytes, at: place)
        return (scalar.value < UInt32(clamping: kinds.count) ? kinds[Int(wide: scalar.value)] : CharacterKind(scalar), length)
    }

    /// Where a run of such characters that begins at a place ends: at the place itself, where there is none.
    @inline(__always)
    func end(of kinds: CharacterKind, from start: Int) -> Int {
        var end = start
        while end < count, case let (kind, length) = kind(at: end), kind.isAny(of: kinds) { end += length }
        return end
    }

    /// `[\r\n]*`, or `[\r\n/]*`.
    func endOfNewlines(from start: Int, slashToo: Bool) -> Int {
        var end = start
        while end < count, bytes[end] == 0x0a || bytes[end] == 0x0d || (slashToo && bytes[end] == UInt8(ascii: "/")) { end += 1 }
        return end
    }

    /// `\p{N}{1,most}`.
    func endOfNumber(from start: Int, most: Int) -> Int {
        var end = start, digits = 0
        while digits < most, end < count, case let (kind, length) = kind(at: end), kind == .number {
            end += length
            digits += 1
        }
        return end
    }

    /// `\s*[\r\n]+|\s+(?!\S)|\s+`, where white space begins: up to the last line end, else all but the character before a word.
    func endOfSpace(from start: Int) -> Int {
        var end = start, last = start, lines: Int?
        while end < count, case let (kind, length) = kind(at: end), kind.isAny(of: .space) {
            last = end
            end += length
            if kind.isAny(of: .newline) { lines = end }
        }
        if let lines { return lines }
        return end < count && last > start ? last : end
    }

    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`; nil where there is none.
    func endOfContraction(from start: Int) -> Int? {
        guard start + 1 < count, bytes[start] == UInt8(ascii: "'") else { return nil }
        // ſ is an s of another case.
        if start + 2 < count, bytes[start + 1] == 0xC5, bytes[start + 2] == 0xBF { return start + 3 }
        func small(_ place: Int) -> UInt8 { place < count ? bytes[place] | 0x20 : 0 }
        switch small(start + 1) {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return small(start + 2) == UInt8(ascii: "e") ? start + 3 : nil
        case UInt8(ascii: "l"): return small(start + 2) == UInt8(ascii: "l") ? start + 3 : nil
        default: return nil
        }
    }
}
