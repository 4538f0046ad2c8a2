/// Puts the claims of explanations to the tests: runs what the tests need, the cheap and telling parts first, and says what they show.
///
///     let examiner = ClaimExaminer(rules: rules, verbalizer: av, reconstructor: ar, dictionary: sae, background: background)
///     let page = try examiner.page(subject, calibration: calibration, cancellation: cancellation)
///
/// Any of AV, AR and dictionary may be missing; the tests that need it then say so. The same seed gives the same page.
public struct ClaimExaminer: Sendable {
    public let rules: ClaimRules
    public let verbalizer: ActivationVerbalizer?
    public let reconstructor: ActivationReconstructor?
    public let dictionary: SparseAutoencoder?
    /// What chance gives: a mean activation, and explanations of other documents' tokens.
    public let background: ClaimBackground
    /// Who writes about the text alone, where the subject brings no mimic text.
    public let writer: TextOnlyWriter?
    public let options: ClaimOptions
    let elsewhere: [(document: String, stated: StatedClaims)]
    let prior: [StatedClaims]

    public init(
        rules: ClaimRules, verbalizer: ActivationVerbalizer?, reconstructor: ActivationReconstructor?, dictionary: SparseAutoencoder? = nil,
        background: ClaimBackground, writer: TextOnlyWriter? = nil, options: ClaimOptions = ClaimOptions()
    ) {
        self.rules = rules
        self.verbalizer = verbalizer
        self.reconstructor = reconstructor
        self.dictionary = dictionary
        self.background = background
        self.writer = writer
        elsewhere = background.explanations.map { ($0.document, StatedClaims($0.text, rules: rules)) }
        prior = background.prior.map { StatedClaims($0, rules: rules) }
        self.options = options
    }

    /// Why a measurement cannot be made here at all; nil where it can.
    func lack(_ measurement: ClaimMeasurement, _ subject: ExplanationInContext) -> String? {
        let needsActivation = subject.activation == nil ? "the activation is not known: the texts were made elsewhere" : nil
        switch measurement {
        case .text: return subject.visibleText == nil ? "the document's text is not known" : nil
        case .samples: return subject.samples.isEmpty ? (verbalizer == nil ? "no AV, and no samples in the file" : needsActivation) : nil
        case .neighbours: return subject.neighbours.isEmpty ? "no explanations of neighbouring positions" : nil
        case .reconstructions, .orders: return reconstructor == nil ? "no AR" : needsActivation
        case .scores: return verbalizer == nil ? "no AV" : needsActivation
        case .priorScores:
            return verbalizer == nil
                ? "no AV" : background.mean == nil ? "no mean activation: there are no statistics of other documents" : nil
        case .features: return dictionary == nil ? "no dictionary at this site" : reconstructor == nil ? "no AR" : needsActivation
        case .mimic:
            return subject.mimic == nil && writer == nil
                ? "no mimic text and no language model to ask"
                : subject.mimic == nil && subject.visibleText == nil ? "the document's text is not known" : nil
        case .causes: return verbalizer == nil ? "no AV" : reconstructor == nil ? "no AR" : needsActivation
        }
    }

    /// The measurements for the tests that are on and can be run, and why others cannot.
    func plan(_ subject: ExplanationInContext, off: Set<ClaimTest>) -> (measurements: [ClaimMeasurement], left: [ClaimTest: String]) {
        var wanted: Set<ClaimMeasurement> = [], left: [ClaimTest: String] = [:]
        for statistic in ClaimStatistics.all {
            if off.contains(statistic.test) {
                left[statistic.test] = "switched off"
            } else if let lack = ClaimMeasurement.allCases.lazy.filter(statistic.needs.contains).compactMap({ lack($0, subject) }).first {
                left[statistic.test] = lack
            } else {
                wanted.formUnion(statistic.needs)
            }
        }
        return (ClaimMeasurement.allCases.filter(wanted.contains), left)
    }
}

