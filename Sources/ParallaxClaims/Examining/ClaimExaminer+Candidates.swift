extension ClaimExaminer {
    /// What could stand in the place of each claim.
    /// - Parameter samples: other explanations of the same activation: what else the AV would say comes first.
    func candidates(_ subject: ExplanationInContext, samples: [StatedClaims], into table: inout ClaimTable) {
        table.samples = samples
        let sources = samples.flatMap(\.claims) + table.elsewhere.flatMap(\.claims)
        table.candidates = table.claims.enumerated().map { index, claim in
            let seed = RandomStream.number(options.seed, subject.document, subject.position, index)
            let values = rules.alternatives(to: claim, from: sources, limit: options.candidates, seed: seed)
            return [candidate(claim, subject.explanation)] + values.compactMap { value in
                let text = ExplanationEdits.replacing(claim, with: value, in: subject.explanation)
                return text == subject.explanation ? nil : candidate(replaced(claim, value, subject.explanation, text), text)
            }
        }
    }

    /// The claim with another value: only what stands in its own range has changed.
    private func replaced(_ claim: Claim, _ value: String, _ before: String, _ after: String) -> Claim {
        let range = claim.range.lowerBound..<claim.range.upperBound + after.utf8.count - before.utf8.count
        let text = String(decoding: Array(after.utf8)[range], as: UTF8.self)
        return Claim(range: range, text: text.trimmingWhitespace(), className: claim.className, kind: claim.kind, value: claim.value == nil ? nil : value)
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
