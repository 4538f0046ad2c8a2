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
    static let table: [CharacterKind] = (0..<0x20000 as Range<UInt32>).map { value in Unicode.Scalar(value).map { CharacterKind(asking: $0) } ?? .other }

    private init(asking scalar: Unicode.Scalar) {
        guard !scalar.properties.isWhitespace else {
            self = scalar == "\r" || scalar == "\n" ? [.space, .newline] : .space
            return
        }
        self = switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: .upper
        case .lowercaseLetter: .lower
        case .modifierLetter, .otherLetter: .caseless
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        case .decimalNumber, .letterNumber, .otherNumber: .number
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation: .punctuation
        case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: .symbol
        default: .other
        }
    }
}
