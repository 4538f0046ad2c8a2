/// Reads a regular expression in Oniguruma's notation for its shape: brackets, repetitions, looks around.
struct ShapeReader {
    let scalars: [Unicode.Scalar]
    var position = 0
    var depth = 0

    var groups = 0
    var classes = 0
    var calls = 0
    var punctuation: [(range: Range<Int>, isNegated: Bool)] = []
    /// Whether something was met that is not followed: what was read behind it may be nonsense.
    var isForeign = false

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    var length: Int { scalars.count }
    /// All that could open a group, whatever stands before it.
    var brackets: Int { scalars.count { $0 == "(" } }
    var quantifiers: Int { scalars.count { $0 == "*" || $0 == "+" || $0 == "?" || $0 == "{" || $0 == "[" } }

    /// - Throws: `RegexFailure` where brackets or repetitions are too deep within each other.
    mutating func whole() throws -> SearchCost {
        let cost = try alternatives()
        // A ) without a (, which Oniguruma refuses.
        if position < scalars.count { isForeign = true }
        return cost
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ text: String) -> Bool {
        var end = position
        for scalar in text.unicodeScalars {
            guard end < scalars.count, scalars[end] == scalar else { return false }
            end += 1
        }
        position = end
        return true
    }

    mutating func descend() throws {
        depth += 1
        guard depth <= ExpressionSurvey.deepest else {
            throw RegexFailure(found: "more than \(ExpressionSurvey.deepest) brackets or repetitions within each other")
        }
    }

    mutating func alternatives() throws -> SearchCost {
        try descend()
        defer { depth -= 1 }
        var cost = try sequence(), hasWays = false
        while take("|") {
            cost = cost.or(try sequence())
            hasWays = true
        }
        return hasWays ? cost.followed(by: .place) : cost
    }

    private mutating func sequence() throws -> SearchCost {
        var cost = SearchCost.nothing
        while let next, next != "|", next != ")" { cost = cost.followed(by: try quantified()) }
        return cost
    }

    private mutating func quantified() throws -> SearchCost {
        var cost = try atom(), stacked = 0
        defer { depth -= stacked }
        while true {
            let bounds: (least: Int, most: Int?), isInterval = next == "{"
            switch next {
            case "*": bounds = (0, nil)
            case "+": bounds = (1, nil)
            case "?": bounds = (0, 1)
            case "{":
                guard let interval = interval() else { return cost }
                bounds = interval
            default: return cost
            }
            if !isInterval { position += 1 }
            // Lazy or possessive. Behind an interval + is a repetition of its own.
            if !take("?"), !isInterval { _ = take("+") }
            try descend()
            stacked += 1
            cost = cost.repeated(least: bounds.least, most: bounds.most)
        }
    }

    /// `{2}`, `{2,}`, `{,3}` or `{2,3}`; nil, and nothing taken, for a brace that stands for itself.
    private mutating func interval() -> (least: Int, most: Int?)? {
        let start = position
        position += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard take("}"), least != nil || most != nil else {
            // Taken as a character by `atom`.
            position = start
            return nil
        }
        guard let most else { return (least ?? 0, nil) }
        return (min(least ?? 0, most), max(least ?? 0, most))
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next, ("0"..."9").contains(next) {
            // More than Oniguruma takes.
            value = min((value ?? 0) * 10 + Int(wide: next.value - 48), 1_000_000)
            position += 1
        }
        return value
    }

    private mutating func atom() throws -> SearchCost {
        guard let scalar = next else { return .nothing }
        position += 1
        switch scalar {
        case "(": return try group()
        case "[": return try bracket()
        case "\\": return escape()
        case "^", "$": return .place
        case "*", "+", "?":
            // With nothing to repeat.
            isForeign = true
            return .character
        default: return .character
        }
    }

    /// The expression with `[:punct:]` as later versions of Oniguruma take it, which tokenizers has: with symbols.
    var withSymbols: String {
        var result = String.UnicodeScalarView(), end = 0
        for (range, isNegated) in punctuation {
            result.append(contentsOf: scalars[end..<range.lowerBound])
            result.append(contentsOf: (isNegated ? #"[^\p{P}\p{S}]"# : #"[\p{P}\p{S}]"#).unicodeScalars)
            end = range.upperBound
        }
        result.append(contentsOf: scalars[end...])
        return String(result)
    }
}
