import ParallaxCompute
import ParallaxSession

/// Claims of any text with made-up findings: one a sentence and one a quoted span, some of each verdict, one test left out.
enum ClaimFixture {
    static let classes = ["theme", "entity", "detail", "quote", "next"]

    /// Sentences and quoted spans, cut as the person said.
    static func claims(_ text: String, _ edits: [ClaimEdit] = []) -> [Claim] {
        var claims: [Claim] = [], start = 0
        for (index, part) in ExplanationSegments(text).parts.enumerated() {
            let sentence = part.trimmingWhitespace(), lead = part.prefix { $0.isWhitespace }.utf8.count
            let range = start + lead..<start + lead + sentence.utf8.count
            start += part.utf8.count
            guard !sentence.isEmpty else { continue }
            // The last word is what the sentence states.
            var last = sentence.split(separator: " ").last ?? ""
            while last.last == "." { last.removeLast() }
            let end = range.lowerBound + (last.isEmpty ? 0 : sentence.utf8.distance(from: sentence.startIndex, to: last.endIndex))
            claims.append(
                Claim(
                    range: range, text: sentence, className: classes[index % 3], kind: [.theme, .entity, .detail][index % 3],
                    value: String(last), valueRange: end - last.utf8.count..<end))
            if let open = sentence.firstIndex(of: "\""), let close = sentence[sentence.index(after: open)...].firstIndex(of: "\"") {
                let from = range.lowerBound + sentence.utf8.distance(from: sentence.startIndex, to: open)
                let quote = sentence[open...close]
                claims.append(Claim(range: from..<from + quote.utf8.count, text: String(quote), className: "quote", kind: .quote))
            }
        }
        return edits.reduce(claims) { apply($1, to: $0, text) }
    }

    private static func apply(_ edit: ClaimEdit, to claims: [Claim], _ text: String) -> [Claim] {
        var claims = claims
        func place(_ range: Range<Int>) -> Int? { claims.firstIndex { $0.range == range } }
        func cut(_ range: Range<Int>, like claim: Claim) -> Claim {
            Claim(
                range: range, text: String(decoding: Array(text.utf8)[range], as: UTF8.self).trimmingWhitespace(),
                className: claim.className, kind: claim.kind)
        }
        switch edit {
        case .join(let range):
            guard let index = place(range), index + 1 < claims.count else { return claims }
            let both = range.lowerBound..<max(range.upperBound, claims[index + 1].range.upperBound)
            claims.replaceSubrange(index...index + 1, with: [cut(both, like: claims[index])])
        case .split(let range, let offset):
            guard let index = place(range), offset > range.lowerBound, offset < range.upperBound else { return claims }
            claims.replaceSubrange(
                index...index,
                with: [cut(range.lowerBound..<offset, like: claims[index]), cut(offset..<range.upperBound, like: claims[index])])
        case .notAClaim(let range): claims.removeAll { $0.range == range }
        case .reclass(let range, let name): if let index = place(range) { claims[index].className = name }
        }
        return claims
    }

    static func estimate(_ text: String, _ subject: ClaimSubject, seconds: Double = 0.8) -> ClaimEstimate {
        ClaimEstimate(
            ClaimBudget(written: 8, scored: 124, read: 96, tokens: 5480, flops: 1.2e10), expectedSeconds: seconds,
            claims: claims(text, subject.edits), classes: classes)
    }

