import Foundation
import TestSupport
import Testing

@testable import ParallaxClaims

/// One calibration that several suites look at: fitting takes a while.
enum CalibrationFixture {
    static let checkpoints = ClaimCheckpoints(model: "m1", av: "v1", ar: "r1", dictionary: "d1", rules: "c1")
    static let cases: [ClaimCase] = {
        var world = ClaimWorld(seed: 7)
        return world.cases(documents: 40)
    }()
    static let calibration = Result { try ClaimCalibration.fit(cases, checkpoints: checkpoints, truth: "a drawn world") }
}

@Suite("Calibration of claims")
struct CalibrationTests {
    private let calibration: ClaimCalibration

    init() throws { calibration = try CalibrationFixture.calibration.get() }

    @Test("it learns the classes and says what from")
    func counts() {
        #expect(calibration.classes.map(\.name) == ["genre", "mood", "rare", "topic"])
        let topic = calibration.classes[3]
        #expect(topic.written == 400 && topic.swaps == 400 && topic.lies == 400 && abs(Double(topic.isTrue) / 400 - 0.6) < 0.1)
        #expect(calibration.basis.hasSuffix("of 40 documents; truth: a drawn world"))
        #expect(calibration.references.leavingOut.map(\.test) == [.resampling, .recurrence, .likelihood, .swap])
        #expect(calibration.withoutText.combination.tests == [.resampling, .recurrence, .likelihood, .swap])
        #expect(calibration.all.combination.tests.contains(.context))
    }

