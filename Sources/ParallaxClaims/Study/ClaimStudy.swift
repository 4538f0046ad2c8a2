import Foundation

/// What the tests are worth, on documents that taught neither the models nor the calibration and whose truth is known.
///
///     let study = try ClaimStudy(cases, calibration: calibration, probes: probes)
///     study.bars          // what was promised, and whether it holds
public struct ClaimStudy: Sendable, Encodable {
    public struct Score: Sendable, Equatable, Encodable {
        public let name: String
        public let target: StudyTarget
        public let readsText: Bool
        /// Claims that have the score and a label.
        public let claims: Int
        /// AUROC over all pairs.
        public let overall: StudyFigure
        /// AUROC over pairs inside a class.
        public let within: StudyFigure
        /// Those that count within.
        public let classes: [String]
    }

    /// AUROC of one score less that of another, on the same claims and the same draws of documents.
    public struct Difference: Sendable, Equatable, Encodable {
        public let first: String
        public let second: String
        public let target: StudyTarget
        public let claims: Int
        public let classes: [String]
        public let firstWithin: Double?
        public let secondWithin: Double?
        public let within: StudyFigure
        public let overall: StudyFigure
    }

    /// What was promised.
    public struct Bar: Sendable, Equatable, Encodable {
        public let name: String
        /// nil where it cannot be told.
        public let holds: Bool?
        public let figure: String
        public let bar: String
    }

    public struct Basis: Sendable, Equatable, Encodable {
        public let documents: Int
        public let activations: Int
        /// Written claims of known truth.
        public let claims: Int
        public let falseClaims: Int
        public let swaps: Int
        public let lies: Int
        public let calibration: String
    }

    public let basis: Basis
    /// Each test, the combinations and the probe, for both targets.
    public let scores: [Score]
    public let differences: [Difference]
    /// The combination without text tests, less the same without one more test.
    public let additions: [Difference]
    /// Of the combination with all tests, and of that without those that read the text.
    public let reliability: Reliability?
    public let reliabilityWithoutText: Reliability?
    /// The rule without text tests, the rule with all, and two trivial ones.
    public let verdicts: [VerdictTable]
    public let probes: [ProbeAccuracy]
    public let bars: [Bar]

    static let withoutText = "combination without text tests", allTests = "combination of all tests"

    /// - Parameters:
    ///   - cases: of documents that the calibration does not hold.
    ///   - probes: for the classes that have one.
    /// - Throws: `Complaint` where a document taught the calibration, or no claim has a known truth.
    public init(_ cases: [ClaimCase], calibration: ClaimCalibration, probes: [ProbeAccuracy] = [], seed: UInt64 = 0, resamples: Int = 1000)
        throws
    {
        let known = cases.filter { $0.source == .written && $0.isTrue != nil }
        let shared = Set(calibration.documents).intersection(cases.map(\.document)).sorted()
        guard shared.isEmpty else {
            throw Complaint(
                "study", expected: "documents that the calibration never saw", found: shared.listed(atMost: 3),
                remedy: "leave them out of the calibration or of the study")
        }
        guard !known.isEmpty else {
            throw Complaint(
                "study", expected: "written claims of known truth", found: "none", remedy: "give the ground truth of the documents")
        }

        let ranking = StudyRanking(known, seed: seed, resamples: resamples), references = calibration.references
        let blind = StudyScore.combination(Self.withoutText, calibration.withoutText.combination)
        let whole = StudyScore.combination(Self.allTests, calibration.all.combination)
        let classAlone = StudyScore.combination("class alone", references.classAlone)
        let tests = ClaimTest.allCases.filter { test in known.contains { $0.statistics[test.index] != nil } }.map(StudyScore.test)
        let resampling = StudyScore.test(.resampling)
        scores = StudyTarget.allCases.flatMap { target in
            let hasLabels = known.contains { target.label($0) != nil }
            return hasLabels
                ? (tests + [.combination("resampling by class", references.resamplingAlone), blind, whole, classAlone, .probe]).map {
                    ranking.figures($0, target)
                } : []
        }
        let pairs = [(blind, resampling), (blind, StudyScore.probe), (blind, classAlone), (whole, blind)]
        differences = StudyTarget.allCases.flatMap { target in pairs.map { ranking.difference($0.0, $0.1, target) } }.filter {
            $0.claims > 0
        }
        additions = references.leavingOut.map { left in
            ranking.difference(blind, .combination("without \(left.test.rawValue)", left.combination), .trueOfText)
        }
        func reliability(_ rule: ClaimRule) -> Reliability? {
            Reliability(known.map { (rule.combination.probability($0.statistics, className: $0.className), $0.isTrue == true) })
        }
        self.reliability = reliability(calibration.all)
        reliabilityWithoutText = reliability(calibration.withoutText)
        let unreadable = Set(probes.filter(\.cannotRead).map(\.className))
        verdicts = Self.tables(cases, calibration, unreadable)
        self.probes = probes
        basis = Basis(
            documents: Set(known.map(\.unit)).count, activations: Set(known.map { "\($0.position) \($0.document)" }).count,
            claims: known.count,
            falseClaims: known.count { $0.isTrue == false }, swaps: cases.count { $0.source == .randomSwap },
            lies: cases.count { $0.source == .bestLie }, calibration: calibration.basis)
        bars = Self.bars(basis, differences, verdicts[0])
    }

