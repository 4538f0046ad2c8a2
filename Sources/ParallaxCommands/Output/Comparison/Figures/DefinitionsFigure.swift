import ParallaxCompute

/// Definitions side by side: a row a method, a panel a definition, a mark a figure and a line its interval.
struct DefinitionsFigure {
    struct Group {
        let title: String
        let columns: [(definition: Definition, scale: ReconstructionScale)]
    }

    static let groups = [
        Group(
            title: "Directions", columns: [(.normalised, .asIs), (.normalisedOneScale, .asIs), (.cosine, .asIs), (.centredCosine, .asIs)]),
        Group(title: "Raw space", columns: [(.global, .asIs), (.global, .trueNorm), (.perToken, .asIs), (.perToken, .trueNorm)]),
        Group(
            title: "Raw space, other definitions",
            columns: [(.uncentred, .asIs), (.residualVariance, .asIs), (.nmseRaw, .asIs), (.normRatio, .asIs)]),
        Group(
            title: "Effect on the next token",
            columns: [(.kl, .asIs), (.kl, .trueNorm), (.klRecoveredFromMean, .trueNorm), (.crossEntropyScoreFromMean, .trueNorm)])
    ]

    private static let width = 640.0, labels = 204.0, gap = 12.0, row = 16.0, head = 44.0, foot = 20.0

    let group: Group
    private let methods: [MethodReport]

    /// - Returns: nil where no method has any of the group's figures.
    init?(_ group: Group, _ report: ComparisonReport) {
        self.group = group
        methods = Self.shown(report.methods).filter { method in group.columns.contains { method.value($0.definition, $0.scale) != nil } }
        if methods.isEmpty { return nil }
    }

    /// Single draws stand in the tables; here they would repeat one method k times. What is held against the NLA's output is another question.
    static func shown(_ methods: [MethodReport]) -> [MethodReport] { methods.filter { $0.kind != .draw && $0.target == .activation } }

    /// What the panels show, for those who do not see them.
    var symbols: [String] { group.columns.map { $0.definition.symbol + ($0.scale == .trueNorm ? " at the true norm" : "") } }

    var drawing: Drawing {
        var drawing = Drawing(width: Self.width, height: Self.head + Double(methods.count) * Self.row + Self.foot)
        for (index, method) in methods.enumerated() {
            let y = Self.head + (Double(index) + 0.5) * Self.row
            if index % 2 == 0 { drawing.rectangle(0, y - Self.row / 2, Self.width, Self.row, "band") }
            drawing.text(Self.labels - 8, y + 4, PageText.short(method.markedName, 30), method.isHeadline ? "row strong" : "row", .end)
        }
        let panel = (Self.width - Self.labels - Self.gap * Double(group.columns.count - 1) - 8) / Double(group.columns.count)
        for (index, column) in group.columns.enumerated() {
            let start = Self.labels + Double(index) * (panel + Self.gap)
            draw(column.definition, column.scale, from: start, to: start + panel, into: &drawing)
        }
        return drawing
    }

    private func draw(
        _ definition: Definition, _ scale: ReconstructionScale, from start: Double, to end: Double, into drawing: inout Drawing
    ) {
        let figures = methods.map { $0.figure(definition, scale) }
        let bounds = Self.bounds(definition, figures.compactMap { $0?.value })
        let axis = Axis(bounds.low, bounds.high, from: start + 4, to: end - 4)
        let bottom = Self.head + Double(methods.count) * Self.row
        drawing.text((start + end) / 2, 13, PageText.title(definition), "label strong", .middle)
        drawing.text((start + end) / 2, 28, PageText.subtitle(definition, scale), "small", .middle)
        for tick in axis.ticks(3) {
            drawing.line(axis.place(tick), Self.head - 6, axis.place(tick), bottom, tick == 0 ? "axis" : "grid")
            drawing.text(axis.place(tick), bottom + 13, Axis.label(tick), "small", .middle)
        }
        for (index, figure) in figures.enumerated() {
            let y = Self.head + (Double(index) + 0.5) * Self.row, mark = Mark(methods[index].kind)
            guard let figure, let value = figure.value else {
                drawing.text((start + end) / 2, y + 4, "–", "small", .middle)
                continue
            }
            let tip = "\(methods[index].name): \(PageText.figure(figure))"
            guard axis.contains(value) else {
                // Beyond the axis: an arrow at its edge, and the number.
                let isLow = value < axis.low
                drawing.text(
                    isLow ? start + 2 : end - 2, y + 4, isLow ? "◂ \(PageText.number(value))" : "\(PageText.number(value)) ▸", "small",
                    isLow ? .start : .end)
                continue
            }
            if let interval = figure.interval {
                drawing.line(axis.place(interval.low), y, axis.place(interval.high), y, "interval \(mark.style)")
            }
            drawing.mark(mark, axis.place(value), y, tip: tip)
        }
    }

    /// The range worth drawing: of fractions and cosines down to −1 at most, of errors up to twice what most methods have.
    private static func bounds(_ definition: Definition, _ values: [Double]) -> (low: Double, high: Double) {
        let sorted = values.sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return (0, 1) }
        if definition.higherIsBetter == true {
            let low = max(lowest, -1), high = min(max(highest, 1), 1.5)
            return (low - 0.04 * (high - low), high + 0.04 * (high - low))
        }
        let most = 2 * sorted[min(sorted.count - 1, sorted.count * 4 / 5)]
        return (min(0, max(lowest, -1)), max(0.1, min(highest, most)) * 1.05)
    }
}
