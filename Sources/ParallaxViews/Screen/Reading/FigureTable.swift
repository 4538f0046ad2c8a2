import ParallaxCompute
import ParallaxSession

/// The figures over both panes: the same columns in the same units, the original, and where something was changed the edit, the change
/// and for texts what edits without meaning change.
package struct FigureTable {
    private struct Column: Sendable {
        var title: String
        /// Where columns are narrow.
        var short: String
        var figure: @Sendable (TokenFigures) -> Measure
    }

    /// In the order in which they are kept where there is no room for all.
    private static let columns: [Column] = [
        Column(title: "F nrm", short: "F nrm") { $0.normalisedFVE },
        Column(title: "B raw", short: "B raw") { $0.centredFVE() },
        Column(title: "cos", short: "cos") { $0.cosine },
        Column(title: "centred", short: "centr") { $0.centredCosine },
        Column(title: "‖y‖/‖x‖", short: "norm×") { $0.normRatio },
        Column(title: "G nrm", short: "G nrm") { $0.oneScaleFVE }
    ]

    /// The definitions, for a line that both panes share.
    package static let definitions = definitionTexts[0]
    /// The same, and shorter for narrow screens.
    package static let definitionTexts = [
        "F nrm 1−2(1−cos)/Var  G nrm 1−(1−cos²)/Var  B raw 1−‖x−y‖²/‖x−μ‖²  centred: mean direction out",
        "F 1−2(1−cos)/Var  G 1−(1−cos²)/Var  B 1−‖x−y‖²/‖x−μ‖²"
    ]

    /// Nil while there is nothing to measure.
    package var original: TokenFigures?
    /// The edit's figures; `isEdited` with nil means they are being computed.
    package var edited: TokenFigures?
    package var isEdited: Bool
    /// What neutral edits do; nil where there is none or it is being computed.
    package var noise: NoiseBand?
    /// Whether the edit took a sentence out, which is compared with others of its kind.
    package var isDeletion: Bool
    /// Whether a row for the noise is kept.
    package var hasNoise: Bool
    /// "L0 16", "44 tokens": what the code costs, of the original or of the edit.
    package var cost: (title: String, value: String, ofEdit: Bool)?

    package init(
        original: TokenFigures?, edited: TokenFigures?, isEdited: Bool, noise: NoiseBand? = nil, isDeletion: Bool = false,
        hasNoise: Bool = false, cost: (title: String, value: String, ofEdit: Bool)? = nil
    ) {
        self.original = original
        self.edited = edited
        self.isEdited = isEdited
        self.noise = noise
        self.isDeletion = isDeletion
        self.hasNoise = hasNoise && isEdited
        self.cost = cost
    }

    /// Rows that the table takes.
    package var height: Int { (isEdited ? 4 : 2) + (hasNoise ? 1 : 0) + (reason == nil ? 0 : 1) }

    package func draw(in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let labels = isEdited ? 7 : 0
        let count = Self.columns.count + 1
        // A mark takes a column of its own.
        let isMarked = [original, edited].contains { figures in figures.map { $0.all.contains { $0.instability != nil } } ?? false }
        let width = max(isMarked ? 7 : 6, min(10, (area.width - labels - 1) / count))
        let shown = Self.columns.prefix(max(1, (area.width - labels - 1) / width))
        for (index, column) in shown.enumerated() {
            let end = labels + (index + 1) * width
            let title = SafeText(column.title).width < width ? column.title : column.short
            grid.putRight(title, end: end, style[.dim], in: area.row(0))
            let before = original.map { column.figure($0) }
            value(before, end: end, width, style[.strong], in: area.row(1), on: &grid, style)
            guard isEdited else { continue }
            let after = edited.map { column.figure($0) }
            value(after, end: end, width, style[.accent].adding(.bold), in: area.row(2), on: &grid, style)
            change(before, after, column, end: end, width, in: area, on: &grid, style)
        }
        if let cost, shown.count == Self.columns.count, labels + count * width < area.width {
            grid.putRight(
                cost.title.count < width ? cost.title : String(cost.title.prefix(3)), end: labels + count * width, style[.dim],
                in: area.row(0))
            grid.putRight(
                cost.value, end: labels + count * width, style[cost.ofEdit ? .accent : .strong], in: area.row(cost.ofEdit ? 2 : 1))
        }
        if let reason {
            grid.put(
                SafeText("\(FigureText.undefined) \(reason)").fitted(columns: max(0, area.width - 2)), x: 1, style[.warning],
                in: area.row(height - 1))
        }
        guard isEdited else { return }
        grid.put("before", x: 1, style[.dim], in: area.row(1))
        grid.put("edit", x: 1, style[.accent], in: area.row(2))
        grid.put("change", x: 1, style[.accent], in: area.row(3))
        if hasNoise { grid.put("noise", x: 1, style[.dim], in: area.row(4)) }
    }

    private func change(
        _ before: Measure?, _ after: Measure?, _ column: Column, end: Int, _ width: Int, in area: Rect, on grid: inout CellGrid,
        _ style: ScreenStyle
    ) {
        let band = original.flatMap { original in noise?.width(column.figure, original: original, isDeletion: isDeletion) }
        if let a = before?.number, let b = after?.number {
            // Inside the noise a change is nothing, and looks like it.
            let isNothing = band.map { abs(b - a) <= $0 } ?? false
            grid.putRight(
                isNothing ? "≈0" : FigureText.change(b - a, digits: 3), end: end, width: width, style[isNothing ? .dim : .accent],
                in: area.row(3))
        }
        guard hasNoise else { return }
        grid.putRight(
            band.map { "±" + FigureText.fraction($0, digits: 3) } ?? (noise == nil ? "…" : FigureText.undefined), end: end, width: width,
            style[.dim],
            in: area.row(4))
    }

    private func value(
        _ measure: Measure?, end: Int, _ width: Int, _ look: Style, in row: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) {
        guard let measure else {
            grid.putRight("·", end: end, style[.dim], in: row)
            return
        }
        grid.putRight(FigureText.fraction(measure), end: end, width: width, measure.number == nil ? style[.dim] : look, in: row)
    }

    /// Why figures are missing, in one line; nil where none is.
    private var reason: String? {
        guard let original else { return nil }
        return Self.columns.lazy.compactMap { $0.figure(original).outcome.reason }.first
    }
}
