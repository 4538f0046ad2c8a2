import Foundation

/// Decides what a comparison is about, and freezes what it takes from other documents.
///
///     let preparation = ComparisonPreparation(subject: subject, documents: library, options: options)
///     let runner = try preparation.runner(cancellation: cancellation) { done, total in … }
public struct ComparisonPreparation {
    private let subject: ComparisonSubject
    private let documents: any ComparisonDocuments
    private let options: ComparisonOptions
    /// Statistics made before.
    private let file: ReadyStatistics?
    private let rule = ExclusionRule.workspace

    /// Without a file, every third document estimates and the others are evaluated.
    public static let estimatingShare = 3
    static let everyThird = "every third document of the workspace (0, 3, 6, …), which is not evaluated"
    /// Tokens that are run for estimates, where no file holds them.
    public static let enoughTokens = 20_000

    public init(
        subject: ComparisonSubject, documents: any ComparisonDocuments, options: ComparisonOptions, statistics file: ReadyStatistics? = nil
    ) {
        self.subject = subject
        self.documents = documents
        self.options = options
        self.file = file
    }

    /// - Parameters:
    ///   - chosen: the documents to evaluate, by number; nil evaluates those that estimate nothing.
    ///   - progress: documents run for estimates, and of how many.
    /// - Throws: `Complaint` where no documents remain to estimate from, or none to evaluate; `CancellationError`.
    public func runner(
        evaluating chosen: [Int]? = nil, cancellation: Cancellation, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> ComparisonRunner {
        try options.check()
        let reader = DocumentReader(model: subject.model, tokenizer: subject.tokenizer, documents: documents)
        let copies = try copies(chosen, reader, cancellation)
        let (evaluated, estimating, words) = try split(chosen, copies)
        let limited = try limit(evaluated), repeated = copies.repeated(among: limited)
        let methods = ComparisonMethod.all(of: subject, options: options)
        let (statistics, sources) = try statistics(estimating, leavingOut: limited.flatMap(copies.group), copies, cancellation, progress)
        let frozen = try FrozenStatistics(
            statistics, sources: sources, groups: groups(copies), source: words, subject: subject, methods: methods, options: options,
            cancellation: cancellation)
        let parts = subject.parts()
        let read = limited.map { try? reader.read($0).repeating(repeated[$0] ?? []) }
        var plan = ComparisonPlan(
            site: subject.site.hookName, width: subject.width, options: options, rule: rule, methods: methods,
            documents: zip(limited, read).map {
                .init(
                    index: $0, title: documents.titles[$0], tokens: $1?.comparable.count ?? 0,
                    group: copies.isInGroup($0) ? copies.first(of: $0) : nil, repeated: repeated[$0])
            },
            statisticsFrom: words, statistics: .init(name: file?.name ?? "this workspace", fingerprint: frozen.fingerprint),
            model: .init(subject.model), dictionaries: parts.dictionaries, verbalizers: parts.verbalizers, mimics: parts.mimics,
            beginning: limited.allSatisfy(documents.isGivenAsIDs) ? nil : documents.beginning.change(by: subject.tokenizer))
        plan.copies = copies.sentence(among: limited + (estimating ?? []), titles: documents.titles)
        return ComparisonRunner(
            plan: plan, subject: subject, frozen: frozen, documents: documents,
            dictionaryWarnings: dictionaryWarnings(read.compactMap { $0?.ids.first }))
    }

    private func dictionaryWarnings(_ firstTokens: [Int]) -> [[String]] {
        subject.dictionaries.map { dictionary in
            dictionary.configuration.bosWarning(firstTokens: firstTokens, bos: documents.bos).map { [$0] } ?? []
        }
    }

    /// Which documents are copies, among those that come into question: all, or where few tokens are wanted the first that surely hold them.
    private func copies(_ chosen: [Int]?, _ reader: DocumentReader, _ cancellation: Cancellation) throws -> DocumentCopies {
        let all = Array(documents.titles.indices)
        guard file == nil, chosen == nil, let most = options.tokenLimit else {
            return try DocumentCopies(all, read: reader, cancellation: cancellation)
        }
        // Twice what each side takes, since a copy goes over to its group's side.
        var wanted = [most, Self.enoughTokens].map { $0.multiplied(clamped: 2) }, count = 0
        while count < all.count, wanted.contains(where: { $0 > 0 }) {
            let side = isEstimating(count) ? 1 : 0
            wanted[side] -= (try? documents.tokenIDs(of: count, cancellation: cancellation).count) ?? 0
            count += 1
        }
        return try DocumentCopies(Array(all.prefix(count)), read: reader, cancellation: cancellation)
    }

    private func groups(_ copies: DocumentCopies) -> [String: Int] {
        var groups: [String: Int] = [:]
        for group in copies.groups { for number in group { groups[documents.titles[number]] = group[0] } }
        return groups
    }

    private func isEstimating(_ document: Int) -> Bool { document % Self.estimatingShare == 0 }

    /// The documents to evaluate, those to estimate from (nil: the file's), and the rule in words. Copies stand on one side, that of the
    /// first of them.
    private func split(_ chosen: [Int]?, _ copies: DocumentCopies) throws -> (evaluated: [Int], estimating: [Int]?, words: String) {
        let all = Array(documents.titles.indices)
        func refuse(_ expected: String, _ found: String) -> Complaint {
            Complaint(
                "comparison", expected: expected, found: found,
                remedy: "name more documents in the workspace, or a statistics file of others")
        }
        guard !all.isEmpty else { throw refuse("documents to evaluate", "none") }
        if let chosen, let wrong = chosen.first(where: { !all.indices.contains($0) }) {
            throw Complaint(
                "--documents", expected: "numbers from 0 to \(all.count - 1)", found: "\(wrong)", remedy: "name documents of the workspace")
        }
        if let file {
            let inFile = Set(file.statistics.documents.map(\.name))
            let others = all.filter { !inFile.contains(documents.titles[$0]) }
            let evaluated = chosen?.uniqued ?? (others.isEmpty ? all.filter { !isEstimating(copies.first(of: $0)) } : others)
            let overlap = Set(evaluated.flatMap(copies.group)).filter { inFile.contains(documents.titles[$0]) }
            guard inFile.count > overlap.count else { throw refuse("documents in \(file.name) that are not evaluated", "none") }
            let words =
                overlap.isEmpty
                ? "\(file.name), whose documents are others" : "\(file.name), less the \(overlap.count) evaluated documents that it holds"
            return (evaluated, nil, words)
        }
        if let chosen {
            let evaluated = chosen.uniqued, set = Set(evaluated.flatMap(copies.group)), others = all.filter { !set.contains($0) }
            guard !others.isEmpty else {
                throw refuse(
                    "a document that is not evaluated, to estimate μ and Var from", set.count > evaluated.count ? "copies of these" : "none"
                )
            }
            return (evaluated, others, "the workspace's other documents, in order, until they hold \(Self.enoughTokens) tokens")
        }
        guard all.count > 1 else { throw refuse("two documents at least, one to estimate from and one to evaluate", "1") }
        let evaluated = all.filter { !isEstimating(copies.first(of: $0)) }
        guard !evaluated.isEmpty else {
            throw refuse("two documents at least that are no copies, one to estimate from and one to evaluate", "copies of one")
        }
        return (evaluated, all.filter { isEstimating(copies.first(of: $0)) }, Self.everyThird)
    }

    /// Whole documents, in order, until they would hold more tokens than the limit; one at least.
    private func limit(_ evaluated: [Int]) throws -> [Int] {
        guard let most = options.tokenLimit else { return evaluated }
        var kept: [Int] = [], tokens = 0
        for index in evaluated {
            // A document that cannot be read is reported when its turn comes.
            let count = (try? documents.tokenIDs(of: index).count) ?? 0
            guard kept.isEmpty || tokens + count <= most else { break }
            kept.append(index)
            tokens += count
        }
        return kept
    }

    /// Of the site, and of those that transcoders read.
    private func statistics(
        _ estimating: [Int]?, leavingOut evaluated: [Int], _ copies: DocumentCopies, _ cancellation: Cancellation,
        _ progress: (Int, Int) -> Void
    ) throws -> (site: StatisticsFile, sources: [Site: StatisticsFile]) {
        if let file {
            let titles = Set(evaluated.map { documents.titles[$0] })
            return (try file.statistics.leavingOut(titles), try file.sources.mapValues { try $0.leavingOut(titles) })
        }
        let corpus = CorpusStatistics(model: subject.model, tokenizer: subject.tokenizer, documents: documents, rule: rule),
            sites = subject.sources.union([subject.site])
        let gathered = try corpus.gather(
            estimating ?? [], sites: sites.sorted(), pooled: sites, poolSize: options.poolSize, tokenLimit: Self.enoughTokens,
            repeated: copies.repeated(among: estimating ?? []),
            cancellation: cancellation, progress: progress)
        guard let statistics = gathered.statistics.files[subject.site] else {
            throw gathered.complaints.first
                ?? Complaint(
                    "statistics at \(subject.site)", expected: "documents to estimate from", found: "none",
                    remedy: "name more documents in the workspace")
        }
        return (statistics, gathered.statistics.files.filter { $0.key != subject.site })
    }
}

extension [Int] {
    /// Each once, ascending.
    fileprivate var uniqued: [Int] { Set(self).sorted() }
}

/// Statistics made before, held against what is compared.
public struct ReadyStatistics: Sendable {
    /// Of the compared site, with a pool of activations.
    let statistics: StatisticsFile
    /// Of the sites that transcoders read, as far as the file has them.
    let sources: [Site: StatisticsFile]
    /// The file's, for sentences.
    let name: String
    /// What should be known about them.
    public let complaints: [Complaint]

