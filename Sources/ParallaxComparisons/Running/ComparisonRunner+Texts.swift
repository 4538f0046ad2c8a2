extension ComparisonRunner {
    /// Numbers of the draws of chance, so that none follows another.
    private enum Purpose {
        static let neighbour = 0, controls = 1, draws = 8
    }

    /// Writes the explanations of every verbalizer: the greedy one first, then the draws.
    func write(_ run: DocumentRun, _ cancellation: Cancellation) throws {
        for (index, verbalizer) in subject.verbalizers.enumerated() {
            var batches = [try run.timed("NLA writes (greedy)") { try greedy(index, run.place, run.trace, wanted: nil, cancellation) }]
            if let writer = verbalizer.writer {
                for draw in 0..<options.samples {
                    batches.append(try run.timed("NLA writes (draws)") { try drawn(writer, run, number: draw, cancellation) })
                }
            }
            run.explanations.append(batches)
        }
        try run.timed("NLA writes (mismatched pairs)") { try writePartners(run, cancellation) }
        run.readings = subject.verbalizers.map { _ in [:] }
        for index in subject.verbalizers.indices {
            let texts = textsToRead(index, run)
            run.readings[index] = try run.timed("AR reads") { try read(texts, subject.verbalizers[index].reconstructor, cancellation) }
        }
    }

    /// The greedy explanations of a document, or those of a file.
    /// - Parameters:
    ///   - place: in the plan's documents.
    ///   - wanted: positions to explain at least; nil explains all that can be.
    func greedy(_ index: Int, _ place: Int, _ trace: DocumentTrace, wanted: Set<Int>?, _ cancellation: Cancellation) throws
        -> ExplanationBatch
    {
        var batch = ExplanationBatch(count: trace.tokens.ids.count, why: "the activation is zero or not finite")
        let verbalizer = subject.verbalizers[index], name = plan.documents[place]
        guard let writer = verbalizer.writer else {
            let texts = trace.usable.map { verbalizer.texts?.explanation(document: name.title, number: name.index, position: $0)?.text }
            let there = texts.indices.filter { texts[$0] != nil }
            let rows = Rows(there.map { trace.activations[trace.usable[$0]] }, width: trace.activations.width)
            // What a text of another document costs is not asked.
            let scorer = wanted == nil ? verbalizer.verbalizer : nil
            let scores =
                try scorer.map { try $0.scores(of: there.map { texts[$0] ?? "" }, for: rows, cancellation: cancellation) }
                ?? there.map { _ in nil }
            for token in trace.usable { batch.reasons[token] = "the file has no explanation of it" }
            for (place, score) in zip(there, scores) {
                batch.set(trace.usable[place], texts[place] ?? "", ids: score?.tokenIDs, logProbability: score?.logProbability)
            }
            return batch
        }
        // Always in the same parts, whoever asks: what stands beside a row may change its last bits.
        for range in trace.usable.consecutive.flatMap({ $0.parts(of: ActivationVerbalizer.rowsTogether) })
        where wanted.map({ !$0.isDisjoint(with: range) }) ?? true {
            let written = try shelf.entry(place).written.withLock { known in
                let key = DocumentShelf.Batch(verbalizer: index, rows: range)
                if let written = known[key] { return written }
                let written = try writer.verbalize(
                    trace.activations.slice(range), sampling: .greedy(maximumTokens: options.maximumExplanationTokens),
                    cancellation: cancellation)
                known[key] = written
                return written
            }
            batch.set(range, written)
        }
        return batch
    }

    /// Explanations drawn at temperature 1.
    private func drawn(_ writer: ActivationVerbalizer, _ run: DocumentRun, number: Int, _ cancellation: Cancellation) throws
        -> ExplanationBatch
    {
        var batch = ExplanationBatch(count: run.count, why: "the activation is zero or not finite")
        // Rows that are decoded together draw by their own numbers, so they are consecutive.
        for range in run.usable.consecutive {
            let sampling = Sampling(
                temperature: 1, seed: seed(document: run.name.index, purpose: Purpose.draws + number),
                maximumTokens: options.maximumExplanationTokens,
                firstRow: range.lowerBound)
            batch.set(range, try writer.verbalize(run.activations.slice(range), sampling: sampling, cancellation: cancellation))
        }
        return batch
    }

    /// Every text that some method wants read, each once, in a fixed order.
    private func textsToRead(_ verbalizer: Int, _ run: DocumentRun) -> [String] {
        var seen = Set<String>(), texts: [String] = []
        func add(_ text: String?) {
            if let text, seen.insert(text).inserted { texts.append(text) }
        }
        for batch in run.explanations[verbalizer] { batch.texts.forEach(add) }
        for method in plan.methods where method.verbalizer == verbalizer {
            for token in run.usable { add(controlText(method, run, token)?.value) }
        }
        return texts
    }

    /// The text that a control or a mimic puts in the place of the explanation; nil for other methods.
    func controlText(_ method: ComparisonMethod, _ run: DocumentRun, _ token: Int) -> Known<String>? {
        func changed(_ verbalizer: Int, _ change: (String, UInt64) -> Known<String>) -> Known<String> {
            let batch = run.explanations[verbalizer][0]
            guard let text = batch.texts[token] else { return .missing(batch.reasons[token] ?? "there is no explanation") }
            var stream = RandomStream(seed: seed(document: run.name.index, purpose: Purpose.controls), stream: token)
            return change(text, stream.next())
        }
        switch method.recipe {
        case .wordsShuffled(let v): return changed(v) { ReconstructorControls.wordsShuffled($0, seed: $1) }
        case .sentencesReordered(let v): return changed(v) { ReconstructorControls.sentencesReordered($0, seed: $1) }
        case .punctuationChanged(let v): return changed(v) { ReconstructorControls.punctuationChanged($0, seed: $1) }
        case .otherDocumentsText(let v): return run.partnerTexts[v][token] ?? .missing("the token is not evaluated")
        case .mimic(let m, _):
            let text = subject.mimics[m].texts.explanation(document: run.name.title, number: run.name.index, position: token)?.text
            return text.map { .known($0) } ?? .missing("the file has no text for it")
        default: return nil
        }
    }

    private func read(_ texts: [String], _ reconstructor: ActivationReconstructor, _ cancellation: Cancellation) throws -> [String:
        DocumentRun.Reading]
    {
        let vectors = try reconstructor.reconstructEach(texts, cancellation: cancellation)
        return Dictionary(
            uniqueKeysWithValues: zip(texts, vectors).map { text, vector in
                switch vector {
                case .success(let vector): (text, .known(vector))
                case .failure(let complaint): (text, .missing("the AR cannot read it: \(complaint.found)"))
                }
            })
    }

    /// Another evaluated token of the same document for each; none for a document of one.
    func neighbours(_ run: DocumentRun) -> [Int: Int] {
        let tokens = run.headline
        guard tokens.count > 1,
            let order = try? Derangement.acrossDocuments(
                documentOf: tokens, seed: seed(document: run.name.index, purpose: Purpose.neighbour))
        else { return [:] }
        return Dictionary(uniqueKeysWithValues: zip(tokens, order.map { tokens[$0] }))
    }
}

