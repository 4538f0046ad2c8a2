import Foundation
import TestSupport
import Testing

@testable import ParallaxClaims

@Suite("Tests of claims, combined")
struct CombinationTests {
    private static let written: [ClaimCase] = {
        var world = ClaimWorld(seed: 1)
        return world.cases(documents: 20).filter { $0.source == .written }
    }()

    private static func fitted(_ tests: [ClaimTest]) throws -> ClaimCombination {
        try ClaimCombination.fit(written, tests: tests, samples: 16, penalty: .init(shared: 3, own: 12))
    }

    @Test("log odds are the intercepts and what each test adds")
    func sum() throws {
        let combination = try Self.fitted(ClaimTest.allCases)
        #expect(combination.tests == [.resampling, .context, .recurrence, .likelihood, .swap], "tests that no claim has are left out")
        for claim in Self.written.prefix(50) {
            let parts = combination.contributions(claim.statistics, className: claim.className).reduce(0) { $0 + $1.logOdds }
            #expect(abs(combination.evidence(claim.statistics, className: claim.className) - parts) < 1e-12)
            #expect(
                combination.probability(claim.statistics, className: claim.className) == 1
                    / (1 + exp(-combination.logOdds(claim.statistics, className: claim.className)))
                    || combination.logOdds(claim.statistics, className: claim.className) < 0)
        }
    }

    @Test("what tells weighs, what tells nothing does not; a class that is mostly false starts low")
    func weights() throws {
        let combination = try Self.fitted([.resampling, .recurrence, .likelihood, .swap])
        func spread(_ test: ClaimTest) -> Double {
            let parts = Self.written.filter { $0.className == "topic" }.map { claim in
                combination.contributions(claim.statistics, className: claim.className).first { $0.test == test }?.logOdds ?? 0
            }
            return (parts.max() ?? 0) - (parts.min() ?? 0)
        }
        #expect(spread(.recurrence) < 0.25 * spread(.likelihood))
        let mood = try #require(Self.written.first { $0.className == "mood" && $0.isTrue == false })
        #expect(combination.probability(mood.statistics, className: "mood") < 0.35)
    }

    @Test("probabilities add up: over the claims that taught it, their mean is nearly the share that is true")
    func calibratedInTheLarge() throws {
        let combination = try Self.fitted(ClaimTest.allCases)
        for name in ["genre", "topic", "mood"] {
            let claims = Self.written.filter { $0.className == name }
            let mean = claims.reduce(0) { $0 + combination.probability($1.statistics, className: name) } / Double(claims.count)
            #expect(abs(mean - Double(claims.count { $0.isTrue == true }) / Double(claims.count)) < 0.03, "\(name)")
        }
    }

    @Test("a statistic that is missing, infinite or enormous neither traps nor runs away")
    func odd() throws {
        let combination = try Self.fitted(ClaimTest.allCases)
        let none = [Double?](repeating: nil, count: ClaimTest.allCases.count)
        #expect(combination.logOdds(none, className: "topic").isFinite && combination.lacking(none).count == 5)
        for odd in [Double.infinity, -.infinity, .nan, 1e308, -1e308] {
            #expect(combination.logOdds(none.map { _ in odd }, className: "nowhere").isFinite)
        }
    }

    @Test("transforms keep the order, whatever the statistic", arguments: ClaimTest.allCases)
    func monotone(test: ClaimTest) {
        let statistics = stride(from: -40.0, through: 40, by: 0.25).map { test.transformed($0, samples: 16) }
        #expect(statistics.allSatisfy(\.isFinite) && zip(statistics, statistics.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("folds are of documents: every document in one, none empty, the same for a seed")
    func folds() {
        let documents = (0..<23).flatMap { ["doc \($0)", "doc \($0)"] }
        let folds = DocumentFolds(documents, count: 5, seed: 1)
        let sizes = Dictionary(grouping: Set(documents), by: folds.fold).mapValues(\.count)
        #expect(sizes.count == 5 && sizes.values.allSatisfy { $0 == 4 || $0 == 5 })
        #expect(documents.map(folds.fold) == documents.map(DocumentFolds(documents, count: 5, seed: 1).fold))
        #expect(DocumentFolds(["a", "b"], count: 5, seed: 0).count == 2)
    }
}