    /// - Throws: `Complaint` where the file cannot be read, was made from another model, or has nothing that can be used at the subject's site.
    public init(_ url: URL, for subject: ComparisonSubject) throws {
        let collection = try StatisticsCollection.open(url)
        name = url.lastPathComponent
        complaints =
            collection.missing.map {
                [
                    Complaint(
                        url.path, expected: "statistics of the whole corpus", found: $0,
                        remedy: "merge all parts with parallax merge, or keep to these")
                ]
            } ?? []
        let anew = "make the file anew with parallax statistics WORKSPACE -o FILE"
        guard let statistics = collection.files[subject.site] else {
            let others = collection.files.keys.sorted().map(\.hookName).listed(atMost: 6)
            throw Complaint(url.path, expected: "statistics at \(subject.site)", found: "those of other sites (\(others))", remedy: anew)
        }
        guard statistics.width == subject.width, statistics.model == nil || statistics.model == subject.model.fingerprint else {
            throw Complaint(
                name, expected: "statistics of this model (\(subject.model.fingerprint), width \(subject.width))",
                found: "\(statistics.model ?? "no model named"), width \(statistics.width)",
                remedy: "make them anew with parallax statistics WORKSPACE -o FILE")
        }
        guard statistics.pool != nil else {
            throw Complaint(name, expected: "sums and a pool of vectors at \(subject.site)", found: "sums alone", remedy: anew)
        }
        self.statistics = statistics
        sources = collection.files.filter { site, file in subject.sources.contains(site) && file.width == subject.model.width(of: site) }
    }
}
