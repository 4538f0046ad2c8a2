import Foundation
import ParallaxCompute

extension Instrument {
    /// Runs the model over a document and reads the activations at every site of the grid and at those that transcoders read.
    /// - Parameter predicts: whether the most likely tokens are wanted, too.
    /// - Parameter progress: told when the tokens are known, and after each layer.
    /// - Throws: `Complaint` for a document that has no tokens or ids outside the vocabulary.
    func trace(_ document: DocumentID, predicts: Bool, _ cancellation: Cancellation, progress: TraceProgress = { _, _, _, _, _ in }) throws
        -> TracedDocument
    {
        let (ids, isCut) = try library.tokens(of: document, cancellation: cancellation)
        let request = ForwardRequest([.init(.tokens(ids))], capture: sources.union(sites))
        // What the model expects next is work like that of a layer.
        let last = predicts ? 1 : 0
        let result = try model.forward(request, cancellation: cancellation) { done, total, states in
            progress(ids, isCut, done, total + last, states.first ?? [:])
        }[0]
        let tokens = tokens(of: document, ids)
        let exclusions = result.states.mapValues { rows in
            let reasons = ExclusionRule.workspace.excluded(norms: rows.norms, bos: tokens.bos)
            return ids.indices.map { reasons[$0] }
        }
        return TracedDocument(
            ids: ids, isCut: isCut, states: result.states, predictions: predicts ? try predictions(result.output, cancellation) : [],
            special: tokens.special, exclusions: exclusions)
    }

    /// The tokens of a document, and which of them say nothing.
    func tokens(of document: DocumentID, _ ids: [Int]) -> DocumentTokens {
        TokenRoles(model: model, tokenizer: tokenizer).tokens(ids, template: library.templatePositions(of: document, ids: ids))
    }

    typealias TraceProgress = (_ ids: [Int], _ isCut: Bool, _ done: Int, _ total: Int, _ states: [Site: Rows]) -> Void

    /// Whether a forward pass over so many tokens takes more operations, counted by what the linear layers multiply.
    func isLong(_ tokens: Int, beyond operations: Double) -> Bool {
        let shape = model.configuration, width = Double(shape.hiddenSize)
        let block = 4 * width * width + 3 * width * Double(shape.intermediateSize)
        return 2 * Double(tokens) * Double(shape.blockCount) * block > operations
    }

    /// The most likely token behind each row of the last site, a block of rows at a time: the logits of a whole document would be the largest thing in memory.
    private func predictions(_ output: Rows, _ cancellation: Cancellation) throws -> [TraceSummary.Prediction] {
        var found: [TraceSummary.Prediction] = []
        found.reserveCapacity(output.count)
        for range in LogitBlocks.ranges(of: output.count, vocabulary: model.configuration.vocabularySize) {
            try cancellation.check()
            let logits = try model.logits(output.slice(range))
            found += (0..<logits.count).map { row in prediction(logits.values[row * logits.width..<(row + 1) * logits.width]) }
        }
        return found
    }

    private func prediction(_ logits: ArraySlice<Float>) -> TraceSummary.Prediction {
        var best = logits.startIndex
        for place in logits.indices where logits[place] > logits[best] { best = place }
        let top = Double(logits[best])
        let sum = logits.reduce(0.0) { $0 + exp(Double($1) - top) }
        return .init(text: tokenizer.texts([best - logits.startIndex])[0], probability: 1 / sum)
    }
}

extension Instrument {
    /// How every comparison begins, on the screen and for a command: the checkpoints of the workspace that meet at a site.
    /// - Throws: `Complaint` where nothing does.
    public func comparisonSubject(at site: Site? = nil, mimics: [URL] = []) throws -> ComparisonSubject {
        try ComparisonSubject(
            model: model, tokenizer: tokenizer, dictionaries: dictionaries.elements.map(\.autoencoder),
            verbalizers: verbalizers.elements.map(\.nla), site: site, mimics: mimics)
    }

    /// The workspace's statistics, held against a subject; nil where it names none.
    /// - Throws: `Complaint` where they cannot be used for it: figures are never taken from something else than the workspace says.
    public func readyStatistics(for subject: ComparisonSubject) throws -> ReadyStatistics? {
        try workspace.statistics.map { try ReadyStatistics($0, for: subject) }
    }
}

extension Instrument {
    /// The checkpoints that a finding rests on.
    func checkpoints(of finding: Finding) -> [any Checkpoint] {
        let shown = dictionaries.elements.filter { $0.info.name == finding.sparse?.dictionary }.map(\.autoencoder)
        let nlas = verbalizers.elements.filter { $0.info.name == finding.verbal?.verbalizer }.map(\.nla)
        return [model] + shown + nlas.flatMap(\.checkpoints)
    }
}
