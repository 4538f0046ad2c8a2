/// Something that could stand in a claim's place, and the explanation with it there.
struct ClaimCandidate: Sendable {
    /// The claim as it would be; for the first candidate, as it is.
    let claim: Claim
    /// The same, prepared for being looked for.
    let sought: SoughtClaim
    /// The whole explanation with it.
    let text: String
    /// The explanation up to the end of the claim.
    let opening: String

    init(claim: Claim, text: String, opening: String) {
        self.claim = claim
        sought = SoughtClaim(claim)
        self.text = text
        self.opening = opening
    }

    var value: String { claim.value ?? claim.text }
}

/// Which of a claim's candidates stand for claims that are not so.
enum ClaimLies {
    /// A random other value of the class: those of the class's list come last, in random order, behind what the AV's own samples say.
    static func random(_ claim: Int, _ table: ClaimTable) -> Int? { table.others(claim).last }

    /// The other candidate with which the AR comes nearest to h.
    static func best(_ claim: Int, _ table: ClaimTable) -> Int? {
        guard table.cosines.indices.contains(claim) else { return nil }
        return table.others(claim).max { table.cosines[claim][$0] < table.cosines[claim][$1] }
    }
}

extension ClaimExaminer {
    /// What could stand in the place of each claim.
    /// - Parameter samples: other explanations of the same activation: what else the AV would say comes first.
    func candidates(_ subject: ExplanationInContext, samples: [StatedClaims], into table: inout ClaimTable) {
        table.samples = samples
        let sources = samples.flatMap(\.claims) + table.elsewhere.flatMap(\.claims)
        table.candidates = table.claims.enumerated().map { index, claim in
            let seed = RandomStream.number(options.seed, subject.document, subject.position, index)
            let values = rules.alternatives(to: claim, from: sources, limit: options.candidates, seed: seed)
            return [candidate(claim, subject.explanation)]
                + values.compactMap { value in
                    let text = ExplanationEdits.replacing(claim, with: value, in: subject.explanation)
                    return text == subject.explanation ? nil : candidate(replaced(claim, value, subject.explanation, text), text)
                }
        }
    }

    /// The claim with another value: only what stands in its own range has changed.
    private func replaced(_ claim: Claim, _ value: String, _ before: String, _ after: String) -> Claim {
        let range = claim.range.lowerBound..<claim.range.upperBound + after.utf8.count - before.utf8.count
        let text = String(decoding: Array(after.utf8)[range], as: UTF8.self)
        return Claim(
            range: range, text: text.trimmingWhitespace(), className: claim.className, kind: claim.kind,
            value: claim.value == nil ? nil : value)
    }

    private func candidate(_ claim: Claim, _ text: String) -> ClaimCandidate {
        ClaimCandidate(claim: claim, text: text, opening: String(decoding: text.utf8.prefix(claim.range.upperBound), as: UTF8.self))
    }
}

extension RandomStream {
    /// A seed for one claim of one place, the same on every machine.
    static func number(_ seed: UInt64, _ document: String, _ position: Int, _ claim: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in document.utf8 { hash = (hash ^ UInt64(wide: byte)) &* 0x100_0000_01b3 }
        var stream = RandomStream(seed: seed ^ hash, stream: position &* 4096 &+ claim)
        return stream.next()
    }
}

extension ClaimExaminer {
    /// Tests that are made for what an explanation states only, and so can tell nothing of swaps: never part of a calibration.
    public static let uncalibrated: Set<ClaimTest> = [.shapley]

    /// The claims of an explanation, random swaps and best lies as cases for calibration and study. All statistics are those of `page`.
    /// - Parameter isTrue: whether the document's text says what a claim states, nil where nobody knows.
    public func cases(_ subject: ExplanationInContext, isTrue: (Claim) -> Bool?, cancellation: Cancellation) throws -> [ClaimCase] {
        let (measurements, _) = plan(subject, off: Self.uncalibrated)
        var (table, scratch) = (start(subject, measurements), ClaimScratch())
        for measurement in measurements {
            try cancellation.check()
            try measure(measurement, subject, table, scratch, cancellation)(&table, &scratch)
        }
        let done = Set(measurements)
        let tests = ClaimStatistics.all.map { Self.uncalibrated.contains($0.test) || !$0.needs.isSubset(of: done) ? nil : $0 }
        return table.claims.indices.flatMap { claim -> [ClaimCase] in
            func made(_ candidate: Int, _ source: ClaimCase.Source) -> ClaimCase {
                let stated = table.candidates[claim][candidate]
                return ClaimCase(
                    document: subject.document, position: subject.position, source: source, className: stated.claim.className,
                    kind: stated.claim.kind, value: stated.value,
                    statistics: ClaimTest.allCases.map { test in
                        tests.lazy.compactMap { $0 }.first { $0.test == test }?.statistic(claim, candidate, in: table).number
                    },
                    isTrue: isTrue(stated.claim))
            }
            let lies = [(ClaimLies.random(claim, table), ClaimCase.Source.randomSwap), (ClaimLies.best(claim, table), .bestLie)]
            return [made(0, .written)]
                + lies.compactMap { candidate, source in
                    // A swap that makes a false claim true is no lie.
                    candidate.map { made($0, source) }.flatMap { $0.isTrue == true ? nil : $0 }
                }
        }
    }
}
