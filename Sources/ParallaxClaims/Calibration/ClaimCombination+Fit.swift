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
    static func fit(_ cases: [ClaimCase], tests: [ClaimTest], samples: Int, penalty: Penalty, scales: ClaimCombination? = nil) throws -> ClaimCombination {
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
