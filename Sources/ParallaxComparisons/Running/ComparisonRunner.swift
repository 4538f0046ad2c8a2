import Foundation
import Synchronization

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

    init(
        plan: ComparisonPlan, subject: ComparisonSubject, frozen: FrozenStatistics, documents: any ComparisonDocuments,
        dictionaryWarnings: [[String]]
    ) {
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
            tokens = try read(place, cancellation)
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

    /// The tokens of a document, and which of them a copy among the plan's documents has said before.
    func read(_ place: Int, _ cancellation: Cancellation) throws -> DocumentTokens {
        let name = plan.documents[place]
        return try reader.read(name.index, cancellation).repeating(name.repeated ?? [])
    }

    /// Runs the model over a document, always alike, so that the activations are the same to the last bit whatever they are needed for.
    func forward(_ tokens: DocumentTokens, cancellation: Cancellation) throws -> (trace: DocumentTrace, past: KeyValueCache) {
        let past = KeyValueCache()
        let result = try subject.model.forward(
            ForwardRequest([.init(.tokens(tokens.ids), cache: past)], capture: subject.sources.union([subject.site])),
            cancellation: cancellation)[0]
        guard let activations = result.states[subject.site] else {
            throw Complaint("model", expected: "a site that it reaches", found: "\(subject.site)", remedy: "choose another with --site")
        }
        let strata = Stratum.of(
            norms: activations.norms, bos: tokens.bos, special: tokens.special, repeated: tokens.repeated, rule: plan.rule)
        return (DocumentTrace(tokens: tokens, activations: activations, sources: result.states, strata: strata), past)
    }

    /// Draws of a document have a seed of their own, whatever is drawn elsewhere.
    func seed(document: Int, purpose: Int) -> UInt64 {
        var stream = RandomStream(seed: options.seed, stream: document)
        for _ in 0..<purpose { _ = stream.next() }
        return stream.next()
    }
}

extension ComparisonRunner {
    /// Runs several documents.
    /// - Parameters:
    ///   - places: in the plan's documents.
    ///   - onRecord: told every record as soon as it is there, one at a time, in any order.
    /// - Throws: the first failure; `CancellationError`. Records that were told stand.
    public func run(_ places: [Int], cancellation: Cancellation, onRecord: @Sendable (DocumentRecord) throws -> Void) throws {
        let told = Mutex<Void>(())
        try SideBySide.run(places.count, together: subject.model.sequencesTogether) { turn in
            let record = try run(places[turn], cancellation: cancellation)
            try told.withLock { _ in try onRecord(record) }
        }
    }
}

extension ComparisonRunner {
    /// Values of logits held for one splice; more variants than fit are run in several passes.
    private static let logitsTogether = 1 << 25

    /// Puts every spliced method back into the model at one position after the other; all other positions stay as they are.
    func splice(_ run: DocumentRun, _ outputs: [MethodOutput], _ record: inout DocumentRecord, _ cancellation: Cancellation) throws {
        let spliced = plan.methods.indices.filter { plan.methods[$0].isSplicedAsIs || plan.methods[$0].isSplicedAtTrueNorm }
        guard !spliced.isEmpty else { return }
        for token in run.usable {
            let splice = try Splice(
                model: subject.model, ids: run.ids, position: token, site: subject.site, following: options.following, continuation: 0,
                top: 0, past: run.past)
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
                    for column in TokenColumn.effectTrueNorm {
                        record.set(layout.column(method, column)!, token, .undefined(TokenTerms.zeroReconstruction))
                    }
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
                    for (column, outcome) in zip(place.columns, outcomes) {
                        record.set(layout.column(place.method, column)!, token, outcome)
                    }
                }
            }
        }
    }
}

/// What one method gives for the tokens of a document.
struct MethodOutput {
    /// `[T, d]`; zeros where it gives nothing.
    var rows: Rows
    /// Why it gives nothing, by token.
    var absent: [String?]
    /// For methods that write a code.
    var codes: [SparseCode]?
    /// The reconstructions of the quantised codes.
    var quantised: Rows?

    init(_ rows: Rows, absent: [String?]? = nil) {
        self.rows = rows
        self.absent = absent ?? Array(repeating: nil, count: rows.count)
    }

    /// The same vector for every token.
    init(_ vector: [Float], count: Int) { self.init(Rows(Array(repeating: vector, count: count), width: vector.count)) }
}
