import Foundation

/// The rules that turn what the tests found into verdicts.
///
/// With a calibration a claim is **supported** where all of this holds, and otherwise as the reason says:
/// - every test that nearly all calibration claims had has run;
/// - its probability reaches the threshold of its class (see `ThresholdSearch`);
/// - the combination of its tests has a tail of at most .05 under the pooled null of random swaps, corrected over the claims of the page.
///
/// It is **unsupported** at or below the other threshold of its class. Everything else is **unresolved**.
/// Without a calibration there is no probability: see `ClaimVerdicts.uncalibrated`.
public enum ClaimVerdicts {
    /// - Parameters:
    ///   - claims: all claims of one explanation: tails are corrected over them.
    ///   - usesText: whether tests that read the document's text count.
    /// - Returns: one for each claim, in the same order.
    public static func page(_ claims: [ClaimFinding], calibration: ClaimCalibration?, usesText: Bool) -> [ClaimVerdict] {
        guard let calibration else { return uncalibrated(claims, usesText: usesText) }
        let rule = calibration.rule(usesText: usesText), limit = calibration.options.tail
        let tails = HolmCorrection.corrected(claims.map { tail(of: $0, rule) })
        return zip(claims, tails).map { verdict(on: $0, rule, tail: $1, limit: limit) }
    }

    /// Of the combination under the null of the claim's class; nil where draws are too few or tests have not run.
    private static func tail(of claim: ClaimFinding, _ rule: ClaimRule) -> Double? {
        guard rule.combination.lacking(claim.statistics).isEmpty, let null = rule.null.null(className: claim.className, kind: claim.kind)
        else { return nil }
        return null.tail(rule.combination.evidence(claim.statistics, className: claim.className))
    }

    private static func verdict(on claim: ClaimFinding, _ rule: ClaimRule, tail: Double?, limit: Double) -> ClaimVerdict {
        let lacking = rule.combination.lacking(claim.statistics)
        guard lacking.isEmpty else {
            return verdict(
                claim, .unresolved, [],
                "the calibration rests on \(lacking.map(\.rawValue).listed()), which \(lacking.count == 1 ? "has" : "have") no statistic here"
            )
        }
        guard let thresholds = rule.thresholds[claim.className] else {
            return verdict(claim, .unresolved, [], "the calibration has no claim of class \(claim.className.shortened)")
        }
        let probability = rule.combination.probability(claim.statistics, className: claim.className)
        let weights = rule.combination.contributions(claim.statistics, className: claim.className)
        let (support, reason) = decision(probability, tail, limit, thresholds)
        return ClaimVerdict(
            support: support, origin: claim.source, decidedBy: heaviest(weights), reason: reason, probability: probability,
            correctedTail: tail)
    }

    private static func decision(_ probability: Double, _ tail: Double?, _ limit: Double, _ thresholds: ClaimThresholds.OfClass) -> (
        ClaimVerdict.Support, String
    ) {
        // As many digits as tell it from the thresholds that it is held against.
        let thresholdsHere = [thresholds.unsupported.probability, thresholds.supported.probability].compactMap { $0 }
        let texts = FigureText.short(probability, among: thresholdsHere)
        let p = "P(true) \(texts[0])"
        if let low = thresholds.unsupported.probability, probability <= low {
            let seen = thresholds.unsupported
            return (.unsupported, "\(p): of \(seen.claims) calibration claims at or below \(texts[1]), \(seen.right) were false")
        }
        guard let high = thresholds.supported.probability, let highText = texts.last else {
            return (.unresolved, "\(p), but none is called supported: " + (thresholds.supported.reason ?? ""))
        }
        guard probability >= high else {
            let low = thresholds.unsupported.probability == nil ? "" : "above \(texts[1]), from which down claims are unsupported, and "
            return (.unresolved, "\(p) lies \(low)below \(highText), from which on they are supported")
        }
        guard let tail else { return (.unresolved, "\(p), but too few random swaps for a tail probability") }
        guard tail <= limit else {
            let (seen, most) = FigureText.shortPair(tail, limit)
            return (
                .unresolved,
                "\(p), but random swaps look as good with probability \(seen), corrected over this page (Holm), and not at most \(most)"
            )
        }
        let seen = thresholds.supported
        return (.supported, "\(p): of \(seen.claims) calibration claims at or above \(highText), \(seen.right) were true")
    }

