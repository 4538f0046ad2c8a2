/// A regular expression as a tree.
indirect enum RegexNode: Sendable {
    case set(ScalarSet)
    case sequence([RegexNode])
    case alternatives([RegexNode])
    case repeated(RegexNode, Repetition)
    /// What follows matches, or does not match; nothing is taken.
    case lookahead(RegexNode, isNegated: Bool)
    /// What it matched first is not given back.
    case atomic(RegexNode)
    case place(Place)

    struct Repetition: Sendable {
        var least: Int
        var most: Int?
        var isLazy = false
    }

    /// Between two characters.
    enum Place: Sendable {
        case startOfText, endOfText, startOfLine, endOfLine
    }

    /// Whether it can match without taking a character.
    var canBeEmpty: Bool {
        switch self {
        case .set: false
        case .sequence(let parts): parts.allSatisfy(\.canBeEmpty)
        case .alternatives(let ways): ways.contains(where: \.canBeEmpty)
        case .repeated(let inner, let repetition): repetition.least == 0 || inner.canBeEmpty
        case .lookahead, .place: true
        case .atomic(let inner): inner.canBeEmpty
        }
    }
}

/// What a regular expression has that is not read here.
struct RegexFailure: Error {
    let found: String
}
