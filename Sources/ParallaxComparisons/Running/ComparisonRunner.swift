import Foundation

/// Runs every method over one document after the other.
///
///     let runner = try ComparisonPreparation(subject, documents: library, options: options).runner(cancellation: cancellation)
///     for place in runner.plan.documents.indices { partial.append(try runner.run(place, cancellation: cancellation)) }
///
/// A document's record depends on the plan and on its documents alone: not on which of them were run before it, nor in which process.
/// What is kept between documents is bounded by the longest one (see ``DocumentShelf``).
public struct ComparisonRunner: Sendable {
    public let plan: ComparisonPlan
    public let subject: ComparisonSubject
    public let frozen: FrozenStatistics
    let reader: DocumentReader
    let layout: RecordLayout
    let shelf: DocumentShelf
    /// What makes a dictionary's figures over these documents doubtful, one list a dictionary.
    let dictionaryWarnings: [[String]]

    init(plan: ComparisonPlan, subject: ComparisonSubject, frozen: FrozenStatistics, documents: any ComparisonDocuments, dictionaryWarnings: [[String]]) {
        self.plan = plan
        self.subject = subject
        self.frozen = frozen
        reader = DocumentReader(model: subject.model, tokenizer: subject.tokenizer, documents: documents)
        layout = RecordLayout(plan.methods)
        shelf = DocumentShelf(plan)
        self.dictionaryWarnings = dictionaryWarnings
    }

    var options: ComparisonOptions { plan.options }

    /// - Parameter place: in the plan's documents.
    /// - Returns: the record; one that names its failure where the document cannot be read or is too long.
    /// - Throws: `Complaint` where a method cannot run at all; `CancellationError`.
    public func run(_ place: Int, cancellation: Cancellation) throws -> DocumentRecord {
        let name = plan.documents[place]
        let tokens: DocumentTokens
        do {
            tokens = try reader.read(name.index, cancellation)
        } catch let complaint as Complaint {
            var record = DocumentRecord(index: name.index, title: name.title, tokens: [], strata: [], layout: layout, width: plan.width)
            record.failure = complaint.description
            return record
        }
        let start = ContinuousClock.now
        let (trace, past) = try forward(tokens, cancellation: cancellation)
        shelf.entry(place).trace.withLock { $0 = trace }
        let run = DocumentRun(place: place, name: name, trace: trace, past: past)
        run.seconds["model"] = start.duration(to: .now) / .seconds(1)
        var outputs: [MethodOutput] = []
        try write(run, cancellation)
        for method in plan.methods {
            try cancellation.check()
            outputs.append(try output(method, run, outputs, cancellation))
        }
        return try record(run, outputs, cancellation)
    }

    /// Runs the model over a document, always alike, so that the activations are the same to the last bit whatever they are needed for.
    func forward(_ tokens: DocumentTokens, cancellation: Cancellation) throws -> (trace: DocumentTrace, past: KeyValueCache) {
        let past = KeyValueCache()
        let result = try subject.model.forward(ForwardRequest([.init(.tokens(tokens.ids), cache: past)], capture: subject.sources.union([subject.site])), cancellation: cancellation)[0]
        guard let activations = result.states[subject.site] else {
            throw Complaint("model", expected: "a site that it reaches", found: "\(subject.site)", remedy: "choose another with --site")
        }
        let strata = Stratum.of(norms: activations.norms, bos: tokens.bos, special: tokens.special, rule: plan.rule)
        return (DocumentTrace(tokens: tokens, activations: activations, sources: result.states, strata: strata), past)
    }

    /// Draws of a document have a seed of their own, whatever is drawn elsewhere.
    func seed(document: Int, purpose: Int) -> UInt64 {
        var stream = RandomStream(seed: options.seed, stream: document)
        for _ in 0..<purpose { _ = stream.next() }
        return stream.next()
    }
}
