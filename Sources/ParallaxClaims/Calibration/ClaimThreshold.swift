/// What decides: a combination with its thresholds and its null. There is one with all tests and one without those that read the text.
public struct ClaimRule: Sendable, Equatable, Codable {
    public let combination: ClaimCombination
    public let thresholds: ClaimThresholds
    /// Of `ClaimCombination.evidence` for random swaps, each by the fold that its document did not teach.
    public let null: PooledNulls
    /// Mean −log p of what was so over held-out written claims, nats.
    public let heldOutLoss: Double

    /// - Parameters:
    ///   - fitted: to `written`.
    ///   - written: written claims of known truth.
    init(_ fitted: CrossFittedCombination, written: [ClaimCase], swaps: [ClaimCase], lies: [ClaimCase], options: ClaimCalibrationOptions) {
        combination = fitted.whole
        heldOutLoss = fitted.loss
        func probability(_ claim: ClaimCase) -> Double {
            fitted.combination(for: claim).probability(claim.statistics, className: claim.className)
        }
        func byClass(_ claims: [ClaimCase]) -> [String: [Double]] {
            Dictionary(grouping: claims, by: \.className).mapValues { $0.map(probability) }
        }
        let (writtenOf, swapsOf, liesOf) = (Dictionary(grouping: written, by: \.className), byClass(swaps), byClass(lies))
        thresholds = ClaimThresholds(
            writtenOf.keys.sorted().map { name in
                ThresholdSearch(
                    options: options,
                    written: (writtenOf[name] ?? []).map {
                        .init(document: $0.unit, className: name, probability: probability($0), isTrue: $0.isTrue == true)
                    },
                    swaps: swapsOf[name] ?? [], lies: liesOf[name] ?? [], classes: [name])
            })
        null = PooledNulls(
            swaps.map { ($0.className, $0.kind, fitted.combination(for: $0).evidence($0.statistics, className: $0.className)) },
            fewest: options.fewestDraws, keeping: 500)
    }

    var isSound: Bool { combination.isSound && thresholds.isSound && null.isSound && heldOutLoss.isFinite }
}

/// From which probability on claims of a class are called supported (or up to which unsupported), with what was seen beyond it on held-out
/// calibration documents; or why there is no such place.
public struct ClaimThreshold: Sendable, Equatable, Codable {
    /// nil: nothing is called so.
    public var probability: Double?
    /// Written claims beyond it, and how many of them were true (false, where it is the threshold for unsupported).
    public var claims = 0
    public var right = 0
    /// One-sided lower confidence bound of right / claims, corrected for claims of a document being right or wrong together.
    public var bound = 0.0
    /// Random swaps and best lies of calibration documents, and how many of them are beyond it.
    public var swaps = 0
    public var swapsBeyond = 0
    public var lies = 0
    public var liesBeyond = 0
    /// Classes behind it: its own, or those that had too few claims of their own.
    public var classes: [String]
    /// Where there is no threshold: "of 412 claims of mood 13 % are true, and no probability tells which".
    public var reason: String?

    var isSound: Bool {
        let counts = [claims, right, swaps, swapsBeyond, lies, liesBeyond]
        return (probability.map { (0...1).contains($0) } ?? (reason != nil)) && (0...1).contains(bound) && counts.allSatisfy { $0 >= 0 }
            && right <= claims && swapsBeyond <= swaps
            && liesBeyond <= lies
    }
}

/// The thresholds of every class.
public struct ClaimThresholds: Sendable, Equatable, Codable {
    public struct OfClass: Sendable, Equatable, Codable {
        public let name: String
        public let supported: ClaimThreshold
        public let unsupported: ClaimThreshold
    }

    public let classes: [OfClass]

    /// nil for a class that the calibration has never seen.
    public subscript(className: String) -> OfClass? { classes.first { $0.name == className } }

    /// A class with too few claims, swaps or lies takes the thresholds of all such classes together.
    /// - Parameter searches: one a class, named once each.
    init(_ searches: [ThresholdSearch]) {
        let supported = Self.pooling(searches, where: { $0.tooFewToSupport != nil }, find: { $0.supported() })
        let unsupported = Self.pooling(searches, where: { $0.tooFewToRefuse != nil }, find: { $0.unsupported() })
        classes = zip(searches, zip(supported, unsupported)).map {
            OfClass(name: $0.classes.first ?? "", supported: $1.0, unsupported: $1.1)
        }
    }

    private static func pooling(
        _ searches: [ThresholdSearch], where isSmall: (ThresholdSearch) -> Bool, find: (ThresholdSearch) -> ClaimThreshold
    ) -> [ClaimThreshold] {
        let small = searches.filter(isSmall)
        let together = small.first.map { first in
            find(
                ThresholdSearch(
                    options: first.options, written: small.flatMap(\.written), swaps: small.flatMap(\.swaps), lies: small.flatMap(\.lies),
                    classes: small.flatMap(\.classes)))
        }
        return searches.map { search in
            guard isSmall(search), let together else { return find(search) }
            return together
        }
    }

    var isSound: Bool {
        classes.allSatisfy { $0.supported.isSound && $0.unsupported.isSound } && Set(classes.map(\.name)).count == classes.count
    }
}

/// Finds the thresholds of a set of claims from cross-fitted probabilities.
///
/// Candidates are the twenty quantiles of the probabilities of written claims: too few to find a lucky place among many. The lowest (for
/// unsupported: the highest) of them that keeps every promise of `ClaimCalibrationOptions` is taken. Bounds are not corrected for the choice.
struct ThresholdSearch {
    struct Scored {
        let document: String
        let className: String
        let probability: Double
        let isTrue: Bool
    }

