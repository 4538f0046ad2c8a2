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

    mutating func visit(_ site: Site, _ rows: inout Rows) {
        for replacement in replacements[site] ?? [] { rows[replacement.row] = replacement.vector }
        guard wanted.contains(site) else { return }
        for (index, span) in layout.spans.enumerated() { states[index][site] = rows.slice(span.rows) }
    }
}