    private static func tables(_ cases: [ClaimCase], _ calibration: ClaimCalibration, _ unreadable: Set<String>) -> [VerdictTable] {
        let judge = StudyJudge(cases, calibration: calibration), written = cases.filter { $0.source == .written }
        let (swaps, lies) = (cases.filter { $0.source == .randomSwap }, cases.filter { $0.source == .bestLie })
        func table(_ name: String, _ supports: [ClaimVerdict.Support], _ other: (ClaimCase) -> ClaimVerdict.Support) -> VerdictTable {
            let judged = zip(written, supports).filter { $0.0.isTrue != nil }.map { (claim: $0, support: $1) }
            return VerdictTable(rule: name, judged: judged, swaps: swaps.map(other), lies: lies.map(other), unreadable: unreadable)
        }
        return [
            table("without tests that read the text", judge.verdicts(usesText: false)) { judge.verdict(on: $0, usesText: false) },
            table("all tests", judge.verdicts(usesText: true)) { judge.verdict(on: $0, usesText: true) },
            table("supports nothing", written.map { _ in .unresolved }) { _ in .unresolved },
            table("looks at the class alone", written.map { judge.byClassAlone($0.className) }) { judge.byClassAlone($0.className) }
        ]
    }
}

extension ClaimStudy {
    /// What the verdicts must keep, by the rule that reads no text.
    static func bars(_ basis: Basis, _ differences: [Difference], _ table: VerdictTable) -> [Bar] {
        func share(_ value: Double?) -> String { value.map { FigureText.percent($0, decimals: 1) } ?? "none" }
        func passing(_ name: String, _ passing: VerdictTable.Passing, most: Double) -> Bar {
            Bar(
                name: name, holds: passing.share.map { $0 <= most },
                figure: "\(passing.supported) of \(passing.claims), \(share(passing.share))", bar: "at most \(FigureText.percent(most))")
        }
        let called = table.classes.filter { $0.supported > 0 }, below = called.filter { ($0.precision ?? 1) < 0.95 }
        let worst = called.min { ($0.precision ?? 1, $0.className) < ($1.precision ?? 1, $1.className) }
        return [
            Bar(
                name: "activations never used in training or calibration", holds: basis.activations >= 400, figure: "\(basis.activations)",
                bar: "400 at least"),
            against("resampling", differences) { $0.within.low.map { $0 > 0 } }.named(
                "the combination beats resampling alone within class", bar: "interval above 0"),
            against(StudyScore.probe.name, differences) { $0.within.value.map { $0 >= -0.03 } }.named(
                "the combination is near a linear probe on h within class", bar: "at most .03 behind"),
            Bar(
                name: "of claims called supported, true, in every class", holds: worst == nil ? nil : below.isEmpty,
                figure: worst.map {
                    "\(share(table.total.precision)) of all; worst class \($0.className) \(share($0.precision)) of \($0.supported)"
                } ?? "nothing is called supported", bar: "95 % at least"),
            Bar(
                name: "of true claims in classes with 20 to 80 % true, called supported", holds: table.mixed.recall.map { $0 >= 0.5 },
                figure: "\(share(table.mixed.recall)) of \(table.mixed.isTrue)", bar: "50 % at least"),
            passing("of false claims whose fact the probe cannot read, called supported", table.unreadable, most: 0.05),
            Bar(name: "random swaps", holds: basis.swaps >= 1000, figure: "\(basis.swaps)", bar: "1,000 at least"),
            passing("of random swaps, called supported", table.swaps, most: 0.05),
            passing("of best lies, called supported", table.lies, most: 0.10)
        ]
    }

    private static func against(_ second: String, _ differences: [Difference], _ holds: (Difference) -> Bool?) -> Bar {
        guard let difference = differences.first(where: { $0.first == withoutText && $0.second == second && $0.target == .trueOfText })
        else {
            return Bar(name: "", holds: nil, figure: "no claim has both", bar: "")
        }
        func signed(_ value: Double?) -> String { value.map(FigureText.signed) ?? "none" }
        let interval = difference.within.low == nil ? "" : " [\(signed(difference.within.low)), \(signed(difference.within.high))]"
        let (a, b) = (difference.firstWithin.map(FigureText.short) ?? "none", difference.secondWithin.map(FigureText.short) ?? "none")
        return Bar(
            name: "", holds: holds(difference),
            figure: "\(signed(difference.within.value))\(interval): \(a) and \(b), \(difference.claims) claims", bar: "")
    }
}

extension ClaimStudy.Bar {
    fileprivate func named(_ name: String, bar: String) -> ClaimStudy.Bar {
        ClaimStudy.Bar(name: name, holds: holds, figure: figure, bar: bar)
    }

    /// "holds: 97.2 % (95 % at least)"
    public var sentence: String { "\(holds.map { $0 ? "holds" : "does not hold" } ?? "cannot be told"): \(name): \(figure) (\(bar))" }
}
