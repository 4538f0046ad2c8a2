import Foundation
import TestSupport
import Testing

@testable import ParallaxClaims

@Suite("Study of claims")
struct ClaimStudyTests {
    private static let cases: [ClaimCase] = {
        var world = ClaimWorld(seed: 21)
        return world.cases(documents: 40, prefix: "new").map { claim in
            var claim = claim
            // A probe that is nearly always right of topics, and never of moods.
            claim.isReadable = claim.className == "topic" ? claim.position % 10 != 0 : claim.className == "mood" ? false : nil
            claim.probePosterior = claim.className == "topic" ? (claim.isTrue == true ? 0.9 : 0.1) : nil
            return claim
        }
    }()
    private static let mood = ProbeAccuracy(
        className: "mood", hits: (0..<60).map { $0 % 6 == 0 }, values: (0..<60).map { "\($0 % 5)" },
        documents: (0..<60).map { "\($0 / 6)" }, unknown: 0)
    private static let study = Result {
        try ClaimStudy(cases, calibration: CalibrationFixture.calibration.get(), probes: [mood], resamples: 200)
    }

    private let study: ClaimStudy

    init() throws { study = try Self.study.get() }

    private func score(_ name: String, _ target: StudyTarget = .trueOfText) throws -> ClaimStudy.Score {
        try #require(study.scores.first { $0.name == name && $0.target == target })
    }

    @Test("a test that tells beats one that does not; the class alone tells much overall and nothing within")
    func scores() throws {
        #expect(try #require(score("likelihood").within.value) > 0.75, "topic is told apart, mood is not")
        let useless = try score("recurrence").within
        let (value, low, high) = (try #require(useless.value), try #require(useless.low), try #require(useless.high))
        #expect(abs(value - 0.5) < 0.08 && low < 0.5 && low < value && value < high)
        let classAlone = try score("class alone"), overall = try #require(classAlone.overall.value)
        #expect(overall > 0.75 && classAlone.within.value == 0.5)
        #expect(try score("linear probe").within.value == 1)
        #expect(try score("likelihood").classes == ["mood", "topic"], "of genre too few claims are false, of rare there are too few")
        #expect(!study.scores.contains { $0.name == "causal" }, "a test that no claim has is no line")
    }

    @Test("the combination beats resampling alone within class, on the same draws of documents")
    func combination() throws {
        let difference = try #require(study.differences.first { $0.second == "resampling" && $0.target == .trueOfText })
        let low = try #require(difference.within.low)
        #expect(low > 0 && difference.claims > 1000)
        let value = try #require(difference.within.value), first = try #require(difference.firstWithin),
            second = try #require(difference.secondWithin)
        #expect(abs(value - (first - second)) < 1e-12)
        let probe = try #require(study.differences.first { $0.second == "linear probe" })
        #expect(probe.classes == ["topic"] && probe.claims == 400, "only claims that have both")
    }

    @Test("what each test adds: leaving the likelihood out costs, leaving out what tells nothing does not")
    func additions() throws {
        func addition(_ name: String) throws -> Double {
            try #require(study.additions.first { $0.second == "without \(name)" }?.within.value)
        }
        #expect(try addition("likelihood") > addition("recurrence"))
        let useless = try addition("recurrence")
        #expect(abs(useless) < 0.02)
    }

    @Test("the two targets are apart")
    func targets() throws {
        #expect(try score("likelihood", .readable).claims < score("likelihood").claims)
        #expect(Set(study.scores.map(\.target)) == Set(StudyTarget.allCases))
    }

    @Test("probabilities mean what they say on new documents")
    func reliability() throws {
        let reliability = try #require(study.reliabilityWithoutText)
        #expect(reliability.expectedError < 0.05 && reliability.brier < 0.5 * reliability.brierOfBaseRate)
        #expect(reliability.bins.reduce(0) { $0 + $1.claims } == study.basis.claims)
        let hand = try #require(Reliability([(0.9, true), (0.9, false), (0.1, false), (1, true)]))
        #expect(abs(hand.brier - (0.01 + 0.81 + 0.01 + 0) / 4) < 1e-12 && hand.bins.count == 2)
        #expect(abs(hand.expectedError - (0.75 * abs(2.8 / 3 - 2.0 / 3) + 0.25 * 0.1)) < 1e-12)
        #expect(Reliability([]) == nil)
    }

    @Test("tables: parts add up, trivial rules stand beside, mood's false claims are not supported")
    func tables() throws {
        #expect(
            study.verdicts.map(\.rule) == ["without tests that read the text", "all tests", "supports nothing", "looks at the class alone"])
        for table in study.verdicts {
            #expect(
                table.classes.reduce(0) { $0 + $1.claims } == table.total.claims
                    && table.classes.reduce(0) { $0 + $1.supported } == table.total.supported)
        }
        #expect(study.verdicts[0].unreadable.supported == 0 && study.verdicts[0].unreadable.claims > 300)
        #expect(study.verdicts[2].total.supported == 0 && study.verdicts[2].total.precision == nil && study.verdicts[2].mixed.recall == 0)
        let byClass = study.verdicts[3]
        #expect(
            byClass.classes.first { $0.className == "genre" }?.recall == 1 && byClass.swaps.supported == 400,
            "it believes every lie about a genre")
        #expect(byClass.mixed.recall == 0)
    }

    @Test("every bar is a sentence with its figure")
    func bars() {
        #expect(study.bars.count == 9)
        #expect(study.bars.allSatisfy { !$0.name.isEmpty && !$0.bar.isEmpty && !$0.figure.isEmpty })
        #expect(study.bars[0].sentence == "holds: activations never used in training or calibration: 400 (400 at least)")
        #expect(study.bars[1].holds == true && study.bars[4].holds == true && study.bars[7].holds == true && study.bars[8].holds == true)
    }

    @Test("documents that taught the calibration are refused, and cases without a truth")
    func refusals() throws {
        let calibration = try CalibrationFixture.calibration.get()
        let complaint = #expect(throws: Complaint.self) { try ClaimStudy(CalibrationFixture.cases, calibration: calibration) }
        #expect(complaint?.found == "doc 0, doc 1, doc 10 and 37 more")
        var unknown = Self.cases
        for place in unknown.indices { unknown[place].isTrue = nil }
        #expect(throws: Complaint.self) { try ClaimStudy(unknown, calibration: calibration) }
    }

    @Test("it is the same every time, and JSON")
    func deterministic() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let again = try ClaimStudy(Self.cases, calibration: CalibrationFixture.calibration.get(), probes: [Self.mood], resamples: 200)
        #expect(try encoder.encode(again) == encoder.encode(study))
    }
}
