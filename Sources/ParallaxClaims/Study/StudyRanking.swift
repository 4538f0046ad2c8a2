/// A figure with its interval over documents drawn anew; null with a reason where there is none.
public struct StudyFigure: Sendable, Equatable, Encodable {
    public let value: Double?
    public let low: Double?
    public let high: Double?
    /// Why there is no value, or no interval.
    public let missing: String?

    init(_ outcome: Outcome, _ interval: Known<BootstrapInterval>) {
        value = outcome.number
        low = value == nil ? nil : interval.value?.low
        high = value == nil ? nil : interval.value?.high
        missing = outcome.reason ?? interval.reason
    }

    init(missing: String) {
        (value, low, high) = (nil, nil, nil)
        self.missing = missing
    }
}

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
        StudyScore(name: name, readsText: combination.tests.contains(where: \.readsText)) {
            combination.logOdds($0.statistics, className: $0.className)
        }
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

/// Verdicts on the cases of a study: written claims with all claims of their explanation, swaps and lies in the place of a claim of their class.
struct StudyJudge {
    private struct Place: Hashable {
        let document: String
        let position: Int
    }

    let calibration: ClaimCalibration
    private let written: [ClaimCase]
    private let pages: [Place: [ClaimCase]]

    init(_ cases: [ClaimCase], calibration: ClaimCalibration) {
        self.calibration = calibration
        written = cases.filter { $0.source == .written }
        pages = Dictionary(grouping: written) { Place(document: $0.document, position: $0.position) }
    }

    /// Of every written claim, in order.
    func verdicts(usesText: Bool) -> [ClaimVerdict.Support] {
        var supports = pages.mapValues {
            ClaimVerdicts.page($0.map(ClaimFinding.init), calibration: calibration, usesText: usesText).map(\.support)[...]
        }
        return written.map { claim in supports[Place(document: claim.document, position: claim.position)]?.popFirst() ?? .unresolved }
    }

    /// Of a claim that nobody wrote: the others of the page stay, the first of its own class makes room.
    func verdict(on claim: ClaimCase, usesText: Bool) -> ClaimVerdict.Support {
        var page = pages[Place(document: claim.document, position: claim.position)] ?? []
        let place = page.firstIndex { $0.className == claim.className } ?? page.count
        if place < page.count { page[place] = claim } else { page.append(claim) }
        return ClaimVerdicts.page(page.map(ClaimFinding.init), calibration: calibration, usesText: usesText)[place].support
    }

    /// A rule that looks at nothing but what share of a class was true in calibration.
    func byClassAlone(_ className: String) -> ClaimVerdict.Support {
        guard let count = calibration.classes.first(where: { $0.name == className }), count.written > 0 else { return .unresolved }
        let share = Double(count.isTrue) / Double(count.written)
        if share >= calibration.options.supportedTrue { return .supported }
        return 1 - share >= calibration.options.unsupportedFalse ? .unsupported : .unresolved
    }
}

/// AUROC of scores over written claims, with intervals and paired differences over the same draws of documents.
struct StudyRanking: Sendable {
    let claims: [ClaimCase]
    private let documentOf: [String: Int]
    private let bootstrap: DocumentBootstrap
    /// How often each document stands in each resample, `[resamples][documents]`.
    private let resamples: [[Double]]

    init(_ claims: [ClaimCase], seed: UInt64, resamples: Int) {
        self.claims = claims
        var documents: [String: Int] = [:]
        for claim in claims where documents[claim.unit] == nil { documents[claim.unit] = documents.count }
        documentOf = documents
        bootstrap = DocumentBootstrap(seed: seed, resamples: resamples)
        let drawn = (0..<documents.count).map { [bootstrap] in bootstrap.weights(document: $0) }
        self.resamples = (0..<resamples).map { resample in drawn.map { $0[resample] } }
    }

    private var even: [Double] { [Double](repeating: 1, count: documentOf.count) }

    private func auroc(_ claims: [ClaimCase], _ score: StudyScore, _ target: StudyTarget, classes: [String]? = nil) -> Auroc {
        Auroc(
            claims.compactMap { claim in
                guard let value = score.value(claim), value.isFinite, let label = target.label(claim) else { return nil }
                return (value, label, documentOf[claim.unit] ?? 0, claim.className)
            }, classes: classes)
    }

    /// A figure in every resample.
    private func draws(_ figure: @Sendable ([Double]) -> Outcome) -> BootstrapDraws {
        var outcomes = [Outcome](repeating: .value(0), count: resamples.count)
        outcomes.withUnsafeMutableBufferPointer { outcomes in
            // Ranks of some thousand claims are near enough to decide whether to share.
            ComputeThreads.share(resamples.count, grain: 16, operations: resamples.count * claims.count * 10) { range in
                for index in range { outcomes[index] = figure(resamples[index]) }
            }
        }
        return outcomes.reduce(into: BootstrapDraws()) { $0.append($1) }
    }

    private func interval(_ draws: BootstrapDraws) -> Known<BootstrapInterval> {
        bootstrap.interval(of: draws, documents: documentOf.count)
    }

    func figures(_ score: StudyScore, _ target: StudyTarget) -> ClaimStudy.Score {
        let auroc = auroc(claims, score, target), even = even
        return ClaimStudy.Score(
            name: score.name, target: target, readsText: score.readsText, claims: auroc.count,
            overall: StudyFigure(auroc.overall(even), interval(draws(auroc.overall))),
            within: StudyFigure(auroc.within(even), interval(draws(auroc.within))), classes: auroc.classes)
    }

    /// Both on the claims that have both, within class and overall.
    func difference(_ first: StudyScore, _ second: StudyScore, _ target: StudyTarget) -> ClaimStudy.Difference {
        let both = claims.filter { target.label($0) != nil && first.value($0)?.isFinite == true && second.value($0)?.isFinite == true }
        let (a, b, even) = (auroc(both, first, target), auroc(both, second, target), even)
        let (within, overall) = (interval(draws(a.within) - draws(b.within)), interval(draws(a.overall) - draws(b.overall)))
        func less(_ a: Outcome, _ b: Outcome) -> Outcome { a.flatMap { a in b.map { a - $0 } } }
        return ClaimStudy.Difference(
            first: first.name, second: second.name, target: target, claims: both.count, classes: a.classes,
            firstWithin: a.within(even).number, secondWithin: b.within(even).number,
            within: StudyFigure(less(a.within(even), b.within(even)), within),
            overall: StudyFigure(less(a.overall(even), b.overall(even)), overall))
    }
}
