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
        guard pattern.utf8.count <= Self.longest else { throw RegexFailure(found: "an expression of \(pattern.utf8.count) bytes (at most \(Self.longest) are read)") }
        var reader = ShapeReader(pattern)
        let shape = try reader.whole()
        guard reader.classes <= Self.mostClasses else { throw RegexFailure(found: "an expression of \(reader.classes) classes (at most \(Self.mostClasses) are read)") }
        guard reader.calls <= Self.mostCalls else { throw RegexFailure(found: "an expression of \(reader.calls) calls of groups (at most \(Self.mostCalls) are read)") }
        groups = reader.groups
        self.pattern = reader.withSymbols
        guard reader.isForeign else {
            cost = shape
            return
        }
        // Every bracket may be a look around within a repetition, every character a step.
        guard reader.brackets + reader.quantifiers <= 2 * Self.deepest else { throw RegexFailure(found: "an expression that is too long for its notation") }
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
