import ParallaxCompute
import ParallaxSession

/// What follows from the figures in words: about the highlighted method first.
enum ConclusionsView {
    static func draw(_ report: ComparisonReport, _ method: MethodReport?, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        Rule.draw(
            "in words", detail: method.map { "about \($0.name) first" } ?? "", in: area, on: &grid, line: style[.border],
            title: style[.heading].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        var y = 0
        for sentence in sentences(report, method) where y < box.height {
            for (line, text) in TextWrap.lines(sentence, columns: max(1, box.width - 4), limit: box.height - y).enumerated() {
                if line == 0 { grid.put("·", x: 1, y: y, style[.dim], in: box) }
                grid.put(text, x: 3, y: y, style[.text], in: box)
                y += 1
            }
        }
    }

    private static func sentences(_ report: ComparisonReport, _ method: MethodReport?) -> [String] {
        let own = report.verdicts.filter { verdict in method.map { verdict.methods.contains($0.name) } ?? false }
        let others = report.verdicts.filter { !own.contains($0) }
        var sentences = own.map(\.sentence)
        if let method { sentences += facts(method) }
        return sentences + others.map(\.sentence) + report.disagreements + report.notes
    }

    /// What the table has no column for.
    private static func facts(_ method: MethodReport) -> [String] {
        var facts: [String] = []
        let places = method.strata.filter(\.stratum.isInHeadline).map { own in
            "\(own.stratum.rawValue): " + [Definition.normalised, .residualVariance].compactMap { figure($0, own) }.joined(separator: ", ")
        }
        if places.count > 1 { facts.append("\(method.name) by the place of the token: \(places.joined(separator: "; ")).") }
        if let draws = method.draws.first(where: { $0.definition == .normalised }) {
            facts.append(
                "\(method.name): F of \(draws.draws) draws from \(number(draws.minimum)) to \(number(draws.maximum)), in the mean \(number(draws.mean))."
            )
        }
        if let features = method.features {
            let control = features.keptMismatched.map { "; of another document's output it keeps \(number($0, digits: 1))" } ?? ""
            facts.append(
                "\(method.name): of the features of h it keeps \(number(features.kept, digits: 1)), loses \(number(features.lost, digits: 1)) and makes "
                    + "\(number(features.made, digits: 1)) a token\(control).")
        }
        return facts
    }

    /// "F .342 [.320, .365]"; nil where it has no value.
    private static func figure(_ definition: Definition, _ stratum: MethodReport.StratumFigures) -> String? {
        guard let figure = stratum.figures.first(where: { $0.definition == definition && $0.scale == .asIs }), let value = figure.value
        else { return nil }
        return "\(definition.symbol) \(number(value))" + (figure.interval.map { " [\(number($0.low)), \(number($0.high))]" } ?? "")
    }

    private static func number(_ value: Double, digits: Int = 3) -> String { FigureText.fraction(value, digits: digits) }
}

/// The tokens at which two methods are furthest apart in F; Enter goes there.
enum DifferingTokensView {
    static func draw(
        _ state: SessionState, _ differences: ComparisonPage.Differences, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle
    ) -> Point? {
        Rule.draw(
            "where they differ most",
            detail: "F of single tokens, with the Var of the table: \(differences.method) against \(differences.rival)", in: area,
            on: &grid, line: style[.accent],
            title: style[.accent].adding(.bold), detail: style[.dim])
        let box = area.inset(top: 1)
        guard let tokens = state.differingTokens(differences) else {
            grid.put("looking …", x: 1, style[.dim], in: box)
            return Point(x: box.x, y: box.y)
        }
        guard !tokens.isEmpty else {
            grid.put("no token at which both have a value", x: 1, style[.dim], in: box)
            return Point(x: box.x, y: box.y)
        }
        let names = min(24, box.width / 4), room = box.width < 100 ? 14 : 20, figures = names + 6 + room
        let width = max(8, min(14, (box.width - figures) / 3))
        let heads: [(String, Int)] = [(differences.method, width), (differences.rival, 2 * width), ("difference", 3 * width)]
        grid.put("document, token", x: 1, style[.dim], in: box.row(0))
        for (title, end) in heads {
            grid.putRight(SafeText(title).fitted(columns: width - 1).text, end: figures + end, style[.dim], in: box.row(0))
        }
        let list = box.inset(top: 1)
        var cursor: Point?
        for (line, index) in ListWindow.centred(count: tokens.count, rows: list.height, selected: differences.highlighted).enumerated() {
            let row = list.row(line), token = tokens[index]
            grid.put(SafeText(token.title).fitted(columns: names - 1), x: 1, style[.text], in: row)
            grid.putRight("\(token.position)", end: names + 5, style[.dim], in: row)
            grid.put(SafeText("\"\(token.token)\"").fitted(columns: room - 1), x: names + 7, style[.text], in: row)
            grid.putRight(FigureText.fraction(token.first, digits: 3), end: figures + width, width: width, style[.strong], in: row)
            grid.putRight(FigureText.fraction(token.second, digits: 3), end: figures + 2 * width, width: width, style[.strong], in: row)
            grid.putRight(FigureText.change(token.difference, digits: 3), end: figures + 3 * width, width: width, style[.accent], in: row)
            guard index == differences.highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }
}
