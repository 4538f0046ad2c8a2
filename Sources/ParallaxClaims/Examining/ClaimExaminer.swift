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
        case .priorScores: return verbalizer == nil ? "no AV" : background.mean == nil ? "no mean activation: there are no statistics of other documents" : nil
        case .features: return dictionary == nil ? "no dictionary at this site" : reconstructor == nil ? "no AR" : needsActivation
        case .mimic: return subject.mimic == nil && writer == nil ? "no mimic text and no language model to ask" : subject.mimic == nil && subject.visibleText == nil ? "the document's text is not known" : nil
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
