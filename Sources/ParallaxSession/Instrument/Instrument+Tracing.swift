import ParallaxCompute

extension Instrument {
    /// Runs the model over a document and reads the activations at every site of the grid and at those that transcoders read.
    /// - Throws: `Complaint` for a document that has no tokens or ids outside the vocabulary.
    func trace(_ document: Int, logits: ForwardRequest.Logits, _ cancellation: Cancellation) throws -> TracedDocument {
        let (ids, isCut) = try library.tokens(of: document, cancellation: cancellation)
        let request = ForwardRequest([.init(.tokens(ids))], capture: sources.union(sites), logits: logits)
        let result = try model.forward(request, cancellation: cancellation)[0]
        let bos = ExclusionRule.bosPositions(ids, model: model, tokenizer: tokenizer)
        let exclusions = result.states.mapValues { rows in
            let reasons = ExclusionRule.workspace.excluded(norms: rows.norms, bos: bos)
            return ids.indices.map { reasons[$0] }
        }
        return TracedDocument(ids: ids, isCut: isCut, states: result.states, logits: result.logits, exclusions: exclusions)
    }
}
