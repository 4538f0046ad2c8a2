import ParallaxCompute

extension SessionState {
    /// The cell of the grid at a row and position, or why it is empty.
    public func gridCell(row: Int, position: Int, colour: GridColour) -> GridCell {
        guard let trace, trace.ids.indices.contains(position), inventory.sites.indices.contains(row) else { return .notYet }
        let site = inventory.sites[row]
        if let explained = trace.explained, !explained[row].contains(position) { return .none }
        switch colour {
        case .norm:
            let norm = trace.norms[row][position]
            if norm.isNaN, !trace.isWhole {
                let reading = TraceQuestion(document: document)
                return failure(of: reading) != nil ? .failed : isOutstanding(reading) ? .running : .notYet
            }
            return trace.explained != nil && norm.isNaN ? .undefined("the file states no norm") : .value(Double(norm))
        case .l0: return dictionaryCell(row, position, site) { .value(Double($0.l0)) }
        case .dictionaryFVE:
            return dictionaryCell(row, position, site) { reading in
                trace.exclusions[row][position].map(GridCell.excluded) ?? Self.cell(reading.figures.normalisedFVE)
            }
        case .verbalizerFVE: return verbalizerCell(row, position, site, Self.varianceExplained)
        case .statedCosine: return verbalizerCell(row, position, site, Self.statedCosine)
        case .difference: return difference(row, position)
        case .entropy: return lensCell(row, position) { .value($0.entropy) }
        case .rank: return lensCell(row, position) { cell in cell.rank.map { .value(Double($0)) } ?? .undefined("no token follows") }
        case .surprise: return lensCell(row, position) { cell in cell.surprise.map { .value($0) } ?? .undefined("no token follows") }
        }
    }

    private func difference(_ row: Int, _ position: Int) -> GridCell {
        let words = gridCell(row: row, position: position, colour: .verbalizerFVE)
        let features = gridCell(row: row, position: position, colour: .dictionaryFVE)
        guard case .value(let a) = words else { return words }
        guard case .value(let b) = features else { return features }
        return .value(a - b)
    }

    private func lensCell(_ row: Int, _ position: Int, _ figure: (LensCell) -> GridCell) -> GridCell {
        guard inventory.sites[row].isResidual else { return .undefined("the logit lens reads the residual stream") }
        if let cells = logitLens.rows[LensKey(document: document, row: row)], cells.indices.contains(position) {
            return figure(cells[position])
        }
        let question = LensRowQuestion(document: document, row: row)
        return failure(of: question) != nil ? .failed : isOutstanding(question) ? .running : .notYet
    }

    private func dictionaryCell(_ row: Int, _ position: Int, _ site: Site, _ figure: (DictionaryReading) -> GridCell) -> GridCell {
        if inventory.dictionaries == .opening { return .notYet }
        guard let dictionary = dictionary(at: site) else { return .none }
        if let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value,
            readings.indices.contains(position)
        {
            return figure(readings[position])
        }
        let question = DictionaryQuestion(document: document, dictionary: dictionary, statistics: statistics.version)
        return failure(of: question) != nil ? .failed : isOutstanding(question) ? .running : .notYet
    }

    /// Of what the words reconstruct here; without a model as the file states it, else as its other figures give it.
    private static func varianceExplained(_ reading: VerbalReading, hasModel: Bool) -> GridCell {
        if let figures = reading.figures { return cell(figures.normalisedFVE) }
        guard !hasModel, let stated = reading.stated else { return .undefined(reading.unreadWords ?? "no AR") }
        return (stated.explanation.stated.varianceExplained?.value ?? stated.check.varianceExplained).map(GridCell.value)
            ?? .undefined("the file states no fve_nrm")
    }

    private static func statedCosine(_ reading: VerbalReading, hasModel: Bool) -> GridCell {
        (reading.stated?.explanation.stated.cosine?.value ?? reading.stated?.check.cosine).map(GridCell.value)
            ?? .undefined("the file states no cosine")
    }

    private func verbalizerCell(_ row: Int, _ position: Int, _ site: Site, _ figure: (VerbalReading, _ hasModel: Bool) -> GridCell)
        -> GridCell
    {
        if inventory.verbalizers == .opening { return .notYet }
        guard let verbalizer = verbalizer(at: site) else { return .none }
        if let reason = trace?.exclusions[row][position] { return .excluded(reason) }
        if let reading = readings.byVerbalizer[VerbalKey(document: document, position: position, verbalizer: verbalizer)]?.value {
            return figure(reading, inventory.hasModel)
        }
        if readings.absent.contains(VerbalKey(document: document, position: position, verbalizer: verbalizer)) { return .none }
        if failure(of: VerbalizeQuestion(document: document, positions: [position], verbalizer: verbalizer, statistics: statistics.version))
            != nil
        {
            return .failed
        }
        let running = outstanding.first(VerbalizeQuestion.self) {
            $0.document == document && $0.verbalizer == verbalizer && $0.positions.contains(position)
        }
        return running != nil ? .running : .notYet
    }

    private static func cell(_ measure: Measure) -> GridCell {
        switch measure.outcome {
        case .value(let number): .value(number)
        case .undefined(let why): .undefined(why)
        }
    }
}

extension SessionState {
    /// The smallest and the largest number of the grid over the whole document; nil where there are none. Every frame asks for it, so each quantity is read
    /// where it lies.
    public var gridRange: ClosedRange<Double>? {
        guard let trace else { return nil }
        var range: ClosedRange<Double>?
        func note(_ value: Double) {
            guard !value.isNaN else { return }
            range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        switch colour {
        case .norm where trace.explained == nil:
            for norms in trace.norms {
                var (smallest, largest) = (Float.infinity, -Float.infinity)
                for norm in norms {
                    smallest = min(smallest, norm)
                    largest = max(largest, norm)
                }
                if smallest <= largest {
                    note(Double(smallest))
                    note(Double(largest))
                }
            }
        case .l0:
            for site in inventory.sites {
                guard let dictionary = dictionary(at: site) else { continue }
                for reading in readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value ?? [] {
                    note(Double(reading.l0))
                }
            }
        case .entropy, .rank, .surprise:
            for row in inventory.sites.indices where inventory.sites[row].isResidual {
                for cell in logitLens.rows[LensKey(document: document, row: row)] ?? [] {
                    switch colour {
                    case .entropy: note(cell.entropy)
                    case .rank: cell.rank.map { note(Double($0)) }
                    default: cell.surprise.map(note)
                    }
                }
            }
        case .norm, .dictionaryFVE, .verbalizerFVE, .difference, .statedCosine:
            for row in inventory.sites.indices {
                for position in trace.ids.indices {
                    if case .value(let value) = gridCell(row: row, position: position, colour: colour) { note(value) }
                }
            }
        }
        return range
    }
}
