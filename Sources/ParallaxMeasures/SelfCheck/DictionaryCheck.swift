/// Holds a dictionary against activations at hand: does it do what its checkpoint promises, and if not, which of the usual mistakes
/// explains it?
///
///     let check = DictionaryCheck(dictionary, CheckMaterial(activations: rows))
///     if let complaint = check.complaint { print(complaint) }
public struct DictionaryCheck: Sendable {
    private let name: String
    /// As it was loaded, on all tokens.
    public let asLoaded: CheckReading
    public let expectedL0: Double?
    /// What is wrong, in words; nil where nothing is.
    public let trouble: String?
    /// The alternatives that are sound where what was loaded is not, the best first.
    public let explanations: [(suspicion: CheckSuspicion, reading: CheckReading)]

    /// Tokens beyond this many tell no more, and cost.
    private static let mostTokens = 256
    /// Tokens of massive norm are named where leaving them out changes FVE by more than this.
    private static let tellingGain = 0.1

    public init(_ dictionary: SparseAutoencoder, _ material: CheckMaterial) {
        name = dictionary.name
        let all = material.activations.count
        let sampled = all <= Self.mostTokens ? material : material.sampled(Self.mostTokens)
        let asLoaded = CheckReading(dictionary, sampled), expected = dictionary.expectedL0
        self.asLoaded = asLoaded
        expectedL0 = expected
        var found: [(suspicion: CheckSuspicion, reading: CheckReading)] = []
        let kept = sampled.countedRows
        var counted = sampled
        var trouble = asLoaded.trouble(expected: expected)
        if kept.count < sampled.activations.count, !kept.isEmpty {
            counted = sampled.keeping(kept)
            let without = CheckReading(dictionary, counted)
            let gain = (without.fve ?? -.infinity) - (asLoaded.fve ?? -.infinity)
            if without.trouble(expected: expected) == nil, trouble != nil || gain > Self.tellingGain {
                found.append((.outliers(sampled.activations.count - kept.count), without))
                trouble = trouble ?? "FVE \(asLoaded.fve.map(CheckReading.text) ?? "undefined"), which a few tokens decide"
            }
        }
        self.trouble = trouble
        if trouble != nil, found.isEmpty {
            let sound = dictionary.alternatives(counted).map { (suspicion: $0, reading: CheckReading($1, $2)) }
                .filter { $0.reading.trouble(expected: expected) == nil }
            found = sound.sorted { ($0.reading.fve ?? -.infinity) > ($1.reading.fve ?? -.infinity) }
        }
        explanations = found
    }

    /// The mistake that most likely was made; nil where nothing is wrong, or nothing that was tried explains it.
    public var likelyCause: CheckSuspicion? { explanations.first?.suspicion }

    /// For a person: what is wrong and what would be right; nil where nothing is wrong.
    public var complaint: Complaint? {
        guard let trouble else { return nil }
        let remedy = if let best = explanations.first {
            "it would be right \(best.suspicion.remedy) (\(best.reading.words))"
        } else {
            "none of the usual causes that could be tried makes it right; in their order: a site one block off, the input's normalisation, BOS among the tokens, a transposed matrix, a model with processed weights"
        }
        return Complaint(
            "dictionary \(name)", expected: (expectedL0.map { "about \(CheckReading.text($0)) active features a token and " } ?? "") + "a reconstruction better than the mean",
            found: "\(trouble), on \(asLoaded.tokens) tokens", remedy: remedy)
    }
}

extension CheckMaterial {
    /// So many rows, evenly spaced; the rows that hold BOS keep their places among them.
    func sampled(_ count: Int) -> CheckMaterial {
        let rows = (0..<count).map { $0 * activations.count / count }
        let kept = keeping(rows)
        return CheckMaterial(
            activations: kept.activations, targets: kept.targets, bos: Set(rows.indices.filter { bos.contains(rows[$0]) }), neighbours: kept.neighbours)
    }
}
