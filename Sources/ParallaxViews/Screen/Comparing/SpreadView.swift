import ParallaxCompute
import ParallaxSession

/// How F or KL spreads over the tokens: one line a method, in the order of the table.
enum SpreadView {
    private static let steps: [String] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    static func draw(_ methods: [MethodReport], _ definition: Definition, _ scale: ReconstructionScale, highlighted: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let isKL = definition == .kl
        Rule.draw(
            "\(definition.symbol) of single tokens", detail: isKL ? "nats, spliced at the true norm; the bars from 10⁻⁴ and below to 10 and above, by the logarithm" : "from −1 and below to 1", in: area, on: &grid, line: style[.border], title: style[.heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        let names = min(44, max(18, box.width / 3)), bars = MethodReport.Spread.bins
        for (index, head) in ["mean", "median", "p10", isKL ? "p90" : "lowest", isKL ? "above 1" : "below 0"].enumerated() { grid.putRight(head, end: names + bars + 2 + (index + 1) * 8, style[.dim], in: box.row(0)) }
        grid.put(isKL ? "10⁻⁴" : "−1", x: names, style[.dim], in: box.row(0))
        grid.putRight(isKL ? "10" : "1", end: names + bars, style[.dim], in: box.row(0))
        let list = box.inset(top: 1)
        for (line, index) in ListWindow.centred(count: methods.count, rows: list.height, selected: highlighted).enumerated() {
            let row = list.row(line), look = style[index == highlighted ? .accent : .text]
            grid.put(SafeText(methods[index].name).fitted(columns: names - 2), x: 1, look, in: row)
            guard let spread = methods[index].spreads.first(where: { $0.definition == definition && $0.scale == scale }) else {
                grid.put(FigureText.undefined, x: names, style[.dim], in: row)
                continue
            }
            let highest = max(spread.histogram.max() ?? 0, .leastNormalMagnitude)
            let bar = spread.histogram.map { share in share == 0 ? steps[0] : steps[max(1, min(8, Int(clamping: (share / highest * 8).rounded())))] }
            grid.put(bar.joined(), x: names, style[.bar], in: row)
            for (place, value) in [spread.mean, spread.median, spread.p10, isKL ? spread.p90 : spread.minimum, isKL ? spread.shareAboveOneNat : spread.shareBelowZero].enumerated() {
                grid.putRight(value.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined, end: names + bars + 2 + (place + 1) * 8, look, in: row)
            }
        }
    }
}
