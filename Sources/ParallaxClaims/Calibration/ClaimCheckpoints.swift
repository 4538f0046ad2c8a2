/// What claims were made and tested with, as fingerprints: a calibration holds for these and no others.
public struct ClaimCheckpoints: Sendable, Codable {
    public var model: String
    public var av: String
    public var ar: String
    /// nil where no dictionary is a witness.
    public var dictionary: String?
    /// Of the rules that split and class claims.
    public var rules: String
    /// What files from before call the dictionary; asked for where its own name is not theirs.
    var formerDictionary: (@Sendable () -> String?)?

    private enum CodingKeys: String, CodingKey { case model, av, ar, dictionary, rules }

    public init(model: String, av: String, ar: String, dictionary: String? = nil, rules: String) {
        self.model = model
        self.av = av
        self.ar = ar
        self.dictionary = dictionary
        self.rules = rules
    }

    /// The parts in which `other`, what there is now, differs from what a file names: "another AV (4567…, not 0123…)".
    func differences(from other: ClaimCheckpoints) -> [String] {
        var differing = zip(parts, other.parts).filter { $0.0.fingerprint != $0.1.fingerprint }
        if let dictionary, dictionary != other.dictionary, dictionary == other.formerDictionary?() {
            differing.removeAll { $0.0.name == Self.dictionaryName }
        }
        return differing.map {
            "another \($0.0.name) (\(($0.1.fingerprint ?? "none").shortened), not \(($0.0.fingerprint ?? "none").shortened))"
        }
    }

    private static let dictionaryName = "dictionary"

    private var parts: [(name: String, fingerprint: String?)] {
        [("model", model), ("AV", av), ("AR", ar), (Self.dictionaryName, dictionary), ("rules", rules)]
    }
}

extension ClaimCheckpoints: Equatable {
    public static func == (a: ClaimCheckpoints, b: ClaimCheckpoints) -> Bool {
        zip(a.parts, b.parts).allSatisfy { $0.fingerprint == $1.fingerprint }
    }
}

extension ClaimCheckpoints {
    /// Of what was opened.
    /// - Parameters:
    ///   - explanations: a file of texts in the place of an AV.
    ///   - dictionary: whose features bear witness.
    public init(
        model: LanguageModel, av: ActivationVerbalizer?, ar: ActivationReconstructor?, explanations: ExplanationFile?,
        dictionary: SparseAutoencoder?, rules: ClaimRules
    ) {
        self.init(
            model: model.fingerprint, av: av?.fingerprint ?? explanations?.fingerprint ?? "none", ar: ar?.fingerprint ?? "none",
            dictionary: dictionary?.fingerprint, rules: rules.fingerprint)
        if let dictionary { formerDictionary = { FormerFingerprint.of(dictionary) } }
    }
}

/// What the tests of claims compare with, the same for calibration and inspection.
public struct ClaimBackground: Sendable, Equatable, Codable {
    /// An explanation of another document's token.
    public struct Explanation: Sendable, Equatable, Codable {
        public let document: String
        public let text: String

        public init(document: String, text: String) {
            self.document = document
            self.text = text
        }
    }

    /// μ of other documents, `[d]`: what the AV says with it at the marker, it says without the activation.
    public let mean: [Float]?
    public let explanations: [Explanation]
    /// Samples of the AV at temperature 1 with μ at the marker.
    public let prior: [String]

    var isSound: Bool { mean?.allSatisfy(\.isFinite) ?? true }

    public static let none = ClaimBackground(mean: nil, explanations: [], prior: [])

    public init(mean: [Float]?, explanations: [Explanation], prior: [String]) {
        self.mean = mean
        self.prior = prior
        self.explanations = explanations
    }
}

extension ClaimBackground {
    /// With samples of what the AV says without an activation.
    /// - Throws: `Complaint`, `CancellationError`.
    public static func made(
        mean: [Float]?, explanations: [Explanation], verbalizer: ActivationVerbalizer?, options: ClaimOptions, cancellation: Cancellation
    ) throws -> ClaimBackground {
        guard let mean, let verbalizer else { return ClaimBackground(mean: mean, explanations: explanations, prior: []) }
        let rows = Rows(Array(repeating: mean, count: options.priorSamples), width: mean.count)
        let texts = try verbalizer.verbalize(
            rows, sampling: Sampling(temperature: 1, seed: options.seed, maximumTokens: options.maximumTokens), cancellation: cancellation)
        return ClaimBackground(mean: mean, explanations: explanations, prior: texts.map(\.text))
    }
}
