import Foundation
import ParallaxCompute

/// μ and Var of every site, from all documents of the workspace or from its statistics file.
public struct StatisticsQuestion: Question {
    public init() {}

    public var lane: Lane { .statistics }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (StatisticsState.Progress) -> Void) throws
        -> StatisticsFacts
    {
        try bench.gatherStatistics(cancellation, partial)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (StatisticsState.Progress) -> Void) throws
        -> StatisticsFacts
    { bench.facts }

    public func keep(part: StatisticsState.Progress, in state: inout SessionState) { state.statistics.progress = part }

    public func keep(_ answer: StatisticsFacts, in state: inout SessionState) { state.statistics.take(answer) }

    public func fail(_ complaint: Complaint, in state: inout SessionState) { state.statistics.refusal = complaint.description }
}

extension ModelBench {
    /// Tokens from which μ and Var are taken where no statistics file says otherwise: enough to be stable, few enough to be quick.
    private static let enoughTokens = 20_000
    /// Tokens of a statistics file's documents among which copies of the one that is shown are looked for: more would keep a person waiting.
    private static let mostHeldAgainst = 1 << 18

    /// What figures of a document rest on at a site: all other documents. For an edited one these are those of its original, of which most is
    /// the same; copies are left out as the document is.
    func statistics(for document: DocumentID, at site: Site) -> SiteStatistics? { figures(for: document, at: site)?.statistics }

    /// The same for figures.
    func reference(for document: DocumentID, at site: Site) -> MeasureReference { figures(for: document, at: site)?.reference ?? .none }

    private func figures(for document: DocumentID, at site: Site) -> FiguresReference? {
        guard let gathered = gathered.withLock({ $0 }) else { return nil }
        return gathered.reference(at: site, leavingOut: gathered.leftOut(for: document, of: instrument))
    }

    func gatherStatistics(_ cancellation: Cancellation, _ progress: (StatisticsState.Progress) -> Void) throws -> StatisticsFacts {
        if let file = instrument.workspace.statistics {
            let statistics = try instrument.statistics(in: file), documents = WorkspaceDocuments(instrument, readsBeginnings: true)
            let names = Set(statistics.files.values.flatMap { $0.documents.map(\.name) })
            let texts = try GatheredTexts(
                documents.titles.indices.filter { names.contains(documents.titles[$0]) }, of: documents, instrument,
                most: Self.mostHeldAgainst, cancellation)
            return try keep(statistics, texts, of: file)
        }
        guard instrument.library.count > 1 || !instrument.library.given.isEmpty else {
            return StatisticsFacts(
                refusal: "no statistics: μ and Var need other documents than the one shown; add some, or a statistics file")
        }
        let documents = WorkspaceDocuments(instrument, readsBeginnings: true)
        let texts = try GatheredTexts(Array(documents.titles.indices), of: documents, instrument, most: Self.enoughTokens, cancellation)
        let corpus = CorpusStatistics(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents)
        let gathered = try corpus.gather(
            Array(documents.titles.indices), sites: instrument.sites, pooled: [], poolSize: 0, tokenLimit: Self.enoughTokens,
            repeated: texts.repeated, cancellation: cancellation
        ) { done, total in
            progress(.init(done: done, total: total))
        }
        return try keep(gathered.statistics, texts, of: nil)
    }

    private func keep(_ collection: StatisticsCollection, _ texts: GatheredTexts, of file: URL?) throws -> StatisticsFacts {
        let last = collection.files.keys.sorted().last, names = Set(last.flatMap { collection.files[$0] }?.documents.map(\.name) ?? [])
        // A file made from other documents can be told by their names; one that names none of ours may hold the same texts.
        let isForeign = file != nil && !names.contains { instrument.library.titles.contains($0) }
        gathered.withLock {
            $0 = GatheredStatistics(
                collection.files, texts: texts, file: file?.lastPathComponent, mayHoldJudged: isForeign, activationBytes)
        }
        guard let last, try collection.counts(at: last).tokens > 0 else {
            return StatisticsFacts(refusal: "no statistics: no document has a token that counts")
        }
        return StatisticsFacts()
    }
}

extension Instrument {
    /// - Throws: `Complaint` where the file was made from another checkpoint than the model.
    func statistics(in file: URL) throws -> StatisticsCollection {
        let collection = try StatisticsCollection.open(file)
        for (site, statistics) in collection.files {
            let width = model.width(of: site) ?? 0
            guard statistics.width == width, statistics.model == nil || statistics.model == model.fingerprint else {
                throw Complaint(
                    file.path, expected: "statistics of this model (\(model.fingerprint), width \(width) at \(site))",
                    found: "\(statistics.model ?? "no model named"), width \(statistics.width)",
                    remedy: "make them anew with parallax statistics WORKSPACE -o FILE")
            }
        }
        return collection
    }
}
