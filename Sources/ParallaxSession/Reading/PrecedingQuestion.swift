import ParallaxCompute

/// How far the activation at the cursor points where that of the token before does.
public struct PrecedingQuestion: Question {
    public var document: DocumentID
    public var position: Int
    public var row: Int

    public var lane: Lane { .model }
    public var pace: Pace { .aside }
    public var about: DocumentID? { document }

    /// The cosine of the two; undefined at the first token.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> Outcome {
        guard position > 0 else { return .undefined("no token stands before it") }
        let activations = try bench.traced(document, cancellation).states[bench.instrument.sites[row]]!
        return TokenFigures(activation: activations[position], reconstruction: activations[position - 1], reference: .none).cosine.outcome
    }

    public func keep(_ answer: Outcome, in state: inout SessionState) { state.between.preceding = Latest(self, answer) }
}

extension SessionState {
    /// The line stands between readings: nil where there are none to stand between.
    public var precedingQuestion: PrecedingQuestion? {
        guard inventory.hasModel, !inventory.dictionaries.elements.isEmpty || !inventory.verbalizers.elements.isEmpty, let trace,
            trace.ids.indices.contains(position)
        else { return nil }
        return PrecedingQuestion(document: document, position: position, row: row)
    }

    /// The cosine of the activation at the cursor with that of the token before; nil while it is not there.
    public var preceding: Outcome? { precedingQuestion.flatMap { between.preceding?.value(for: $0) } }
}
