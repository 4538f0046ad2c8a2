import ParallaxCompute

extension SessionState {
    /// Everything that the screen lacks, most urgent first. Pure: the difference to `outstanding` is what to start and what to cancel.
    public func wants() -> [AnyQuestion] {
        let reading = TraceQuestion(document: document)
        var wanted: [AnyQuestion] = []
        if trace?.isWhole != true, failure(of: reading) == nil {
            // The tokens of a long text can be walked and searched while the model goes through it.
            return [AnyQuestion(reading)] + (trace == nil ? [] : searchWants())
        }
        if let continuing = editing.continuing { wanted.append(continuing) }
        if let completing = editing.completing { wanted.append(completing) }
        if inventory.dictionaries == .opening { wanted.append(OpenDictionariesQuestion()) }
        if inventory.verbalizers == .opening { wanted.append(OpenVerbalizersQuestion()) }
        // The rest of the workspace is there even where this document cannot be read.
        guard trace?.isWhole == true else { return wanted + searchWants() }
        wanted += dictionaryWants()
        wanted += editWants() + featureWants()
        wanted += searchWants()
        wanted += verbalWants()
        if let featureNoiseQuestion, featureNoise == nil { wanted.append(featureNoiseQuestion) }
        if let noiseQuestion, noiseBand == nil { wanted.append(noiseQuestion) }
        if let promotedQuestion { wanted.append(promotedQuestion) }
        wanted += betweenWants() + spliceWants() + lensWants()
        if statistics.version == 0, statistics.refusal == nil { wanted.append(StatisticsQuestion()) }
        if let provenanceQuestion, statistics.provenances?.value(for: provenanceQuestion) == nil { wanted.append(provenanceQuestion) }
        if let writing = findings.writing { wanted.append(writing) }
        return wanted + comparisonWants() + claimWants()
    }

    /// The cursor's row, or all of them, nearest first.
    func rowsWanted(all: Bool) -> [Int] {
        all ? inventory.sites.indices.sorted { (abs($0 - row), $0) < (abs($1 - row), $1) } : [row]
    }
}