    /// A page after so many of its tests; nil is all of them.
    static func page(
        _ text: String, _ subject: ClaimSubject, done: Int? = nil, isCalibrated: Bool = true, spoil: (String) -> String = { $0 }
    ) -> ClaimPage {
        let tests = ClaimTest.allCases.filter { !subject.off.contains($0) && $0 != .derivable }.prefix(done ?? .max)
        let supports: [ClaimVerdict.Support] = [.supported, .unresolved, .unsupported],
            origins: [ClaimVerdict.Origin] = [.derivable, .neither, .seeded]
        let evidence = claims(text, subject.edits).enumerated().map { index, claim in
            let results = tests.map { test(index, $0, isCalibrated: isCalibrated, spoil) }
            let verdict = ClaimVerdict(
                support: supports[index % 3], origin: origins[index / 2 % 3], decidedBy: Array(results.map(\.test).prefix(2)),
                reason: spoil("the samples and the AR agree on this"),
                probability: isCalibrated ? [0.97, 0.55, 0.12][index % 3] : nil,
                correctedTail: isCalibrated ? [0.004, 0.31, 1][index % 3] : nil)
            let candidates = claim.value.map { stated in
                [ClaimEvidence.Candidate(value: stated, cosine: 0.912, logProbability: -1.2, sampleShare: 0.875)]
                    + ["storm", "harbour", "漢字"].enumerated().map {
                        .init(
                            value: spoil($1), cosine: 0.9 - 0.02 * Double($0), logProbability: -4.5 - Double($0),
                            sampleShare: $0 == 2 ? nil : 0.05)
                    }
            }
            // What the text alone had decided is open without it.
            let blind = ClaimVerdict(
                support: index == 0 ? .unresolved : verdict.support, origin: verdict.origin,
                decidedBy: verdict.decidedBy.filter { !$0.readsText },
                reason: spoil("too little without the text"), probability: isCalibrated ? 0.61 : nil,
                correctedTail: isCalibrated ? 0.2 : nil)
            return ClaimEvidence(claim: claim, results: results, verdict: verdict, blind: blind, candidates: candidates ?? [])
        }
        let isWhole = done == nil
        let curve = (0...ExplanationSegments(text).parts.count).map { Outcome.value(-0.8 + 1.7 * Double($0) / Double($0 + 1)) }
        return ClaimPage(
            explanation: text, claims: evidence, prefixCurve: isWhole ? curve : [],
            left: isWhole ? [.derivable: spoil("no mimic text and no prompt in the workspace")] : [:],
            calibration: isCalibrated ? spoil("letters of the island, 4,037 claims") : nil,
            runs: ClaimBudget(written: 8, scored: 118, read: 90, tokens: 5102, flops: 1.1e10))
    }

    private static func test(_ index: Int, _ test: ClaimTest, isCalibrated: Bool, _ spoil: (String) -> String) -> ClaimTestResult {
        let place = ClaimTest.allCases.firstIndex(of: test) ?? 0
        let few = ClaimNull((0..<3).map { Double($0 * (place + 1) % 4) / 4 }, source: spoil("3 other values of this slot"))
        let draws = (0..<240).map { draw -> Double in
            let height = Double((draw * draw + 17 * draw) % 97) / 97, width = Double(draw % 5 + 1) / 5
            return height * width
        }
        let pooled = ClaimNull(draws, source: spoil("240 random swaps of this class"))
        let statistic: Outcome =
            test == .witness && index == 1
            ? .undefined(spoil("the claim brings no feature into AR(z)")) : .value(0.95 - 0.3 * Double((index + place) % 4))
        return ClaimTestResult(test: test, statistic: statistic, candidates: few, pooled: isCalibrated ? pooled : nil)
    }

    /// What a world answers: the pages after the first and the third test, then the whole one.
    static func answer(
        _ asked: AnyQuestion, seconds: Double = 0.8, isCalibrated: Bool = true, spoil: (String) -> String = { $0 },
        _ text: (ClaimSubject) -> String
    ) -> [Report] {
        switch asked.question {
        case let question as ClaimEstimateQuestion:
            [question.finished(estimate(text(question.subject), question.subject, seconds: seconds))]
        case let question as ClaimsQuestion:
            [1, 3].map {
                question.partial(page(text(question.subject), question.subject, done: $0, isCalibrated: isCalibrated, spoil: spoil))
            }
                + [question.finished(page(text(question.subject), question.subject, isCalibrated: isCalibrated, spoil: spoil))]
        case let question as JudgeQuestion: [question.finished("claims-verdicts.jsonl")]
        default: []
        }
    }
}
