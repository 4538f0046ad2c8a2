import Foundation

/// Runs every method over one document after the other.
///
///     let runner = try ComparisonPreparation(subject, documents: library, options: options).runner(cancellation: cancellation)
///     for place in runner.plan.documents.indices { partial.append(try runner.run(place, cancellation: cancellation)) }
///
/// A document's record depends on the plan and on the document alone: not on which documents were run before it, nor in which process.
/// Nothing is kept between documents, so that memory is that of the longest one.
public struct ComparisonRunner: Sendable {
    public let plan: ComparisonPlan
    public let subject: ComparisonSubject
    public let frozen: FrozenStatistics
    let documents: any ComparisonDocuments
    let layout: RecordLayout

    init(plan: ComparisonPlan, subject: ComparisonSubject, frozen: FrozenStatistics, documents: any ComparisonDocuments) {
        self.plan = plan
        self.subject = subject
        self.frozen = frozen
        self.documents = documents
        layout = RecordLayout(plan.methods)
    }

    var options: ComparisonOptions { plan.options }

    /// - Parameter place: in the plan's documents.
    /// - Returns: the record; one that names its failure where the document cannot be read or is too long.
    /// - Throws: `Complaint` where a method cannot run at all; `CancellationError`.
    public func run(_ place: Int, cancellation: Cancellation) throws -> DocumentRecord {
        let name = plan.documents[place]
        let ids: [Int]
        do {
            ids = try documents.tokenIDs(of: name.index)
            let longest = subject.model.configuration.maximumPositions
            guard ids.count <= longest else {
                throw Complaint("document \(name.title)", expected: "at most \(longest) tokens, the model's context", found: "\(ids.count)", remedy: "split it")
            }
        } catch let complaint as Complaint {
            var record = DocumentRecord(index: name.index, title: name.title, tokens: [], strata: [], layout: layout, width: plan.width)
            record.failure = complaint.description
            return record
        }
        let run = try trace(name, ids, cancellation)
        var outputs: [MethodOutput] = []
        try write(run, cancellation)
        for method in plan.methods {
            try cancellation.check()
            outputs.append(try output(method, run, outputs, cancellation))
        }
        return try record(run, outputs, cancellation)
    }

    private func trace(_ name: ComparisonPlan.DocumentName, _ ids: [Int], _ cancellation: Cancellation) throws -> DocumentRun {
        let start = ContinuousClock.now
        let past = KeyValueCache()
        let result = try subject.model.forward(ForwardRequest([.init(.tokens(ids), cache: past)], capture: [subject.site]), cancellation: cancellation)[0]
        guard let activations = result.states[subject.site] else {
            throw Complaint("model", expected: "a site that it reaches", found: "\(subject.site)", remedy: "choose another with --site")
        }
        let bos = ExclusionRule.bosPositions(ids, model: subject.model, tokenizer: subject.tokenizer)
        var special = documents.templatePositions(of: name.index, ids: ids)
        for position in ids.indices where subject.tokenizer.isSpecial(ids[position]) { special.insert(position) }
        let strata = Stratum.of(norms: activations.norms, bos: bos, special: special, rule: plan.rule)
        let run = DocumentRun(name: name, ids: ids, activations: activations, past: past, strata: strata)
        run.seconds["model"] = start.duration(to: .now) / .seconds(1)
        return run
    }

    /// Draws of a document have a seed of their own, whatever is drawn elsewhere.
    func seed(document: Int, purpose: Int) -> UInt64 {
        var stream = RandomStream(seed: options.seed, stream: document)
        for _ in 0..<purpose { _ = stream.next() }
        return stream.next()
    }
}

extension Rows {
    /// ‖x‖ of every row, summed in double.
    var norms: [Double] {
        (0..<count).map { row in
            var squares = 0.0
            for i in row * width..<(row + 1) * width { squares += Double(values[i]) * Double(values[i]) }
            return squares.squareRoot()
        }
    }
}

extension ExclusionRule {
    /// Where a document holds the token that opens every text: the model's BOS id, or a special token at the very start.
    public static func bosPositions(_ ids: [Int], model: LanguageModel, tokenizer: Tokenizer) -> Set<Int> {
        Set(ids.indices.filter { ids[$0] == model.configuration.bosTokenID || ($0 == 0 && tokenizer.isSpecial(ids[0])) })
    }
}
