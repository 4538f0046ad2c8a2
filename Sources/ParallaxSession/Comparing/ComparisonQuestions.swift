import ParallaxCompute

/// Every method over the documents, `first` first. What is done is at the bench; parts and the answer say how far that is.
public struct ComparisonQuestion: Question {
    public var key: ComparisonKey
    public var first: DocumentID

    public init(_ key: ComparisonKey, first: DocumentID) {
        self.key = key
        self.first = first
    }

    public var lane: Lane { .comparison }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (ComparisonState.Progress) -> Void) throws
        -> ComparisonState.Progress
    {
        try bench.compare(key, first: first, cancellation, partial)
    }

    public func keep(_ answer: ComparisonState.Progress, in state: inout SessionState) {
        state.comparison.progress = answer
        if key.extra == nil, let evaluated = answer.evaluated { state.comparison.evaluated = evaluated }
    }
}

/// The table of what is done; `version` is the number of documents behind it.
public struct ComparisonReportQuestion: Question {
    public var key: ComparisonKey
    public var scope: ComparisonScope
    public var version: Int

    public var lane: Lane { .report }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> ComparisonReport {
        try bench.report(key, scope, cancellation)
    }

    /// Whether both are about the same table, perhaps after more or fewer documents.
    func isOfTable(_ other: Self) -> Bool { key == other.key && scope == other.scope }

    public func keep(_ answer: ComparisonReport, in state: inout SessionState) { state.comparison.report = Latest(self, answer) }
}

/// The tokens at which two methods are furthest apart.
public struct DifferingQuestion: Question {
    public var key: ComparisonKey
    public var first: String
    public var second: String
    public var version: Int

    public var lane: Lane { .report }
    public var pace: Pace { .prompt }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [DifferingToken] {
        try bench.differing(key, first, second, cancellation)
    }

    /// Whether it is about that list, after however many documents.
    func isOf(_ differences: ComparisonPage.Differences, _ key: ComparisonKey) -> Bool {
        self.key == key && first == differences.method && second == differences.rival
    }

    public func keep(_ answer: [DifferingToken], in state: inout SessionState) { state.comparison.differing = Latest(self, answer) }
}

/// A comparison that has begun: what runs it, and what it has found.
struct BegunComparison: Sendable {
    let key: ComparisonKey
    let runner: ComparisonRunner
    let complaints: [Complaint]
    var records: [Int: DocumentRecord] = [:]
}

extension ModelBench {
    /// Evaluated tokens at most: what a person waits for at a screen. `parallax compare` has no such limit.
    private static let comparedTokens = 20_000

    /// Runs every method over the documents, the one that is looked at first. What is done is kept and not done again.
    func compare(_ key: ComparisonKey, first: DocumentID, _ cancellation: Cancellation, _ partial: (ComparisonState.Progress) -> Void)
        throws -> ComparisonState.Progress
    {
        let begun = try comparison.withLock { $0?.key == key ? $0 : nil } ?? begin(key, cancellation, partial)
        let documents = begun.runner.plan.documents
        func progress() -> ComparisonState.Progress {
            let done = comparison.withLock { $0?.records.keys.map { $0 } ?? [] }
            return .init(
                key: key, estimated: (0, 0), done: Set(done), total: documents.count, evaluated: Set(documents.map(\.index)),
                complaints: begun.complaints)
        }
        partial(progress())
        let order = documents.indices.sorted {
            (documents[$0].index == first.index ? 0 : 1, $0) < (documents[$1].index == first.index ? 0 : 1, $1)
        }
        for place in order where begun.records[documents[place].index] == nil {
            let record = try begun.runner.run(place, cancellation: cancellation)
            comparison.withLock { if $0?.key == key { $0?.records[record.index] = record } }
            partial(progress())
        }
        return progress()
    }

    private func begin(_ key: ComparisonKey, _ cancellation: Cancellation, _ partial: (ComparisonState.Progress) -> Void) throws
        -> BegunComparison
    {
        let (runner, complaints) = try runner(key, cancellation) { done, total in partial(.init(key: key, estimated: (done, total))) }
        let begun = BegunComparison(key: key, runner: runner, complaints: complaints)
        comparison.withLock { $0 = begun }
        return begun
    }

    private func runner(_ key: ComparisonKey, _ cancellation: Cancellation, _ progress: (Int, Int) -> Void) throws -> (
        ComparisonRunner, [Complaint]
    ) {
        let documents = WorkspaceDocuments(instrument, also: key.extra)
        let subject = try instrument.comparisonSubject(at: instrument.sites[key.row])
        var options = ComparisonOptions()
        options.tokenLimit = Self.comparedTokens
        let statistics = try instrument.readyStatistics(for: subject)
        let preparation = ComparisonPreparation(subject: subject, documents: documents, options: options, statistics: statistics)
        var evaluated: [Int]?
        if let extra = key.extra {
            let usual = documents.titles.indices.filter { $0 == extra.index || !$0.isMultiple(of: ComparisonPreparation.estimatingShare) }
            // Of a few documents none would be left to estimate from: then the others estimate, and this one alone is evaluated.
            evaluated = statistics == nil && usual.count == documents.titles.count ? [extra.index] : usual
        }
        var runner = try preparation.runner(evaluating: evaluated, cancellation: cancellation, progress: progress)
        // Behind more documents than a screen waits for: it alone, then.
        if let extra = key.extra, !runner.plan.documents.contains(where: { $0.index == extra.index }) {
            runner = try preparation.runner(evaluating: [extra.index], cancellation: cancellation, progress: progress)
        }
        return (runner, subject.complaints + (statistics?.complaints ?? []))
    }

    /// The table of what is done.
    /// - Throws: `Complaint` where nothing of the scope is done; `CancellationError`.
    func report(_ key: ComparisonKey, _ scope: ComparisonScope, _ cancellation: Cancellation) throws -> ComparisonReport {
        let (builder, records) = try begun(key)
        switch scope {
        case .token(let place):
            return try builder.report(
                of: RecordList(records.filter { $0.index == place.document.index }), token: place.position, cancellation: cancellation)
        case .document(let document):
            return try builder.report(of: RecordList(records.filter { $0.index == document.index }), cancellation: cancellation)
        case .set: return try builder.report(of: RecordList(records), cancellation: cancellation)
        }
    }

    func differing(_ key: ComparisonKey, _ first: String, _ second: String, _ cancellation: Cancellation) throws -> [DifferingToken] {
        let (builder, records) = try begun(key)
        return try builder.differing(first, second, in: RecordList(records), cancellation: cancellation)
    }

    private func begun(_ key: ComparisonKey) throws -> (ReportBuilder, [DocumentRecord]) {
        guard let begun = comparison.withLock({ $0?.key == key ? $0 : nil }) else {
            throw Complaint("comparison", expected: "one that has begun", found: "none at this site", remedy: "open it again with c")
        }
        let records = begun.records.values.sorted { $0.index < $1.index }
        return (ReportBuilder(plan: begun.runner.plan, basis: begun.runner.basis), records)
    }
}