/// How thoroughly claims are examined.
public struct ClaimOptions: Sendable, Equatable, Codable {
    /// K, other explanations of the same activation at temperature 1.
    public var samples = 16
    /// Other values at most that are tried in a claim's place.
    public var candidates = 10
    /// Positions on either side whose explanations count for recurrence.
    public var reach = 3
    /// Explanations of other documents' tokens: what chance gives, and a source of candidates.
    public var elsewhere = 24
    /// Samples of what the AV says without an activation.
    public var priorSamples = 32
    public var seed: UInt64 = 0
    /// Tokens of an explanation at most.
    public var maximumTokens = 200
    /// Up to as many claims the Shapley values are exact; beyond, they are estimated from orders.
    public var exactShapley = 6
    /// Orders, each with its reverse, that an estimate is made from.
    public var shapleyOrders = 16

    public init() {}

    var isSound: Bool {
        let counts = [samples, candidates, reach, elsewhere, priorSamples, exactShapley, shapleyOrders]
        return counts.allSatisfy { (0...1000).contains($0) } && (1...100_000).contains(maximumTokens) && exactShapley <= 16
    }
}

extension ClaimExaminer {
    /// What examining an explanation takes, before anything runs. Candidates and neighbours are counted as if all there can be were found.
    public func budget(_ subject: ExplanationInContext, off: Set<ClaimTest> = []) -> ClaimBudget {
        let measurements = Set(plan(subject, off: off).measurements)
        let claims = rules.claims(of: subject.explanation, edits: subject.edits).count
        let candidates = claims * (1 + options.candidates)
        // An explanation that cannot be tokenised says so when it is examined.
        let length = { (tokenizer: Tokenizer) in (try? tokenizer.encode(subject.explanation, addSpecialTokens: false).count) ?? 0 }
        var budget = ClaimBudget()
        if let verbalizer {
            let tokens = length(verbalizer.tokenizer), prompt = verbalizer.promptTokenIDs.count
            var own = 0
            if measurements.contains(.samples), subject.samples.isEmpty {
                budget.written += options.samples
                own += options.samples * (tokens + prompt)
            }
            for passes in [ClaimMeasurement.scores, .priorScores] where measurements.contains(passes) {
                budget.scored += candidates
                // A candidate costs its own ids; the text before it has been read.
                own += prompt + tokens + candidates * max(1, tokens / max(claims, 1))
            }
            if measurements.contains(.causes) {
                budget.scored += 3 * claims
                own += 3 * claims * (prompt + tokens / 2)
            }
            budget.add(tokens: own, parameters: verbalizer.model.configuration.blocksParameters)
        }
        if let reconstructor {
            let tokens = length(reconstructor.tokenizer) + 12
            if measurements.contains(.reconstructions) {
                let variants = candidates + NeutralEdits.most, prefixes = ExplanationSegments(subject.explanation).parts.count + 1
                budget.read += 1 + variants + prefixes
                // What a variant has in common with the text's beginning is run once: on average half of it.
                budget.add(
                    tokens: (1 + variants / 2 + prefixes / 2) * tokens, parameters: reconstructor.model.configuration.blocksParameters)
            }
            if measurements.contains(.orders) {
                let texts = claims + 2 <= options.exactShapley ? 1 << (claims + 2) : 2 * options.shapleyOrders * (claims + 2)
                budget.read += texts
                budget.add(tokens: texts * tokens / 2, parameters: reconstructor.model.configuration.blocksParameters)
            }
        }
        if measurements.contains(.mimic), subject.mimic == nil, let writer {
            budget.written += 1
            budget.add(
                tokens: writer.promptLength(subject.visibleText ?? "") + (verbalizer.map { length($0.tokenizer) } ?? options.maximumTokens),
                parameters: writer.parameters)
        }
        return budget
    }
}

extension ClaimBudget {
    mutating func add(tokens: Int, parameters: Double) {
        self.tokens += tokens
        flops += 2 * parameters * Double(tokens)
    }
}
