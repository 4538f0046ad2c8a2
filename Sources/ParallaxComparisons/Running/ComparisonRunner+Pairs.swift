/// The partners of a document's tokens in mismatched pairs.
extension ComparisonRunner {
    /// A token of another document that is evaluated as well.
    struct Partner {
        /// In the plan's documents.
        let document: Int
        let position: Int
        /// `[d]`
        let activation: [Float]
    }

    /// Partners that are passed because they are not evaluated, before a token is left without one.
    private static let longestChain = 4

    /// The partner of every evaluated token, or why it has none.
    ///
    /// Tokens are numbered by their ids alone, but some that are numbered are not evaluated, their norms being off. A pair goes on from such a
    /// one to its own partner: what is left is again a derangement, since each evaluated token is still the partner of one at most.
    func partners(_ run: DocumentRun, _ cancellation: Cancellation) throws -> [Int: Known<Partner>] {
        let evaluated = Set(run.headline)
        guard let pairs = plan.pairs.value else {
            let why = plan.pairs.reason ?? ""
            return Dictionary(uniqueKeysWithValues: evaluated.map { ($0, .missing(why)) })
        }
        var partners: [Int: Known<Partner>] = [:]
        for (rank, position) in run.tokens.comparable.enumerated() where evaluated.contains(position) {
            partners[position] = try partner(of: .init(document: run.place, rank: rank), pairs, cancellation)
        }
        return partners
    }

    private func partner(of place: MismatchedPairs.Place, _ pairs: MismatchedPairs, _ cancellation: Cancellation) throws -> Known<Partner> {
        var next = place
        for _ in 0..<Self.longestChain {
            next = pairs.partner(of: next)
            let trace = try trace(next.document, cancellation), positions = trace.tokens.comparable
            guard next.rank < positions.count else { return .missing("the partner's document has changed") }
            guard trace.strata[positions[next.rank]].isInHeadline else { continue }
            if next.document == place.document { return .missing("the token's partners are not evaluated") }
            return .known(
                Partner(document: next.document, position: positions[next.rank], activation: trace.activations[positions[next.rank]]))
        }
        return .missing("the token's partners are not evaluated")
    }

    /// A document's activations, from the shelf where they are there.
    private func trace(_ place: Int, _ cancellation: Cancellation) throws -> DocumentTrace {
        try shelf.entry(place).trace.withLock { known in
            if let known { return known }
            let made = try forward(read(place, cancellation), cancellation: cancellation).trace
            known = made
            return made
        }
    }

    /// The explanations of the partners: the greedy ones of their own documents.
    func writePartners(_ run: DocumentRun, _ cancellation: Cancellation) throws {
        run.partners = try partners(run, cancellation)
        var positions: [Int: Set<Int>] = [:]
        for case .known(let partner) in run.partners.values { positions[partner.document, default: []].insert(partner.position) }
        for index in subject.verbalizers.indices {
            var texts: [Int: ExplanationBatch] = [:]
            for (document, wanted) in positions.sorted(by: { $0.key < $1.key }) {
                texts[document] = try greedy(index, document, trace(document, cancellation), wanted: wanted, cancellation)
            }
            var own: [Int: Known<String>] = [:]
            for (token, partner) in run.partners {
                switch partner {
                case .missing(let why): own[token] = .missing(why)
                case .known(let partner):
                    let batch = texts[partner.document]
                    own[token] =
                        batch?.texts[partner.position].map { .known($0) }
                        ?? .missing(batch?.reasons[partner.position] ?? "there is no explanation")
                }
            }
            run.partnerTexts.append(own)
        }
    }
}
