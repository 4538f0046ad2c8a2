import ParallaxCompute

/// How the values of single tokens spread: a row a method, a histogram with the median, the mean and the 10th percentile.
struct SpreadFigure {
    private static let width = 640.0, labels = 204.0, numbers = 132.0, row = 26.0, top = 24.0, bottom = 38.0

    private let rows: [(method: MethodReport, spread: MethodReport.Spread)]
    private let definition: Definition

    /// - Returns: nil where no method has values of single tokens.
    init?(_ report: ComparisonReport, _ definition: Definition, _ scale: ReconstructionScale = .asIs) {
        self.definition = definition
        rows = DefinitionsFigure.shown(report.methods).compactMap { method in
            method.spreads.first { $0.definition == definition && $0.scale == scale && $0.count > 0 }.map { (method, $0) }
        }
        if rows.isEmpty { return nil }
    }

    var drawing: Drawing {
        let height = Self.top + Double(rows.count) * Self.row + Self.bottom
        var drawing = Drawing(width: Self.width, height: height)
        let range = MethodReport.Spread.range, axis = Axis(range.lowerBound, range.upperBound, from: Self.labels, to: Self.width - Self.numbers)
        let end = Self.top + Double(rows.count) * Self.row
        for tick in axis.ticks(5) {
            drawing.line(axis.place(tick), Self.top - 4, axis.place(tick), end, tick == 0 ? "axis" : "grid")
            drawing.text(axis.place(tick), end + 14, Axis.label(tick), "small", .middle)
        }
        drawing.text((axis.start + axis.end) / 2, end + 31, "\(definition.symbol) of a token; the outer bars hold what lies beyond", "label", .middle)
        for (offset, title) in [(46.0, "median"), (90, "p10"), (130, "< 0")] { drawing.text(Self.width - Self.numbers + offset, 14, title, "small", .end) }
        for (index, row) in rows.enumerated() { draw(row.method, row.spread, at: Self.top + Double(index + 1) * Self.row - 5, axis, &drawing) }
        return drawing
    }

    private func draw(_ method: MethodReport, _ spread: MethodReport.Spread, at base: Double, _ axis: Axis, _ drawing: inout Drawing) {
        let mark = Mark(method.kind), highest = max(spread.histogram.max() ?? 0, 1e-9), step = (axis.end - axis.start) / Double(spread.histogram.count)
        drawing.text(Self.labels - 8, base, PageText.short(method.name, 30), method.isHeadline ? "row strong" : "row", .end)
        for (bin, share) in spread.histogram.enumerated() where share > 0 {
            let height = max(0.5, share / highest * (Self.row - 8))
            drawing.rectangle(axis.start + Double(bin) * step + 0.5, base - height, step - 1, height, "fill \(mark.style)", opacity: 0.55)
        }
        drawing.line(axis.start, base, axis.end, base, "grid")
        if let p10 = spread.p10 { drawing.line(axis.place(p10), base - 8, axis.place(p10), base + 2, "quantile dashed") }
        if let median = spread.median { drawing.line(axis.place(median), base - Self.row + 9, axis.place(median), base + 2, "quantile") }
        if let mean = spread.mean { drawing.mark(mark, axis.place(mean), base - 3, tip: "\(method.name): mean \(PageText.number(mean)) of \(spread.count) tokens") }
        for (offset, text) in [(46.0, spread.median.map(PageText.number)), (90, spread.p10.map(PageText.number)), (130, spread.shareBelowZero.map(PageText.percent))] {
            drawing.text(Self.width - Self.numbers + offset, base, text ?? "–", "small", .end)
        }
    }
}
