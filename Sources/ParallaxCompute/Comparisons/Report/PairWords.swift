/// Two methods in words: who is ahead by what, where they tie, and whether geometry and effect name different winners. Ties and losses are
/// told like wins.
enum PairWords {
    /// - Parameter differences: of one pair, by several definitions, in the order in which they are told.
    static func verdicts(_ differences: [PairedDifference]) -> [Verdict] {
        guard let first = differences.first else { return [] }
        let methods = [first.first, first.second]
        if first.documents < DocumentBootstrap.fewestDocuments {
            return [Verdict(.pair, methods, "\(first.first) and \(first.second): too few documents to say who is ahead (\(first.documents), \(DocumentBootstrap.fewestDocuments) at least). " + plainFigures(differences))]
        }
        return [Verdict(.pair, methods, standings(differences))] + effect(differences)
    }

    private static func standings(_ differences: [PairedDifference]) -> String {
        let names = (differences[0].first, differences[0].second)
        var parts: [String] = []
        for (standing, words) in [(PairedDifference.Standing.firstAhead, "ahead"), (.secondAhead, "behind"), (.tie, "tied")] {
            let own = differences.filter { $0.standing == standing }
            guard !own.isEmpty else { continue }
            let told = own.map(told).joined(separator: "; ")
            parts.append("\(words) by \(told)" + (standing == .tie ? " (the interval of each difference holds 0)" : ""))
        }
        let without = differences.filter { $0.standing == .undefined }.map(\.symbol)
        if !without.isEmpty { parts.append("nothing to say by \(without.listed())") }
        guard !parts.isEmpty else { return "\(names.0) and \(names.1): nothing to say" }
        return "\(names.0) against \(names.1): " + parts.joined(separator: ". ") + "."
    }

    /// "F 0.941 to 0.823 (difference 0.118, 0.101 to 0.135)"
    private static func told(_ difference: PairedDifference) -> String {
        guard let p = difference.firstValue, let q = difference.secondValue else { return difference.symbol }
        let (a, b) = FigureText.pair(p, q)
        let interval = difference.interval.map { ", 95 % \(FigureText.text($0.low, decimals: 3)) to \(FigureText.text($0.high, decimals: 3))" } ?? ""
        return "\(difference.symbol) \(a) to \(b) (difference \(FigureText.text(p - q, decimals: 3))\(interval))"
    }

    private static func plainFigures(_ differences: [PairedDifference]) -> String {
        differences.compactMap { difference in
            guard let p = difference.firstValue, let q = difference.secondValue else { return nil }
            let (a, b) = FigureText.pair(p, q)
            return "\(difference.symbol) \(a) to \(b)"
        }.joined(separator: "; ")
    }

    /// What geometry says beside what splicing says. F stands for geometry because it is the same at any length, as KL at the true norm is.
    private static func effect(_ differences: [PairedDifference]) -> [Verdict] {
        guard let geometry = differences.first(where: { $0.definition == .normalised }), let effect = differences.first(where: { $0.definition == .kl }),
            effect.standing != .undefined, geometry.standing != .undefined, geometry.standing != effect.standing
        else { return [] }
        let names = [geometry.first, geometry.second]
        func winner(_ difference: PairedDifference) -> String? {
            switch difference.standing {
            case .firstAhead: difference.first
            case .secondAhead: difference.second
            default: nil
            }
        }
        let sentence =
            switch (winner(geometry), winner(effect)) {
            case (let a?, let b?): "Geometry and effect disagree: by \(told(geometry)) \(a) is ahead, but put back into the model \(b) changes the next token less, by \(told(effect))."
            case (nil, let b?): "By F \(names[0]) and \(names[1]) tie, but put back into the model \(b) changes the next token less, by \(told(effect))."
            case (let a?, nil): "By F \(a) is ahead of \(a == names[0] ? names[1] : names[0]), but put back into the model the two tie, by \(told(effect))."
            case (nil, nil): ""
            }
        return sentence.isEmpty ? [] : [Verdict(.effect, names, sentence)]
    }
}
