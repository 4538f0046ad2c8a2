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
