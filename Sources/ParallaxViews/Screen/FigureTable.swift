import ParallaxCompute
import ParallaxSession

/// The figures over both panes: the same columns in the same units, the original, and where something was changed the edit and the change.
package enum FigureTable {
    private struct Column: Sendable {
        var title: String
        /// Where columns are narrow.
        var short: String
        var figure: @Sendable (TokenFigures) -> Measure
    }

    private static let columns: [Column] = [
        Column(title: "F nrm", short: "F nrm") { $0.normalisedFVE },
        Column(title: "B raw", short: "B raw") { $0.centredFVE() },
        Column(title: "cos", short: "cos") { $0.cosine },
        Column(title: "centred", short: "centr") { $0.centredCosine },
        Column(title: "‖y‖/‖x‖", short: "norm×") { $0.normRatio },
    ]
    private static let labelWidth = 7

    /// The definitions, for a line that both panes share.
    package static let definitions = "F nrm 1−2(1−cos)/Var  B raw 1−‖x−y‖²/‖x−μ‖²  centred: mean direction out"

    /// Rows that the table takes.
    package static func height(_ original: TokenFigures?, edited: Bool) -> Int { (edited ? 4 : 2) + (reason(original) == nil ? 0 : 1) }

    /// - Parameters:
    ///   - original: nil while there is nothing to measure.
    ///   - edited: the edit's figures; `isEdited` with nil means they are being computed.
    package static func draw(
        original: TokenFigures?, edited: TokenFigures?, isEdited: Bool, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        let width = max(6, min(10, (area.width - labelWidth - 1) / columns.count))
        for (index, column) in columns.enumerated() {
            let end = labelWidth + (index + 1) * width
            let title = SafeText(column.title).width < width ? column.title : column.short
            grid.putRight(title, end: end, style[.dim], in: area.row(0))
            let before = original.map { column.figure($0) }
            value(before, end: end, style[.strong], in: area.row(1), on: &grid, style)
            guard isEdited else { continue }
            let after = edited.map { column.figure($0) }
            value(after, end: end, style[.accent].adding(.bold), in: area.row(2), on: &grid, style)
            if let a = before?.number, let b = after?.number {
                grid.putRight(FigureText.change(b - a, digits: 3), end: end, style[.accent], in: area.row(3))
            }
        }
        if let reason = reason(original) {
            grid.put(SafeText("\(FigureText.undefined) \(reason)").fitted(columns: max(0, area.width - 2)), x: 1, style[.warning], in: area.row(isEdited ? 4 : 2))
        }
        if isEdited {
            grid.put("before", x: 1, style[.dim], in: area.row(1))
            grid.put("edit", x: 1, style[.accent], in: area.row(2))
            grid.put("change", x: 1, style[.accent], in: area.row(3))
        }
    }

    private static func value(_ measure: Measure?, end: Int, _ look: Style, in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard let measure else {
            grid.putRight("·", end: end, style[.dim], in: row)
            return
        }
        if let number = measure.number {
            grid.putRight(FigureText.fraction(number, digits: 3), end: end, look, in: row)
        } else {
            grid.putRight(FigureText.undefined, end: end, style[.dim], in: row)
        }
    }

    /// Why figures are missing, in one line; nil where none is.
    package static func reason(_ figures: TokenFigures?) -> String? {
        guard let figures else { return nil }
        return columns.lazy.compactMap { $0.figure(figures).outcome.reason }.first
    }
}
