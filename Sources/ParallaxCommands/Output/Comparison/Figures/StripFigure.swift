import ParallaxCompute

/// One document, token by token: a row a method, a cell a token, darker where the method explains more of it.
struct StripFigure {
    private static let width = 980.0, labels = 150.0, row = 15.0, tokens = 74.0, gap = 14.0
    /// Tokens of one line; a longer document goes on below.
    private static let perLine = 40
    /// Shades, from nothing explained to everything: told in the legend, so that a number can be read off a cell.
    private static let steps = [(0.0, 0.06), (0.5, 0.25), (0.8, 0.5), (0.9, 0.75), (0.96, 1.0)]

    private let strip: TokenStrip

    init(_ strip: TokenStrip) { self.strip = strip }

    var drawing: Drawing {
        let lines = max(1, (strip.tokens.count + Self.perLine - 1) / Self.perLine)
        let lineHeight = Double(strip.rows.count) * Self.row + Self.tokens + Self.gap
        var drawing = Drawing(width: Self.width, height: Double(lines) * lineHeight + 26)
        for line in 0..<lines {
            let range = line * Self.perLine..<min(strip.tokens.count, (line + 1) * Self.perLine)
            draw(range, at: Double(line) * lineHeight, &drawing)
        }
        legend(at: Double(lines) * lineHeight + 12, &drawing)
        return drawing
    }

    private func draw(_ range: Range<Int>, at top: Double, _ drawing: inout Drawing) {
        let step = (Self.width - Self.labels) / Double(Self.perLine)
        for (place, token) in range.enumerated() {
            let x = Self.labels + Double(place) * step
            drawing.text(
                x + step / 2 + 4, top + Self.tokens - 4, PageText.token(strip.tokens[token], 11),
                strip.isCounted[token] ? "small" : "small faint", .start, turned: true)
            for (index, row) in strip.rows.enumerated() {
                let y = top + Self.tokens + Double(index) * Self.row
                let tip =
                    "\(PageText.token(strip.tokens[token], 40)) (\(token)), \(row.method): "
                    + (row.values[token].map(PageText.number) ?? "undefined")
                guard let value = row.values[token] else {
                    drawing.text(x + step / 2, y + 11, "–", "small faint", .middle)
                    continue
                }
                drawing.rectangle(
                    x + 0.5, y + 0.5, step - 1, Self.row - 1, "cell \(Mark(row.kind).style.split(separator: " ")[0])",
                    opacity: Self.shade(value), tip: tip)
                if value < 0 { drawing.line(x + 3, y + Self.row / 2, x + step - 3, y + Self.row / 2, "negative") }
            }
        }
        for (index, row) in strip.rows.enumerated() {
            drawing.text(Self.labels - 8, top + Self.tokens + Double(index) * Self.row + 11, PageText.short(row.method, 24), "small", .end)
        }
    }

    private static func shade(_ value: Double) -> Double { steps.last { value >= $0.0 }?.1 ?? 0.06 }

    private func legend(at y: Double, _ drawing: inout Drawing) {
        drawing.text(Self.labels - 8, y + 9, strip.definition.symbol, "small", .end)
        var x = Self.labels
        for (index, step) in Self.steps.enumerated() {
            drawing.rectangle(x, y, 26, 11, "cell ink", opacity: step.1)
            if index == 0 { drawing.line(x + 3, y + 5.5, x + 10, y + 5.5, "negative") }
            let label = index == 0 ? "below \(Axis.label(Self.steps[1].0)), a stroke: below 0" : "from \(Axis.label(step.0))"
            drawing.text(x + 31, y + 9, label, "small")
            x += index == 0 ? 190 : 92
        }
        drawing.text(x, y + 9, "pale token: not counted; –: undefined", "small faint")
    }
}