    let options: ClaimCalibrationOptions
    var written: [Scored]
    /// Probabilities that the combination gives to them.
    var swaps: [Double]
    var lies: [Double]
    /// As the threshold names them.
    var classes: [String]

    private static let steps = 20

    /// Written claims, swaps and lies that it takes for a threshold to be possible at all.
    private var fewestTrue: Int { BinomialBound.fewest(reaching: options.supportedTrue, level: options.confidence) }
    private var fewestFalse: Int { BinomialBound.fewest(reaching: options.unsupportedFalse, level: options.confidence) }
    private var fewestSwaps: Int { BinomialBound.fewest(reaching: 1 - options.swapsPassing.bound, level: options.confidence) }
    private var fewestLies: Int { BinomialBound.fewest(reaching: 1 - options.liesPassing.bound, level: options.confidence) }

    /// Why the class cannot have a threshold of its own for supported; nil where it can.
    var tooFewToSupport: String? {
        let short = [
            (written.count, fewestTrue, "claims of known truth"), (swaps.count, fewestSwaps, "random swaps"),
            (lies.count, fewestLies, "best lies")
        ].filter { $0.0 < $0.1 }
        return short.first.map { "\($0.0) \($0.2), \($0.1) needed at least" }
    }

    var tooFewToRefuse: String? {
        let wrong = written.count { !$0.isTrue }
        return wrong < fewestFalse ? "\(wrong) false claims, \(fewestFalse) needed at least" : nil
    }

    func supported() -> ClaimThreshold {
        if let tooFewToSupport { return ClaimThreshold(classes: classes, reason: "too few to call any supported: \(tooFewToSupport)") }
        let steps = candidates.filter { $0 >= options.supportedFloor }
        var refusals: [String] = []
        for probability in steps {
            let threshold = seen(
                written.filter { $0.probability >= probability }, right: true, swaps: swaps.count { $0 >= probability },
                lies: lies.count { $0 >= probability }, probability)
            guard let refusal = refusal(of: threshold) else { return threshold }
            refusals.append(refusal)
        }
        let rate = FigureText.percent(Double(written.count(where: \.isTrue)) / Double(written.count))
        return ClaimThreshold(
            classes: classes,
            reason: "of \(written.count) claims \(rate) are true; "
                + (refusals.last ?? "none reaches a probability of \(FigureText.short(options.supportedFloor))"))
    }

    func unsupported() -> ClaimThreshold {
        if let tooFewToRefuse { return ClaimThreshold(classes: classes, reason: "too few to call any unsupported: \(tooFewToRefuse)") }
        for probability in candidates.reversed() where probability <= options.unsupportedCeiling {
            let threshold = seen(
                written.filter { $0.probability <= probability }, right: false, swaps: swaps.count { $0 <= probability },
                lies: lies.count { $0 <= probability }, probability)
            if threshold.bound >= options.unsupportedFalse { return threshold }
        }
        let rate = FigureText.percent(Double(written.count { !$0.isTrue }) / Double(written.count))
        return ClaimThreshold(
            classes: classes,
            reason:
                "of \(written.count) claims \(rate) are false, and no probability picks out \(FigureText.percent(options.unsupportedFalse)) false ones"
        )
    }

    /// Ascending, each once.
    private var candidates: [Double] {
        let sorted = written.map(\.probability).sorted()
        guard let first = sorted.first, let last = sorted.last else { return [] }
        let inner = (1..<Self.steps).map { sorted[$0 * sorted.count / Self.steps] }
        return Set([first, last] + inner).sorted()
    }

    private func seen(_ beyond: [Scored], right: Bool, swaps swapsBeyond: Int, lies liesBeyond: Int, _ probability: Double)
        -> ClaimThreshold
    {
        let good = beyond.count { $0.isTrue == right }
        let documents = Dictionary(grouping: beyond, by: \.document).values.map {
            (successes: $0.count { $0.isTrue == right }, count: $0.count)
        }
        let effect = BinomialBound.designEffect(documents)
        let bound = BinomialBound.lower(successes: Double(good) / effect, count: Double(beyond.count) / effect, level: options.confidence)
        return ClaimThreshold(
            probability: probability, claims: beyond.count, right: good, bound: bound, swaps: swaps.count, swapsBeyond: swapsBeyond,
            lies: lies.count, liesBeyond: liesBeyond,
            classes: classes)
    }

    /// Which promise a threshold for supported breaks.
    private func refusal(of threshold: ClaimThreshold) -> String? {
        if threshold.bound < options.supportedTrue {
            return
                "of the \(threshold.claims) most probable \(threshold.right) are true, which shows \(FigureText.percent(threshold.bound)) at least, not \(FigureText.percent(options.supportedTrue))"
        }
        for (count, beyond, ceiling, name) in [
            (threshold.swaps, threshold.swapsBeyond, options.swapsPassing, "random swaps"),
            (threshold.lies, threshold.liesBeyond, options.liesPassing, "best lies")
        ] {
            let bound = BinomialBound.upper(successes: Double(beyond), count: Double(count), level: options.confidence)
            if Double(beyond) > ceiling.seen * Double(count) || bound > ceiling.bound {
                return "\(beyond) of \(count) \(name) look as good"
            }
        }
        return nil
    }
}
