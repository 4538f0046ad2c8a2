extension ClaimRules {
    /// What could stand in a claim's place and is not what it states, each once: first what a person supplied, then what other claims of the
    /// class state, then the rest of the rules' list in an order that the seed decides.
    ///
    /// Where the class has families, values come from that of the claim's own. A claim of free text takes names for a name, numbers for a
    /// number, quotations for a quotation; one without a value takes whole sentences of its class.
    /// - Parameters:
    ///   - others: Claims of the AV's other samples, of other documents.
    ///   - supplied: By a person, taken as they are.
    public func alternatives(to claim: Claim, from others: [Claim], supplied: [String] = [], limit: Int, seed: UInt64) -> [String] {
        guard limit > 0 else { return [] }
        var seen: Set<String> = [FoldedText.of(claim.value ?? claim.text)]
        var found: [String] = []
        func take(_ values: some Sequence<String>) {
            for value in values where found.count < limit && !value.isEmpty && seen.insert(FoldedText.of(value)).inserted { found.append(value) }
        }
        take(supplied)
        let alike = others.lazy.filter { $0.className == claim.className }
        guard let value = claim.value else {
            take(alike.filter { $0.value == nil }.map(\.text))
            return found
        }
        let listed = self[claim.className].map { $0.companions(of: value) } ?? []
        if listed.isEmpty {
            let isNumber = NumberWords.isNumber(value)
            take(alike.compactMap(\.value).filter { NumberWords.isNumber($0) == isNumber || claim.kind == .quote })
        } else {
            let allowed = Set(listed)
            take(alike.compactMap(\.value).filter(allowed.contains))
            var stream = RandomStream(seed: seed, stream: 0)
            if found.count < limit { take(stream.shuffled(listed)) }
        }
        return found
    }
}