    /// Tests that move the log odds by a tenth at least, the heaviest first; of equals the earlier test. Those that read the text come last however
    /// heavy they are: they say what could be known without h.
    private static func heaviest(_ weights: [(test: ClaimTest, logOdds: Double)]) -> [ClaimTest] {
        let heavy = weights.filter { abs($0.logOdds) >= 0.1 }.sorted {
            (-abs($0.logOdds), $0.test.index) < (-abs($1.logOdds), $1.test.index)
        }.map(\.test)
        return heavy.filter { !$0.readsText } + heavy.filter(\.readsText)
    }

    static func verdict(_ claim: ClaimFinding, _ support: ClaimVerdict.Support, _ decidedBy: [ClaimTest], _ reason: String) -> ClaimVerdict
    {
        ClaimVerdict(support: support, origin: claim.source, decidedBy: decidedBy, reason: reason)
    }
}

extension ClaimTest {
    /// Through which part a test looks at h.
    enum Reader { case verbalizer, reconstructor, text }

    var reader: Reader {
        switch self {
        case .resampling, .recurrence, .likelihood, .information, .causal: .verbalizer
        case .swap, .deletion, .witness, .shapley: .reconstructor
        case .context, .derivable: .text
        }
    }
}

extension ClaimVerdicts {
    /// Corrected tails must be this small.
    private static let limit = 0.05
    /// In units of the noise of neutral edits, which `swap` is counted in.
    private static let noise = 2.0

    /// Verdicts from this page alone. Each test is seen against the other candidates at the claim's place, and its tails are corrected over
    /// the claims of the page (Holm).
    /// - **supported**: a test through the AV and one through the AR both have a corrected tail of at most .05. Of n candidates none is below
    ///   1/(n + 1), so that a handful of them never decides; the reason says so.
    /// - **unsupported**: another candidate reconstructs better by more than twice the noise of neutral edits, and the AV finds one at least
    ///   twice as likely as what is stated.
    /// - **unresolved**: everything else.
    static func uncalibrated(_ claims: [ClaimFinding], usesText: Bool) -> [ClaimVerdict] {
        let tests = ClaimTest.allCases.filter { $0.reader != .text }
        var corrected: [ClaimTest: [Double?]] = [:]
        for test in tests { corrected[test] = HolmCorrection.corrected(claims.map { tail(of: $0, test) }) }
        return claims.enumerated().map { place, claim in
            let small = tests.filter { (corrected[$0]?[place] ?? 1) <= limit }
            if let verbalizer = small.first(where: { $0.reader == .verbalizer }),
                let reconstructor = small.first(where: { $0.reader == .reconstructor })
            {
                return verdict(
                    claim, .supported, small,
                    "\(verbalizer.rawValue) and \(reconstructor.rawValue) both set it apart from other values here; no calibration gives a probability"
                )
            }
            if isBeaten(claim) {
                return verdict(
                    claim, .unsupported, [.swap, .likelihood],
                    "another value reconstructs better beyond the noise, and the AV finds one at least twice as likely")
            }
            return verdict(claim, .unresolved, small, whyOpen(claim, small, corrected.compactMapValues { $0[place] }))
        }
    }

    private static func tail(of claim: ClaimFinding, _ test: ClaimTest) -> Double? {
        guard let statistic = claim.statistic(test), let null = claim.candidates[test], !null.draws.isEmpty else { return nil }
        return null.tail(statistic)
    }

    private static func isBeaten(_ claim: ClaimFinding) -> Bool {
        guard let swap = claim.statistic(.swap), let likelihood = claim.statistic(.likelihood),
            let best = claim.candidates[.likelihood]?.draws.last
        else { return false }
        return swap < -noise && likelihood <= best - log(2)
    }

    private static func whyOpen(_ claim: ClaimFinding, _ small: [ClaimTest], _ corrected: [ClaimTest: Double]) -> String {
        if let found = small.first {
            return
                "only \(found.rawValue) sets it apart; a test through the \(found.reader == .verbalizer ? "AR" : "AV") would have to agree"
        }
        guard let draws = corrected.keys.compactMap({ claim.candidates[$0]?.draws.count }).max() else {
            return "no test has both a statistic and other values to compare it with"
        }
        let least = 1 / Double(draws + 1)
        if least > limit {
            return
                "\(draws) other \(draws == 1 ? "value" : "values") cannot give p below \(FigureText.short(least)); a calibration brings larger nulls"
        }
        let best = corrected.values.min() ?? 1
        return "smallest p \(FigureText.short(best)), corrected over the claims of this page"
    }
}
