/// A sentence that follows from figures, and what it is about.
public struct Verdict: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// Who is ahead of whom by which definitions, and where the documents cannot tell.
        case pair
        /// Geometry and causal effect name different winners.
        case effect
        /// F below 0.
        case belowZero = "below zero"
        /// What the AR reads.
        case control
        /// A baseline that does as well as a method.
        case baseline
        /// A method that does far better at some places of a document than at others.
        case stratum
        /// The rank of PCA that is as good.
        case rank
    }

    public let kind: Kind
    public let methods: [String]
    public let sentence: String

    public init(_ kind: Kind, _ methods: [String], _ sentence: String) {
        self.kind = kind
        self.methods = methods
        self.sentence = sentence
    }
}

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
            told.isEmpty
                ? "\(first.first) and \(first.second) have no figures to hold against each other."
                : "\(first.first) against \(first.second): \(Self.enumerated(told))."
        ]
    }

    private var standings: [String] {
        let (a, b) = (differences[0].first, differences[0].second), documents = differences[0].documents
        func own(_ standing: PairedDifference.Standing) -> [PairedDifference] { differences.filter { $0.standing == standing } }
        let ties = own(.tie), missing = own(.undefined)
        var leads = [(name: a, other: b, by: own(.firstAhead)), (name: b, other: a, by: own(.secondAhead))].filter { !$0.by.isEmpty }
        // Who is ahead by the definition that is told first is told first.
        if let first = differences.first(where: { $0.standing == .firstAhead || $0.standing == .secondAhead }),
            first.standing == .secondAhead
        {
            leads.reverse()
        }
        var parts: [String] = []
        if leads.count > 1 { parts.append("Definitions disagree.") }
        for (place, lead) in leads.enumerated() {
            parts.append("\(lead.name) is ahead" + (place == 0 ? " of \(lead.other)" : "") + " by \(list(lead.by, of: lead.name))")
            if place == leads.count - 1, ties.isEmpty {
                parts[parts.count - 1] +=
                    leads.count > 1
                    ? " (\(documents) documents)"
                    : lead.by.count == 1
                        ? "; \(documents) documents separate them" : "; the documents separate all of them (\(documents) documents)"
            }
            parts[parts.count - 1] += "."
        }
        if !ties.isEmpty {
            let told = list(ties, of: leads.first?.name ?? a)
            parts.append(
                leads.isEmpty
                    ? "\(a) and \(b) tie by \(told): \(documents) documents do not separate them."
                    : "They tie by \(told) (\(documents) documents).")
        }
        if !missing.isEmpty {
            parts.append((parts.isEmpty ? "\(a) and \(b): nothing" : "Nothing") + " to say by \(Self.enumerated(missing.map(Self.name))).")
        }
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
        if let centred = others.firstIndex(of: Definition.centredCosine.symbol),
            let cosine = others.firstIndex(of: Definition.cosine.symbol)
        {
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
        guard let geometry = differences.first(where: { $0.definition == .normalised }),
            let effect = differences.first(where: { $0.definition == .kl }),
            effect.standing != .undefined, geometry.standing != .undefined, geometry.standing != effect.standing
        else { return [] }
        let names = [geometry.first, geometry.second]
        let sentence =
            switch (geometry.leader, effect.leader) {
            case (let a?, let b?):
                "Geometry and effect disagree: \(a) is ahead by \(figures(geometry, of: a)), but put back into the model \(b) changes the next token less, by \(figures(effect, of: b))."
            case (nil, let b?):
                "By F \(names[0]) and \(names[1]) tie, but put back into the model \(b) changes the next token less, by \(figures(effect, of: b))."
            case (let a?, nil):
                "\(a) is ahead of \(a == names[0] ? names[1] : names[0]) by \(figures(geometry, of: a)), but put back into the model the two tie, by \(figures(effect, of: a))."
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

/// What controls and baselines say of a method, in words.
enum ControlWords {
    /// A control, and what it means where it does as well as the explanation and where it does not.
    struct Meaning: Sendable {
        var asGood: String
        var worse: String
    }

    static func meaning(_ recipe: ComparisonMethod.Recipe) -> Meaning? {
        switch recipe {
        case .genericText:
            Meaning(
                asGood: "the explanation says no more than a text that says nothing",
                worse: "the explanation says more than a text that says nothing")
        case .otherDocumentsText:
            Meaning(asGood: "the explanation says nothing of its own document", worse: "the explanation is of its own document")
        case .otherTokensText:
            Meaning(
                asGood: "the explanation says nothing of its own token",
                worse: "the explanation tells its token from others of the document")
        case .wordsShuffled: Meaning(asGood: "the AR reads words, not sentences", worse: "the AR reads the order of the words")
        case .sentencesReordered:
            Meaning(asGood: "the AR does not mind the order of the sentences", worse: "the AR reads the order of the sentences")
        case .punctuationChanged: Meaning(asGood: "the AR does not mind punctuation", worse: "the AR reads punctuation too")
        case .mimic:
            Meaning(
                asGood: "a text written without the activation does as well",
                worse: "the explanation says more than a text written without the activation")
        default: nil
        }
    }

    /// - Parameter difference: F of the explanation less F of the control.
    static func control(_ difference: PairedDifference, _ meaning: Meaning) -> Verdict? {
        guard let p = difference.firstValue, let q = difference.secondValue else { return nil }
        let (a, b) = FigureText.pair(p, q)
        let figures = "\(difference.second) F \(b), \(difference.first) \(a)"
        switch difference.standing {
        case .firstAhead: return Verdict(.control, [difference.first, difference.second], "\(meaning.worse.capitalisedFirst): \(figures).")
        case .secondAhead:
            return Verdict(
                .control, [difference.first, difference.second],
                "\(meaning.asGood.capitalisedFirst), the control is even ahead: \(figures).")
        case .tie:
            return Verdict(
                .control, [difference.first, difference.second],
                "\(meaning.asGood.capitalisedFirst): \(figures), the interval of the difference holds 0.")
        case .tooFewDocuments, .undefined: return nil
        }
    }

    /// - Parameter difference: F of the method less F of the baseline.
    /// - Returns: nil where the method is ahead, as it should be.
    static func baseline(_ difference: PairedDifference) -> Verdict? {
        guard difference.standing == .secondAhead || difference.standing == .tie, let p = difference.firstValue,
            let q = difference.secondValue
        else { return nil }
        let (a, b) = FigureText.pair(p, q)
        let words = difference.standing == .tie ? "does as well as" : "is ahead of"
        return Verdict(
            .baseline, [difference.second, difference.first],
            "The baseline \(difference.second) \(words) \(difference.first) by F, \(b) to \(a).")
    }

    /// F below 0 says less than it seems to.
    static func belowZero(_ name: String, f: Double, mean: Double?) -> Verdict? {
        guard f < 0 else { return nil }
        let beside =
            mean.map {
                ": predicting the mean direction gets \(FigureText.text($0, decimals: 3)) here, so it is "
                    + (f < $0 ? "worse than the mean" : "still better than the mean")
            } ?? ""
        return Verdict(.belowZero, [name], "F of \(name) is below 0 (\(FigureText.text(f, decimals: 3)))\(beside).")
    }

    /// Differences of F between places below this are no news.
    private static let placeMatters = 0.1

    /// - Parameter places: F by stratum.
    static func stratum(_ name: String, _ places: [(name: String, f: Double)]) -> Verdict? {
        guard let low = places.map(\.f).min(), let high = places.map(\.f).max(), high - low >= placeMatters else { return nil }
        let told = places.map { "\($0.name) \(FigureText.text($0.f, decimals: 3))" }.joined(separator: ", ")
        return Verdict(.stratum, [name], "F of \(name) depends on the place in the document: \(told).")
    }

    static func rank(_ name: String, f: Double, rank: Int?, width: Int) -> Verdict {
        let words =
            rank.map { "PCA reaches F of \(name) (\(FigureText.text(f, decimals: 3))) at rank \($0) of \(width)" }
            ?? "PCA reaches F of \(name) (\(FigureText.text(f, decimals: 3))) at no rank"
        return Verdict(.rank, [name], words + ".")
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
