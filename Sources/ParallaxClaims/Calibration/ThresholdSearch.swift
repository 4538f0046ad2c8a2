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
        let short = [(written.count, fewestTrue, "claims of known truth"), (swaps.count, fewestSwaps, "random swaps"), (lies.count, fewestLies, "best lies")].filter { $0.0 < $0.1 }
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
            let threshold = seen(written.filter { $0.probability >= probability }, right: true, swaps: swaps.count { $0 >= probability }, lies: lies.count { $0 >= probability }, probability)
            guard let refusal = refusal(of: threshold) else { return threshold }
            refusals.append(refusal)
        }
        let rate = FigureText.percent(Double(written.count(where: \.isTrue)) / Double(written.count))
        return ClaimThreshold(classes: classes, reason: "of \(written.count) claims \(rate) are true; " + (refusals.last ?? "none reaches a probability of \(FigureText.short(options.supportedFloor))"))
    }

    func unsupported() -> ClaimThreshold {
        if let tooFewToRefuse { return ClaimThreshold(classes: classes, reason: "too few to call any unsupported: \(tooFewToRefuse)") }
        for probability in candidates.reversed() where probability <= options.unsupportedCeiling {
            let threshold = seen(written.filter { $0.probability <= probability }, right: false, swaps: swaps.count { $0 <= probability }, lies: lies.count { $0 <= probability }, probability)
            if threshold.bound >= options.unsupportedFalse { return threshold }
        }
        let rate = FigureText.percent(Double(written.count { !$0.isTrue }) / Double(written.count))
        return ClaimThreshold(classes: classes, reason: "of \(written.count) claims \(rate) are false, and no probability picks out \(FigureText.percent(options.unsupportedFalse)) false ones")
    }

    /// Ascending, each once.
    private var candidates: [Double] {
        let sorted = written.map(\.probability).sorted()
        guard let first = sorted.first, let last = sorted.last else { return [] }
        let inner = (1..<Self.steps).map { sorted[$0 * sorted.count / Self.steps] }
        return Set([first, last] + inner).sorted()
    }

    private func seen(_ beyond: [Scored], right: Bool, swaps swapsBeyond: Int, lies liesBeyond: Int, _ probability: Double) -> ClaimThreshold {
        let good = beyond.count { $0.isTrue == right }
        let documents = Dictionary(grouping: beyond, by: \.document).values.map { (successes: $0.count { $0.isTrue == right }, count: $0.count) }
        let effect = BinomialBound.designEffect(documents)
        let bound = BinomialBound.lower(successes: Double(good) / effect, count: Double(beyond.count) / effect, level: options.confidence)
        return ClaimThreshold(
            probability: probability, claims: beyond.count, right: good, bound: bound, swaps: swaps.count, swapsBeyond: swapsBeyond, lies: lies.count, liesBeyond: liesBeyond,
            classes: classes)
    }

    /// Which promise a threshold for supported breaks.
    private func refusal(of threshold: ClaimThreshold) -> String? {
        if threshold.bound < options.supportedTrue {
            return "of the \(threshold.claims) most probable \(threshold.right) are true, which shows \(FigureText.percent(threshold.bound)) at least, not \(FigureText.percent(options.supportedTrue))"
        }
        for (count, beyond, ceiling, name) in [(threshold.swaps, threshold.swapsBeyond, options.swapsPassing, "random swaps"), (threshold.lies, threshold.liesBeyond, options.liesPassing, "best lies")] {
            let bound = BinomialBound.upper(successes: Double(beyond), count: Double(count), level: options.confidence)
            if Double(beyond) > ceiling.seen * Double(count) || bound > ceiling.bound { return "\(beyond) of \(count) \(name) look as good" }
        }
        return nil
    }
}
