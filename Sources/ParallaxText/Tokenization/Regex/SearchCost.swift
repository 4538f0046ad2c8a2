/// An upper bound of the work of matching at one place of a text between two retries, as a polynomial of the length of the text.
///
/// Matching goes forward unless it retries or comes out of a look around. Going forward costs something at once, and something for every
/// character that is taken.
struct SearchCost: Equatable {
    /// Coefficients by the power of the length.
    typealias Polynomial = SIMD8<Double>

    private(set) var once: Polynomial
    private(set) var each: Polynomial
    /// The fewest characters that are taken.
    private(set) var least: Int

    private init(once: Polynomial, each: Polynomial, least: Int) {
        self.once = once
        self.each = each
        self.least = least
    }

    /// Nothing at all.
    static let nothing = SearchCost(once: .zero, each: .zero, least: 0)
    /// A character.
    static let character = SearchCost(once: one, each: .zero, least: 1)
    static func characters(_ count: Int) -> SearchCost { SearchCost(once: one * Double(count), each: .zero, least: 1) }
    /// A place between two characters.
    static let place = SearchCost(once: one, each: .zero, least: 0)
    /// What reads back or on through the text, as a back-reference.
    static let reading = SearchCost(once: one + timesLength(one), each: .zero, least: 0)
    /// A character at each of which the text may be read (`\X`).
    static let cluster = SearchCost(once: one, each: timesLength(one), least: 1)

    private static let one = Polynomial(1, 0, 0, 0, 0, 0, 0, 0)

    /// With `length` characters and `groups` captured groups.
    func steps(length: Int, groups: Int) -> Double {
        let length = Double(max(length, 1))
        func value(_ polynomial: Polynomial) -> Double {
            // Horner's rule; an infinite coefficient is infinite.
            polynomial.indices.reversed().reduce(0) { $0 * length + polynomial[$1] }
        }
        return 1 + Double(groups) + value(once) + value(each) * length
    }

    func followed(by next: SearchCost) -> SearchCost {
        SearchCost(once: once + next.once, each: pointwiseMax(each, next.each), least: Self.sum(least, next.least))
    }

    /// One way or the other; a way that fails is a retry.
    func or(_ other: SearchCost) -> SearchCost {
        SearchCost(once: pointwiseMax(once, other.once), each: pointwiseMax(each, other.each), least: min(least, other.least))
    }

    /// Looks without taking: what was taken is taken again.
    var looked: SearchCost { SearchCost(once: once + Self.timesLength(each) + Self.one, each: .zero, least: 0) }

    /// Repeated up to `most` times (nil: without an end).
    func repeated(least fewest: Int, most: Int?) -> SearchCost {
        let taken = Self.product(least, fewest)
        if let most, most <= 64 || least == 0 { return SearchCost(once: once * Double(max(most, 1)) + Self.one, each: each, least: taken) }
        // Every time takes a character at least, but for one that takes none and ends it, and those that are demanded.
        let empty = least == 0 ? Double(max(fewest, 1)) + 1 : 2
        return SearchCost(once: once * empty + Self.one, each: each + once, least: taken)
    }

    private static func timesLength(_ polynomial: Polynomial) -> Polynomial {
        var shifted = Polynomial.zero
        for power in 1..<8 { shifted[power] = polynomial[power - 1] }
        if polynomial[7] > 0 { shifted[7] = .infinity }
        return shifted
    }

    private static func sum(_ left: Int, _ right: Int) -> Int { min(left &+ right, 1 << 30) }
    private static func product(_ left: Int, _ right: Int) -> Int {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        return overflows ? 1 << 30 : min(product, 1 << 30)
    }
}

/// What a regular expression can cost at most, told from its text before Oniguruma sees it.
///
/// Oniguruma bounds its retries, its stack and its depth, but neither the work of compiling nor what a search does between two retries: a
/// lookahead that reads on to the end of the text at every character is the square of the text without a single retry. So here the
/// expression is read for its shape alone: what is within what, and what repeats. Notation that is not followed here (extended mode,
/// conditionals, absence, recursion, callouts, …) is taken for the worst that its brackets allow.
struct ExpressionSurvey {
    /// What Oniguruma is given to mean the same as in tokenizers.
    let pattern: String
    private let cost: SearchCost
    private let groups: Int

    /// The longest published expression has about 4000 bytes. Compiling is no more than quadratic in the length: 20,000 bytes are done in .3 s.
    static let longest = 20_000
    /// A class with a property takes 15 kB.
    private static let mostClasses = 500
    /// Oniguruma reads them by recursion; so does the survey.
    static let deepest = 100
    /// Each may double what is compiled.
    private static let mostCalls = 14

    /// - Throws: `RegexFailure` for an expression that could take too much to compile.
    init(_ pattern: String) throws {
        guard pattern.utf8.count <= Self.longest else {
            throw RegexFailure(found: "an expression of \(pattern.utf8.count) bytes (at most \(Self.longest) are read)")
        }
        var reader = ShapeReader(pattern)
        let shape = try reader.whole()
        guard reader.classes <= Self.mostClasses else {
            throw RegexFailure(found: "an expression of \(reader.classes) classes (at most \(Self.mostClasses) are read)")
        }
        guard reader.calls <= Self.mostCalls else {
            throw RegexFailure(found: "an expression of \(reader.calls) calls of groups (at most \(Self.mostCalls) are read)")
        }
        groups = reader.groups
        self.pattern = reader.withSymbols
        guard reader.isForeign else {
            cost = shape
            return
        }
        // Every bracket may be a look around within a repetition, every character a step.
        guard reader.brackets + reader.quantifiers <= 2 * Self.deepest else {
            throw RegexFailure(found: "an expression that is too long for its notation")
        }
        let steps = SearchCost.characters(reader.length << reader.calls).repeated(least: 0, most: nil)
        cost = (0..<reader.brackets).reduce(steps) { cost, _ in cost.looked.followed(by: .character).repeated(least: 0, most: nil) }
    }

    /// Steps at one place of a text of `length` bytes between two retries. A step takes about 15 ns.
    func steps(in length: Int) -> Double { cost.steps(length: length, groups: groups) }

    /// The longest text with at most so many steps.
    func longestText(steps most: Double) -> Int {
        var shortest = 0, longest = 1 << 40
        while shortest < longest {
            let middle = (shortest + longest + 1) / 2
            if steps(in: middle) <= most { shortest = middle } else { longest = middle - 1 }
        }
        return shortest
    }
}

/// What a regular expression has that is not read here.
struct RegexFailure: Error {
    let found: String
}
