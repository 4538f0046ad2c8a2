/// What was measured for the claims of one explanation and for everything else that could stand in their places.
///
/// All statistics are functions of this table and a candidate, so that the null draws are made exactly as the claim's own statistic is.
/// Indices are `[claim][candidate]`; candidate 0 is what the explanation states. What was not measured is empty.
struct ClaimTable: Sendable {
    var claims: [Claim] = []
    var candidates: [[ClaimCandidate]] = []

    /// What other samples of the AV state.
    var samples: [StatedClaims] = []
    var neighbours: [StatedClaims] = []
    /// Explanations of other documents' tokens.
    var elsewhere: [StatedClaims] = []
    var visibleText: VisibleText?
    /// What the AV says with the mean activation at the marker.
    var prior: [StatedClaims] = []
    /// What a writer who saw only the text says.
    var mimic: StatedClaims?

    /// cos(AR(z), h)
    var cosine: Double?
    /// cos(AR(z with the candidate), h)
    var cosines: [[Double]] = []
    /// cos(AR(z without the claim), h)
    var without: [Double] = []
    /// Root mean square of the change of the cosine under neutral edits of z; never 0.
    var noise: Double?
    /// log p_AV(claim | h), natural logarithm, of the ids behind those of the text before it.
    var logs: [[Double]] = []
    /// The same with the mean activation at the marker.
    var priorLogs: [[Double]] = []
    /// log p_AV(claim | h without the direction that the claim adds); nil for candidates that were not tried.
    var causalLogs: [[Double?]] = []
    /// Of the features that the candidate brings into AR(z), the share by activation that is active in h.
    var witnesses: [[Outcome]] = []
    /// Shapley values of the claims, and of sentences that belong to other explanations.
    var shapley: [Double] = []
    var shapleyDecoys: [Double] = []

    /// Candidates that are not what the explanation states.
    func others(_ claim: Int) -> Range<Int> { 1..<max(1, candidates[claim].count) }
}

extension ClaimExaminer {
    /// Shapley values of the claims for the game v(S) = cos(AR(the claims of S, in their order), h); exact over all subsets for few claims,
    /// else a mean over random orders and their reverses (Castro, Gómez and Tejada, "Polynomial calculation of the Shapley value based on
    /// sampling", 2009). Beside the claims play sentences of other documents' explanations, which say nothing of h: the null.
    func orders(_ subject: ExplanationInContext, _ table: ClaimTable, _ cancellation: Cancellation) throws -> ClaimUpdate {
        guard let reconstructor, let activation = subject.activation, !table.claims.isEmpty else { return { _, _ in } }
        let decoys = decoys(subject, table)
        let players = table.claims.map(\.text) + decoys
        let coalitions = coalitions(players.count, RandomStream.number(options.seed, subject.document, subject.position, -2))
        let sets = Array(Set(coalitions.flatMap { $0 })).sorted()
        let texts = sets.map { set in players.indices.filter { set & (1 << $0) != 0 }.map { players[$0] }.joined(separator: " ") }
        let rows = try reconstructor.reconstruct(texts, cancellation: cancellation)
        let worth = Dictionary(uniqueKeysWithValues: zip(sets, (0..<rows.count).map { Self.cosine(rows[$0], activation) }))
        let values = players.count <= options.exactShapley ? Self.exact(players.count, worth) : Self.mean(coalitions, players.count, worth)
        return { table, _ in
            table.shapley = Array(values.prefix(table.claims.count))
            table.shapleyDecoys = Array(values.dropFirst(table.claims.count))
        }
    }

    /// Sentences of other documents' explanations, as many as are left of the exact game, two otherwise.
    private func decoys(_ subject: ExplanationInContext, _ table: ClaimTable) -> [String] {
        let stated = Set(table.claims.map(\.text))
        let foreign = elsewhere.filter { $0.document != subject.document }.flatMap { $0.stated.claims.map(\.text) }.filter {
            !stated.contains($0)
        }
        var stream = RandomStream(seed: RandomStream.number(options.seed, subject.document, subject.position, -3), stream: 0)
        return Array(stream.shuffled(Array(Set(foreign)).sorted()).prefix(max(2, options.exactShapley - table.claims.count)))
    }

    /// The sets whose worth is needed, as bits: all of them, or those that orders pass through.
    private func coalitions(_ count: Int, _ seed: UInt64) -> [[UInt64]] {
        guard count > options.exactShapley else { return [Array(0..<UInt64(wide: 1) << UInt64(clamping: count))] }
        var stream = RandomStream(seed: seed, stream: 0)
        return (0..<options.shapleyOrders).flatMap { _ in
            let order = stream.shuffled(Array(0..<min(count, 63)))
            return [Self.growing(order), Self.growing(order.reversed())]
        }
    }

    /// The sets that an order passes through, the empty one first.
    static func growing(_ order: [Int]) -> [UInt64] {
        var sets: [UInt64] = [0]
        for player in order { sets.append(sets[sets.count - 1] | 1 << UInt64(clamping: player)) }
        return sets
    }

    /// φ_i = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)) (Shapley 1953).
    static func exact(_ count: Int, _ worth: [UInt64: Double]) -> [Double] {
        // |S|! (n − |S| − 1)! / n! = 1 / (n · C(n − 1, |S|))
        var choose = [Double](repeating: 1, count: max(count, 1))
        for size in 1..<max(count, 1) { choose[size] = choose[size - 1] * Double(count - size) / Double(size) }
        return (0..<count).map { player in
            let bit: UInt64 = 1 << UInt64(clamping: player)
            return worth.keys.sorted().reduce(0.0) { sum, set in
                guard set & bit == 0, let without = worth[set], let with = worth[set | bit] else { return sum }
                return sum + (with - without) / (Double(count) * choose[set.nonzeroBitCount])
            }
        }
    }

    /// The mean of what each player adds where it comes in.
    static func mean(_ orders: [[UInt64]], _ count: Int, _ worth: [UInt64: Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for order in orders {
            for (before, after) in zip(order, order.dropFirst()) {
                sums[(before ^ after).trailingZeroBitCount] += (worth[after] ?? 0) - (worth[before] ?? 0)
            }
        }
        return sums.map { $0 / Double(max(orders.count, 1)) }
    }
}
