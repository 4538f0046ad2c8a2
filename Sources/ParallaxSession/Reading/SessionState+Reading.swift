import ParallaxCompute

/// What is lacking of the readings: of the token at the cursor, and of the others that the grid shows.
extension SessionState {
    /// Positions verbalized in one batch when the grid is filled: enough to share the weights, few enough to be dropped cheaply.
    private static let fillBatch = 8

    /// The dictionary at the cursor, and those of the other rows where the grid shows their figures, nearest row first.
    func dictionaryWants() -> [AnyQuestion] {
        dictionariesWanted.compactMap { dictionary in
            let reading = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]
            if reading?.statistics == statistics.version { return nil }
            return AnyQuestion(DictionaryQuestion(document: document, dictionary: dictionary, statistics: statistics.version))
        }
    }

    /// Those whose readings are on the screen, the nearest row's first.
    var dictionariesWanted: [DictionaryID] {
        let rows = rowsWanted(all: colour.needsDictionaries).compactMap { dictionary(at: inventory.sites[$0]) }
        if case .choosing(.dictionary, _) = mode { return rows + inventory.dictionaries(at: site).filter { !rows.contains($0) } }
        return rows
    }

    /// The cursor's explanation first; where that is there, the nearest missing ones of the row.
    func verbalWants() -> [AnyQuestion] {
        guard let trace, let verbalizer = verbalizer ?? fillVerbalizer else { return [] }
        let atCursor = self.verbalizer != nil
        let running = outstanding.first(VerbalizeQuestion.self) {
            $0.document == document && $0.verbalizer == verbalizer && $0.statistics == statistics.version
        }
        if atCursor, lacksExplanation(position, verbalizer) {
            // A batch that holds the cursor's position will answer it; any other gives way.
            if let running, running.positions.contains(position) { return [AnyQuestion(running)] }
            return [AnyQuestion(verbalizing([position], verbalizer))]
        }
        // The comparison and the tests of claims need the processors, and are what the person waits for.
        switch mode {
        case .comparing, .claims: return []
        default: break
        }
        guard readings.fill.isOn else { return [] }
        if let running { return [AnyQuestion(running)] }
        guard let row = inventory.sites.firstIndex(of: inventory.verbalizers[verbalizer].site) else { return [] }
        // From the cursor to both sides, and no further than for a batch: this is asked with every key.
        var nearest: [Int] = []
        for distance in 0..<max(trace.ids.count, 1) where nearest.count < Self.fillBatch {
            for place in distance == 0 ? [position] : [position - distance, position + distance]
            where trace.ids.indices.contains(place) && nearest.count < Self.fillBatch {
                if lacksExplanation(place, verbalizer), !isExcluded(place, row: row, trace) { nearest.append(place) }
            }
        }
        return nearest.isEmpty ? [] : [AnyQuestion(verbalizing(nearest, verbalizer))]
    }

    /// Where the cursor's row has no verbalizer but the grid shows NLA figures, the first verbalizer of the workspace.
    var fillVerbalizer: VerbalizerID? {
        colour.needsVerbalizers && !inventory.verbalizers.elements.isEmpty ? 0 : nil
    }

    private func verbalizing(_ positions: [Int], _ verbalizer: VerbalizerID) -> VerbalizeQuestion {
        VerbalizeQuestion(document: document, positions: positions, verbalizer: verbalizer, statistics: statistics.version)
    }

    func lacksExplanation(_ position: Int, _ verbalizer: VerbalizerID) -> Bool {
        let key = VerbalKey(document: document, position: position, verbalizer: verbalizer)
        guard readings.byVerbalizer[key]?.statistics != statistics.version, !readings.stopped.contains(key), !readings.absent.contains(key)
        else { return false }
        return failure(of: verbalizing([position], verbalizer)) == nil
    }

    /// Explanations of this document's row: made, and wanted in all.
    public var fillCount: (done: Int, total: Int)? {
        guard let trace, let verbalizer = verbalizer ?? fillVerbalizer else { return nil }
        let site = inventory.verbalizers[verbalizer].site
        let wanted = trace.ids.indices.filter {
            !isExcluded($0, at: site) && !readings.absent.contains(VerbalKey(document: document, position: $0, verbalizer: verbalizer))
        }
        let done = wanted.count { readings.byVerbalizer[VerbalKey(document: document, position: $0, verbalizer: verbalizer)] != nil }
        return (done, wanted.count)
    }

    /// Whether figures leave this position out, or no file explains it.
    public func isExcluded(_ position: Int, at site: Site) -> Bool {
        guard let trace, let row = inventory.sites.firstIndex(of: site) else { return false }
        return isExcluded(position, row: row, trace)
    }

    private func isExcluded(_ position: Int, row: Int, _ trace: TraceSummary) -> Bool {
        if let explained = trace.explained, !explained[row].contains(position) { return true }
        return trace.exclusions[row][position] != nil
    }
}
