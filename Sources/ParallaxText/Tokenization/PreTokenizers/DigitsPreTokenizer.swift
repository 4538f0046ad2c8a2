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
