import ParallaxCompute
import ParallaxSession

/// Under the readings: what their figures mean, and where μ and Var come from.
package enum NotesView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let columns = max(0, area.width - 2)
        let definitions = state.inventory.hasModel ? FigureTable.definitionTexts : StatedTable.definitions
        let lines: [String]
        if area.height > 1 {
            lines = [fitting(definitions, columns), fitting(StatisticsText.wordings(state), columns)]
        } else {
            // One line for both: whole sentences rather than a long one that is cut.
            lines = [fitting(definitions.flatMap { definition in StatisticsText.wordings(state).map { definition + "   " + $0 } } + definitions.suffix(1), columns)]
        }
        for (line, text) in lines.enumerated() { grid.put(SafeText(text).fitted(columns: columns), x: 1, style[.dim], in: area.row(line)) }
    }

    private static func fitting(_ wordings: [String], _ columns: Int) -> String {
        wordings.first { SafeText($0).width <= columns } ?? wordings.last ?? ""
    }
}
