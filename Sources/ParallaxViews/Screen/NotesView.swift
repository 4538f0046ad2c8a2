import ParallaxSession

/// Under both readings: what their figures mean, and where μ and Var come from.
package enum NotesView {
    /// Rows for the notes; they go first where room is short.
    package static func height(_ layout: ExplorerLayout) -> Int {
        let rows = layout.right.height
        return layout.footer.isEmpty ? 0 : rows >= 16 ? 2 : rows >= 11 ? 1 : 0
    }

    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        grid.put(SafeText(FigureTable.definitions).fitted(columns: max(0, area.width - 2)), x: 1, style[.dim], in: area.row(0))
        grid.put(SafeText(StatisticsText.short(state)).fitted(columns: max(0, area.width - 2)), x: 1, style[.dim], in: area.row(1))
    }
}
