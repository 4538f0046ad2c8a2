/// What one forward pass is to compute: several sequences in one batch, each a prompt or the continuation of a cache.
public struct ForwardRequest: Sendable {
    /// What enters block 0 for the new tokens of a sequence.
    public enum Input: Sendable {
        /// Token ids; their rows of the embedding table, times the model's embedding scale.
        case tokens([Int])
        /// `[T, d]` as they enter block 0; the embedding scale is not applied.
        case embeddings(Rows)

        /// Number of tokens.
        public var count: Int {
            switch self {
            case .tokens(let ids): ids.count
            case .embeddings(let rows): rows.count
            }
        }
    }

    /// A vector put in the place of an activation before anything behind it is computed.
    public struct Replacement: Sendable {
        public var site: Site
        /// Absolute in the sequence: the first new token of a continued sequence stands at `cache.count`.
        public var position: Int
        /// As wide as the site.
        public var vector: [Float]

        public init(site: Site, position: Int, vector: [Float]) {
            self.site = site
            self.position = position
            self.vector = vector
        }
    }

    public struct SequenceInput: Sendable {
        public var input: Input
        /// Continued and appended to; nil for a sequence that will not be continued.
        public var cache: KeyValueCache?
        public var replacements: [Replacement]

        public init(_ input: Input, cache: KeyValueCache? = nil, replacements: [Replacement] = []) {
            self.input = input
            self.cache = cache
            self.replacements = replacements
        }
    }

    /// For which tokens logits are computed.
    public enum Logits: Sendable {
        case none
        /// Of the last token of each sequence.
        case last
        case all
    }

    public var sequences: [SequenceInput]
    /// Sites whose states are returned; sites behind `stopAfterBlock` are never reached and absent.
    public var capture: Set<Site>
    /// The last block that runs; nil runs all.
    public var stopAfterBlock: Int?
    public var logits: Logits

    public init(_ sequences: [SequenceInput], capture: Set<Site> = [], stopAfterBlock: Int? = nil, logits: Logits = .none) {
        self.sequences = sequences
        self.capture = capture
        self.stopAfterBlock = stopAfterBlock
        self.logits = logits
    }
}

/// What a forward pass found for one sequence; row r is its r-th new token.
public struct SequenceResult: Sendable {
    /// Captured states, after any replacement: `[T, d]` at residual sites, `[T, width of the site]` elsewhere.
    public var states: [Site: Rows]
    /// Output of the last block that ran, `[T, d]`, before any final norm.
    public var output: Rows
    /// `[T, vocabulary]` for `.all`, `[1, vocabulary]` for `.last`: of `output`, through the final norm and the unembedding.
    public var logits: Rows?
}
