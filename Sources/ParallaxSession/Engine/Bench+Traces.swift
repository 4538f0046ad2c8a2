import Foundation
import ParallaxCompute

extension Bench {
    /// The activations of a document; kept, since every other request needs them.
    func traced(_ document: Int, _ cancellation: Cancellation) throws -> TracedDocument {
        if let known = traces.withLock({ $0.value(for: document) }) { return known }
        let traced = try instrument.trace(document, logits: .all, cancellation)
        traces.withLock { $0.insert(traced, for: document) }
        return traced
    }

    func documentTrace(_ document: Int, _ cancellation: Cancellation) throws -> DocumentTrace {
        let traced = try traced(document, cancellation)
        let norms = instrument.sites.map { site in traced.states[site]!.norms.map(Float.init) }
        return DocumentTrace(
            ids: traced.ids, texts: instrument.tokenizer.texts(traced.ids), norms: norms, exclusions: instrument.sites.map { traced.exclusions[$0]! },
            predictions: traced.logits.map { logits in (0..<logits.count).map { prediction(logits[$0]) } } ?? [],
            isSpecial: traced.ids.map { instrument.tokenizer.isSpecial($0) }, source: traced.isCut ? nil : instrument.library.source(document), isCut: traced.isCut,
            missingOpening: missingOpening(traced.ids))
    }

    /// The special token that opens the workspace's documents, where this one begins without any.
    private func missingOpening(_ ids: [Int]) -> String? {
        guard let first = ids.first, !instrument.tokenizer.isSpecial(first), let opening = instrument.library.opening else { return nil }
        return instrument.tokenizer.texts([opening])[0]
    }

    /// The most likely next token and its probability.
    private func prediction(_ logits: [Float]) -> DocumentTrace.Prediction {
        var best = 0
        for id in logits.indices where logits[id] > logits[best] { best = id }
        let top = Double(logits[best])
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) - top) }
        return .init(text: instrument.tokenizer.texts([best])[0], probability: 1 / sum)
    }
}
