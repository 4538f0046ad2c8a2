/// What stands between repetitions: groups, classes, escapes.
extension ShapeReader {
    mutating func group() throws -> SearchCost {
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

    mutating func bracket() throws -> SearchCost {
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
        if isPunctuation {
            punctuation.append((start..<position, isNegated))
        } else {
            while let next, ("a"..."z").contains(next) { position += 1 }
            if !take(":]") { isForeign = true }
        }
    }

    private mutating func escapeInClass() {
        guard let scalar = next else { return }
        position += 1
        if "pPwWsSdDhH".unicodeScalars.contains(scalar) { classes += 1 }
        // What follows is part of it, whatever it is.
        if "cCM".unicodeScalars.contains(scalar) { isForeign = true }
    }

    mutating func escape() -> SearchCost {
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
