/// Two methods in words: who is ahead by what, where they tie, and whether geometry and effect name different winners. Ties and losses are
/// told like wins.
struct PairWords {
    /// Of one pair, by several definitions, in the order in which they are told.
    let differences: [PairedDifference]
    /// Why this pair is told, as a heading; empty for none.
    var heading = ""
    /// Of the code that each of the two writes.
    var bits: (first: Double?, second: Double?) = (nil, nil)

    var verdicts: [Verdict] {
        guard let first = differences.first else { return [] }
        let methods = [first.first, first.second]
        let start = heading.isEmpty ? "" : heading + ": "
        return [Verdict(.pair, methods, start + ((few ?? standings) + [bitsTold]).filter { !$0.isEmpty }.joined(separator: " "))] + effect
    }

    // MARK: Parts of the sentence

    /// Definitions that are told with their figures; of the others the name is enough.
    private static func isTelling(_ difference: PairedDifference) -> Bool {
        switch (difference.definition, difference.scale) {
        case (.normalised, _), (.global, _), (.kl, .trueNorm): true
        default: false
        }
    }

    /// Where the documents are too few for any interval.
    private var few: [String]? {
        guard let first = differences.first, first.documents < DocumentBootstrap.fewestDocuments else { return nil }
        let told = differences.filter { Self.isTelling($0) && $0.difference != nil }.map { figures($0, of: first.first) }
        return [
            "Too few documents to say who is ahead (\(first.documents), \(DocumentBootstrap.fewestDocuments) at least).",
            told.isEmpty ? "\(first.first) and \(first.second) have no figures to hold against each other." : "\(first.first) against \(first.second): \(Self.enumerated(told)).",
        ]
    }

    private var standings: [String] {
        let (a, b) = (differences[0].first, differences[0].second), documents = differences[0].documents
        func own(_ standing: PairedDifference.Standing) -> [PairedDifference] { differences.filter { $0.standing == standing } }
        let ties = own(.tie), missing = own(.undefined)
        var leads = [(name: a, other: b, by: own(.firstAhead)), (name: b, other: a, by: own(.secondAhead))].filter { !$0.by.isEmpty }
        // Who is ahead by the definition that is told first is told first.
        if let first = differences.first(where: { $0.standing == .firstAhead || $0.standing == .secondAhead }), first.standing == .secondAhead { leads.reverse() }
        var parts: [String] = []
        if leads.count > 1 { parts.append("Definitions disagree.") }
        for (place, lead) in leads.enumerated() {
            parts.append("\(lead.name) is ahead" + (place == 0 ? " of \(lead.other)" : "") + " by \(list(lead.by, of: lead.name))")
            if place == leads.count - 1, ties.isEmpty { parts[parts.count - 1] += leads.count > 1 ? " (\(documents) documents)" : lead.by.count == 1 ? "; \(documents) documents separate them" : "; the documents separate all of them (\(documents) documents)" }
            parts[parts.count - 1] += "."
        }
        if !ties.isEmpty {
            let told = list(ties, of: leads.first?.name ?? a)
            parts.append(leads.isEmpty ? "\(a) and \(b) tie by \(told): \(documents) documents do not separate them." : "They tie by \(told) (\(documents) documents).")
        }
        if !missing.isEmpty { parts.append((parts.isEmpty ? "\(a) and \(b): nothing" : "Nothing") + " to say by \(Self.enumerated(missing.map(Self.name))).") }
        return parts
    }

    private var bitsTold: String {
        guard let p = bits.first, let q = bits.second else { return "" }
        return "Bits: \(differences[0].first) \(FigureText.short(p)), \(differences[0].second) \(FigureText.short(q))."
    }

    /// "F (.943 to .785) and KL (.010 to 2.35), so by G and cosine"; the figure of `name` first.
    private func list(_ group: [PairedDifference], of name: String) -> String {
        let telling = group.filter(Self.isTelling)
        var others = group.filter { !Self.isTelling($0) }.map(Self.name)
        if let centred = others.firstIndex(of: Definition.centredCosine.symbol), let cosine = others.firstIndex(of: Definition.cosine.symbol) {
            others[centred] = "both cosines"
            others.remove(at: cosine)
        }
        if telling.isEmpty { return Self.enumerated(others) }
        return Self.enumerated(telling.map { figures($0, of: name) }) + (others.isEmpty ? "" : ", so by \(Self.enumerated(others))")
    }

    /// "F (.943 to .785)"
    private func figures(_ difference: PairedDifference, of name: String) -> String {
        guard let p = difference.firstValue, let q = difference.secondValue else { return Self.name(difference) }
        let (a, b) = name == difference.first ? FigureText.shortPair(p, q) : FigureText.shortPair(q, p)
        return "\(Self.name(difference)) (\(a) to \(b))"
    }

    /// "F, A and KL"
    private static func enumerated(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func name(_ difference: PairedDifference) -> String {
        switch difference.definition {
        case .kl: "KL"
        case .klFollowing: "later KL"
        default: difference.definition.symbol + (difference.scale == .trueNorm ? " at ‖x‖" : "")
        }
    }

    // MARK: Geometry and effect

    /// What geometry says beside what splicing says. F stands for geometry because it is the same at any length, as KL at the true norm is.
    private var effect: [Verdict] {
        guard let geometry = differences.first(where: { $0.definition == .normalised }), let effect = differences.first(where: { $0.definition == .kl }),
            effect.standing != .undefined, geometry.standing != .undefined, geometry.standing != effect.standing
        else { return [] }
        let names = [geometry.first, geometry.second]
        let sentence =
            switch (geometry.leader, effect.leader) {
            case (let a?, let b?): "Geometry and effect disagree: \(a) is ahead by \(figures(geometry, of: a)), but put back into the model \(b) changes the next token less, by \(figures(effect, of: b))."
            case (nil, let b?): "By F \(names[0]) and \(names[1]) tie, but put back into the model \(b) changes the next token less, by \(figures(effect, of: b))."
            case (let a?, nil): "\(a) is ahead of \(a == names[0] ? names[1] : names[0]) by \(figures(geometry, of: a)), but put back into the model the two tie, by \(figures(effect, of: a))."
            case (nil, nil): ""
            }
        return sentence.isEmpty ? [] : [Verdict(.effect, names, sentence)]
    }
}

extension PairedDifference {
    /// Who is ahead; nil for a tie, and where nothing can be said.
    fileprivate var leader: String? {
        switch standing {
        case .firstAhead: first
        case .secondAhead: second
        case .tie, .tooFewDocuments, .undefined: nil
        }
    }
}
