import Foundation

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
            if let verbalizer = small.first(where: { $0.reader == .verbalizer }), let reconstructor = small.first(where: { $0.reader == .reconstructor }) {
                return verdict(claim, .supported, small, "\(verbalizer.rawValue) and \(reconstructor.rawValue) both set it apart from other values here; no calibration gives a probability")
            }
            if isBeaten(claim) { return verdict(claim, .unsupported, [.swap, .likelihood], "another value reconstructs better beyond the noise, and the AV finds one at least twice as likely") }
            return verdict(claim, .unresolved, small, whyOpen(claim, small, corrected.compactMapValues { $0[place] }))
        }
    }

    private static func tail(of claim: ClaimFinding, _ test: ClaimTest) -> Double? {
        guard let statistic = claim.statistic(test), let null = claim.candidates[test], !null.draws.isEmpty else { return nil }
        return null.tail(statistic)
    }

    private static func isBeaten(_ claim: ClaimFinding) -> Bool {
        guard let swap = claim.statistic(.swap), let likelihood = claim.statistic(.likelihood), let best = claim.candidates[.likelihood]?.draws.last else { return false }
        return swap < -noise && likelihood <= best - log(2)
    }

    private static func whyOpen(_ claim: ClaimFinding, _ small: [ClaimTest], _ corrected: [ClaimTest: Double]) -> String {
        if let found = small.first {
            return "only \(found.rawValue) sets it apart; a test through the \(found.reader == .verbalizer ? "AR" : "AV") would have to agree"
        }
        guard let draws = corrected.keys.compactMap({ claim.candidates[$0]?.draws.count }).max() else { return "no test has both a statistic and other values to compare it with" }
        let least = 1 / Double(draws + 1)
        if least > limit { return "\(draws) other \(draws == 1 ? "value" : "values") cannot give p below \(FigureText.short(least)); a calibration brings larger nulls" }
        let best = corrected.values.min() ?? 1
        return "smallest p \(FigureText.short(best)), corrected over the claims of this page"
    }
}
