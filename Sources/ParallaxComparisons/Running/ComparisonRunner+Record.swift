extension ComparisonRunner {
    /// Holds every output against its target and keeps the scalars.
    func record(_ run: DocumentRun, _ outputs: [MethodOutput], _ cancellation: Cancellation) throws -> DocumentRecord {
        var record = DocumentRecord(
            index: run.name.index, title: run.name.title, tokens: subject.tokenizer.texts(run.ids), strata: run.strata, layout: layout,
            width: plan.width)
        run.timed("measures") {
            activations(run, &record)
            for (index, output) in outputs.enumerated() {
                geometry(index, output, run, &record)
                if plan.methods[index].columns.contains(.l0) { code(index, output, run, &record) }
                if plan.methods[index].columns.contains(.kept) { features(index, output, outputs, run, &record) }
            }
            record.shareTargets(layout)
        }
        try run.timed("bits of texts") {
            for index in outputs.indices where plan.methods[index].columns.contains(.bitsText) {
                try text(index, run, &record, cancellation)
            }
        }
        try run.timed("splicing") { try splice(run, outputs, &record, cancellation) }
        record.seconds = run.seconds
        return record
    }

    private func activations(_ run: DocumentRun, _ record: inout DocumentRecord) {
        for token in 0..<run.count {
            let x = run.activations[token], terms = terms(x, x)
            record.set(RecordLayout.DocumentColumn.squares.rawValue, token, terms.flaw.map { .undefined($0) } ?? .value(terms.squares))
            record.set(RecordLayout.DocumentColumn.squaredDeviation.rawValue, token, terms.squaredDeviation)
            record.set(RecordLayout.DocumentColumn.crossEntropy.rawValue, token, .undefined("nothing was spliced"))
        }
        for token in run.usable { record.activations[run.strata[token]].add(run.activations[token]) }
        guard let components = frozen.components.value, !run.headline.isEmpty else { return }
        let errors = components.errors(Rows(run.headline.map { run.activations[$0] }, width: plan.width)),
            count = Double(run.headline.count)
        record.rankSquaredErrors = errors.squared.map { ($0.number ?? .infinity) * count }
        record.rankNormalisedErrors = errors.normalised.map { ($0.number ?? .infinity) * count }
    }

    private func terms(_ x: [Float], _ y: [Float]) -> TokenTerms {
        x.withUnsafeBufferPointer { x in y.withUnsafeBufferPointer { y in TokenTerms.of(x, y, reference: frozen.reference) } }
    }

    private func geometry(_ index: Int, _ output: MethodOutput, _ run: DocumentRun, _ record: inout DocumentRecord) {
        let method = plan.methods[index]
        let target = method.target == .output ? method.verbalizer.map { scaledOutput($0, run) } : nil
        for token in 0..<run.count {
            if let why = output.absent[token] ?? target?.absent[token]
                ?? run.strata[token].whyNotRun
            {
                for column in method.columns { record.setAbsent(layout.column(index, column)!, token, why) }
                continue
            }
            let x = target?.rows[token] ?? run.activations[token], y = output.rows[token]
            let terms = terms(x, y)
            func set(_ column: TokenColumn, _ outcome: Outcome) {
                if let place = layout.column(index, column) { record.set(place, token, outcome) }
            }
            func unflawed(_ value: Double) -> Outcome { terms.flaw.map { .undefined($0) } ?? Outcome(value) }
            set(.squares, unflawed(terms.squares))
            set(.squaredDeviation, terms.squaredDeviation)
            set(.reconstructionSquares, unflawed(terms.reconstructionSquares))
            set(.product, unflawed(terms.product))
            set(.squaredError, unflawed(terms.squaredError))
            set(.cosine, terms.cosine)
            set(.normalisedError, terms.normalisedError)
            set(.centredCosine, terms.centredCosine)
            if method.columns.contains(.bitsText) { set(.quantisedSquaredError, atCodedLength(terms)) }
            guard terms.flaw == nil else { continue }
            record.add(x, less: y, of: index, token)
        }
    }

    /// ‖x − q y/‖y‖‖², where q is ‖x‖ as B bits tell it.
    private func atCodedLength(_ terms: TokenTerms) -> Outcome {
        guard let quantiser = frozen.lengths.value else { return .undefined(frozen.lengths.reason ?? "") }
        return terms.cosine.map { cosine in
            let length = terms.squares.squareRoot(), coded = Double(quantiser.value(quantiser.bin(Float(length)))),
                off = coded - length * cosine
            return off * off + terms.squares * max(0, 1 - cosine * cosine)
        }
    }

    // MARK: Codes

    private func code(_ index: Int, _ output: MethodOutput, _ run: DocumentRun, _ record: inout DocumentRecord) {
        guard let codes = output.codes, let d = plan.methods[index].dictionary else { return }
        let model: Known<DictionaryCodes> =
            if case .forcedDictionary(_, let l0) = plan.methods[index].recipe { frozen.codes(dictionary: d, l0: l0) } else {
                frozen.codes(dictionary: d)
            }
        let features = subject.dictionaries[d].featureCount, bits = Double(options.coefficientBits)
        for token in run.usable where output.absent[token] == nil {
            let code = codes[token]
            func set(_ column: TokenColumn, _ outcome: Outcome) {
                if let place = layout.column(index, column) { record.set(place, token, outcome) }
            }
            set(.l0, .value(Double(code.l0)))
            set(.bitsNaive, CodeLength.naive(active: code.l0, features: features, coefficientBits: bits))
            set(.bitsSet, CodeLength.set(active: code.l0, features: features, coefficientBits: bits))
            set(.bitsEntropy, model.value?.entropyBits(code) ?? .undefined(model.reason ?? ""))
            guard let quantised = output.quantised else {
                set(.quantisedSquaredError, .undefined(model.reason ?? ""))
                set(.quantisedNormalisedError, .undefined(model.reason ?? ""))
                continue
            }
            let pair = terms(run.activations[token], quantised[token])
            set(.quantisedSquaredError, pair.squaredError(.asIs))
            set(.quantisedNormalisedError, pair.normalisedError)
        }
    }

    /// Features of h and of the NLA's output, encoded apart: which are in both, in h only, in the output only.
    private func features(
        _ index: Int, _ output: MethodOutput, _ outputs: [MethodOutput], _ run: DocumentRun, _ record: inout DocumentRecord
    ) {
        let method = plan.methods[index]
        guard let codes = output.codes, let d = method.dictionary, let v = method.verbalizer,
            let own = plan.methods.firstIndex(where: { $0.recipe == .dictionary(d) }), let ofActivations = outputs[own].codes
        else { return }
        var wrong: [Int: SparseCode] = [:]
        let rows = wrongRows(v, run)
        for (place, code) in zip(rows.tokens, subject.dictionaries[d].encode(rows.rows)) { wrong[place] = code }
        for token in run.usable where output.absent[token] == nil {
            let h = Set(ofActivations[token].features), y = Set(codes[token].features)
            func set(_ column: TokenColumn, _ outcome: Outcome) { record.set(layout.column(index, column)!, token, outcome) }
            set(.kept, .value(Double(h.intersection(y).count)))
            set(.lost, .value(Double(h.subtracting(y).count)))
            set(.made, .value(Double(y.subtracting(h).count)))
            let none = Outcome.undefined("there is no output for a partner in another document")
            set(.keptMismatched, wrong[token].map { .value(Double(h.intersection($0.features).count)) } ?? none)
            set(.madeMismatched, wrong[token].map { .value(Double(Set($0.features).subtracting(h).count)) } ?? none)
        }
    }

    /// The NLA's outputs for the partners of mismatched pairs, at the length of this document's activations.
    private func wrongRows(_ verbalizer: Int, _ run: DocumentRun) -> (tokens: [Int], rows: Rows) {
        var tokens: [Int] = [], vectors: [[Float]] = []
        for token in run.headline {
            guard let text = run.partnerTexts[verbalizer][token]?.value, let output = run.readings[verbalizer][text]?.value,
                let scaled = TrueNorm.rescaled(output, to: run.activations[token])
            else { continue }
            tokens.append(token)
            vectors.append(scaled)
        }
        return (tokens, Rows(vectors, width: plan.width))
    }

    // MARK: Texts

    private func text(_ index: Int, _ run: DocumentRun, _ record: inout DocumentRecord, _ cancellation: Cancellation) throws {
        let (batchNumber, v): (Int, Int)
        switch plan.methods[index].recipe {
        case .explanation(let verbalizer): (batchNumber, v) = (0, verbalizer)
        case .draw(let verbalizer, let number): (batchNumber, v) = (number + 1, verbalizer)
        default: return
        }
        let batch = run.explanations[v][batchNumber]
        let tokens = run.usable.filter { batch.texts[$0] != nil }
        func set(_ column: TokenColumn, _ token: Int, _ outcome: Outcome) { record.set(layout.column(index, column)!, token, outcome) }
        guard let writer = subject.verbalizers[v].verbalizer else {
            for token in tokens {
                for column in TokenColumn.text where column != .quantisedSquaredError {
                    set(column, token, .undefined("there is no AV to code the text under"))
                }
            }
            return
        }
        let ids = try tokens.map { try batch.ids[$0] ?? writer.tokenIDs(of: batch.texts[$0] ?? "", cancellation: cancellation) }
        // A reference that costs a pass each is taken for the greedy texts and the first draw: the others are drawn alike.
        let scores = batchNumber <= 1 ? try writer.score(ids, for: frozen.mean, cancellation: cancellation) : []
        for (place, token) in tokens.enumerated() {
            set(.textTokens, token, .value(Double(ids[place].count)))
            set(
                .bitsUniform, token, TextLength.uniformBits(tokens: ids[place].count, vocabulary: writer.model.configuration.vocabularySize)
            )
            guard batchNumber <= 1 else {
                for column in [TokenColumn.bitsText, .information] { set(column, token, .undefined("coded for the first draw only")) }
                continue
            }
            set(.bitsText, token, TextLength.bits(logProbabilities: scores[place].tokenLogProbabilities))
            let given = batch.logProbabilities[token]
            set(
                .information, token,
                given.map { TextLength.information(givenActivation: $0, reference: scores[place].logProbability) }
                    ?? .undefined("the file does not say what the text costs given the activation"))
        }
    }
}
