import ParallaxCompute

/// One view as it leaves the screen: what is under the cursor, how the person has changed it, and every figure with its definition.
/// Whoever writes it adds the checkpoints' fingerprints.
public struct Finding: Encodable, Sendable {
    public struct Figure: Encodable, Sendable {
        /// Definition and scale, as in the JSON of `parallax compare`: "fve.per_token", "rescaled.per_token", "kl".
        public var key: String
        public var definition: String
        public var formula: String
        public var space: String
        public var scale: String
        public var value: Double?
        public var undefined: String?
        /// N, the sources of μ and Var, and what was left out.
        public var provenance: String
        /// What μ and Var rest on, where the figure needs them.
        public var meanFrom: Provenance?
        public var varianceFrom: Provenance?
        /// Why it rests on too little.
        public var unstable: String?

        init(_ measure: Measure) {
            key = VectorComparison.Column(definition: measure.definition, scale: measure.scale).key
            definition = measure.definition.title
            formula = measure.definition.formula
            space = measure.space.rawValue
            scale = measure.scale.rawValue
            value = measure.number
            undefined = measure.outcome.reason
            provenance = measure.provenance
            meanFrom = measure.meanSource.provenance
            varianceFrom = measure.varianceSource.provenance
            unstable = measure.instability
        }

        /// A figure at one position that is no measure of a reconstruction.
        init(key: String, definition: String, formula: String, space: Space, _ outcome: Outcome) {
            self.key = key
            self.definition = definition
            self.formula = formula
            self.space = space.rawValue
            scale = ReconstructionScale.asIs.rawValue
            value = outcome.number
            undefined = outcome.reason
            provenance = "N = 1"
        }

        /// A figure of the model's output, in nats, at one position.
        init(_ definition: Definition, _ outcome: Outcome) {
            self.init(
                Measure(
                    definition, space: definition.space, scale: .asIs, outcome: outcome, count: 1, meanSource: .notUsed,
                    varianceSource: .notUsed, excluded: []))
        }
    }

    public struct Feature: Encodable, Sendable {
        public var id: Int
        public var activation: Float
        public var share: Double?
        public var label: String?
        public var edit: String?
    }

    public struct Sparse: Encodable, Sendable {
        public var dictionary: String
        public var l0: Int
        public var features: [Feature]
        public var figures: [Figure]
        public var figuresOfTheEdit: [Figure]?
        /// What the same edits of other features do to the figures.
        public var noise: [Noise]?
    }

    public struct Verbal: Encodable, Sendable {
        public var verbalizer: String
        public var text: String
        public var tokens: Int?
        public var logProbability: Double?
        public var truncated: Bool
        public var injectionFailed: Bool
        public var figures: [Figure]?
        public var editedText: String?
        public var figuresOfTheEdit: [Figure]?
        /// What neutral edits do to the figures.
        public var noise: [Noise]?
        /// What a file says of a text that was made elsewhere.
        public var stated: Stated?
    }

    /// Figures as a file states them, and as they are derived again from each other.
    public struct Stated: Encodable, Sendable {
        /// By the file's own names.
        public var figures: [String: Double]
        /// 2(1 − cos).
        public var meanSquaredErrorFromCosine: Double?
        /// 1 − mse_nrm / Var.
        public var varianceExplained: Double?
        public var variance: Double?
        public var varianceFrom: String?
        public var disagreements: [String]
        public var samples: [String]
    }

    /// The largest change of a figure under neutral edits of the explanation, or under the same edits of other features: a change of the person's edit
    /// inside it says nothing.
    public struct Noise: Encodable, Sendable {
        /// As in `Figure`.
        public var key: String
        public var width: Double?
        /// Neutral edits of the kind of the person's; 0 where there are too few other features.
        public var edits: Int
    }

    public struct Between: Encodable, Sendable {
        public var cosine: Figure
        public var kept: [Int]
        public var lost: [Int]
        public var made: [Int]
        public var keptByMismatchedPairs: Double?
        public var mismatchedPairs: Int?
    }

    public struct Spliced: Encodable, Sendable {
        public var name: String
        /// The reconstruction that the person changed into this one.
        public var before: String?
        public var divergence: Figure
        public var divergenceFollowing: Figure
        public var crossEntropy: Figure
        public var next: [String]
        public var nextProbabilities: [Double]
        public var continuation: String
        public var noise: [Noise]?
        /// Neutral edits with another most likely next token than `before` has.
        public var neutralEditsChangingTopToken: Int?
    }

    public var document: String
    public var position: Int
    public var token: String
    public var site: String
    public var norm: Figure
    public var warnings: [String]
    public var statistics: String?
    /// The same, counted.
    public var provenance: Provenance?
    public var sparse: Sparse?
    public var verbal: Verbal?
    public var between: Between?
    public var spliced: [Spliced]?
    public var claims: Claims?
    /// What was on the screen.
    public var screen: String
}
