/// The tests together: a ridge logistic regression from their statistics to the log odds that a written claim is true.
///
///     log odds = intercept + own intercept of the class + Σ_tests term(statistic; slope + own slope of the class)
///
/// Classes deviate from the shared line as far as their claims say so (see `GroupedLogistic`).
public struct ClaimCombination: Sendable, Equatable, Codable {
    /// What a class has of its own.
    struct ClassTerm: Sendable, Equatable, Codable {
        let name: String
        var intercept: Double
        /// In the order of `terms`.
        var slopes: [Double]
    }

    /// Penalties of the regression, chosen by cross-validation over documents.
    struct Penalty: Sendable, Equatable, Codable {
        /// On slopes that all classes share.
        let shared: Double
        /// On the slopes of a class.
        let own: Double
    }

    /// K, of which shares of samples are.
    let samples: Int
    let penalty: Penalty
    var intercept: Double
    public internal(set) var terms: [ClaimTerm]
    var classes: [ClassTerm]

    public var tests: [ClaimTest] { terms.map(\.test) }

    /// - Parameter statistics: in the order of `ClaimTest.allCases`.
    public func logOdds(_ statistics: [Double?], className: String) -> Double {
        intercept + (own(className)?.intercept ?? 0) + evidence(statistics, className: className)
    }

    public func probability(_ statistics: [Double?], className: String) -> Double {
        Logistic.probability(logOdds(statistics, className: className))
    }

    /// What each test adds to the log odds, in the order of `terms`; 0 stands for a middling statistic.
    public func contributions(_ statistics: [Double?], className: String) -> [(test: ClaimTest, logOdds: Double)] {
        let own = own(className)
        return terms.enumerated().map { place, term in
            (term.test, term.contribution(statistics[term.test.index], ownSlope: own?.slopes[place] ?? 0, samples: samples))
        }
    }

    /// The log odds without the intercepts: what the tests say, whatever the class. Comparable with claims of other classes.
    public func evidence(_ statistics: [Double?], className: String) -> Double {
        contributions(statistics, className: className).reduce(0) { $0 + $1.logOdds }
    }

    /// Tests that nearly all calibration claims had and this one lacks: without them the log odds say nothing.
    func lacking(_ statistics: [Double?]) -> [ClaimTest] {
        terms.filter { $0.presence >= 0.95 && $0.scaled(statistics[$0.test.index], samples: samples) == nil }.map(\.test)
    }

    func knows(_ className: String) -> Bool { own(className) != nil }

    private func own(_ className: String) -> ClassTerm? { classes.first { $0.name == className } }

    var isSound: Bool {
        (intercept.isFinite && penalty.shared.isFinite && penalty.own.isFinite && (1...1_000_000).contains(samples))
            && terms.allSatisfy(\.isSound) && Set(tests).count == tests.count && Set(classes.map(\.name)).count == classes.count
            && classes.allSatisfy { $0.intercept.isFinite && $0.slopes.count == terms.count && $0.slopes.allSatisfy(\.isFinite) }
    }
}

extension ClaimTest {
    /// The place of its statistic in `ClaimCase.statistics`.
    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
