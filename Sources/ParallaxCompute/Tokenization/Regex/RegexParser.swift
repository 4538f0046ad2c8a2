/// Reads the part of Oniguruma's notation that published tokenizers use. The rest is refused by name.
struct RegexParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false

    private static let deepest = 50
    private static let mostRepetitions = 1000

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    mutating func parse() throws -> RegexNode {
        let node = try alternatives()
        guard position == scalars.count else { throw RegexFailure(found: "a ) without a (") }
        return node
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func alternatives() throws -> RegexNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw RegexFailure(found: "more than \(Self.deepest) groups within each other") }
        var ways = [try sequence()]
        while take("|") { ways.append(try sequence()) }
        return ways.count == 1 ? ways[0] : .alternatives(ways)
    }

    private mutating func sequence() throws -> RegexNode {
        var parts: [RegexNode] = []
        while let next, next != "|", next != ")" {
            // (?i) in the middle holds to the end of the group.
            if take("(?i)") {
                ignoresCase = true
                continue
            }
            parts.append(try quantified())
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func quantified() throws -> RegexNode {
        var node = try atom()
        while let repetition = try repetition() {
            if repetition.most == nil, node.canBeEmpty { throw RegexFailure(found: "a repetition of what may be empty") }
            node = .repeated(node, repetition)
            if take("+") {
                node = .atomic(node)
            } else if take("?"), case .repeated(let inner, var lazy) = node {
                lazy.isLazy = true
                node = .repeated(inner, lazy)
            }
        }
        return node
    }

    private mutating func repetition() throws -> RegexNode.Repetition? {
        if take("*") { return .init(least: 0, most: nil) }
        if take("+") { return .init(least: 1, most: nil) }
        if take("?") { return .init(least: 0, most: 1) }
        guard next == "{" else { return nil }
        let start = position
        position += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard take("}"), least != nil || most != nil else {
            // As in Oniguruma a brace that begins no repetition stands for itself.
            position = start
            return nil
        }
        guard max(least ?? 0, most ?? 0) <= Self.mostRepetitions, least ?? 0 <= most ?? .max else { throw RegexFailure(found: "a repetition beyond \(Self.mostRepetitions)") }
        return .init(least: least ?? 0, most: most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let next, ("0"..."9").contains(next), value ?? 0 < 100_000 {
            value = (value ?? 0) * 10 + Int(next.value - 48)
            position += 1
        }
        return value
    }

    private mutating func atom() throws -> RegexNode {
        guard let scalar = next else { throw RegexFailure(found: "an end where something should follow") }
        switch scalar {
        case "(": return try group()
        case "[": return .set(try bracket())
        case ".":
            position += 1
            return .set(ScalarSet([.range(0x0a...0x0a)], isNegated: true))
        case "^", "$":
            position += 1
            return .place(scalar == "^" ? .startOfLine : .endOfLine)
        case "*", "+", "?": throw RegexFailure(found: "a \(scalar) after nothing")
        case "\\":
            if take("\\A") { return .place(.startOfText) }
            if take("\\z") { return .place(.endOfText) }
            return .set(set([try escape()]))
        default:
            position += 1
            return .set(set([.range(scalar.value...scalar.value)]))
        }
    }

    private func set(_ items: [ScalarSet.Item], isNegated: Bool = false) -> ScalarSet {
        ScalarSet(items, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    private mutating func group() throws -> RegexNode {
        let outer = ignoresCase
        defer { ignoresCase = outer }
        var wrap: (RegexNode) -> RegexNode = { $0 }
        if take("(?:") {
        } else if take("(?i:") {
            ignoresCase = true
        } else if take("(?=") {
            wrap = { .lookahead($0, isNegated: false) }
        } else if take("(?!") {
            wrap = { .lookahead($0, isNegated: true) }
        } else if take("(?>") {
            wrap = { .atomic($0) }
        } else if take("(?") {
            throw RegexFailure(found: "(?\(next.map { String($0) } ?? "")")
        } else {
            position += 1
        }
        let inner = try alternatives()
        guard take(")") else { throw RegexFailure(found: "a ( without a )") }
        return wrap(inner)
    }

    private mutating func bracket() throws -> ScalarSet {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw RegexFailure(found: "more than \(Self.deepest) brackets within each other") }
        position += 1
        let isNegated = take("^")
        var items: [ScalarSet.Item] = []
        var isFirst = true
        while let scalar = next {
            if scalar == "]", !isFirst {
                position += 1
                return set(items, isNegated: isNegated)
            }
            isFirst = false
            if scalar == "[" {
                guard position + 1 < scalars.count, scalars[position + 1] != ":" else { throw RegexFailure(found: "a class [:…:]") }
                items.append(.set(try bracket()))
                continue
            }
            if take("&&") { throw RegexFailure(found: "an intersection &&") }
            let first = try member()
            guard case .range(let start) = first, start.count == 1, next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                items.append(first)
                continue
            }
            position += 1
            guard case .range(let end) = try member(), end.count == 1, start.lowerBound <= end.lowerBound else { throw RegexFailure(found: "a range without an end above its start") }
            items.append(.range(start.lowerBound...end.lowerBound))
        }
        throw RegexFailure(found: "a [ without a ]")
    }

    private mutating func member() throws -> ScalarSet.Item {
        guard let scalar = next else { throw RegexFailure(found: "a [ without a ]") }
        if scalar == "\\" { return try escape() }
        position += 1
        return .range(scalar.value...scalar.value)
    }

    private mutating func escape() throws -> ScalarSet.Item {
        position += 1
        guard let scalar = next else { throw RegexFailure(found: "a \\ at the end") }
        position += 1
        func one(_ value: UInt32) -> ScalarSet.Item { .range(value...value) }
        func not(_ item: ScalarSet.Item) -> ScalarSet.Item { .set(ScalarSet([item], isNegated: true)) }
        let digits = ScalarSet.Item.categories(GeneralCategories.bit(.decimalNumber))
        switch scalar {
        case "n": return one(0x0a)
        case "r": return one(0x0d)
        case "t": return one(0x09)
        case "f": return one(0x0c)
        case "v": return one(0x0b)
        case "s": return .whitespace
        case "S": return not(.whitespace)
        case "d": return digits
        case "D": return not(digits)
        case "w": return .word
        case "W": return not(.word)
        case "p", "P": return try property(isNegated: scalar == "P")
        case "x", "u": return one(try code(braced: take("{"), digits: scalar == "x" ? 2 : 4))
        case _ where scalar.value < 0x80 && !("a"..."z").contains(scalar) && !("A"..."Z").contains(scalar) && !("0"..."9").contains(scalar): return one(scalar.value)
        default: throw RegexFailure(found: "\\\(scalar)")
        }
    }

    private mutating func code(braced: Bool, digits: Int) throws -> UInt32 {
        var value: UInt32 = 0, count = 0
        while let next, let digit = Character(next).hexDigitValue, next.value < 0x80, count < (braced ? 6 : digits) {
            value = value << 4 | UInt32(digit)
            count += 1
            position += 1
        }
        guard count > 0, !braced || take("}"), Unicode.Scalar(value) != nil else { throw RegexFailure(found: "a code that is no character") }
        return value
    }

    private mutating func property(isNegated: Bool) throws -> ScalarSet.Item {
        guard take("{"), let end = scalars[position...].prefix(64).firstIndex(of: "}") else { throw RegexFailure(found: "\\p without {…}") }
        var name = String(String.UnicodeScalarView(scalars[position..<end]))
        position = end + 1
        let isInverted = name.hasPrefix("^")
        if isInverted { name.removeFirst() }
        let item: ScalarSet.Item
        switch name.lowercased() {
        case "alpha", "alphabetic": item = .categories(GeneralCategories.mask(named: "L").map { $0 | GeneralCategories.bit(.letterNumber) } ?? 0)
        case "space", "white_space": item = .whitespace
        case "word": item = .word
        default:
            guard let mask = GeneralCategories.mask(named: name) else { throw RegexFailure(found: "\\p{\(name)}") }
            item = .categories(mask)
        }
        return isNegated != isInverted ? .set(ScalarSet([item], isNegated: true)) : item
    }
}
