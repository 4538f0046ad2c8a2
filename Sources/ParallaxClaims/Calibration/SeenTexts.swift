/// What the explanations were like that a calibration learnt from. What it knows of claims holds for texts like these: a text that was made elsewhere
/// is held against them before it is given a probability.
public struct SeenTexts: Sendable, Equatable, Codable {
    /// One text, in the numbers by which it is told.
    public struct Form: Sendable, Equatable {
        /// log p under the AV given the activation, natural, in the mean of its tokens; nil where it cannot be scored.
        public var logProbability: Double?
        public var tokens: Int
        public var sentences: Int
        public var paragraphs: Int
        /// Of its claims, those that no rule reads.
        public var unparsed: Double

        /// - Parameter score: of the text in the published form, under the AV.
        public init(_ text: String, score: TextScore?, rules: ClaimRules) {
            tokens = score?.tokenIDs.count ?? 0
            logProbability = score.flatMap { $0.tokenIDs.isEmpty ? nil : $0.logProbability / Double($0.tokenIDs.count) }
            sentences = ExplanationSegments(text).sentences.count
            paragraphs = text.split(separator: "\n", omittingEmptySubsequences: true).count
            let claims = rules.claims(of: text, edits: [])
            unparsed = claims.isEmpty ? 1 : Double(claims.count { $0.className == ClaimRules.unparsed }) / Double(claims.count)
        }
    }

    /// From the least to the greatest of all texts.
    public struct Extent: Sendable, Equatable, Codable {
        public let low: Double
        public let high: Double

        func holds(_ value: Double) -> Bool { (low...high).contains(value) }
        var isSound: Bool { low.isFinite && high.isFinite && low <= high }
    }

    public let count: Count
    /// A token.
    public let logProbability: Extent
    public let tokens: Extent
    public let sentences: Extent
    public let paragraphs: Extent
    public let unparsed: Extent

    private enum CodingKeys: String, CodingKey {
        case count = "texts", logProbability = "log_probability_a_token", tokens, sentences, paragraphs, unparsed = "unparsed_share"
    }

    /// - Returns: nil without a text that could be scored.
    public init?(_ forms: [Form]) {
        func extent(_ value: (Form) -> Double?) -> Extent? {
            let values = forms.compactMap(value).filter(\.isFinite)
            guard let low = values.min(), let high = values.max() else { return nil }
            return Extent(low: low, high: high)
        }
        guard let logProbability = extent(\.logProbability), let tokens = extent({ $0.logProbability == nil ? nil : Double($0.tokens) }),
            let sentences = extent({ Double($0.sentences) }),
            let paragraphs = extent({ Double($0.paragraphs) }), let unparsed = extent(\.unparsed)
        else { return nil }
        (self.logProbability, self.tokens, self.sentences, self.paragraphs, self.unparsed) = (
            logProbability, tokens, sentences, paragraphs, unparsed
        )
        count = Count(clamping: forms.count)
    }

    var isSound: Bool { [logProbability, tokens, sentences, paragraphs, unparsed].allSatisfy(\.isSound) }

    /// Where a text lies outside all that was seen, in a few words; nil where it lies inside.
    public func misfit(_ form: Form) -> String? {
        guard let own = form.logProbability else { return "the AV cannot score the text, which exceeds its context" }
        func outside(_ name: String, _ value: Double, _ extent: Extent, decimals: Int = 0) -> String? {
            guard !extent.holds(value) else { return nil }
            func text(_ number: Double) -> String { FigureText.text(number, decimals: decimals) }
            return "\(name) \(text(value)), and the calibration saw \(text(extent.low)) to \(text(extent.high))"
        }
        return outside("log p a token under the AV is", own, logProbability, decimals: 2) ?? outside("tokens:", Double(form.tokens), tokens)
            ?? outside("sentences:", Double(form.sentences), sentences) ?? outside("paragraphs:", Double(form.paragraphs), paragraphs)
            ?? outside("share of claims that no rule reads:", form.unparsed, unparsed, decimals: 2)
    }
}

extension ClaimCalibration {
    /// Why there are no probabilities for a text that was made elsewhere; nil where the calibration holds for it.
    public func misfit(_ form: SeenTexts.Form) -> String? {
        guard let seen else { return "the calibration does not say what texts it saw: make it anew with parallax claims calibrate" }
        return seen.misfit(form)
    }
}
