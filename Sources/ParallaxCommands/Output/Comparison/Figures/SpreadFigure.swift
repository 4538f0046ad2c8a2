import Foundation
import ParallaxCompute

/// How the values of single tokens spread: a row a method, a histogram with the median, the mean and the tail that matters: the 10th
/// percentile of fractions, the 90th of KL.
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
        let range = MethodReport.Spread.range(definition),
            axis = Axis(range.lowerBound, range.upperBound, from: Self.labels, to: Self.width - Self.numbers)
        let end = Self.top + Double(rows.count) * Self.row
        for tick in axis.ticks(5) {
            drawing.line(axis.place(tick), Self.top - 4, axis.place(tick), end, tick == 0 ? "axis" : "grid")
            drawing.text(axis.place(tick), end + 14, isLogarithmic ? PageText.power(tick) : Axis.label(tick), "small", .middle)
        }
        drawing.text(
            (axis.start + axis.end) / 2, end + 31,
            "\(definition.symbol) of a token\(isLogarithmic ? ", nats" : ""); the outer bars hold what lies beyond", "label", .middle)
        for (offset, title) in [(46.0, "median"), (90, isLogarithmic ? "p90" : "p10"), (130, isLogarithmic ? "> 1" : "< 0")] {
            drawing.text(Self.width - Self.numbers + offset, 14, title, "small", .end)
        }
        for (index, row) in rows.enumerated() {
            draw(row.method, row.spread, at: Self.top + Double(index + 1) * Self.row - 5, axis, &drawing)
        }
        return drawing
    }

    private var isLogarithmic: Bool { MethodReport.Spread.isLogarithmic(definition) }

    private func draw(_ method: MethodReport, _ spread: MethodReport.Spread, at base: Double, _ axis: Axis, _ drawing: inout Drawing) {
        let mark = Mark(method.kind), highest = max(spread.histogram.max() ?? 0, 1e-9),
            step = (axis.end - axis.start) / Double(spread.histogram.count)
        drawing.text(Self.labels - 8, base, PageText.short(method.markedName, 30), method.isHeadline ? "row strong" : "row", .end)
        for (bin, share) in spread.histogram.enumerated() where share > 0 {
            let height = max(0.5, share / highest * (Self.row - 8))
            drawing.rectangle(axis.start + Double(bin) * step + 0.5, base - height, step - 1, height, "fill \(mark.style)", opacity: 0.55)
        }
        drawing.line(axis.start, base, axis.end, base, "grid")
        func place(_ value: Double) -> Double { axis.place(isLogarithmic ? log10(max(value, .leastNormalMagnitude)) : value) }
        let tail = isLogarithmic ? spread.p90 : spread.p10
        if let tail { drawing.line(place(tail), base - 8, place(tail), base + 2, "quantile dashed") }
        if let median = spread.median { drawing.line(place(median), base - Self.row + 9, place(median), base + 2, "quantile") }
        if let mean = spread.mean {
            drawing.mark(mark, place(mean), base - 3, tip: "\(method.name): mean \(PageText.number(mean)) of \(spread.count) tokens")
        }
        for (offset, text) in [
            (46.0, spread.median.map(PageText.number)), (90, tail.map(PageText.number)),
            (130, (spread.shareBelowZero ?? spread.shareAboveOneNat).map(FigureText.percent))
        ] {
            drawing.text(Self.width - Self.numbers + offset, base, text ?? "–", "small", .end)
        }
    }
}
