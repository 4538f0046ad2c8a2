import Foundation
import ParallaxClaims
import TestSupport
import Testing

@Suite("Verdicts on claims")
struct ClaimVerdictTests {
    private static func statistics(_ values: [ClaimTest: Double]) -> [Double?] { ClaimTest.allCases.map { values[$0] } }

    private static let strong: [ClaimTest: Double] = [.resampling: 1, .likelihood: -0.001, .swap: 12, .recurrence: 0.5]
    private static let weak: [ClaimTest: Double] = [.resampling: 0, .likelihood: -6, .swap: -12, .recurrence: 0.5]

    private func judged(_ values: [[ClaimTest: Double]], _ className: String = "topic") throws -> [ClaimVerdict] {
        let calibration = try CalibrationFixture.calibration.get()
        return ClaimVerdicts.page(
            values.map { ClaimFinding(className: className, kind: .theme, statistics: Self.statistics($0)) }, calibration: calibration,
            usesText: false)
    }

    @Test("tests that agree support a claim; those that agree against it do not")
    func clear() throws {
        let verdicts = try judged([Self.strong, Self.weak])
        #expect(verdicts.map(\.support) == [.supported, .unsupported])
        let (high, low) = (try #require(verdicts[0].probability), try #require(verdicts[1].probability))
        #expect(high > 0.9 && low < 0.1)
        #expect(try #require(verdicts[0].correctedTail) <= 0.05)
        #expect(verdicts[0].reason.contains("calibration claims at or above") && verdicts[1].reason.contains("were false"))
        #expect(verdicts.allSatisfy { $0.reason.hasPrefix("P(true) ") })
        #expect(Set(verdicts[0].decidedBy).isSuperset(of: [.likelihood, .resampling]) && verdicts[0].decidedBy.last != .likelihood)
    }

    @Test("a probability and the threshold that it is held against are told apart, however near they are")
    func digits() {
        #expect(FigureText.short(0.9, among: [0.2, 0.95]) == [".900", ".200", ".950"])
        #expect(FigureText.short(0.94998, among: [0.2, 0.95]) == [".94998", ".20000", ".95000"])
        #expect(FigureText.short(0.95, among: [0.95]) == [".950", ".950"])
        #expect(FigureText.short(0.95, among: []) == [".950"])
    }

    @Test("a page says how many claims are supported, and how many of them without the text")
    func summary() {
        let verdicts = [ClaimVerdict.Support.supported, .supported, .unresolved].map {
            ClaimVerdict(support: $0, origin: .neither, decidedBy: [], reason: "")
        }
        let claim = Claim(range: 0..<1, text: "a", className: "a", kind: .theme)
        func page(_ blind: [ClaimVerdict]) -> ClaimPage {
            ClaimPage(
                explanation: "a",
                claims: zip(verdicts, blind).map { ClaimEvidence(claim: claim, results: [], verdict: $0, blind: $1, candidates: []) },
                prefixCurve: [], left: [:], calibration: "9 claims", runs: .init())
        }
        #expect(page([verdicts[0], verdicts[2], verdicts[2]]).summary == "2 of 3 claims supported, 1 of them without reading the text")
        var taught = page(verdicts)
        #expect(taught.basis == "9 claims")
        taught.isTaught = false
        #expect(taught.basis == "9 claims; the shown document is not among them")
        taught.isTaught = true
        #expect(taught.basis == "9 claims; the shown document is among them: its probabilities are too good")
    }

    @Test("a lie that the AR likes, and nothing else does, is not supported")
    func lie() throws {
        var lie = Self.weak
        lie[.swap] = 12
        #expect(try judged([lie])[0].support != .supported)
    }

    @Test("a class that nothing tells apart stays unresolved or unsupported, with its reason")
    func mood() throws {
        let verdict = try judged([Self.strong], "mood")[0]
        #expect(verdict.support != .supported && verdict.reason.contains("none is called supported: of 400 claims"))
    }

    @Test("a test that has not run leaves the claim open, and says which")
    func waiting() throws {
        let verdict = try judged([[.resampling: 1, .swap: 12, .recurrence: 0]])[0]
        #expect(verdict.support == .unresolved && verdict.probability == nil)
        #expect(verdict.reason == "the calibration rests on likelihood, which has no statistic here")
    }

    @Test("a class that the calibration has never seen stays open")
    func unknown() throws {
        #expect(try judged([Self.strong], "colour")[0].reason == "the calibration has no claim of class colour")
        #expect(try judged([]).isEmpty)
    }

    @Test("tails are corrected over the page: what stands among many has to be rarer")
    func correction() throws {
        let alone = try #require(try judged([Self.strong])[0].correctedTail)
        let among = try #require(try judged([Self.strong] + [[ClaimTest: Double]](repeating: Self.weak, count: 9))[0].correctedTail)
        #expect(abs(among - 10 * alone) < 1e-12)
    }

    @Test(
        "of new documents of the same world nearly all supported claims are true, most true ones are found, and swaps and lies do not pass")
    func newDocuments() throws {
        var world = ClaimWorld(seed: 99)
        let study = try ClaimStudy(
            world.cases(documents: 40, prefix: "new"), calibration: CalibrationFixture.calibration.get(), resamples: 20)
        let table = study.verdicts[0]
        let topic = try #require(table.classes.first { $0.className == "topic" })
        let (precision, recall) = (try #require(topic.precision), try #require(topic.recall))
        #expect(precision >= 0.93 && recall >= 0.5)
        #expect(table.classes.first { $0.className == "mood" }?.supported == 0)
        let (swaps, lies) = (try #require(table.swaps.share), try #require(table.lies.share))
        #expect(swaps <= 0.02 && lies <= 0.05)
    }

    // MARK: Origin

    @Test("origin: the text before the prior, the prior only where the activation adds nothing")
    func origins() {
        func origin(_ values: [ClaimTest: Double], _ evidence: ClaimOriginEvidence = .init()) -> ClaimVerdict.Origin {
            ClaimVerdicts.page(
                [ClaimFinding(className: "x", kind: .theme, statistics: Self.statistics(values), origin: evidence)], calibration: nil,
                usesText: true)[0].origin
        }
        #expect(origin([:]) == .neither)
        #expect(origin([.context: 1]) == .derivable && origin([.derivable: 0.3]) == .derivable && origin([.context: 0]) == .neither)
        #expect(origin([.information: 0.2], .init(priorLogProbability: log(0.3))) == .seeded)
        #expect(
            origin([.information: 3], .init(priorLogProbability: log(0.3))) == .neither, "the activation makes it twenty times as likely")
        #expect(
            origin([.information: 0.2], .init(priorLogProbability: log(0.001))) == .neither,
            "the AV does not say it without the activation either")
        #expect(origin([:], .init(priorShare: 0.6)) == .seeded && origin([.context: 1], .init(priorShare: 0.6)) == .derivable)
    }

    // MARK: Without a calibration

    private static func null(_ count: Int, below value: Double = 0) -> ClaimNull {
        ClaimNull((0..<count).map { value - Double($0) }, source: "\(count) other values of this slot")
    }

    private func uncalibrated(_ values: [ClaimTest: Double], draws: Int, others: Int = 0) -> ClaimVerdict {
        let tested = ClaimFinding(
            className: "x", kind: .entity, statistics: Self.statistics(values),
            candidates: Dictionary(uniqueKeysWithValues: values.keys.map { ($0, Self.null(draws, below: -3)) }))
        return ClaimVerdicts.page([tested] + [ClaimFinding](repeating: tested, count: others), calibration: nil, usesText: false)[0]
    }

    @Test("a test through the AV and one through the AR together support, one alone does not, and there is no probability")
    func twoReaders() {
        let both = uncalibrated([.likelihood: -0.1, .swap: 4], draws: 40)
        #expect(
            both.support == .supported && both.probability == nil && both.correctedTail == nil && both.decidedBy == [.likelihood, .swap])
        let one = uncalibrated([.likelihood: -0.1, .resampling: 1, .swap: -50], draws: 40)
        #expect(one.support == .unresolved && one.reason == "only resampling sets it apart; a test through the AR would have to agree")
    }

    @Test("ten other values decide nothing, and the reason says what they could give at best")
    func fewCandidates() {
        let verdict = uncalibrated([.likelihood: -0.1, .swap: 4], draws: 10)
        #expect(
            verdict.support == .unresolved
                && verdict.reason == "10 other values cannot give p below .091; a calibration brings larger nulls")
        #expect(
            uncalibrated([.likelihood: -0.1, .swap: 4], draws: 40, others: 3).reason
                == "smallest p .098, corrected over the claims of this page")
        #expect(uncalibrated([:], draws: 0).reason == "no test has both a statistic and other values to compare it with")
    }

    @Test("a claim that loses to another value by AR and AV both is unsupported; by one of them it is open")
    func beaten() {
        #expect(uncalibrated([.likelihood: -5, .swap: -3], draws: 10).support == .unsupported)
        #expect(uncalibrated([.likelihood: -5, .swap: -1], draws: 10).support == .unresolved, "inside the noise")
        #expect(uncalibrated([.likelihood: -3.2, .swap: -3], draws: 10).support == .unresolved, "less than twice as likely")
    }
}
