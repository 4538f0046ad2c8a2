extension ComparisonRunner {
    /// Numbers of the draws of chance, so that none follows another.
    private enum Purpose {
        static let partner = 0, controls = 1, draws = 8
    }

    /// Writes the explanations of every verbalizer: the greedy one first, then the draws.
    func write(_ run: DocumentRun, _ cancellation: Cancellation) throws {
        for verbalizer in subject.verbalizers {
            let count = verbalizer.verbalizer == nil ? 0 : options.samples
            var batches = [try run.timed("NLA writes (greedy)") { try explanations(verbalizer, run, draw: nil, cancellation) }]
            for draw in 0..<count {
                batches.append(try run.timed("NLA writes (draws)") { try explanations(verbalizer, run, draw: draw, cancellation) })
            }
            run.explanations.append(batches)
        }
        run.readings = subject.verbalizers.map { _ in [:] }
        for index in subject.verbalizers.indices {
            let texts = textsToRead(index, run)
            run.readings[index] = try run.timed("AR reads") { try read(texts, subject.verbalizers[index].reconstructor, cancellation) }
        }
    }

    private func explanations(_ verbalizer: ComparisonSubject.Verbalizer, _ run: DocumentRun, draw: Int?, _ cancellation: Cancellation) throws -> ExplanationBatch {
        var batch = ExplanationBatch(count: run.count, why: "the activation is zero or not finite")
        guard let writer = verbalizer.verbalizer else {
            for token in run.usable {
                let text = verbalizer.texts?.explanation(document: run.name.title, number: run.name.index, position: token)?.text
                if let text { batch.set(token, text, ids: nil, logProbability: nil) } else { batch.reasons[token] = "the file has no explanation of it" }
            }
            return batch
        }
        // Rows that are decoded together draw by their own numbers, so they are consecutive.
        for range in run.usable.consecutive {
            let sampling = Sampling(
                temperature: draw == nil ? 0 : 1, seed: draw.map { seed(document: run.name.index, purpose: Purpose.draws + $0) } ?? 0,
                maximumTokens: options.maximumExplanationTokens, firstRow: range.lowerBound)
            for (token, written) in zip(range, try writer.verbalize(run.activations.slice(range), sampling: sampling, cancellation: cancellation)) {
                batch.set(token, written.text, ids: written.tokenIDs, logProbability: written.logProbability)
            }
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
        case .mimic(let m, _):
            let text = subject.mimics[m].texts.explanation(document: run.name.title, number: run.name.index, position: token)?.text
            return text.map { .known($0) } ?? .missing("the file has no text for it")
        default: return nil
        }
    }

    private func read(_ texts: [String], _ reconstructor: ActivationReconstructor, _ cancellation: Cancellation) throws -> [String: DocumentRun.Reading] {
        do {
            let rows = try reconstructor.reconstruct(texts, cancellation: cancellation)
            return Dictionary(uniqueKeysWithValues: texts.enumerated().map { ($1, .known(rows[$0])) })
        } catch is Complaint {
            // One text that cannot be read must not take the others with it.
            var readings: [String: DocumentRun.Reading] = [:]
            for text in texts {
                do {
                    readings[text] = .known(try reconstructor.reconstruct(text, cancellation: cancellation))
                } catch let complaint as Complaint {
                    readings[text] = .missing("the AR cannot read it: \(complaint.found)")
                }
            }
            return readings
        }
    }

    /// A token of the same document for each, never itself; nil for a document of one token.
    func partners(_ run: DocumentRun) -> [Int: Int] {
        let tokens = run.usable
        guard tokens.count > 1, let order = try? Derangement.acrossDocuments(documentOf: tokens, seed: seed(document: run.name.index, purpose: Purpose.partner)) else { return [:] }
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
