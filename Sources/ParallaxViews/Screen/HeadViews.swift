import ParallaxSession

/// The top line: where am I.
package enum TitleView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let titles = state.inventory.documentTitles
        let document = titles.indices.contains(state.document) ? titles[state.document] : "no document"
        let place = "\(state.inventory.workspaceName) · \(document)" + (titles.count > 1 ? " (\(state.document + 1) of \(titles.count))" : "")
        let name = SafeText("parallax"), short = SafeText("site \(state.row)")
        // Short of room, the site matters more than the names.
        guard let site = [SafeText(state.site.description), short].first(where: { name.width + $0.width + 4 <= area.width }) else {
            grid.put(short, x: 1, style[.strong], in: area)
            return
        }
        let start = grid.put(name, x: 1, style[.heading], in: area) + 2
        let siteStart = area.width - site.width - 1
        grid.put(SafeText(place).fitted(columns: max(0, siteStart - start - 2)), x: start, style[.text], in: area)
        grid.put(site, x: siteStart, style[.strong], in: area)
    }
}

/// The legend: what the colours are, with numbers, and what the signs mean; while the grid is filled, how far that is.
package enum LegendView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let scale = GridView.scale(of: state)
        let ramp = style.theme.ramp(GridView.ramp(of: state.colour))
        let steps = max(5, ramp.colors.isEmpty ? ramp.glyphs.count : ramp.colors.count)
        let low = GridView.text(scale.low, state.colour), high = GridView.text(scale.high, state.colour)
        let signs = "  × none  · not yet  ⠂ running  ! failed  ex excluded"
        let width = SafeText(low).width + SafeText(high).width + steps + 2
        let withSigns = area.width >= 140
        var x = area.width - (withSigns ? width + SafeText(signs).width : width) - 1
        let words = ["colour: \(state.colour.title)" + statistics(state), progress(state)].compactMap { $0 }.joined(separator: "   ")
        grid.put(SafeText(words).fitted(columns: max(0, x - 2)), x: 1, style[.dim], in: area)
        x = grid.put(low + " ", x: x, style[.dim], in: area)
        for step in 0..<steps {
            let fraction = (Double(step) + 0.5) / Double(steps)
            let value = ramp.isDiverging ? fraction * 2 - 1 : fraction
            let box = Rect(x: area.x + x + step, y: area.y, width: 1, height: 1).intersection(area)
            grid.fill(box, " ", ramp.style(at: value))
            if ramp.colors.isEmpty { grid.put(ramp.glyph(at: value).text, style[.dim], in: box) }
        }
        x = grid.put(" " + high, x: x + steps, style[.dim], in: area)
        if withSigns { grid.put(signs, x: x, style[.dim], in: area) }
    }

    private static func statistics(_ state: SessionState) -> String {
        guard state.colour.needsStatistics else { return "" }
        return "; " + StatisticsText.short(state)
    }

    /// "NLA 12 of 49, 3 s left, budget 488, f stops": only where cells are still missing and the grid shows them.
    private static func progress(_ state: SessionState) -> String? {
        guard state.colour.needsVerbalizers, let count = state.fillCount, count.done < count.total else { return nil }
        guard state.fill.isOn else { return "NLA \(count.done) of \(count.total), stopped, f goes on" }
        let left = state.fill.secondsEach.map { ", \(time($0 * Double(count.total - count.done))) left" } ?? ""
        return "NLA \(count.done) of \(count.total)\(left), budget \(FillProgress.grant - state.fill.spent), f stops"
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 90 ? "\(max(1, Int(seconds.rounded()))) s" : seconds < 5400 ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3600).rounded())) h"
    }
}

/// Where μ and Var stand, in a few words.
package enum StatisticsText {
    package static func short(_ state: SessionState) -> String {
        if let source = state.statistics.source { return "μ, Var: \(source)" }
        if let progress = state.statistics.progress { return "μ, Var: reading other documents, \(progress.done) of \(progress.total)" }
        return state.statistics.refusal ?? "μ, Var: not yet"
    }
}

/// The token under the cursor in words and numbers.
package enum TokenView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard let trace = state.trace, trace.ids.indices.contains(state.position) else { return }
        var x = grid.put("token \(state.position) ", x: 1, style[.dim], in: area)
        x = grid.put(SafeText("\"\(trace.texts[state.position])\"").fitted(columns: 24), x: x, style[.accent].adding(.bold), in: area)
        func pair(_ name: String, _ value: String) {
            x = grid.put("   \(name) ", x: x, style[.dim], in: area)
            x = grid.put(value, x: x, style[.strong], in: area)
        }
        pair("‖h‖", FigureText.magnitude(Double(trace.norms[state.row][state.position])))
        if state.colour != .norm {
            pair(state.colour.name, number(state.gridCell(row: state.row, position: state.position, colour: state.colour), state.colour))
        }
        if trace.predictions.indices.contains(state.position) {
            let prediction = trace.predictions[state.position]
            pair("model expects", SafeText("\"\(prediction.text)\"").fitted(columns: 20).text)
            pair("p", FigureText.fraction(prediction.probability))
        }
        let warnings = state.warnings
        guard let first = warnings.first else { return }
        let more = warnings.count > 1 ? "  (+\(warnings.count - 1), see !)" : ""
        grid.put(SafeText("   ! \(first)\(more)").fitted(columns: max(0, area.width - x)), x: x, style[.warning], in: area)
    }

    private static func number(_ cell: GridCell, _ colour: GridColour) -> String {
        guard case .value(let value) = cell else { return GridView.words(cell) }
        switch colour {
        case .l0, .rank: return FigureText.count(Int(value))
        case .difference: return FigureText.change(value, digits: 3)
        default: return FigureText.magnitude(value, significant: 3)
        }
    }
}
