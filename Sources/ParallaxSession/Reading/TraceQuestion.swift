import ParallaxCompute

/// The forward pass of a document: tokens, norms at every site, predictions.
public struct TraceQuestion: Question {
    public var document: DocumentID

    public init(document: DocumentID) { self.document = document }

    public var lane: Lane { .model }
    public var pace: Pace { .quick }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> DocumentTrace { try bench.documentTrace(document, cancellation) }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> DocumentTrace { try bench.trace(document) }

    public func keep(_ answer: DocumentTrace, in state: inout SessionState) {
        state.readings.traces[document] = answer
        state.inheritReadings(of: document)
        if document == state.document { state.position = min(state.position, max(0, answer.ids.count - 1)) }
    }
}

extension ModelBench {
    /// The activations of a document; kept, since every other request needs them.
    func traced(_ document: DocumentID, _ cancellation: Cancellation) throws -> TracedDocument {
        if let known = traces.value(for: document) { return known }
        let traced = try instrument.trace(document, predicts: true, cancellation)
        traces.insert(traced, for: document)
        return traced
    }

    func documentTrace(_ document: DocumentID, _ cancellation: Cancellation) throws -> DocumentTrace {
        let traced = try traced(document, cancellation)
        let norms = instrument.sites.map { site in traced.states[site]!.norms.map(Float.init) }
        return DocumentTrace(
            ids: traced.ids, texts: instrument.tokenizer.texts(traced.ids), norms: norms, exclusions: instrument.sites.map { traced.exclusions[$0]! },
            predictions: traced.predictions,
            isSpecial: traced.ids.map { instrument.tokenizer.isSpecial($0) }, source: traced.isCut ? nil : instrument.library.source(document), isCut: traced.isCut,
            missingOpening: missingOpening(traced.ids), beginsWithBOS: traced.ids.first.map { $0 == instrument.library.bos })
    }

    /// The special token that opens the workspace's documents, where this one begins without any.
    private func missingOpening(_ ids: [Int]) -> String? {
        guard let first = ids.first, !instrument.tokenizer.isSpecial(first), let opening = instrument.library.opening else { return nil }
        return instrument.tokenizer.texts([opening])[0]
    }
}
