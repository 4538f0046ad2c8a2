/// What calibration documents taught: probabilities, nulls and thresholds. Frozen: verdicts depend on the claim's statistics and on this alone.
///
///     let calibration = try ClaimCalibration.fit(cases, checkpoints: checkpoints, truth: "ground truth", options: options)
///     try calibration.write(to: url)
///     let again = try ClaimCalibration.open(url, for: checkpoints)     // refused for other checkpoints
public struct ClaimCalibration: Sendable, Equatable {
    public static let format = "parallax.calibration"
    public static let version = 1

    /// What a class had in the calibration documents.
    public struct ClassCount: Sendable, Equatable, Codable {
        public let name: String
        /// Written claims of known truth, and how many of them are true.
        public let written: Int
        public let isTrue: Int
        public let swaps: Int
        public let lies: Int
    }

    public let checkpoints: ClaimCheckpoints
    public let options: ClaimCalibrationOptions
    /// What the tests compared with, and how thoroughly they looked: inspection does the same.
    public let background: ClaimBackground
    public let examination: ClaimOptions
    /// Who said what is true: "ground truth of documents.jsonl", "41 verdicts of a person".
    public let truth: String
    /// Titles, in the order of the cases.
    public let documents: [String]
    public let classes: [ClassCount]
    public let all: ClaimRule
    public let withoutText: ClaimRule
    public let references: ClaimReferences
    /// What the explanations were like; nil in files from before it was kept.
    public var seen: SeenTexts?
    /// Of each test alone.
    let nulls: [ClaimTest: PooledNulls]

    /// - Parameter usesText: whether tests that read the document's text count.
    public func rule(usesText: Bool) -> ClaimRule { usesText ? all : withoutText }

    /// The test's null, pooled over random swaps of the class, else of its kind, else of all; nil where even those are fewer than 200.
    public func null(_ test: ClaimTest, className: String, kind: ClaimKind) -> ClaimNull? {
        nulls[test]?.null(className: className, kind: kind)
    }

    /// One line for screens and reports: on what probabilities rest.
    public var basis: String {
        let claims = classes.reduce(0) { $0 + $1.written }, swaps = classes.reduce(0) { $0 + $1.swaps },
            lies = classes.reduce(0) { $0 + $1.lies }
        return "\(claims) claims, \(swaps) random swaps and \(lies) best lies of \(documents.count) documents; truth: \(truth.shortened)"
    }

    /// - Throws: `Complaint` naming the parts that differ.
    public func check(_ others: ClaimCheckpoints) throws {
        let differences = checkpoints.differences(from: others)
        guard differences.isEmpty else {
            throw Complaint(
                "calibration", expected: "the checkpoints and rules that it was made with", found: differences.joined(separator: ", "),
                remedy: "calibrate anew with parallax claims calibrate")
        }
    }
}

extension OutputKind {
    package static let calibration = OutputKind("a calibration of claims", isText: true) { stated($0, "format") == ClaimCalibration.format }
}

/// What a calibration is made with, and what it promises. Everything that decides a verdict is stored with it.
public struct ClaimCalibrationOptions: Sendable, Equatable, Codable {
    /// Of claims called supported, at least so many are true.
    public var supportedTrue = 0.95
    /// Of claims called unsupported, at least so many are false.
    public var unsupportedFalse = 0.90
    /// The one-sided confidence with which both are shown on held-out calibration documents, and the two shares below.
    public var confidence = 0.95
    /// At most so many random swaps of a class pass for supported: seen, and with confidence.
    public var swapsPassing = Ceiling(seen: 0.02, bound: 0.05)
    /// The same for the lie that the AR likes most.
    public var liesPassing = Ceiling(seen: 0.05, bound: 0.10)
    /// No claim is called supported below this probability, whatever its class.
    public var supportedFloor = 0.80
    /// None is called unsupported above this one.
    public var unsupportedCeiling = 0.20
    /// The corrected tail of the combination under the null must be this small for supported.
    public var tail = 0.05
    /// A null of fewer draws is pooled more widely.
    public var fewestDraws = 200
    public var folds = 5
    public var seed: UInt64 = 0
    /// K, the samples of the AV that shares are of.
    public var samples = 16

    public struct Ceiling: Sendable, Equatable, Codable {
        public var seen: Double
        public var bound: Double

        public init(seen: Double, bound: Double) {
            self.seen = seen
            self.bound = bound
        }
    }

    public init() {}

    var isSound: Bool {
        let shares = [
            supportedTrue, unsupportedFalse, confidence, supportedFloor, unsupportedCeiling, tail, swapsPassing.seen, swapsPassing.bound,
            liesPassing.seen, liesPassing.bound
        ]
        return shares.allSatisfy { $0 > 0 && $0 < 1 } && (1...1_000_000).contains(fewestDraws) && (1...1000).contains(folds)
            && (1...1_000_000).contains(samples)
    }
}

extension ClaimCalibration {
    private static let fewestDocuments = 4
    private static let fewestClaims = 50
    private static let drawsKept = 256

