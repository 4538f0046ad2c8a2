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

extension ClaimCombination {
    /// A combination whose coefficients are still to be found: the scales of its tests, and its classes.
    /// - Parameters:
    ///   - cases: written claims of known truth, in any order.
    ///   - tests: tests that few of the claims have are left out.
    init(unfitted cases: [ClaimCase], tests: [ClaimTest], samples: Int, penalty: Penalty) {
        self.samples = samples
        self.penalty = penalty
        intercept = 0
        terms = tests.compactMap { test in ClaimTerm(test, statistics: cases.map { $0.statistics[test.index] }, samples: samples) }
        let slopes = [Double](repeating: 0, count: terms.count)
        classes = Set(cases.map(\.className)).sorted().map { ClassTerm(name: $0, intercept: 0, slopes: slopes) }
    }

    /// - Parameters:
    ///   - cases: written claims of known truth.
    ///   - scales: a combination whose scales and classes are taken over, as folds do; nil makes them from `cases`.
    static func fit(_ cases: [ClaimCase], tests: [ClaimTest], samples: Int, penalty: Penalty, scales: ClaimCombination? = nil) throws
        -> ClaimCombination
    {
        var result = ClaimCombination(unfitted: cases, tests: tests, samples: samples, penalty: penalty)
        if let scales { (result.terms, result.classes) = (scales.terms, scales.classes) }
        let regression = result.regression(on: cases)
        result.take(try regression.fit())
        return result
    }

    /// The intercepts of classes are held loosely: a normal prior of one unit of log odds.
    private static let interceptPenalty = 1.0
    /// The shared intercept is all but free; the penalty keeps the equations definite where every claim is true.
    private static let sharedInterceptPenalty = 1e-4
    /// Bends cost more than slopes.
    private static let bendFactor = 2.0

    private func regression(on cases: [ClaimCase]) -> GroupedLogistic {
        var places: [String: Int] = [:]
        for (place, own) in classes.enumerated() { places[own.name] = place }
        var groups = [GroupedLogistic.Group](repeating: .init(), count: classes.count)
        for claim in cases {
            guard let place = places[claim.className], let isTrue = claim.isTrue else { continue }
            groups[place].rows.append(1)
            for term in terms { groups[place].rows += term.features(claim.statistics[term.test.index], samples: samples) }
            groups[place].isTrue.append(isTrue)
        }
        var penalties = [Self.sharedInterceptPenalty], own = [0]
        for term in terms {
            own.append(penalties.count)
            penalties += [penalty.shared] + term.knots.map { _ in penalty.shared * Self.bendFactor } + [penalty.shared]
        }
        return GroupedLogistic(
            groups: groups, width: penalties.count, ownColumns: own, penalties: penalties,
            ownPenalties: [Self.interceptPenalty] + terms.map { _ in penalty.own })
    }

    private mutating func take(_ coefficients: GroupedLogistic.Coefficients) {
        intercept = coefficients.shared[0]
        var column = 1
        for place in terms.indices {
            terms[place].slope = coefficients.shared[column]
            terms[place].knotSlopes = terms[place].knots.indices.map { coefficients.shared[column + 1 + $0] }
            terms[place].missing = coefficients.shared[column + 1 + terms[place].knots.count]
            column += terms[place].columns
        }
        for place in classes.indices {
            classes[place].intercept = coefficients.own[place][0]
            classes[place].slopes = Array(coefficients.own[place].dropFirst())
        }
    }
}

/// A combination fitted to all documents, and one for every fold fitted to the others: what a claim scores where its document taught nothing.
struct CrossFittedCombination {
    let whole: ClaimCombination
    /// Mean loss of held-out written claims, nats a claim.
    let loss: Double
    private let folds: DocumentFolds
    private let byFold: [ClaimCombination]

    private static let penalties = [3.0, 10, 30, 100].flatMap { shared in
        [1.0, 4, 16].map { ClaimCombination.Penalty(shared: shared, own: shared * $0) }
    }

    /// - Parameters:
    ///   - cases: written claims of known truth.
    ///   - penalty: given, or nil for the one with the least loss of held-out documents, the larger of equals.
    init(_ cases: [ClaimCase], tests: [ClaimTest], folds: DocumentFolds, samples: Int, penalty: ClaimCombination.Penalty? = nil) throws {
        self.folds = folds
        var best: (penalty: ClaimCombination.Penalty, loss: Double, byFold: [ClaimCombination])?
        for candidate in (penalty.map { [$0] } ?? Self.penalties).reversed() {
            // Scales look at no truth, so that all folds may share those of all documents.
            let scales = ClaimCombination(unfitted: cases, tests: tests, samples: samples, penalty: candidate)
            var models: [ClaimCombination] = [], sum = 0.0
            for fold in 0..<folds.count {
                // A single document is its own fold: nothing else can teach.
                let teachers = folds.count > 1 ? cases.filter { folds.fold(of: $0.unit) != fold } : cases
                let model = try ClaimCombination.fit(teachers, tests: tests, samples: samples, penalty: candidate, scales: scales)
                for claim in cases where folds.fold(of: claim.unit) == fold {
                    sum += Logistic.loss(logOdds: model.logOdds(claim.statistics, className: claim.className), isTrue: claim.isTrue == true)
                }
                models.append(model)
            }
            if best.map({ sum < $0.loss }) ?? true { best = (candidate, sum, models) }
        }
        guard let best else { throw Complaint("calibration", expected: "a penalty to try", found: "none", remedy: "leave the penalty out") }
        whole = try ClaimCombination.fit(cases, tests: tests, samples: samples, penalty: best.penalty)
        loss = cases.isEmpty ? 0 : best.loss / Double(cases.count)
        byFold = best.byFold
    }

    /// Of the fold that the claim's document did not teach.
    func combination(for claim: ClaimCase) -> ClaimCombination { byFold[folds.fold(of: claim.unit)] }
}

/// Documents dealt into folds, so that no claim is judged by what was learnt from its own document.
struct DocumentFolds {
    let count: Int
    private let foldOf: [String: Int]

    /// - Parameters:
    ///   - documents: titles; one that stands twice counts once.
    ///   - count: fewer where there are fewer documents.
    init(_ documents: [String], count: Int, seed: UInt64) {
        var seen = Set<String>()
        var order = documents.filter { seen.insert($0).inserted }
        var stream = RandomStream(seed: seed, stream: 0)
        order.shuffle(using: &stream)
        let count = max(1, min(count, order.count))
        self.count = count
        foldOf = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % count) })
    }

    func fold(of document: String) -> Int { foldOf[document] ?? 0 }
}
