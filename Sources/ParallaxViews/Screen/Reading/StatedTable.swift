import ParallaxCompute
import ParallaxSession

/// The figures that a file states over its text, and under each what the others give; what is not so is marked.
package struct StatedTable {
    package static let definitions = [
        "figures as the file says; derived again: cos → mse_nrm 2(1−cos) → fve_nrm 1−mse_nrm/Var; ≠ they disagree",
        "as the file says; derived: mse_nrm 2(1−cos), fve_nrm 1−mse_nrm/Var; ≠ disagree"
    ]

    private let stated: StatedReading

    init(_ stated: StatedReading) { self.stated = stated }

    private typealias Column = (title: String, stated: Double?, derived: Double?, name: String)

    private var columns: [Column] {
        let figures = stated.explanation.stated, check = stated.check
        return [
            ("‖h‖", figures.norm?.value, nil, ""), ("mse", figures.meanSquaredError?.value, check.meanSquaredError, "mse_nrm"),
            ("cos", figures.cosine?.value, check.cosine, "cos"),
            ("fve", figures.varianceExplained?.value, check.varianceExplained, "fve_nrm")
        ]
    }

    /// Heads, what the file says, what is derived, where Var is from.
    let height = 4

    private static let labels = 10

    func draw(in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        grid.put("file says", x: 1, style[.dim], in: area.row(1))
        grid.put("derived", x: 1, style[.dim], in: area.row(2))
        let width = max(7, min(10, (area.width - Self.labels - 2) / columns.count))
        for (index, column) in columns.enumerated() {
            // Norms may be long.
            let end = Self.labels + 1 + (index + 1) * width
            guard end <= area.width else { break }
            grid.putRight(width > 8 && !column.name.isEmpty ? column.name : column.title, end: end, style[.dim], in: area.row(0))
            let isNorm = column.name.isEmpty
            grid.putRight(text(column.stated, isNorm), end: end, style[.strong], in: area.row(1))
            guard !isNorm else { continue }
            let disagrees = stated.check.disagreements.contains { $0.figure == column.name }
            grid.putRight(
                (disagrees ? "≠" : "") + text(column.derived, false), end: end, style[disagrees ? .warning : .text], in: area.row(2))
        }
        grid.put(SafeText(note).fitted(columns: max(0, area.width - 2)), x: 1, style[.dim], in: area.row(3))
    }

    private func text(_ value: Double?, _ isNorm: Bool) -> String {
        guard let value else { return FigureText.undefined }
        return isNorm ? FigureText.magnitude(value) : FigureText.fraction(value, digits: 3)
    }

    private var note: String {
        let variance =
            stated.variance.map { "Var \(FigureText.fraction($0.value, digits: 4)), \($0.origin)" }
            ?? "no Var: neither the workspace nor the file says it"
        guard !stated.samples.isEmpty else { return variance }
        return "\(stated.samples.count) more sample\(stated.samples.count == 1 ? "" : "s") here, H lists them; " + variance
    }
}
