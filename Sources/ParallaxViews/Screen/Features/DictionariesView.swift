import ParallaxCompute
import ParallaxSession

/// The dictionaries of a site side by side, for the token at the cursor: how wide, how many features, how near, and what the model makes of it.
enum DictionariesView {
    private struct Column: Sendable {
        var title: String
        var width: Int
        var text: @Sendable (SessionState, DictionaryID) -> String
    }

    private static let columns: [Column] = [
        Column(title: "features", width: 10) { FigureText.count($0.inventory.dictionaries[$1].featureCount) },
        Column(title: "L0", width: 6) { state, index in state.reading(by: index).map { "\($0.l0)" } ?? "…" },
        Column(title: "F nrm", width: 7) { figure($0, $1) { $0.normalisedFVE } },
        Column(title: "KL", width: 8) { state, index in
            state.swept(index).map { $0.divergence.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined } ?? "…"
        },
        Column(title: "cos", width: 7) { figure($0, $1) { $0.cosine } },
        Column(title: "B raw", width: 7) { figure($0, $1) { $0.centredFVE() } },
        Column(title: "norm×", width: 7) { figure($0, $1) { $0.normRatio } },
        Column(title: "G nrm", width: 7) { figure($0, $1) { $0.oneScaleFVE } }
    ]

    private static let leastName = 24, barWidth = 12

    static func draw(_ state: SessionState, highlighted: Int, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) -> Point? {
        let dictionaries = state.inventory.dictionaries(at: state.site)
        let box = OverlayView.frame(
            "dictionaries at \(state.siteName); KL: put back at ‖h‖", lines: dictionaries.count + 1, in: area, on: &grid, style)
        // What has no room goes from the right.
        var shown: [Column] = [], used = leastName
        for column in columns where used + column.width <= box.width - 1 {
            shown.append(column)
            used += column.width
        }
        let hasBar = box.width - used > barWidth + 4
        let nameWidth = min(44, leastName + max(0, box.width - used - (hasBar ? barWidth + 4 : 1)))
        var end = nameWidth
        for column in shown {
            end += column.width
            grid.putRight(column.title, end: end, style[.dim], in: box.row(0))
        }
        let list = box.inset(top: 1)
        var cursor: Point?
        for (line, place) in ListWindow.centred(count: dictionaries.count, rows: list.height, selected: highlighted).enumerated() {
            let row = list.row(line), index = dictionaries[place], info = state.inventory.dictionaries[index]
            let source = info.source == info.site ? "" : ", reads \(info.source.hookName)"
            grid.put(SafeText("\(info.name)  \(info.kind)\(source)").fitted(columns: nameWidth - 2), x: 1, style[.text], in: row)
            var end = nameWidth
            for column in shown {
                end += column.width
                grid.putRight(column.text(state, index), end: end, style[.text], in: row)
            }
            if hasBar, let f = state.reading(by: index)?.figures.normalisedFVE.number {
                grid.bar(max(0, min(1, f)), x: end + 2, width: barWidth, style[.bar], in: row)
            }
            guard place == highlighted else { continue }
            grid.restyle(row) { $0 = $0.adding(.reverse) }
            cursor = Point(x: row.x, y: row.y)
        }
        return cursor
    }

    private static func figure(_ state: SessionState, _ dictionary: DictionaryID, _ figure: (TokenFigures) -> Measure) -> String {
        guard let reading = state.reading(by: dictionary) else { return "…" }
        return figure(reading.figures).number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
    }
}
