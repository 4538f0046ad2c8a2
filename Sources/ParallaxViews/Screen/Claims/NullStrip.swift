import ParallaxCompute
import ParallaxSession

/// A statistic drawn against its null: a histogram of the draws in block characters, from the lowest to the highest of all, and a stroke
/// where the statistic stands.
struct NullStrip: Equatable {
    /// One glyph a column, without the stroke.
    let bars: [Unicode.Scalar]
    /// The statistic's column; nil without one.
    let mark: Int?

    private static let steps: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let stroke: Unicode.Scalar = "┃"

    init(_ null: ClaimNull, statistic: Double?, columns: Int) {
        let columns = max(0, columns)
        let values = null.draws + [statistic].compactMap { $0 }.filter(\.isFinite)
        guard columns > 0, let low = values.min(), let high = values.max() else {
            bars = Array(repeating: " ", count: columns)
            mark = nil
            return
        }
        // Halves, so that the widest range is finite too.
        let width = high / 2 - low / 2
        func column(_ value: Double) -> Int { width > 0 ? min(max(0, Int(clamping: ((value / 2 - low / 2) / width * Double(columns - 1)).rounded())), columns - 1) : columns / 2 }
        var counts = Array(repeating: 0, count: columns)
        for draw in null.draws { counts[column(draw)] += 1 }
        let most = max(1, counts.max() ?? 1)
        // A single draw is seen, however many lie elsewhere.
        bars = counts.map { $0 == 0 ? Self.steps[0] : Self.steps[max(1, Int(clamping: (Double($0) / Double(most) * 8).rounded()))] }
        mark = statistic.flatMap { $0.isFinite ? column($0) : nil }
    }

    func draw(x: Int, in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        for (column, bar) in bars.enumerated() {
            let isMark = column == mark
            grid.put(String(Character(isMark ? Self.stroke : bar)), x: x + column, style[isMark ? .strong : .bar], in: row)
        }
    }
}
