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
            guard let loserRescaled = rescaled.leader.measure(definition, .trueNorm)?.number, let winnerRescaled = winner.measure(definition, .trueNorm)?.number else { continue }
            let loserAloneTurns = Lead.isAhead(loserRescaled, asIs.leading, definition) == true
            let winnerAloneTurns = Lead.isAhead(asIs.following, winnerRescaled, definition) == true
            let result = "rescaled to the true norm, \(loser.name) leads by \(definition.symbol) too"
            let (p, q) = FigureText.pair(rescaled.leading, rescaled.following)
            return switch (loserAloneTurns, winnerAloneTurns) {
            case (true, false): "they disagree because the norm of \(loser.name) is off (\(ratio(loser))): \(result), \(p) to \(q)"
            case (false, true): "they disagree because \(winner.name) owes its lead to its norm (\(ratio(winner))): \(result), \(p) to \(q)"
            default: "they disagree because of the norms (\(loser.name) \(ratio(loser)), \(winner.name) \(ratio(winner))): \(result), \(p) to \(q)"
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
        return "D does not see that \(FigureText.percent(share)) of the squared error of \(global.follower.name) is one constant vector, A does"
    }

    /// Weights: A weighs a row by ‖x − μ‖², B all alike; the ratios are the same.
    private static func weights(_ leads: [Lead]) -> String? {
        guard let global = leads.first(where: { $0.column == .init(definition: .global, scale: .asIs) }),
            let perToken = leads.first(where: { $0.column == .init(definition: .perToken, scale: .asIs) }),
            global.leader.name != perToken.leader.name, let heaviest = global.leader.heaviest
        else { return nil }
        return "A weighs a row by its squared distance from μ (\(heaviest.place) alone has \(FigureText.percent(heaviest.share)) of the weight), B all rows alike"
    }
}
