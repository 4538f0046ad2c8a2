import ParallaxCompute

extension SessionState {
    /// What is under the cursor, as it leaves the screen; nil before the document has been read.
    func finding(screen: String) -> Finding? {
        guard let trace, trace.ids.indices.contains(position) else { return nil }
        return Finding(
            document: inventory.documentTitles[document], position: position, token: trace.texts[position], site: "\(site)",
            norm: Double(trace.norms[row][position]), warnings: warnings, statistics: statistics.source, sparse: sparseFinding, verbal: verbalFinding,
            between: agreement.map(between), spliced: splice.map { $0.rows.map(Self.spliced) }, screen: screen)
    }

    private var sparseFinding: Finding.Sparse? {
        guard let dictionary, let reading = dictionaryReading else { return nil }
        let shown = editedDictionaryReading ?? reading
        let features = shown.features.map { feature in
            Finding.Feature(id: feature.id, activation: feature.activation, share: feature.share, label: feature.label, edit: feature.edit.map { "\($0)" })
        }
        return Finding.Sparse(
            dictionary: inventory.dictionaries.elements[dictionary].name, l0: shown.l0, features: features, figures: reading.figures.all.map(Finding.Figure.init),
            figuresOfTheEdit: editedDictionaryReading?.figures.all.map(Finding.Figure.init))
    }

    private var verbalFinding: Finding.Verbal? {
        guard let verbalizer, let reading = verbalReading else { return nil }
        return Finding.Verbal(
            verbalizer: inventory.verbalizers.elements[verbalizer].name, text: reading.text, tokens: reading.tokenCount, logProbability: reading.logProbability,
            truncated: reading.truncated, injectionFailed: reading.injectionFailed, figures: reading.figures?.all.map(Finding.Figure.init),
            editedText: verbalKey.flatMap { textEdits[$0] }, figuresOfTheEdit: editedFigures?.all.map(Finding.Figure.init))
    }

    private func between(_ agreement: Agreement) -> Finding.Between {
        Finding.Between(
            cosine: agreement.cosine.number, kept: agreement.kept, lost: agreement.lost, made: agreement.made.map(\.id),
            keptByMismatchedPairs: mismatch?.kept, mismatchedPairs: mismatch?.pairs)
    }

    private static func spliced(_ row: SpliceTable.Row) -> Finding.Spliced {
        Finding.Spliced(
            name: row.name, divergence: .init(.kl, row.divergence), divergenceFollowing: .init(.klFollowing, row.following), crossEntropy: row.crossEntropy.number,
            next: row.next.map(\.text), nextProbabilities: row.next.map(\.probability), continuation: row.continuation)
    }

    /// Begins to write what is seen.
    mutating func write(screen: String) {
        guard let finding = finding(screen: screen) else {
            notice = "nothing to write yet"
            return
        }
        self.finding = finding
    }
}
