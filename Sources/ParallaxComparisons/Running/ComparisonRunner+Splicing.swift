extension ComparisonRunner {
    /// Values of logits held for one splice; more variants than fit are run in several passes.
    private static let logitsTogether = 1 << 25

    /// Puts every spliced method back into the model at one position after the other; all other positions stay as they are.
    func splice(_ run: DocumentRun, _ outputs: [MethodOutput], _ record: inout DocumentRecord, _ cancellation: Cancellation) throws {
        let spliced = plan.methods.indices.filter { plan.methods[$0].isSplicedAsIs || plan.methods[$0].isSplicedAtTrueNorm }
        guard !spliced.isEmpty else { return }
        for token in run.usable {
            let splice = try Splice(
                model: subject.model, ids: run.ids, position: token, site: subject.site, following: options.following, continuation: 0, top: 0, past: run.past)
            var variants: [SpliceVariant] = []
            var places: [(method: Int, columns: [TokenColumn])] = []
            for method in spliced where outputs[method].absent[token] == nil {
                let y = outputs[method].rows[token]
                if plan.methods[method].isSplicedAsIs {
                    variants.append(SpliceVariant(name: plan.methods[method].name, vector: y))
                    places.append((method, TokenColumn.effect))
                }
                guard plan.methods[method].isSplicedAtTrueNorm else { continue }
                guard let scaled = TrueNorm.rescaled(y, to: run.activations[token]) else {
                    for column in TokenColumn.effectTrueNorm { record.set(layout.column(method, column)!, token, .undefined(TokenTerms.zeroReconstruction)) }
                    continue
                }
                variants.append(SpliceVariant(name: plan.methods[method].name, vector: scaled))
                places.append((method, TokenColumn.effectTrueNorm))
            }
            let together = max(1, Self.logitsTogether / (subject.model.configuration.vocabularySize * (options.following + 1)) - 1)
            for start in stride(from: 0, to: variants.count, by: together) {
                let range = start..<min(variants.count, start + together)
                let results = try splice.run(Array(variants[range]), cancellation: cancellation)
                record.set(RecordLayout.DocumentColumn.crossEntropy.rawValue, token, results[0].crossEntropy)
                for (result, place) in zip(results.dropFirst(), places[range]) {
                    let outcomes = [result.divergence, result.meanFollowingDivergence, result.crossEntropy, result.topTokenAgrees]
                    for (column, outcome) in zip(place.columns, outcomes) { record.set(layout.column(place.method, column)!, token, outcome) }
                }
            }
        }
    }
}
