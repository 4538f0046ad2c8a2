import ParallaxCompute

/// What is known of the reconstructions put back at the cursor.
public struct SpliceState: Sendable {
    public var table: Latest<SpliceQuestion>?
    public var noise: [SpliceTable.Change: Latest<SpliceNoiseQuestion>] = [:]
}

/// What the model says after each reconstruction was put back at one position: one row a method, the clean run first.
public struct SpliceTable: Equatable, Sendable {
    public enum Change: Sendable, CaseIterable {
        case features, text
    }

    public struct Row: Equatable, Sendable {
        public var name: String
        /// What the person changed; nil where nothing.
        public var change: Change?
        /// The row of the reconstruction before the change, which a changed one is to be compared with.
        public var before: Int?
        /// KL(clean ‖ spliced) at the position, nats.
        public var divergence: Outcome
        /// Mean KL over the next tokens, nats.
        public var following: Outcome
        /// −log p of the actual next token, nats.
        public var crossEntropy: Outcome
        /// Most likely next tokens.
        public var next: [LensCell.Token]
        /// Greedy, after the position; raw text.
        public var continuation: String

        public init(
            name: String, change: Change? = nil, before: Int? = nil, divergence: Outcome, following: Outcome, crossEntropy: Outcome,
            next: [LensCell.Token], continuation: String
        ) {
            self.name = name
            self.change = change
            self.before = before
            self.divergence = divergence
            self.following = following
            self.crossEntropy = crossEntropy
            self.next = next
            self.continuation = continuation
        }
    }

    public var rows: [Row]
    /// Tokens behind the position over which `following` is the mean.
    public var followingCount: Int

    public init(rows: [Row], followingCount: Int) {
        self.rows = rows
        self.followingCount = followingCount
    }
}

/// What edits that change no meaning, or features that nobody chose, do to the model when their vectors are put back: a change inside it is shown as
/// nothing.
/// Like is compared with like, as in ``NoiseBand``.
public struct SpliceNoise: Equatable, Sendable {
    public struct Sample: Equatable, Sendable {
        /// What was done to the text ("word order"), or to features.
        public var kind: String
        public var row: SpliceTable.Row

        public init(kind: String, row: SpliceTable.Row) {
            self.kind = kind
            self.row = row
        }
    }

    public var samples: [Sample]

    public init(samples: [Sample]) { self.samples = samples }

    /// Those of the kind of the person's edit.
    /// - Parameter isDeletion: whether the person's text is the original without a sentence; of features false.
    public func alike(isDeletion: Bool) -> [SpliceTable.Row] {
        samples.filter { ($0.kind == NeutralEdits.deletion) == isDeletion }.map(\.row)
    }
}

extension [SpliceTable.Row] {
    /// The largest distance of a figure of these rows from that of `before`; nil where none has one.
    public func width(_ figure: (SpliceTable.Row) -> Outcome, from before: SpliceTable.Row) -> Double? {
        guard let start = figure(before).number else { return nil }
        var widest: Double?
        for row in self {
            guard let number = figure(row).number else { continue }
            widest = Swift.max(widest ?? 0, abs(number - start))
        }
        return widest
    }

    /// How many have another most likely next token than `before`.
    public func changingTopToken(of before: SpliceTable.Row) -> Int {
        count { $0.next.first?.text != before.next.first?.text }
    }
}
