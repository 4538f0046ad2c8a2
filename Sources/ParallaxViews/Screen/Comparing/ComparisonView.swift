import ParallaxCompute
import ParallaxSession

/// All methods by all definitions, in the place of the panes: the table, and under it what is concluded or drawn.
enum ComparisonView {
    /// Less, and the table has the room alone.
    private static let withPanel = 20

    static func draw(_ state: SessionState, _ page: ComparisonPage, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point?
    {
        guard area.height > 1 else { return nil }
        grid.fill(area, " ", style[.text])
        if let differences = page.differences { return DifferingTokensView.draw(state, differences, in: area, on: &grid, style) }
        let report = state.comparisonReport(page)
        Rule.draw(
            "comparison", detail: heading(state, page, report), in: area, on: &grid, line: style[.accent],
            title: style[.accent].adding(.bold), detail: style[.dim])
        var box = area.inset(top: 1)
        if let report, let words = otherStatistics(state, report), box.height > 6 {
            grid.put(SafeText(words).fitted(columns: max(0, box.width - 2)), x: 1, style[.warning], in: box.row(0))
            box = box.inset(top: 1)
        }
        if let words = complaints(state), box.height > 6 {
            grid.put(SafeText(words).fitted(columns: max(0, box.width - 2)), x: 1, style[.warning], in: box.row(0))
            box = box.inset(top: 1)
        }
        guard let report else {
            let words = status(state, page)
            for (line, text) in TextWrap.lines(words.text, columns: max(0, box.width - 2), limit: box.height).enumerated() {
                grid.put(text, x: 1, y: line, style[words.role], in: box)
            }
            return Point(x: box.x, y: box.y)
        }
        let panelRows = box.height >= withPanel ? max(8, box.height * 2 / 5) : 0
        let table = box.inset(bottom: panelRows)
        let methods = state.comparedMethods(page), highlighted = state.highlightedMethod(page, among: methods)
        let cursor = ComparisonTable.draw(methods, highlighted: highlighted, page, in: table, on: &grid, style)
        if panelRows > 0 {
            let panel = Rect(x: box.x, y: table.endY, width: box.width, height: panelRows)
            draw(report, methods, highlighted, page, in: panel, on: &grid, style)
        }
        return cursor
    }

    private static func draw(
        _ report: ComparisonReport, _ methods: [MethodReport], _ place: Int, _ page: ComparisonPage, in area: Rect, on grid: inout CellGrid,
        _ style: ScreenStyle
    ) {
        let highlighted = methods.indices.contains(place) ? methods[place] : nil
        switch page.panel {
        case .verdicts: ConclusionsView.draw(report, highlighted, in: area, on: &grid, style)
        case .rates: RateView.draw(report, highlighted: highlighted?.name, in: area, on: &grid, style)
        case .spreads: SpreadView.draw(methods, .normalised, .asIs, highlighted: place, in: area, on: &grid, style)
        case .effects: SpreadView.draw(methods, .kl, .trueNorm, highlighted: place, in: area, on: &grid, style)
        }
    }

    /// "set · 12 of 40 documents · N 600 · μ, Var from …"
    private static func heading(_ state: SessionState, _ page: ComparisonPage, _ report: ComparisonReport?) -> String {
        var parts = [page.breadth.rawValue]
        if let report {
            parts = [page.breadth == .set ? "set of \(report.scope)" : report.scope, "N \(report.count)"]
            if !report.excluded.isEmpty {
                parts.append("without " + report.excluded.map { "\($0.count) \($0.name)" }.joined(separator: ", "))
            }
            parts.append("μ, Var: \(report.meanFrom)")
        }
        if let progress = progress(state) { parts.insert(progress, at: 0) }
        return parts.joined(separator: " · ")
    }

    /// Said where the panes take μ and Var from more documents than the comparison, which evaluates some of those: F and B of one token are
    /// then two figures. Nil where both have the same Var.
    private static func otherStatistics(_ state: SessionState, _ report: ComparisonReport) -> String? {
        guard let own = report.variance, let other = state.provenance?.variance,
            abs(own - other) > 1e-9 * own
        else { return nil }
        return
            "F, G and B of one token differ here and in the panes: Var here \(FigureText.fraction(own, digits: 3)), of documents that are not evaluated; "
            + "in the panes about \(FigureText.fraction(other, digits: 3)), of all but the shown one"
    }

    /// The first of what a person should know before they trust the figures; nil where there is nothing.
    private static func complaints(_ state: SessionState) -> String? {
        let told = (state.comparisonProgress?.complaints ?? []) + state.inventory.complaints
        return told.first.map { "! \($0)" + (told.count > 1 ? "  (+\(told.count - 1), see ! behind Esc)" : "") }
    }

    /// Nil where nothing runs.
    private static func progress(_ state: SessionState) -> String? {
        guard state.outstanding.first(ComparisonQuestion.self) != nil else { return nil }
        guard let progress = state.comparisonProgress else { return "opening" }
        guard let total = progress.total else {
            return "reading other documents, \(progress.estimated.done) of \(progress.estimated.total)"
        }
        return "running, \(progress.done.count) of \(total) documents"
    }

    private static func status(_ state: SessionState, _ page: ComparisonPage) -> (text: String, role: Role) {
        if let complaint = state.failure(of: ComparisonQuestion(state.comparisonKey, first: state.document)) {
            return (complaint.description, .bad)
        }
        let failure = state.failures.first { $0.key.of(ComparisonReportQuestion.self)?.key == state.comparisonKey }
        if let failure { return (failure.value.description, .bad) }
        guard let progress = state.comparisonProgress, let total = progress.total else {
            return (
                "what is compared with is estimated from other documents first: μ, Var, principal components, frequencies, wrong texts …",
                .dim
            )
        }
        let isDone = page.breadth == .set ? !progress.done.isEmpty : progress.done.contains(state.document.index)
        if isDone { return ("adding up …", .dim) }
        return ("every method runs over this document first, then over the others (\(progress.done.count) of \(total) are done) …", .dim)
    }
}