    @Test("a class that can be told has a threshold which kept its promises on held-out documents")
    func thresholds() throws {
        let topic = try #require(calibration.withoutText.thresholds["topic"])
        #expect(try #require(topic.supported.probability) >= 0.8)
        #expect(topic.supported.bound >= 0.95 && topic.supported.right <= topic.supported.claims && topic.supported.claims >= 59)
        #expect(
            Double(topic.supported.swapsBeyond) <= 0.02 * Double(topic.supported.swaps)
                && Double(topic.supported.liesBeyond) <= 0.05 * Double(topic.supported.lies))
        #expect(try #require(topic.unsupported.probability) <= 0.2)
        #expect(topic.unsupported.bound >= 0.9)
    }

    @Test("a class like mood, 87 % false and nothing tells which, supports nothing and says why")
    func mood() throws {
        let mood = try #require(calibration.withoutText.thresholds["mood"])
        #expect(mood.supported.probability == nil)
        #expect(try #require(mood.supported.reason).hasPrefix("of 400 claims"))
    }

    @Test("a class with too few claims takes what all such classes have together, and is told how many it had")
    func rare() throws {
        let rare = try #require(calibration.withoutText.thresholds["rare"])
        #expect(rare.supported.probability == nil && rare.supported.classes == ["rare"])
        #expect(try #require(rare.supported.reason).hasPrefix("too few to call any supported:"))
    }

    @Test("two small classes together have enough")
    func pooled() throws {
        var world = ClaimWorld(seed: 12)
        let classes = ["a", "b", "c"].map { ClaimWorld.Class(name: $0, shareTrue: 0.6, separation: 9, frequency: 0.25) }
        let cases = world.cases(documents: 15, classes: classes)
        let searches = classes.map { kind in
            func probability(_ claim: ClaimCase) -> Double { claim.statistics[ClaimWorld.place(.resampling)] ?? 0 }
            let own = cases.filter { $0.className == kind.name }
            return ThresholdSearch(
                options: .init(),
                written: own.filter { $0.source == .written }.map {
                    .init(document: $0.document, className: kind.name, probability: probability($0), isTrue: $0.isTrue == true)
                },
                swaps: own.filter { $0.source == .randomSwap }.map(probability),
                lies: own.filter { $0.source == .bestLie }.map(probability), classes: [kind.name])
        }
        #expect(searches.allSatisfy { $0.tooFewToSupport != nil })
        let thresholds = ClaimThresholds(searches)
        #expect(thresholds["b"]?.supported == thresholds["c"]?.supported && thresholds["b"]?.supported.classes == ["a", "b", "c"])
        #expect(thresholds["b"]?.supported.probability != nil)
        #expect(thresholds["d"] == nil)
    }

    @Test("lies that fool one test do not pass: the threshold rises until they are out, or there is none")
    func lies() {
        func scored(_ count: Int, _ probability: Double, _ isTrue: Bool) -> [ThresholdSearch.Scored] {
            (0..<count).map { .init(document: "doc \($0 % 20)", className: "x", probability: probability, isTrue: isTrue) }
        }
        let written = scored(100, 0.99, true) + scored(100, 0.85, true) + scored(50, 0.1, false)
        func search(lies: [Double]) -> ClaimThreshold {
            ThresholdSearch(options: .init(), written: written, swaps: [Double](repeating: 0.1, count: 100), lies: lies, classes: ["x"])
                .supported()
        }
        #expect(search(lies: [Double](repeating: 0.2, count: 100)).probability == 0.85)
        #expect(search(lies: (0..<100).map { $0 < 30 ? 0.9 : 0.2 }).probability == 0.99)
        let fooled = search(lies: (0..<100).map { $0 < 30 ? 0.995 : 0.2 })
        #expect(fooled.probability == nil && fooled.reason == "of 250 claims 80% are true; 30 of 100 best lies look as good")
    }

    @Test("a test's null is pooled over its class, else over more")
    func nulls() throws {
        let topic = try #require(calibration.null(.swap, className: "topic", kind: .theme))
        #expect(topic.draws.count == 256 && topic.source.hasPrefix("400 random swaps of class topic"))
        #expect(
            calibration.null(.swap, className: "rare", kind: .entity)?.source.contains(
                "of all classes, since class rare has fewer than 200") == true)
        #expect(calibration.null(.causal, className: "topic", kind: .theme) == nil)
    }

    @Test("the same cases give the same calibration; swaps and lies teach no probability")
    func deterministic() throws {
        var world = ClaimWorld(seed: 3)
        let cases = world.cases(documents: 8, positions: 8)
        let once = try ClaimCalibration.fit(cases, checkpoints: CalibrationFixture.checkpoints, truth: "drawn")
        #expect(try ClaimCalibration.fit(cases, checkpoints: CalibrationFixture.checkpoints, truth: "drawn") == once)
        let half = cases.enumerated().filter { $1.source == .written || $0 % 2 == 0 }.map(\.element)
        #expect(
            try ClaimCalibration.fit(half, checkpoints: CalibrationFixture.checkpoints, truth: "drawn").all.combination
                == once.all.combination)
    }

    @Test("too little to learn from is refused in a sentence")
    func refusals() {
        var world = ClaimWorld(seed: 3)
        let few = world.cases(documents: 3, positions: 10)
        var onlyTrue = CalibrationFixture.cases
        for place in onlyTrue.indices { onlyTrue[place].isTrue = true }
        var short = CalibrationFixture.cases
        short[0].statistics.removeLast()
        for (cases, found) in [([], "0 in 0"), (few, "91 in 3"), (onlyTrue, "all of 1206 true"), (short, "another number")] {
            let complaint = #expect(throws: Complaint.self) {
                try ClaimCalibration.fit(cases, checkpoints: CalibrationFixture.checkpoints, truth: "")
            }
            #expect(complaint.map { $0.found.prefix(3) } == found.prefix(3), "\(complaint?.found ?? "")")
        }
        var options = ClaimCalibrationOptions()
        options.confidence = 1
        #expect(throws: Complaint.self) {
            try ClaimCalibration.fit(CalibrationFixture.cases, checkpoints: CalibrationFixture.checkpoints, truth: "", options: options)
        }
    }
}
