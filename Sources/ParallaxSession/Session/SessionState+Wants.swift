import ParallaxCompute

extension SessionState {
    /// Positions verbalized in one batch when the grid is filled: enough to share the weights, few enough to be dropped cheaply.
    private static let fillBatch = 8

    /// The question that answers the feature edits at the cursor; nil where there are none.
    public var featureEditQuestion: FeatureEditQuestion? {
        guard let dictionary, !currentFeatureEdits.isEmpty else { return nil }
        return FeatureEditQuestion(document: document, position: position, dictionary: dictionary, edits: currentFeatureEdits, statistics: statistics.version)
    }

    /// The question that answers the text edit at the cursor; nil where the text is the original.
    public var textEditQuestion: TextEditQuestion? {
        guard let verbalKey, inventory.verbalizers[verbalKey.verbalizer].reconstructs, let text = editedText else { return nil }
        return TextEditQuestion(document: document, position: position, verbalizer: verbalKey.verbalizer, text: text, statistics: statistics.version)
    }

    /// Everything that the screen lacks, most urgent first. Pure: the difference to `outstanding` is what to start and what to cancel.
    public func wants() -> [AnyQuestion] {
        let reading = TraceQuestion(document: document)
        if trace == nil, failure(of: reading) == nil { return [AnyQuestion(reading)] }
        var wanted: [AnyQuestion] = []
        if inventory.dictionaries == .opening { wanted.append(OpenDictionariesQuestion()) }
        if inventory.verbalizers == .opening { wanted.append(OpenVerbalizersQuestion()) }
        // The rest of the workspace is there even where this document cannot be read.
        guard trace != nil else { return wanted }
        wanted += dictionaryWants()
        if let featureEditQuestion, editedDictionaryReading == nil { wanted.append(featureEditQuestion) }
        if let textEditQuestion, editedFigures == nil { wanted.append(textEditQuestion) }
        wanted += featureWants()
        wanted += searchWants()
        wanted += verbalWants()
        if let noiseQuestion, noiseBand == nil { wanted.append(noiseQuestion) }
        wanted += asideWants() + lensWants()
        if statistics.version == 0, statistics.refusal == nil { wanted.append(StatisticsQuestion()) }
        if let writing = findings.writing { wanted.append(writing) }
        return wanted + comparisonWants() + claimWants()
    }

    /// The dictionary at the cursor, and those of the other rows where the grid shows their figures, nearest row first.
    private func dictionaryWants() -> [AnyQuestion] {
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

    /// The cursor's row, or all of them, nearest first.
    private func rowsWanted(all: Bool) -> [Int] {
        all ? inventory.sites.indices.sorted { (abs($0 - row), $0) < (abs($1 - row), $1) } : [row]
    }

    /// The cursor's explanation first; where that is there, the nearest missing ones of the row.
    private func verbalWants() -> [AnyQuestion] {
        guard let trace, let verbalizer = verbalizer ?? fillVerbalizer else { return [] }
        let atCursor = self.verbalizer != nil
        let running = outstanding.first(VerbalizeQuestion.self) { $0.document == document && $0.verbalizer == verbalizer && $0.statistics == statistics.version }
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
            for place in distance == 0 ? [position] : [position - distance, position + distance] where trace.ids.indices.contains(place) && nearest.count < Self.fillBatch {
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
        guard readings.byVerbalizer[key]?.statistics != statistics.version, !readings.stopped.contains(key), !readings.absent.contains(key) else { return false }
        return failure(of: verbalizing([position], verbalizer)) == nil
    }

    /// What stands beside the readings and is seen.
    private func asideWants() -> [AnyQuestion] {
        var wanted: [AnyQuestion] = []
        if let promotedQuestion { wanted.append(promotedQuestion) }
        wanted += betweenWants()
        guard visible.contains(.splice) else { return wanted }
        if let spliceQuestion, splice == nil { wanted.append(spliceQuestion) }
        if let spliceNoiseQuestion, splice != nil, spliceNoise == nil { wanted.append(spliceNoiseQuestion) }
        return wanted
    }

    /// Tokens before and behind the cursor whose features are looked up before one comes there, and how many features at once.
    private static let lookAhead = 8
    private static let promotedBatch = 64

    /// Features whose tokens are on the screen or will be in a moment.
    var featuresInSight: [(dictionary: DictionaryID, feature: Int)] {
        var seen: [(dictionary: DictionaryID, feature: Int)] = []
        if case .feature(let page) = mode { seen.append((page.dictionary, page.feature)) }
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else { return seen }
        for reading in readings[max(0, position - Self.lookAhead)...].prefix(2 * Self.lookAhead + 1) where position < readings.count { seen += reading.features.map { (dictionary, $0.id) } }
        return seen
    }

    /// The features at the cursor whose tokens are not known; once they are, those of the neighbours.
    private var promotedQuestion: PromotedQuestion? {
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else { return nil }
        let running = outstanding.first(PromotedQuestion.self) { $0.dictionary == dictionary }
        let near = readings.indices.filter { abs($0 - position) <= Self.lookAhead }.sorted { (abs($0 - position), $0) < (abs($1 - position), $1) }
        var unknown: Set<Int> = []
        for place in near where unknown.count < Self.promotedBatch {
            unknown.formUnion(readings[place].features.lazy.map(\.id).filter { features.promoted[dictionary, $0] == nil })
        }
        // What is under way is finished first: it is short.
        if unknown.isEmpty { return nil }
        return running ?? PromotedQuestion(dictionary: dictionary, features: unknown.sorted())
    }

    private func lensWants() -> [AnyQuestion] {
        var wanted: [AnyQuestion] = []
        if visible.contains(.lens), let lensQuestion, lens == nil { wanted.append(lensQuestion) }
        guard colour.needsLens else { return wanted }
        for row in rowsWanted(all: true) where inventory.sites[row].isResidual && logitLens.rows[LensKey(document: document, row: row)] == nil { wanted.append(LensRowQuestion(document: document, row: row)) }
        return wanted
    }

    /// Whether figures leave this position out, or no file explains it.
    public func isExcluded(_ position: Int, at site: Site) -> Bool {
        guard let trace, let row = inventory.sites.firstIndex(of: site) else { return false }
        return isExcluded(position, row: row, trace)
    }

    private func isExcluded(_ position: Int, row: Int, _ trace: DocumentTrace) -> Bool {
        if let explained = trace.explained, !explained[row].contains(position) { return true }
        return trace.exclusions[row][position] != nil
    }
}
