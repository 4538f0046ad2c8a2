import ParallaxCompute

extension SessionState {
    /// Positions verbalized in one batch when the grid is filled: enough to share the weights, few enough to be dropped cheaply.
    private static let fillBatch = 8

    /// The request that answers the feature edits at the cursor; nil where there are none.
    public var featureEditRequest: Request? {
        guard let dictionary, !currentFeatureEdits.isEmpty else { return nil }
        return .featureEdit(document: document, position: position, dictionary: dictionary, edits: currentFeatureEdits, statistics: statistics.version)
    }

    /// The request that answers the text edit at the cursor; nil where the text is the original.
    public var textEditRequest: Request? {
        guard let verbalKey, inventory.verbalizers.elements[verbalKey.verbalizer].reconstructs,
            let text = currentText, text != verbalReading?.text
        else { return nil }
        return .textEdit(document: document, position: position, verbalizer: verbalKey.verbalizer, text: text, statistics: statistics.version)
    }

    /// Everything that the screen lacks, most urgent first. Pure: the difference to `outstanding` is what to start and what to cancel.
    public func wants() -> [Request] {
        guard trace != nil else { return [.trace(document: document)] }
        var wanted: [Request] = []
        if inventory.dictionaries == .opening { wanted.append(.openDictionaries) }
        if inventory.verbalizers == .opening { wanted.append(.openVerbalizers) }
        wanted += dictionaryWants()
        if let featureEditRequest, editedDictionaryReading == nil { wanted.append(featureEditRequest) }
        if let textEditRequest, editedFigures == nil { wanted.append(textEditRequest) }
        wanted += verbalWants()
        if statistics.version == 0, statistics.refusal == nil { wanted.append(.statistics) }
        return wanted
    }

    /// The dictionary at the cursor, and those of the other rows where the grid shows their figures, nearest row first.
    private func dictionaryWants() -> [Request] {
        let others = colour == .dictionaryFVE || colour == .l0
        let rows = others ? inventory.sites.indices.sorted { (abs($0 - row), $0) < (abs($1 - row), $1) } : [row]
        return rows.compactMap { row in
            guard let dictionary = dictionary(at: inventory.sites[row]) else { return nil }
            let reading = dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)]
            if reading?.statistics == statistics.version { return nil }
            return .dictionary(document: document, dictionary: dictionary, statistics: statistics.version)
        }
    }

    /// The cursor's explanation first; where that is there, the nearest missing ones of the row.
    private func verbalWants() -> [Request] {
        guard let trace, let verbalizer = verbalizer ?? fillVerbalizer else { return [] }
        let atCursor = self.verbalizer != nil
        let running = outstanding.first { request in
            if case .verbalize(document, _, verbalizer, statistics.version) = request { true } else { false }
        }
        if atCursor, lacksExplanation(position, verbalizer) {
            // A batch that holds the cursor's position will answer it; any other gives way.
            if let running, case .verbalize(_, let positions, _, _) = running, positions.contains(position) { return [running] }
            return [request([position], verbalizer)]
        }
        guard fills else { return [] }
        if let running { return [running] }
        let missing = trace.ids.indices.filter { lacksExplanation($0, verbalizer) && !isExcluded($0, at: inventory.verbalizers.elements[verbalizer].site) }
        let nearest = missing.sorted { (abs($0 - position), $0) < (abs($1 - position), $1) }.prefix(Self.fillBatch)
        return nearest.isEmpty ? [] : [request(Array(nearest), verbalizer)]
    }

    /// Where the cursor's row has no verbalizer but the grid shows NLA figures, the first verbalizer of the workspace.
    private var fillVerbalizer: Int? {
        colour == .verbalizerFVE && !inventory.verbalizers.elements.isEmpty ? 0 : nil
    }

    private func request(_ positions: [Int], _ verbalizer: Int) -> Request {
        .verbalize(document: document, positions: positions, verbalizer: verbalizer, statistics: statistics.version)
    }

    private func lacksExplanation(_ position: Int, _ verbalizer: Int) -> Bool {
        let key = VerbalKey(document: document, position: position, verbalizer: verbalizer)
        return !stopped.contains(key) && verbalReadings[key]?.statistics != statistics.version && failures[request([position], verbalizer)] == nil
    }

    /// Whether figures leave this position out.
    public func isExcluded(_ position: Int, at site: Site) -> Bool {
        guard let trace, let row = inventory.sites.firstIndex(of: site) else { return false }
        return trace.exclusions[row][position] != nil
    }
}
