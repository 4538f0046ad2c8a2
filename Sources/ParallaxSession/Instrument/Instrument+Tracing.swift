import ParallaxCompute

extension Instrument {
    /// Runs the model over a document and reads the residual stream at every site.
    /// - Throws: `Complaint` for a document that has no tokens or ids outside the vocabulary.
    func trace(_ document: Int, logits: ForwardRequest.Logits, _ cancellation: Cancellation) throws -> TracedDocument {
        let (ids, isCut) = try library.tokens(of: document)
        let request = ForwardRequest([.init(.tokens(ids))], capture: Set(sites), logits: logits)
        let result = try model.forward(request, cancellation: cancellation)[0]
        let bos = bosPositions(ids)
        let exclusions = result.states.mapValues { rows in
            let reasons = ExclusionRule.workspace.excluded(norms: Bench.norms(of: rows), bos: bos)
            return ids.indices.map { reasons[$0] }
        }
        return TracedDocument(ids: ids, isCut: isCut, states: result.states, logits: result.logits, exclusions: exclusions)
    }

    /// Where a document holds the token that opens every text: the model's BOS id, or a special token at the very start.
    func bosPositions(_ ids: [Int]) -> Set<Int> {
        Set(ids.indices.filter { ids[$0] == model.configuration.bosTokenID || ($0 == 0 && tokenizer.isSpecial(ids[0])) })
    }
}
