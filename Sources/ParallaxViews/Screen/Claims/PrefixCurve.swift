import ParallaxCompute
import ParallaxSession

/// F after 0, 1, 2 … sentences as a sparkline between its two end figures: where the score comes from.
enum PrefixCurve {
    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    static func draw(_ curve: [Outcome], in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard curve.count > 1 else { return }
        func figure(_ outcome: Outcome) -> String { outcome.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined }
        var x = grid.put("F after 0 … \(curve.count - 1) sentences  ", x: 1, style[.dim], in: row)
        x = grid.put(figure(curve[0]) + " ", x: x, style[.strong], in: row)
        x = grid.put(line(curve), x: x, style[.bar], in: row)
        x = grid.put(" " + figure(curve[curve.count - 1]), x: x, style[.strong], in: row)
        if let reason = curve.lazy.compactMap(\.reason).first { grid.put(SafeText("  \(FigureText.undefined) \(reason)").fitted(columns: max(0, row.width - x)), x: x, style[.warning], in: row) }
    }

    /// One glyph a text, between the lowest and the highest F; a point where there is no figure.
    static func line(_ curve: [Outcome]) -> String {
        let numbers = curve.compactMap(\.number)
        guard let low = numbers.min(), let high = numbers.max() else { return String(repeating: "·", count: curve.count) }
        let width = high / 2 - low / 2
        return String(curve.map { outcome in
            guard let number = outcome.number else { return "·" }
            return steps[width > 0 ? min(max(0, Int(clamping: ((number / 2 - low / 2) / width * Double(steps.count - 1)).rounded())), steps.count - 1) : steps.count - 1]
        })
    }
}