    /// Learns from cases whose documents are used for nothing else.
    ///
    /// Probabilities are those of written claims: swaps and lies, of which there may be any number, teach no probability. They set nulls and
    /// thresholds. A penalty is chosen by the loss on held-out documents; thresholds and nulls take every claim by a combination that its own
    /// document did not teach.
    /// - Parameter cases: written claims without a known truth are left out.
    /// - Throws: `Complaint` for too few documents or claims, or where all are true or all are false.
    public static func fit(
        _ cases: [ClaimCase], checkpoints: ClaimCheckpoints, truth: String, background: ClaimBackground = .none,
        examination: ClaimOptions = .init(),
        seen texts: SeenTexts? = nil, options: ClaimCalibrationOptions = .init()
    ) throws -> ClaimCalibration {
        let written = cases.filter { $0.source == .written && $0.isTrue != nil }
        let (swaps, lies) = (cases.filter { $0.source == .randomSwap }, cases.filter { $0.source == .bestLie })
        var seen = Set<String>()
        let documents = cases.map(\.document).filter { seen.insert($0).inserted }
        try check(cases, written, options)

        var seenUnits = Set<String>()
        let folds = DocumentFolds(cases.map(\.unit).filter { seenUnits.insert($0).inserted }, count: options.folds, seed: options.seed)
        func crossFitted(_ tests: [ClaimTest], _ penalty: ClaimCombination.Penalty? = nil) throws -> CrossFittedCombination {
            try CrossFittedCombination(written, tests: tests, folds: folds, samples: options.samples, penalty: penalty)
        }
        let blind = ClaimTest.allCases.filter { !$0.readsText }
        let whole = try crossFitted(ClaimTest.allCases), withoutText = try crossFitted(blind), resampling = try crossFitted([.resampling])
        func plain(_ tests: [ClaimTest]) throws -> ClaimCombination {
            try ClaimCombination.fit(written, tests: tests, samples: options.samples, penalty: withoutText.whole.penalty)
        }
        let references = ClaimReferences(
            classAlone: try plain([]), resamplingAlone: resampling.whole,
            leavingOut: try withoutText.whole.tests.map { test in .init(test: test, combination: try plain(blind.filter { $0 != test })) })
        return ClaimCalibration(
            checkpoints: checkpoints, options: options, background: background, examination: examination, truth: truth,
            documents: documents, classes: counts(written, swaps, lies),
            all: ClaimRule(whole, written: written, swaps: swaps, lies: lies, options: options),
            withoutText: ClaimRule(withoutText, written: written, swaps: swaps, lies: lies, options: options),
            references: references, seen: texts, nulls: nulls(swaps, options))
    }

    private static func check(_ cases: [ClaimCase], _ written: [ClaimCase], _ options: ClaimCalibrationOptions) throws {
        func refuse(_ expected: String, _ found: String, _ remedy: String) -> Complaint {
            Complaint("calibration", expected: expected, found: found, remedy: remedy)
        }
        guard options.isSound else {
            throw refuse("shares between 0 and 1 and counts of at least 1", "other options", "leave the options as they are")
        }
        guard cases.allSatisfy({ $0.statistics.count == ClaimTest.allCases.count }) else {
            throw refuse("\(ClaimTest.allCases.count) statistics a claim", "another number", "gather the cases anew")
        }
        let documents = Set(written.map(\.unit)).count, right = written.count { $0.isTrue == true }
        guard documents >= fewestDocuments, written.count >= fewestClaims else {
            throw refuse(
                "\(fewestClaims) claims of known truth in \(fewestDocuments) documents at least", "\(written.count) in \(documents)",
                "judge more claims, or name more calibration documents")
        }
        guard right > 0, right < written.count else {
            throw refuse(
                "true claims and false ones", "\(right == 0 ? "none" : "all") of \(written.count) true",
                "judge more claims, or name more calibration documents")
        }
    }

    private static func counts(_ written: [ClaimCase], _ swaps: [ClaimCase], _ lies: [ClaimCase]) -> [ClassCount] {
        func count(_ claims: [ClaimCase]) -> [String: Int] { Dictionary(grouping: claims, by: \.className).mapValues(\.count) }
        let (all, right, swaps, lies) = (count(written), count(written.filter { $0.isTrue == true }), count(swaps), count(lies))
        return all.keys.sorted().map {
            ClassCount(name: $0, written: all[$0] ?? 0, isTrue: right[$0] ?? 0, swaps: swaps[$0] ?? 0, lies: lies[$0] ?? 0)
        }
    }

    private static func nulls(_ swaps: [ClaimCase], _ options: ClaimCalibrationOptions) -> [ClaimTest: PooledNulls] {
        var result: [ClaimTest: PooledNulls] = [:]
        for test in ClaimTest.allCases {
            let draws = swaps.compactMap { swap in
                swap.statistics[test.index].map { (className: swap.className, kind: swap.kind, value: $0) }
            }
            if !draws.isEmpty { result[test] = PooledNulls(draws, fewest: options.fewestDraws, keeping: drawsKept) }
        }
        return result
    }
}
