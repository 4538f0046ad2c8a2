import ParallaxCompute

/// What edits that change no meaning do to the figures of an explanation: a change inside the band is shown as nothing.
///
/// Like is compared with like: where the person took a sentence out, the band is what taking out another one of about that length
/// does; for any other edit it is what other word order and punctuation do.
public struct NoiseBand: Sendable {
    /// What was done to the text ("word order"), and the figures after it.
    public struct Sample: Sendable {
        public var kind: String
        public var figures: TokenFigures

        public init(kind: String, figures: TokenFigures) {
            self.kind = kind
            self.figures = figures
        }
    }

    public var samples: [Sample]

    public init(samples: [Sample]) { self.samples = samples }

    /// The largest change that a neutral edit made to a figure; nil where no edit could be made or the figure has no value.
    /// - Parameter isDeletion: whether the person's text is the original without a sentence.
    public func width(_ figure: (TokenFigures) -> Measure, original: TokenFigures, isDeletion: Bool) -> Double? {
        guard let start = figure(original).number else { return nil }
        var widest: Double?
        for sample in samples where (sample.kind == NeutralEdits.deletion) == isDeletion {
            guard let number = figure(sample.figures).number else { continue }
            widest = max(widest ?? 0, abs(number - start))
        }
        return widest
    }
}
