/// Sums of activations, and pools of them, taken from documents: what `parallax statistics` writes and what comparisons freeze.
public struct CorpusStatistics: Sendable {
    private let model: LanguageModel
    private let tokenizer: Tokenizer
    private let documents: any ComparisonDocuments
    private let rule: ExclusionRule

    public init(model: LanguageModel, tokenizer: Tokenizer, documents: any ComparisonDocuments, rule: ExclusionRule = .workspace) {
        self.model = model
        self.tokenizer = tokenizer
        self.documents = documents
        self.rule = rule
    }

    /// - Parameters:
    ///   - indices: documents, in their order.
    ///   - sites: where sums are taken.
    ///   - pooled: the sites at which a pool of `poolSize` activations is kept as well.
    ///   - tokenLimit: documents are taken until they hold this many tokens.
    ///   - progress: documents done, and of how many.
    /// - Returns: the statistics, and a sentence for each document that could not be read.
    public func gather(
        _ indices: [Int], sites: [Site], pooled: Set<Site>, poolSize: Int, tokenLimit: Int = .max, cancellation: Cancellation, progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> (statistics: StatisticsCollection, complaints: [Complaint]) {
        var sums: [Site: [DocumentStatistics]] = [:], pools: [Site: ActivationPool] = [:], complaints: [Complaint] = []
        for site in pooled { pools[site] = try ActivationPool(width: model.checkedWidth(of: site), limit: poolSize) }
        var tokens = 0
        for (done, index) in indices.enumerated() where tokens < tokenLimit {
            try cancellation.check()
            do {
                let ids = try documents.tokenIDs(of: index, cancellation: cancellation), name = documents.titles[index]
                let states = try model.forward(ForwardRequest([.init(.tokens(ids))], capture: Set(sites)), cancellation: cancellation)[0].states
                let bos = ExclusionRule.bosPositions(ids, model: model, tokenizer: tokenizer)
                for site in sites {
                    guard let rows = states[site] else { continue }
                    sums[site, default: []].append(DocumentStatistics(index: index, name: name, activations: rows, bos: bos, rule: rule, site: site, model: model.fingerprint))
                    let excluded = rule.excluded(norms: rows.norms, bos: bos)
                    pools[site]?.add(document: index, name: name, rows: rows, positions: ids.indices.filter { excluded[$0] == nil })
                }
                tokens += ids.count
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
            progress(done + 1, indices.count)
        }
        var files: [Site: StatisticsFile] = [:]
        for (site, documents) in sums {
            files[site] = try StatisticsFile(site: site, model: model.fingerprint, width: model.checkedWidth(of: site), rule: rule, documents: documents, pool: pools[site])
        }
        return (StatisticsCollection(files), complaints)
    }
}
