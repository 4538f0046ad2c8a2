import ParallaxCompute

/// What edits that change no meaning do to the model when their vectors are put back: a change inside it is shown as nothing.
/// Like is compared with like, as in ``NoiseBand``.
public struct SpliceNoise: Equatable, Sendable {
    public struct Sample: Equatable, Sendable {
        /// What was done to the text ("word order").
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
    /// - Parameter isDeletion: whether the person's text is the original without a sentence.
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
