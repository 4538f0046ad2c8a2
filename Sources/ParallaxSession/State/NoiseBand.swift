import ParallaxCompute

/// What edits that change no meaning do to the figures of an explanation: a change inside the band is shown as nothing.
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
    public func width(_ figure: (TokenFigures) -> Measure, original: TokenFigures) -> Double? {
        guard let start = figure(original).number else { return nil }
        var widest: Double?
        for sample in samples {
            guard let number = figure(sample.figures).number else { continue }
            widest = max(widest ?? 0, abs(number - start))
        }
        return widest
    }
}
