/// How much of a rules file is read before it is refused: files are somebody else's.
enum ClaimRulesLimits {
    static let largestFile = 16 << 20
    static let classes = 256
    static let formsOfClass = 64
    static let wordsOfClass = 256
    static let values = 100_000
    static let longestValue = 500
    static let longestName = 64
}
