import ParallaxCompute

/// The claim table for programs: every statistic with its null, every verdict with its reasons.
struct ClaimsJSON: Encodable {
    struct Page: Encodable {
        var document: String
        var position: Int
        var token: String
        var explanation: String
        /// F of the first 0, 1, 2 … sentences; null where undefined.
        var prefix_f: [Double?]
        var claims: [Claim]
        var not_run: [String: String]
        /// Why the calibration does not hold for this text.
        var no_calibration: String?
        /// Whether the document is one of those that it learnt from; absent without one.
        var taught_calibration: Bool?
        /// Claims that are supported, and those that are so without tests that read the text.
        var supported: Int
        var supported_without_text: Int
        var warnings: [String]
        var runs: Runs
    }

    struct Claim: Encodable {
        var text: String
        var start: Int
        var end: Int
        var `class`: String
        var kind: String
        var value: String?
        var support: String
        /// If tests that read the document's text decide nothing.
        var support_without_text: String
        var probability_without_text: Double?
        var origin: String
        var decided_by: [String]
        var reason: String
        var probability: Double?
        var corrected_tail: Double?
        var tests: [String: Test]
        var candidates: [Candidate]
    }

    struct Test: Encodable {
        var statistic: Double?
        var undefined: String?
        var reads_text: Bool
        var tail: Double?
        var null: String
        var n: Int
    }

    struct Candidate: Encodable {
        var value: String
        var cosine: Double?
        var log_probability: Double?
        var sample_share: Double?
    }

    struct Runs: Encodable {
        var written: Int
        var scored: Int
        var read: Int
        var tokens: Int
        var flops: Double
    }

    var verbalizer: String
    var calibration: String?
    var warnings: [String]
    var pages: [Page]
    /// What could not be examined; absent where that is nothing.
    var left_out: [LeftOut]?

    struct LeftOut: Encodable {
        var document: String
        /// Null where it is the whole document.
        var position: Int?
        var why: String
    }

    init(_ report: ClaimsReport) {
        verbalizer = report.verbalizer
        calibration = report.basis
        left_out = report.left.isEmpty ? nil : report.left.map { LeftOut(document: $0.document, position: $0.position, why: "\($0.why)") }
        warnings = report.warnings
        pages = report.pages.map { page in
            let runs = page.page.runs
            return Page(
                document: page.document, position: page.position, token: page.token, explanation: page.page.explanation,
                prefix_f: page.page.prefixCurve.map(\.number),
                claims: page.page.claims.map(Self.claim),
                not_run: Dictionary(uniqueKeysWithValues: page.page.left.map { ($0.key.rawValue, $0.value) }),
                no_calibration: page.page.misfit, taught_calibration: page.page.isTaught,
                supported: page.page.claims.count { $0.verdict.support == .supported },
                supported_without_text: page.page.claims.count { $0.blind.support == .supported }, warnings: page.warnings,
                runs: Runs(written: runs.written, scored: runs.scored, read: runs.read, tokens: runs.tokens, flops: runs.flops))
        }
    }

    private static func claim(_ evidence: ClaimEvidence) -> Claim {
        let claim = evidence.claim, verdict = evidence.verdict
        let tests = evidence.results.map { result in
            (
                result.test.rawValue,
                Test(
                    statistic: result.statistic.number, undefined: result.statistic.reason, reads_text: result.test.readsText,
                    tail: result.tail, null: result.null.source,
                    n: result.null.draws.count)
            )
        }
        return Claim(
            text: claim.text, start: claim.range.lowerBound, end: claim.range.upperBound, class: claim.className, kind: claim.kind.rawValue,
            value: claim.value,
            support: verdict.support.rawValue, support_without_text: evidence.blind.support.rawValue,
            probability_without_text: evidence.blind.probability, origin: verdict.origin.rawValue,
            decided_by: verdict.decidedBy.map(\.rawValue),
            reason: verdict.reason, probability: verdict.probability,
            corrected_tail: verdict.correctedTail, tests: Dictionary(uniqueKeysWithValues: tests),
            candidates: evidence.candidates.map {
                Candidate(value: $0.value, cosine: $0.cosine, log_probability: $0.logProbability, sample_share: $0.sampleShare)
            })
    }
}
