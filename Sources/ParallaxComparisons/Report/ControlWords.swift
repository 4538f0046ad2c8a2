/// What controls and baselines say of a method, in words.
enum ControlWords {
    /// A control, and what it means where it does as well as the explanation and where it does not.
    struct Meaning: Sendable {
        var asGood: String
        var worse: String
    }

    static func meaning(_ recipe: ComparisonMethod.Recipe) -> Meaning? {
        switch recipe {
        case .genericText: Meaning(asGood: "the explanation says no more than a text that says nothing", worse: "the explanation says more than a text that says nothing")
        case .otherDocumentsText: Meaning(asGood: "the explanation says nothing of its own document", worse: "the explanation is of its own document")
        case .otherTokensText: Meaning(asGood: "the explanation says nothing of its own token", worse: "the explanation tells its token from others of the document")
        case .wordsShuffled: Meaning(asGood: "the AR reads words, not sentences", worse: "the AR reads the order of the words")
        case .sentencesReordered: Meaning(asGood: "the AR does not mind the order of the sentences", worse: "the AR reads the order of the sentences")
        case .punctuationChanged: Meaning(asGood: "the AR does not mind punctuation", worse: "the AR reads punctuation too")
        case .mimic: Meaning(asGood: "a text written without the activation does as well", worse: "the explanation says more than a text written without the activation")
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
        case .secondAhead: return Verdict(.control, [difference.first, difference.second], "\(meaning.asGood.capitalisedFirst), the control is even ahead: \(figures).")
        case .tie: return Verdict(.control, [difference.first, difference.second], "\(meaning.asGood.capitalisedFirst): \(figures), the interval of the difference holds 0.")
        case .tooFewDocuments, .undefined: return nil
        }
    }

    /// - Parameter difference: F of the method less F of the baseline.
    /// - Returns: nil where the method is ahead, as it should be.
    static func baseline(_ difference: PairedDifference) -> Verdict? {
        guard difference.standing == .secondAhead || difference.standing == .tie, let p = difference.firstValue, let q = difference.secondValue else { return nil }
        let (a, b) = FigureText.pair(p, q)
        let words = difference.standing == .tie ? "does as well as" : "is ahead of"
        return Verdict(.baseline, [difference.second, difference.first], "The baseline \(difference.second) \(words) \(difference.first) by F, \(b) to \(a).")
    }

    /// F below 0 says less than it seems to.
    static func belowZero(_ name: String, f: Double, mean: Double?) -> Verdict? {
        guard f < 0 else { return nil }
        let beside = mean.map { ": predicting the mean direction gets \(FigureText.text($0, decimals: 3)) here, so it is " + (f < $0 ? "worse than the mean" : "still better than the mean") } ?? ""
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
        let words = rank.map { "PCA reaches F of \(name) (\(FigureText.text(f, decimals: 3))) at rank \($0) of \(width)" } ?? "PCA reaches F of \(name) (\(FigureText.text(f, decimals: 3))) at no rank"
        return Verdict(.rank, [name], words + ".")
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