extension [Int] {
    /// Ascending numbers as runs without gaps.
    fileprivate var consecutive: [Range<Int>] {
        var ranges: [Range<Int>] = []
        for number in self {
            if let last = ranges.last, last.upperBound == number {
                ranges[ranges.count - 1] = last.lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
        return ranges
    }
}

extension Range<Int> {
    /// In their order, each but the last of `length`.
    fileprivate func parts(of length: Int) -> [Range<Int>] {
        stride(from: lowerBound, to: upperBound, by: length).map { $0..<Swift.min($0 + length, upperBound) }
    }
}

/// One explanation of each token of a document, as far as there is one.
struct ExplanationBatch {
    /// nil where there is none, and then why.
    var texts: [String?]
    var reasons: [String?]
    /// As the AV wrote them; those of a file are tokenised.
    var ids: [[Int]?]
    /// Natural logarithm of the probability given the activation.
    var logProbabilities: [Double?]

    init(count: Int, why: String) {
        texts = Array(repeating: nil, count: count)
        reasons = Array(repeating: why, count: count)
        ids = Array(repeating: nil, count: count)
        logProbabilities = Array(repeating: nil, count: count)
    }

    mutating func set(_ token: Int, _ text: String, ids: [Int]?, logProbability: Double?) {
        texts[token] = text
        reasons[token] = nil
        self.ids[token] = ids
        logProbabilities[token] = logProbability
    }

    /// - Parameter written: one explanation a token of the range.
    mutating func set(_ range: Range<Int>, _ written: [Verbalization]) {
        for (token, written) in zip(range, written) {
            set(token, written.text, ids: written.tokenIDs, logProbability: written.logProbability)
        }
    }
}
