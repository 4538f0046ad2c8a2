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
                for reading in readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value ?? [] { note(Double(reading.l0)) }
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
