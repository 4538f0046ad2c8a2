extension ComparisonRunner {
    /// What a method gives for every token of a document.
    /// - Parameter outputs: of the methods before it in the plan.
    func output(_ method: ComparisonMethod, _ run: DocumentRun, _ outputs: [MethodOutput], _ cancellation: Cancellation) throws
        -> MethodOutput
    {
        let x = run.activations
        switch method.recipe {
        case .dictionary(let d): return run.timed("SAE") { coded(d, encoded(d, run), frozen.codes(dictionary: d)) }
        case .forcedDictionary(let d, let l0):
            return run.timed("SAE") {
                let codes = encoded(d, run).map { subject.dictionaries[d].truncated($0, to: l0, norms: frozen.directionNorms[d]) }
                return coded(d, codes, frozen.codes(dictionary: d, l0: l0))
            }
        case .dictionaryOfOutput(let d, let v): return run.timed("SAE") { ofOutput(d, v, run) }
        case .explanation(let v): return read(run, v, run.explanations[v][0])
        case .draw(let v, let number): return read(run, v, run.explanations[v][number + 1])
        case .bestDraw(let v): return best(v, run)
        case .identity: return MethodOutput(x)
        case .zero: return MethodOutput(Rows(count: x.count, width: x.width))
        case .mean: return MethodOutput(frozen.mean, count: x.count)
        case .documentMean: return documentMean(run)
        case .nearestOther:
            return run.timed("baselines") {
                let nearest = frozen.pool.nearest(to: x)
                return MethodOutput(Rows(nearest.map { frozen.pool.rows[$0] }, width: x.width))
            }
        case .principalComponents(let rank): return run.timed("baselines") { principalComponents(rank, x) }
        case .otherActivation:
            return collected(run) { token in
                switch run.partners[token] {
                case .known(let partner)?: .known(partner.activation)
                case .missing(let why)?: .missing(why)
                case nil: .missing("the token is not evaluated")
                }
            }
        case .genericText(let v): return MethodOutput(frozen.genericOutputs[v], count: x.count)
        case .otherTokensText(let v): return otherTokens(v, run)
        case .otherDocumentsText(let v), .wordsShuffled(let v), .sentencesReordered(let v), .punctuationChanged(let v), .mimic(_, let v):
            return collected(run) { controlReading(method, v, run, $0) }
        }
    }

    /// What the AR makes of the text that a control puts in the place of the explanation.
    private func controlReading(_ method: ComparisonMethod, _ verbalizer: Int, _ run: DocumentRun, _ token: Int) -> DocumentRun.Reading {
        switch controlText(method, run, token) {
        case .known(let text)?: run.readings[verbalizer][text] ?? .missing("the text was not read")
        case .missing(let why)?: .missing(why)
        case nil: .missing("there is no such text")
        }
    }

    /// One vector a token, or why there is none.
    private func collected(_ run: DocumentRun, _ vector: (Int) -> DocumentRun.Reading) -> MethodOutput {
        var output = MethodOutput(Rows(count: run.count, width: plan.width))
        for token in 0..<run.count {
            if let why = run.strata[token].whyNotRun {
                output.absent[token] = why
                continue
            }
            switch vector(token) {
            case .known(let vector): output.rows[token] = vector
            case .missing(let why): output.absent[token] = why
            }
        }
        return output
    }

    // MARK: Dictionaries

    /// The activations' codes, made once for all methods that rest on them.
    private func encoded(_ dictionary: Int, _ run: DocumentRun) -> [SparseCode] {
        if let known = run.codes[dictionary] { return known }
        let codes = subject.dictionaries[dictionary].encode(run.trace.sources[subject.source(of: dictionary)] ?? run.activations)
        run.codes[dictionary] = codes
        return codes
    }

    private func coded(_ dictionary: Int, _ codes: [SparseCode], _ model: Known<DictionaryCodes>) -> MethodOutput {
        let autoencoder = subject.dictionaries[dictionary]
        var output = MethodOutput(autoencoder.decode(codes))
        output.codes = codes
        if let model = model.value { output.quantised = autoencoder.decode(codes.map(model.quantised)) }
        return output
    }

    /// The AR's output at ‖h‖, encoded and decoded: a threshold has a scale, and the AR's own length means nothing.
    private func ofOutput(_ dictionary: Int, _ verbalizer: Int, _ run: DocumentRun) -> MethodOutput {
        let scaled = scaledOutput(verbalizer, run)
        let codes = subject.dictionaries[dictionary].encode(scaled.rows)
        var output = MethodOutput(subject.dictionaries[dictionary].decode(codes), absent: scaled.absent)
        output.codes = codes
        return output
    }

    /// The NLA's output at the length of the activation.
    func scaledOutput(_ verbalizer: Int, _ run: DocumentRun) -> MethodOutput {
        let output = read(run, verbalizer, run.explanations[verbalizer][0])
        return collected(run) { token in
            if let why = output.absent[token] { return .missing(why) }
            let scaled = TrueNorm.rescaled(output.rows[token], to: run.activations[token])
            return scaled.map { .known($0) } ?? .missing("the AR's output has no direction")
        }
    }

    // MARK: Texts

    private func read(_ run: DocumentRun, _ verbalizer: Int, _ batch: ExplanationBatch) -> MethodOutput {
        collected(run) { token in
            guard let text = batch.texts[token] else { return .missing(batch.reasons[token] ?? "there is no explanation") }
            return run.readings[verbalizer][text] ?? .missing("the text was not read")
        }
    }

    private func best(_ verbalizer: Int, _ run: DocumentRun) -> MethodOutput {
        let draws = run.explanations[verbalizer].dropFirst().map { read(run, verbalizer, $0) }
        return collected(run) { token in
            var best: (cosine: Double, vector: [Float])?
            for draw in draws where draw.absent[token] == nil {
                let y = draw.rows[token], x = run.activations[token]
                guard let agreement = DirectionAgreement(width: x.count, a: { Double(x[$0]) }, b: { Double(y[$0]) }) else { continue }
                if agreement.cosine > best?.cosine ?? -2 { best = (agreement.cosine, y) }
            }
            return best.map { .known($0.vector) } ?? .missing("no draw has a direction")
        }
    }

    private func otherTokens(_ verbalizer: Int, _ run: DocumentRun) -> MethodOutput {
        let own = read(run, verbalizer, run.explanations[verbalizer][0]), neighbours = neighbours(run)
        return collected(run) { token in
            guard let other = neighbours[token] else { return .missing("the document has no other evaluated token") }
            return own.absent[other].map { .missing($0) } ?? .known(own.rows[other])
        }
    }

    // MARK: Baselines

    /// The mean of the document's other tokens that count, in double.
    private func documentMean(_ run: DocumentRun) -> MethodOutput {
        let x = run.activations, kept = Set(run.strata.indices.filter { ![.bos, .massive, .unusable].contains(run.strata[$0]) })
        var sum = [Double](repeating: 0, count: x.width)
        for token in kept.sorted() {
            for i in 0..<x.width { sum[i] += Double(x.values[token * x.width + i]) }
        }
        return collected(run) { token in
            let isIn = kept.contains(token), others = kept.count - (isIn ? 1 : 0)
            guard others > 0 else { return .missing("the document has no other token that counts") }
            return .known((0..<x.width).map { Float((sum[$0] - (isIn ? Double(x.values[token * x.width + $0]) : 0)) / Double(others)) })
        }
    }

    private func principalComponents(_ rank: Int, _ x: Rows) -> MethodOutput {
        guard let components = frozen.components.value, rank <= components.highestRank else {
            var output = MethodOutput(Rows(count: x.count, width: x.width))
            let why = frozen.components.reason ?? "the pool of other activations spans fewer than \(rank) dimensions"
            output.absent = Array(repeating: why, count: x.count)
            return output
        }
        return MethodOutput(Rows((0..<x.count).map { components.reconstruct(x[$0], rank: rank) }, width: x.width))
    }
}
