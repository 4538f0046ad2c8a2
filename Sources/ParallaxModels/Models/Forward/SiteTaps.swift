/// Stands at every site of a forward pass: puts replacements in, then takes what was asked for.
struct SiteTaps {
    private let layout: BatchLayout
    private let wanted: Set<Site>
    private var replacements: [Site: [(row: Int, vector: [Float])]] = [:]
    /// Of every sequence.
    private(set) var states: [[Site: Rows]]

    init(_ request: ForwardRequest, _ layout: BatchLayout) {
        self.layout = layout
        wanted = request.capture
        states = Array(repeating: [:], count: layout.spans.count)
        for (span, sequence) in zip(layout.spans, request.sequences) {
            for replacement in sequence.replacements {
                replacements[replacement.site, default: []].append((span.rows.lowerBound + replacement.position - span.offset, replacement.vector))
            }
        }
    }

    /// Whether something is put in or taken here; a site that costs extra work is visited only then.
    func stand(at site: Site) -> Bool { wanted.contains(site) || replacements[site] != nil }

    /// - Returns: The rows that were replaced.
    @discardableResult
    mutating func visit(_ site: Site, _ rows: inout Rows) -> [Int] {
        let own = replacements[site] ?? []
        for replacement in own { rows[replacement.row] = replacement.vector }
        if wanted.contains(site) {
            for (index, span) in layout.spans.enumerated() { states[index][site] = rows.slice(span.rows) }
        }
        return own.map(\.row)
    }
}
