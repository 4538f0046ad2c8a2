/// Sums and a pool of activations at one site, taken from documents.
struct ComparisonStatistics {
    let subject: ComparisonSubject
    let documents: any ComparisonDocuments
    let rule: ExclusionRule

    /// - Parameter tokenLimit: documents are taken in order until they hold this many tokens.
    func gather(
        _ indices: [Int], poolSize: Int, tokenLimit: Int, cancellation: Cancellation, progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> StatisticsFile {
        var sums: [DocumentStatistics] = []
        var pool = try ActivationPool(width: subject.width, limit: poolSize)
        var tokens = 0
        for (done, index) in indices.enumerated() where tokens < tokenLimit {
            try cancellation.check()
            // What cannot be read estimates nothing.
            guard let ids = try? documents.tokenIDs(of: index), ids.count <= subject.model.configuration.maximumPositions else { continue }
            let name = documents.titles[index]
            guard let rows = try subject.model.forward(ForwardRequest([.init(.tokens(ids))], capture: [subject.site]), cancellation: cancellation)[0].states[subject.site] else { continue }
            let bos = ExclusionRule.bosPositions(ids, model: subject.model, tokenizer: subject.tokenizer)
            sums.append(DocumentStatistics(index: index, name: name, activations: rows, bos: bos, rule: rule, site: subject.site, model: subject.modelFingerprint))
            let excluded = rule.excluded(norms: rows.norms, bos: bos)
            pool.add(document: index, name: name, rows: rows, positions: ids.indices.filter { excluded[$0] == nil })
            tokens += ids.count
            progress(done + 1, indices.count)
        }
        return try StatisticsFile(site: subject.site, model: subject.modelFingerprint, width: subject.width, rule: rule, documents: sums, pool: pool)
    }
}
