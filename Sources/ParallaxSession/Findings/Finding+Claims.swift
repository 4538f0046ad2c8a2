import ParallaxCompute

extension Finding {
    /// The claims of the explanation with every statistic and what it was seen against.
    public struct Claims: Encodable, Sendable {
        /// As it was tested.
        public var explanation: String
        /// Whether all tests that are on had finished.
        public var isWhole: Bool
        /// On what the probabilities and pooled nulls rest.
        public var calibration: String?
        /// Why it does not hold for this text.
        public var misfit: String?
        /// Whether the document is one of those that it learnt from.
        public var isTaught: Bool?
        public var claims: [Tested]
        /// F of the first 0, 1, 2 … sentences under the AR.
        public var prefixCurve: [Double?]
        /// Tests that did not run, and why.
        public var left: [String: String]
        /// Texts that the AV wrote and scored and that the AR read.
        public var written: Int
        public var scored: Int
        public var read: Int

        public struct Tested: Encodable, Sendable {
            public var text: String
            /// Offsets of UTF-8 bytes in the explanation, the second behind the claim.
            public var bytes: [Int]
            public var `class`: String
            public var kind: String
            public var value: String?
            public var support: String
            /// If tests that read the document's text decide nothing.
            public var supportWithoutText: String
            public var probabilityWithoutText: Double?
            public var origin: String
            public var decidedBy: [String]
            public var reason: String
            public var probability: Double?
            /// Of the combination under the pooled null, corrected over the claims of the page (Holm).
            public var correctedTail: Double?
            /// What the person holds of it: "true", "false", "unsure".
            public var person: String?
            public var tests: [Test]
            public var candidates: [Candidate]
        }

        public struct Test: Encodable, Sendable {
            public var test: String
            public var definition: String
            public var readsText: Bool
            public var statistic: Double?
            public var undefined: String?
            /// One-sided.
            public var tail: Double?
            /// Draws of the null that decides, and where they come from.
            public var nullDraws: Int
            public var nullSource: String
            public var isPooled: Bool
        }

        public struct Candidate: Encodable, Sendable {
            public var value: String
            public var cosine: Double?
            /// Natural logarithm.
            public var logProbability: Double?
            public var sampleShare: Double?
        }

        init(_ page: ClaimPage, isWhole: Bool, person: (Claim) -> PersonVerdict.Verdict?) {
            explanation = page.explanation
            self.isWhole = isWhole
            calibration = page.calibration
            misfit = page.misfit
            isTaught = page.isTaught
            claims = page.claims.map { Tested($0, person: person($0.claim)) }
            prefixCurve = page.prefixCurve.map(\.number)
            left = Dictionary(page.left.map { ($0.key.rawValue, $0.value) }) { first, _ in first }
            written = page.runs.written
            scored = page.runs.scored
            read = page.runs.read
        }
    }
}

extension Finding.Claims.Tested {
    fileprivate init(_ evidence: ClaimEvidence, person: PersonVerdict.Verdict?) {
        let claim = evidence.claim, verdict = evidence.verdict
        self.init(
            text: claim.text, bytes: [claim.range.lowerBound, claim.range.upperBound], class: claim.className, kind: claim.kind.rawValue,
            value: claim.value,
            support: verdict.support.rawValue, supportWithoutText: evidence.blind.support.rawValue,
            probabilityWithoutText: evidence.blind.probability, origin: verdict.origin.rawValue,
            decidedBy: verdict.decidedBy.map(\.rawValue),
            reason: verdict.reason,
            probability: verdict.probability, correctedTail: verdict.correctedTail, person: person?.rawValue,
            tests: evidence.results.map(Finding.Claims.Test.init),
            candidates: evidence.candidates.map {
                .init(value: $0.value, cosine: $0.cosine, logProbability: $0.logProbability, sampleShare: $0.sampleShare)
            })
    }
}

extension Finding.Claims.Test {
    fileprivate init(_ result: ClaimTestResult) {
        self.init(
            test: result.test.rawValue, definition: result.test.statistic, readsText: result.test.readsText,
            statistic: result.statistic.number, undefined: result.statistic.reason,
            tail: result.tail, nullDraws: result.null.draws.count, nullSource: result.null.source, isPooled: result.pooled != nil)
    }
}
