/// How the sequences of a batch lie one behind the other in its matrices, and where each token stands in its sequence.
struct BatchLayout {
    struct Span {
        /// Rows of the batch that are this sequence's new tokens.
        let rows: Range<Int>
        /// Position of the first new token.
        let offset: Int
        let cache: KeyValueCache?
    }

    let spans: [Span]
    /// Of every row.
    let positions: [Int]

    var tokenCount: Int { positions.count }
    /// One more than the highest position.
    let length: Int

    init(_ sequences: [ForwardRequest.SequenceInput]) {
        var spans: [Span] = []
        var positions: [Int] = []
        for sequence in sequences {
            let offset = sequence.cache?.count ?? 0, start = positions.count
            positions += offset..<offset + sequence.input.count
            spans.append(Span(rows: start..<positions.count, offset: offset, cache: sequence.cache))
        }
        self.spans = spans
        self.positions = positions
        length = (positions.max() ?? -1) + 1
    }
}
