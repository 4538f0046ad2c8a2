import ParallaxCompute
import ParallaxSession

/// One row a method, one column a definition, sorted by one of them.
enum ComparisonTable {
    private static let figureWidth = 8

    /// - Returns: where the highlighted row is.
    static func draw(
        _ methods: [MethodReport], highlighted: Int, _ page: ComparisonPage, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        guard area.height > 2 else { return nil }
        let names = min(44, max(18, area.width / 3))
        let columns = shown(page, room: area.width - names - 1)
        grid.put("method", x: 1, style[.dim], in: area.row(0))
        for (place, index) in columns.enumerated() {
            let isSorted = index == page.sort
            // Said by a sign, not by colour alone.
            let title = (isSorted ? (page.isReversed ? "▲" : "▼") : "") + ComparisonColumn.all[index].title
            grid.putRight(title, end: names + (place + 1) * figureWidth, style[isSorted ? .accent : .dim], in: area.row(0))
        }
        let list = area.inset(top: 1, bottom: 1)
        let window = ListWindow.centred(count: methods.count, rows: list.height, selected: highlighted)
        var cursor: Point?
        for (line, index) in window.enumerated() {
            let row = list.row(line), method = methods[index]
            let look = style[method.isHeadline ? .strong : .text]
            grid.put(SafeText(method.markedName).fitted(columns: names - 1), x: 1, look, in: row)
            for (place, column) in columns.enumerated() {
                grid.putRight(
                    text(ComparisonColumn.all[column], method), end: names + (place + 1) * figureWidth, width: figureWidth, look, in: row)
            }
            guard index == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        let place = methods.indices.contains(highlighted) ? methods[highlighted] : nil
        grid.put(
            SafeText(explanation(place, page)).fitted(columns: max(0, area.width - 2)), x: 1, style[.dim], in: area.row(area.height - 1))
        return cursor
    }

    /// As many columns as there is room for, the sorted one among them.
    private static func shown(_ page: ComparisonPage, room: Int) -> Range<Int> {
        let count = min(ComparisonColumn.all.count, max(1, room / figureWidth))
        let first = max(0, min(page.sort - count + 1, ComparisonColumn.all.count - count))
        return page.sort < count ? 0..<count : first..<first + count
    }

    private static func text(_ column: ComparisonColumn, _ method: MethodReport) -> String {
        guard let value = column.value(method) else { return FigureText.undefined }
        let mark = column.figure(method)?.mark ?? ""
        return mark
            + (abs(value) >= 1000 && column.digits > 0
                ? FigureText.magnitude(value, significant: 3) : FigureText.fraction(value, digits: column.digits))
    }

    /// What the sorted column means, and the highlighted method's figure with its interval or the reason why there is none.
    private static func explanation(_ method: MethodReport?, _ page: ComparisonPage) -> String {
        let column = ComparisonColumn.all[page.sort]
        guard let method else { return column.meaning }
        var figure = text(column, method)
        if let known = column.figure(method) {
            if let interval = known.interval {
                figure +=
                    " [\(FigureText.fraction(interval.low, digits: column.digits)), \(FigureText.fraction(interval.high, digits: column.digits))]"
            } else if let why = known.why {
                figure += " (\(why))"
            }
            if let why = known.unstable { figure += " \(why)" }
        }
        return "\(method.name): \(figure)   \(method.warnings.first.map { "! \($0)" } ?? column.meaning)"
    }
}
