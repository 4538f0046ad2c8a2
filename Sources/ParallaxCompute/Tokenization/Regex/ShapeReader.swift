/// Reads a regular expression in Oniguruma's notation for its shape: brackets, repetitions, looks around.
struct ShapeReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private(set) var groups = 0
    private(set) var classes = 0
    private(set) var calls = 0
    private var punctuation: [(range: Range<Int>, isNegated: Bool)] = []
    /// Whether something was met that is not followed: what was read behind it may be nonsense.
    private(set) var isForeign = false

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

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        var end = position
        for scalar in text.unicodeScalars {
            guard end < scalars.count, scalars[end] == scalar else { return false }
            end += 1
        }
        position = end
        return true
    }

    private mutating func descend() throws {
        depth += 1
        guard depth <= ExpressionSurvey.deepest else { throw RegexFailure(found: "more than \(ExpressionSurvey.deepest) brackets or repetitions within each other") }
    }

    private mutating func alternatives() throws -> SearchCost {
        try descend()
        defer { depth -= 1 }
        var cost = try sequence()
        while take("|") { cost = cost.or(try sequence()) }
        return cost
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
            value = min((value ?? 0) * 10 + Int(next.value - 48), 1_000_000)
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

    private mutating func group() throws -> SearchCost {
        if take("*") {
            isForeign = true
            return try closed()
        }
        guard take("?") else {
            groups += 1
            return try closed()
        }
        let kind = next
        position += 1
        switch kind {
        case ":", ">": return try closed()
        case "=", "!": return try closed().looked
        case "#": return comment()
        case "<":
            if take("=") || take("!") { return try closed().looked }
            return try named(until: ">")
        case "'": return try named(until: "'")
        case let option? where "imWDSPCIL-".unicodeScalars.contains(option): return try options()
        default:
            // Extended mode, absence, a condition, a callout, what is not known.
            isForeign = true
            position -= 1
            return try closed()
        }
    }

    private mutating func closed() throws -> SearchCost {
        let cost = try alternatives()
        if !take(")") { isForeign = true }
        return cost
    }

    private mutating func named(until end: Unicode.Scalar) throws -> SearchCost {
        groups += 1
        while let next, next != end, next != ")" { position += 1 }
        if next == end { position += 1 } else { isForeign = true }
        return try closed()
    }

    private mutating func comment() -> SearchCost {
        while let next {
            position += next == "\\" ? 2 : 1
            if next == ")" { break }
        }
        return .nothing
    }

    /// `(?i:…)`, or `(?i)`, which holds to the end of the group and takes all of it within.
    private mutating func options() throws -> SearchCost {
        while let next, next != ":", next != ")" {
            if !"imWDSPCIL-".unicodeScalars.contains(next) { isForeign = true }
            position += 1
        }
        if take(":") { return try closed() }
        _ = take(")")
        return try alternatives()
    }

    private mutating func bracket() throws -> SearchCost {
        try descend()
        defer { depth -= 1 }
        classes += 1
        _ = take("^")
        // An end that comes first may be meant for itself.
        if next == "]" { isForeign = true }
        while let scalar = next {
            position += 1
            switch scalar {
            case "]": return .character
            case "[":
                if next == ":" { posix() } else { _ = try bracket() }
            case "\\": escapeInClass()
            default: break
            }
        }
        isForeign = true
        return .character
    }

    /// `[:alpha:]` within a class.
    private mutating func posix() {
        let start = position - 1
        classes += 1
        position += 1
        let isNegated = take("^"), isPunctuation = take("punct:]")
        if isPunctuation { punctuation.append((start..<position, isNegated)) } else {
            while let next, ("a"..."z").contains(next) { position += 1 }
            if !take(":]") { isForeign = true }
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

    private mutating func escapeInClass() {
        guard let scalar = next else { return }
        position += 1
        if "pPwWsSdDhH".unicodeScalars.contains(scalar) { classes += 1 }
        // What follows is part of it, whatever it is.
        if "cCM".unicodeScalars.contains(scalar) { isForeign = true }
    }

    private mutating func escape() -> SearchCost {
        guard let scalar = next else { return .nothing }
        position += 1
        switch scalar {
        case "p", "P":
            classes += 1
            inBraces { $0.properties.isAlphabetic || ("0"..."9").contains($0) || " _-^".unicodeScalars.contains($0) }
            return .character
        case "x", "o":
            let start = position
            inBraces { $0.properties.isASCIIHexDigit || $0 == " " }
            // One code, or several within one pair of braces.
            return .characters(max(1, position - start))
        case "w", "W", "s", "S", "d", "D", "h", "H", "R", "N", "O":
            classes += 1
            return .characters(2)
        case "X":
            classes += 1
            return .cluster
        case "b", "B", "A", "z", "Z", "G", "K": return .place
        case "y", "Y": return .reading
        case "1"..."9", "k": return reference()
        case "g":
            calls += 1
            isForeign = true
            return reference()
        case "c", "C", "M":
            // What follows is part of it, whatever it is.
            isForeign = true
            return .character
        default: return .character
        }
    }

    private mutating func inBraces(_ isExpected: (Unicode.Scalar) -> Bool) {
        guard take("{") else { return }
        while let next, isExpected(next) { position += 1 }
        if !take("}") { isForeign = true }
    }

    /// A back-reference: `\1`, `\k<name>`. It may be an octal number, which costs less.
    private mutating func reference() -> SearchCost {
        while let next, ("0"..."9").contains(next) { position += 1 }
        for (open, close) in [("<", ">"), ("'", "'")] where take(open) {
            while let next, next.properties.isAlphabetic || "_+-0123456789".unicodeScalars.contains(next) { position += 1 }
            if !take(close) { isForeign = true }
        }
        return .reading
    }
}
