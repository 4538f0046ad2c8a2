import ParallaxCompute
import ParallaxSession

/// How F or KL spreads over the tokens: one line a method, in the order of the table.
enum SpreadView {
    private static let steps: [String] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    static func draw(
        _ methods: [MethodReport], _ definition: Definition, _ scale: ReconstructionScale, highlighted: Int, in area: Rect,
        on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        let isKL = definition == .kl
        Rule.draw(
            "\(definition.symbol) of single tokens",
            detail: isKL
                ? "nats, spliced at the true norm; the bars from 10⁻⁴ and below to 10 and above, by the logarithm"
                : "from −1 and below to 1", in: area, on: &grid, line: style[.border], title: style[.heading].adding(.bold),
            detail: style[.dim])
        let box = area.inset(top: 1)
        let names = min(44, max(18, box.width / 3)), bars = MethodReport.Spread.bins
        for (index, head) in ["mean", "median", "p10", isKL ? "p90" : "lowest", isKL ? "above 1" : "below 0"].enumerated() {
            grid.putRight(head, end: names + bars + 2 + (index + 1) * 8, style[.dim], in: box.row(0))
        }
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
            let bar = spread.histogram.map { share in
                share == 0 ? steps[0] : steps[max(1, min(8, Int(clamping: (share / highest * 8).rounded())))]
            }
            grid.put(bar.joined(), x: names, style[.bar], in: row)
            for (place, value) in [
                spread.mean, spread.median, spread.p10, isKL ? spread.p90 : spread.minimum,
                isKL ? spread.shareAboveOneNat : spread.shareBelowZero
            ].enumerated() {
                grid.putRight(
                    value.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined, end: names + bars + 2 + (place + 1) * 8, look,
                    in: row)
            }
        }
    }
}

/// Bits against F: what a code costs and what it is worth. Dictionaries and NLAs are letters; the dots are the reference curve.
enum RateView {
    /// A code with its letter.
    private struct Point: Sendable {
        var letter: String
        var method: String
        var bits: Double
        var value: Double
    }

    private static let axis = 6

    static func draw(_ report: ComparisonReport, highlighted: String?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        Rule.draw(
            "rate and distortion",
            detail: "F of the quantised code against bits a token; dots: \(report.curveNote ?? "no reference curve")", in: area, on: &grid,
            line: style[.border], title: style[.heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        let points = points(report)
        guard !points.isEmpty, box.height > 3, box.width > 40 else {
            grid.put("no code with bits here", x: 1, style[.dim], in: box)
            return
        }
        let legend = min(46, box.width / 3)
        let plot = Rect(x: box.x + axis, y: box.y, width: box.width - axis - legend - 1, height: box.height - 1)
        let widest = (points.map(\.bits).max() ?? 1) * 1.05
        let lowest = min(0, max(-1, points.map(\.value).min() ?? 0))
        func x(_ bits: Double) -> Int { min(plot.width - 1, max(0, Int(clamping: (bits / widest * Double(plot.width - 1)).rounded()))) }
        func y(_ value: Double) -> Int {
            min(plot.height - 1, max(0, Int(clamping: ((1 - value) / (1 - lowest) * Double(plot.height - 1)).rounded())))
        }
        axes(lowest: lowest, widest: widest, plot: plot, box: box, on: &grid, style)
        for point in report.curve where point.bits <= widest && point.normalised >= lowest {
            grid.put("·", x: x(point.bits), y: y(point.normalised), style[.dim], in: plot)
        }
        for point in points {
            let look = style[point.method == highlighted ? .accent : .strong]
            grid.put(
                point.letter, x: x(point.bits), y: y(point.value), point.method == highlighted ? look.adding(.reverse) : look, in: plot)
        }
        for (line, point) in points.prefix(box.height).enumerated() {
            let text = "\(point.letter) \(point.method)  \(FigureText.count(point.bits.rounded())) bits"
            grid.put(
                SafeText(text).fitted(columns: legend), x: box.width - legend, y: line, style[point.method == highlighted ? .accent : .dim],
                in: box)
        }
    }

    private static func axes(lowest: Double, widest: Double, plot: Rect, box: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        for (value, line) in [(1.0, 0), (lowest, plot.height - 1)] {
            grid.putRight(FigureText.fraction(value), end: axis - 1, y: line, style[.dim], in: box)
        }
        grid.put("F", x: 1, y: plot.height / 2, style[.dim], in: box)
        for line in 0..<plot.height { grid.put("│", x: axis - 1, y: line, style[.border], in: box) }
        grid.put("0", x: axis, y: box.height - 1, style[.dim], in: box)
        grid.putRight("\(FigureText.count(widest.rounded())) bits", end: axis + plot.width, y: box.height - 1, style[.dim], in: box)
    }

    /// The codes of methods that are compared: entropy bits of a dictionary's, bits of a text under the first reference.
    private static func points(_ report: ComparisonReport) -> [Point] {
        var points: [Point] = []
        // What is compared first, NLAs before dictionaries: the legend may be cut.
        let kinds: [ComparisonMethod.Kind] = [.explanation, .dictionary, .forcedDictionary]
        for method in kinds.flatMap({ kind in report.methods.filter { $0.kind == kind } }) {
            let code = method.bits.first { $0.name == "entropy" } ?? method.bits.first
            guard let bits = code?.bits, let value = code?.normalised, points.count < 26 else { continue }
            let isText = method.kind == .explanation
            let letters = Array(isText ? "NOPQRSTUVWXYZ" : "abcdefghijklmnopqrstuvwxyz")
            let count = points.count { isText == ($0.letter.uppercased() == $0.letter) }
            points.append(Point(letter: String(letters[min(count, letters.count - 1)]), method: method.name, bits: bits, value: value))
        }
        return points
    }
}
