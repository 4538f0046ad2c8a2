/// Where the definitions rank two methods differently, in sentences. Everything said is computed: a cause is named only
/// where removing it turns the order.
package enum Disagreements {
    /// The definitions that rank, in the order in which a sentence prefers to name them.
    private static let ranking: [VectorComparison.Column] =
        [
            .global, .perToken, .uncentred, .residualVariance, .nmseRaw, .normalised, .normalisedOneScale, .normalisedOracleScale,
            .centredCosine, .cosine, .mseNormalised
        ]
        .map { VectorComparison.Column(definition: $0, scale: .asIs) }
        + [.global, .perToken].map { VectorComparison.Column(definition: $0, scale: .trueNorm) }

    /// A sentence for each pair of methods that definitions rank differently, in the methods' order.
    package static func sentences(_ methods: [VectorComparison.Method]) -> [String] {
        methods.indices.flatMap { first in
            methods.indices.dropFirst(first + 1).compactMap { second in sentence(methods[first], methods[second]) }
        }
    }

    private static func sentence(_ a: VectorComparison.Method, _ b: VectorComparison.Method) -> String? {
        let leads = ranking.compactMap { Lead(of: $0, a, b) }
        guard let first = leads.first else { return nil }
        let agreeing = leads.filter { $0.leader.name == first.leader.name }
        let opposing = leads.filter { $0.leader.name != first.leader.name }
        // The contrast that says most is the one across spaces.
        guard let other = opposing.first(where: { $0.column.definition.space != first.column.definition.space }) ?? opposing.first else {
            return nil
        }
        let causes = DisagreementCauses.clauses(for: leads)
        return "By \(first.told)\(others(agreeing, than: first)); by \(other.told)\(others(opposing, than: other))"
            + (causes.isEmpty ? "" : ": " + causes.joined(separator: "; "))
    }

    /// " (so by B, C and E)".
    private static func others(_ leads: [Lead], than named: Lead) -> String {
        let symbols = leads.filter { $0.column != named.column }.map(\.column.symbol)
        guard let last = symbols.last else { return "" }
        return " (so by " + (symbols.count == 1 ? last : symbols.dropLast().joined(separator: ", ") + " and " + last) + ")"
    }

    /// One method ahead of the other by one definition, by more than rounding.
    struct Lead {
        let column: VectorComparison.Column
        let leader: VectorComparison.Method
        let follower: VectorComparison.Method
        let leading: Double
        let following: Double

        /// Nil where the definition does not rank, is undefined for one of the two, or ties.
        init?(of column: VectorComparison.Column, _ a: VectorComparison.Method, _ b: VectorComparison.Method) {
            guard let p = a.measure(column.definition, column.scale)?.number, let q = b.measure(column.definition, column.scale)?.number,
                let ahead = Self.isAhead(p, q, column.definition)
            else { return nil }
            self.column = column
            (leader, follower) = ahead ? (a, b) : (b, a)
            (leading, following) = ahead ? (p, q) : (q, p)
        }

        /// Whether `p` is better than `q`; nil for a tie within what float32 vectors can tell apart.
        static func isAhead(_ p: Double, _ q: Double, _ definition: Definition) -> Bool? {
            guard let higher = definition.higherIsBetter else { return nil }
            // A fraction explained is 1 − an error, so its rounding does not shrink with it; an error's does.
            let floor = higher ? 1 : Resolution.length
            guard abs(p - q) > Resolution.length * max(floor, abs(p), abs(q)) else { return nil }
            return higher == (p > q)
        }

        /// "A (global centred FVE, raw) sae leads nla 0.608 to -0.161".
        var told: String {
            let title = column.definition.title + (column.scale == .trueNorm ? " \(column.scale.rawValue)" : "")
            let (p, q) = FigureText.pair(leading, following)
            return "\(title) \(leader.name) leads \(follower.name) \(p) to \(q)"
        }
    }
}

/// Why definitions disagree about two methods, as far as that can be computed from their figures.
enum DisagreementCauses {
    typealias Lead = Disagreements.Lead
    typealias Method = VectorComparison.Method

    static func clauses(for leads: [Lead]) -> [String] {
        [norm(leads), constant(leads), weights(leads)].compactMap { $0 }
    }

    /// Lengths: A (or B) turns round once a reconstruction is rescaled to ‖x‖.
    private static func norm(_ leads: [Lead]) -> String? {
        for definition in [Definition.global, .perToken] {
            guard let asIs = leads.first(where: { $0.column == .init(definition: definition, scale: .asIs) }),
                let rescaled = leads.first(where: { $0.column == .init(definition: definition, scale: .trueNorm) }),
                asIs.leader.name != rescaled.leader.name
            else { continue }
            let (winner, loser) = (asIs.leader, asIs.follower)
            guard let loserRescaled = rescaled.leader.measure(definition, .trueNorm)?.number,
                let winnerRescaled = winner.measure(definition, .trueNorm)?.number
            else { continue }
            let loserAloneTurns = Lead.isAhead(loserRescaled, asIs.leading, definition) == true
            let winnerAloneTurns = Lead.isAhead(asIs.following, winnerRescaled, definition) == true
            let result = "rescaled to the true norm, \(loser.name) leads by \(definition.symbol) too"
            let (p, q) = FigureText.pair(rescaled.leading, rescaled.following)
            return switch (loserAloneTurns, winnerAloneTurns) {
            case (true, false): "they disagree because the norm of \(loser.name) is off (\(ratio(loser))): \(result), \(p) to \(q)"
            case (false, true): "they disagree because \(winner.name) owes its lead to its norm (\(ratio(winner))): \(result), \(p) to \(q)"
            default:
                "they disagree because of the norms (\(loser.name) \(ratio(loser)), \(winner.name) \(ratio(winner))): \(result), \(p) to \(q)"
            }
        }
        return nil
    }

    private static func ratio(_ method: Method) -> String {
        "norm ratio " + (method.measure(.normRatio)?.number.map { FigureText.text($0, decimals: 2) } ?? "undefined")
    }

    /// A constant offset: Σ‖e‖² and Σ‖e − ē‖² differ in nothing else, and A and D rank by them.
    private static func constant(_ leads: [Lead]) -> String? {
        guard let global = leads.first(where: { $0.column == .init(definition: .global, scale: .asIs) }),
            let residual = leads.first(where: { $0.column == .init(definition: .residualVariance, scale: .asIs) }),
            global.leader.name != residual.leader.name, let share = global.follower.constantShareOfError
        else { return nil }
        return
            "D does not see that \(FigureText.percent(share)) of the squared error of \(global.follower.name) is one constant vector, A does"
    }

    /// Weights: A weighs a row by ‖x − μ‖², B all alike; the ratios are the same.
    private static func weights(_ leads: [Lead]) -> String? {
        guard let global = leads.first(where: { $0.column == .init(definition: .global, scale: .asIs) }),
            let perToken = leads.first(where: { $0.column == .init(definition: .perToken, scale: .asIs) }),
            global.leader.name != perToken.leader.name, let heaviest = global.leader.heaviest
        else { return nil }
        return
            "A weighs a row by its squared distance from μ (\(heaviest.place) alone has \(FigureText.percent(heaviest.share)) of the weight), B all rows alike"
    }
}
