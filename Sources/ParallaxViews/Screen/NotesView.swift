import ParallaxSession

/// Under the readings: what their figures mean, and where μ and Var come from.
package enum NotesView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let lines = area.height > 1 ? [FigureTable.definitions, StatisticsText.short(state)] : [FigureTable.definitions + "  " + StatisticsText.short(state)]
        for (line, text) in lines.enumerated() { grid.put(SafeText(text).fitted(columns: max(0, area.width - 2)), x: 1, style[.dim], in: area.row(line)) }
    }
}
