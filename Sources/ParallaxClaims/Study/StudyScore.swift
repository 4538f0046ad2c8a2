/// Something that ranks claims: a test's statistic, a combination's log odds, the posterior of a probe.
struct StudyScore: Sendable {
    let name: String
    /// Whether it looks at the document's text.
    let readsText: Bool
    let value: @Sendable (ClaimCase) -> Double?

    static func test(_ test: ClaimTest) -> StudyScore {
        StudyScore(name: test.rawValue, readsText: test.readsText) { $0.statistics[test.index] }
    }

    static func combination(_ name: String, _ combination: ClaimCombination) -> StudyScore {
        StudyScore(name: name, readsText: combination.tests.contains(where: \.readsText)) { combination.logOdds($0.statistics, className: $0.className) }
    }

    static let probe = StudyScore(name: "linear probe", readsText: false, value: \.probePosterior)
}

/// What a claim may be asked: two questions that are never mixed.
public enum StudyTarget: String, Sendable, Encodable, CaseIterable {
    /// The document's text says so.
    case trueOfText = "true of the text"
    /// A held-out linear probe for the fact is right at this position.
    case readable = "readable from h"

    func label(_ claim: ClaimCase) -> Bool? {
        switch self {
        case .trueOfText: claim.isTrue
        case .readable: claim.isReadable
        }
    }
}
