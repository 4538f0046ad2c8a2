import ParallaxCompute

extension SessionState {
    /// What is under the cursor, as it leaves the screen; nil before the document has been read.
    func finding(screen: String) -> Finding? {
        guard let trace, trace.isWhole, trace.ids.indices.contains(position) else { return nil }
        return Finding(
            document: inventory.title(document), position: position, token: trace.texts[position], site: siteName,
            norm: .init(
                key: "norm",
                definition: inventory.hasModel ? "norm of the residual stream" : "norm of the residual stream, as the file states it",
                formula: "‖h‖, in the activations' own units", space: .raw,
                Outcome(Double(trace.norms[row][position]), orUndefined: "no norm is stated")),
            warnings: warnings, statistics: provenance.map { $0.sentence },
            provenance: provenance, sparse: sparseFinding, verbal: verbalFinding,
            between: agreement.map(between), spliced: splice.map { table in table.rows.map { spliced($0, table) } }, claims: claimsFinding,
            screen: screen)
    }

    private var areReadingsCurrent: Bool {
        let sparse = dictionary.flatMap { readings.byDictionary[DictionaryKey(document: document, dictionary: $0)]?.statistics }
        let verbal = verbalKey.flatMap { readings.byVerbalizer[$0]?.statistics }
        return [sparse, verbal].allSatisfy { $0 == nil || $0 == statistics.version }
    }

    private var sparseFinding: Finding.Sparse? {
        guard let dictionary, let reading = dictionaryReading else { return nil }
        let shown = editedDictionaryReading ?? reading
        let features = shown.features.map { feature in
            Finding.Feature(
                id: feature.id, activation: feature.activation, share: feature.share, label: feature.label,
                edit: feature.edit.map { "\($0)" })
        }
        return Finding.Sparse(
            dictionary: inventory.dictionaries[dictionary].name, l0: shown.l0, features: features,
            figures: reading.figures.all.map(Finding.Figure.init),
            figuresOfTheEdit: editedDictionaryReading?.figures.all.map(Finding.Figure.init),
            noise: featureNoise.map { noise($0, reading.figures, isDeletion: false) })
    }

    private var verbalFinding: Finding.Verbal? {
        guard let verbalizer, let reading = verbalReading else { return nil }
        return Finding.Verbal(
            verbalizer: inventory.verbalizers[verbalizer].name, text: reading.text, tokens: reading.tokenCount,
            logProbability: reading.logProbability,
            truncated: reading.truncated, injectionFailed: reading.injectionFailed, figures: reading.figures?.all.map(Finding.Figure.init),
            editedText: verbalKey.flatMap { editing.textEdits[$0] }, figuresOfTheEdit: editedFigures?.all.map(Finding.Figure.init),
            noise: reading.figures.flatMap { figures in noiseBand.map { noise($0, figures, isDeletion: isDeletion) } },
            stated: reading.stated.map(stated))
    }

    private func stated(_ reading: StatedReading) -> Finding.Stated {
        let check = reading.check
        return Finding.Stated(
            figures: reading.explanation.figures.mapValues(\.value), meanSquaredErrorFromCosine: check.meanSquaredError,
            varianceExplained: check.varianceExplained,
            variance: reading.variance?.value, varianceFrom: reading.variance?.origin,
            disagreements: check.disagreements.map(\.description), samples: reading.samples.map(\.text))
    }

    private func between(_ agreement: Agreement) -> Finding.Between {
        Finding.Between(
            cosine: .init(
                key: "cosine", definition: "cosine of the two reconstructions", formula: "y_SAE·y_NLA / ‖y_SAE‖‖y_NLA‖", space: .scaleFree,
                agreement.cosine),
            kept: agreement.kept, lost: agreement.lost, made: agreement.made.map(\.id),
            keptByMismatchedPairs: mismatch?.kept, mismatchedPairs: mismatch?.pairs)
    }

    private func noise(_ band: NoiseBand, _ original: TokenFigures, isDeletion: Bool) -> [Finding.Noise] {
        let count = band.samples.count { ($0.kind == NeutralEdits.deletion) == isDeletion }
        return original.all.indices.map { index in
            Finding.Noise(
                key: Finding.Figure(original.all[index]).key,
                width: band.width({ $0.all[index] }, original: original, isDeletion: isDeletion), edits: count)
        }
    }

    private func spliced(_ row: SpliceTable.Row, _ table: SpliceTable) -> Finding.Spliced {
        let before = row.before.map { table.rows[$0] }
        let neutral = row.change.flatMap { spliceNoise(of: $0)?.alike(isDeletion: $0 == .text && isDeletion) }
        var finding = Finding.Spliced(
            name: row.name, before: before?.name, divergence: .init(.kl, row.divergence),
            divergenceFollowing: .init(.klFollowing, row.following),
            crossEntropy: .init(
                key: "cross_entropy", definition: "cross-entropy of the next token",
                formula: "−log p of the token that follows in the document, nats", space: .output, row.crossEntropy),
            next: row.next.map(\.text), nextProbabilities: row.next.map(\.probability), continuation: row.continuation)
        guard let before, let neutral else { return finding }
        finding.noise = [
            Finding.Noise(
                key: Finding.Figure(.kl, row.divergence).key, width: neutral.width({ $0.divergence }, from: before), edits: neutral.count),
            Finding.Noise(
                key: Finding.Figure(.klFollowing, row.following).key, width: neutral.width({ $0.following }, from: before),
                edits: neutral.count),
            Finding.Noise(key: "cross_entropy", width: neutral.width({ $0.crossEntropy }, from: before), edits: neutral.count)
        ]
        finding.neutralEditsChangingTopToken = neutral.changingTopToken(of: before)
        return finding
    }

    private var claimsFinding: Finding.Claims? {
        guard claims.isOn, let page = claimPage else { return nil }
        return Finding.Claims(page, isWhole: areClaimsTested) { verdict(of: $0) }
    }

    /// Begins to write what is seen.
    mutating func write(screen: String) {
        guard let finding = finding(screen: screen) else {
            notice = "nothing to write yet"
            return
        }
        // Figures from before μ and Var came would stand beside others that rest on them.
        guard areReadingsCurrent else {
            notice = "μ and Var have just come and the figures are made anew: press w again"
            return
        }
        findings.begun += 1
        findings.writing = WriteQuestion(number: findings.begun, finding: finding, look: lookRequest, shown: document)
    }
}
