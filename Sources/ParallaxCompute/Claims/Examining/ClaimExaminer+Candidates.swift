extension ClaimExaminer {
    /// The claims of an explanation, and what else could stand in the place of each.
    /// - Parameter samples: other explanations of the same activation: what else the AV would say comes first.
    func candidates(_ subject: ExplanationInContext, samples: [StatedClaims], into table: inout ClaimTable) {
        table.claims = rules.claims(of: subject.explanation, edits: subject.edits)
        let sources = samples.flatMap(\.claims) + table.elsewhere.flatMap(\.claims)
        table.candidates = table.claims.enumerated().map { index, claim in
            let seed = RandomStream.number(options.seed, subject.document, subject.position, index)
            let values = rules.alternatives(to: claim, from: sources, limit: options.candidates, seed: seed)
            return [candidate(claim, claim, subject.explanation)] + values.compactMap { value in
                let text = rules.replacing(claim, with: value, in: subject.explanation)
                // What stands there now is found by its place: what precedes a claim does not change.
                guard text != subject.explanation, let replaced = rules.claim(at: claim.range.lowerBound, of: text, like: claim, value: value) else { return nil }
                return candidate(claim, replaced, text)
            }
        }
    }

    private func candidate(_ original: Claim, _ claim: Claim, _ text: String) -> ClaimCandidate {
        ClaimCandidate(claim: claim, text: text, opening: String(decoding: text.utf8.prefix(claim.range.upperBound), as: UTF8.self))
    }
}

extension RandomStream {
    /// A seed for one claim of one place, the same on every machine.
    static func number(_ seed: UInt64, _ document: String, _ position: Int, _ claim: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in document.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var stream = RandomStream(seed: seed ^ hash, stream: position &* 4096 &+ claim)
        return stream.next()
    }
}
