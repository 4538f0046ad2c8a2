import ParallaxCompute
import Foundation
import ParallaxSession

/// The top line: where am I.
package enum TitleView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        let listed = state.listedDocuments
        let document = state.inventory.contains(state.document) ? state.inventory.title(state.document) : "no document"
        let place =
            "\(state.inventory.workspaceName) · \(document)"
            + (listed.count > 1 ? " (\((listed.firstIndex(of: state.document) ?? 0) + 1) of \(listed.count))" : "")
        let name = SafeText("parallax"), short = SafeText(state.siteName.components(separatedBy: " =")[0])
        // Short of room, the site matters more than the names.
        guard let site = [SafeText(state.siteName), short].first(where: { name.width + $0.width + 4 <= area.width }) else {
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
        let title = state.inventory.hasModel ? state.colour.title : state.colour.statedTitle
        let wordings = [title, state.colour.name].flatMap { title in
            statistics(state).map { ["colour: " + title + $0, progress(state)].compactMap { $0 }.joined(separator: "   ") }
        }
        let readings = readings(state)
        let words =
            (readings.isEmpty ? wordings : readings).first { SafeText($0).width <= x - 2 } ?? readings.last ?? wordings[wordings.count - 1]
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

    private static func statistics(_ state: SessionState) -> [String] {
        state.colour.needsStatistics && state.inventory.hasModel ? StatisticsText.wordings(state).map { "; " + $0 } : [""]
    }

    /// "reading: layer 12 of 30, 20 s left, Esc stops", the longest first; empty where the document is read.
    private static func readings(_ state: SessionState) -> [String] {
        guard let reading = state.trace?.reading else { return [] }
        let place = "layer \(reading.layers) of \(reading.layersInAll)"
        guard state.isOutstanding(TraceQuestion(document: state.document)) else { return ["stopped at \(place), r reads on", "stopped, r"] }
        let left = reading.secondsLeft.map { ", \(time($0)) left" } ?? ""
        return ["reading: \(place)\(left), Esc stops", "\(place)\(left)"]
    }

    /// "NLA 12 of 49, 3 s left, budget 488, f stops": only where cells are still missing and the grid shows them.
    private static func progress(_ state: SessionState) -> String? {
        guard state.colour.needsVerbalizers, let count = state.fillCount, count.done < count.total else { return nil }
        guard state.readings.fill.isOn else { return "NLA \(count.done) of \(count.total), stopped, f goes on" }
        let left = state.readings.fill.secondsEach.map { ", \(time($0 * Double(count.total - count.done))) left" } ?? ""
        return "NLA \(count.done) of \(count.total)\(left), budget \(FillProgress.grant - state.readings.fill.spent), f stops"
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 90
            ? "\(max(1, Int(clamping: seconds.rounded()))) s"
            : seconds < 5400 ? "\(Int(clamping: (seconds / 60).rounded())) min" : "\(Int(clamping: (seconds / 3600).rounded())) h"
    }
}

/// Where μ and Var stand, in a few words: what they rest on is said by their provenance.
package enum StatisticsText {
    package static func short(_ state: SessionState) -> String { wordings(state)[0] }

    /// The longest first.
    package static func wordings(_ state: SessionState) -> [String] {
        if let provenance = state.provenance {
            // The sign that stands before each figure that rests on them.
            let mark = provenance.varianceInstability == nil ? "" : " (\(FigureText.unstable))"
            return [
                "μ, Var: \(provenance.sentence)", "μ, Var: \(provenance.placed)", "μ, Var: \(provenance.text)",
                "μ, Var of \(FigureText.count(provenance.tokens)) tokens"
            ].map { $0 + mark }
        }
        if let progress = state.statistics.progress { return ["μ, Var: reading other documents, \(progress.done) of \(progress.total)"] }
        return [state.statistics.refusal ?? (state.isWithoutOtherDocuments ? SessionState.noOtherDocument : "μ, Var: not yet")]
    }
}

/// The token under the cursor in words and numbers.
package enum TokenView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard let trace = state.trace, trace.ids.indices.contains(state.position) else { return }
        var x = 1
        /// - Parameter room: columns that the value is given, so that what follows stays where it is from token to token: nothing is sent
        ///   again but what changed.
        func pair(_ name: String, _ value: String, room: Int) {
            if !name.isEmpty { x = grid.put("\(name) ", x: x, style[.dim], in: area) }
            // No bold: every change of weight costs ten bytes a value.
            x = max(grid.put(value, x: x, style[.text], in: area), x + room) + 2
        }
        pair("token", "\(state.position)", room: 3)
        x -= 1
        pair("", SafeText("\"\(trace.texts[state.position])\"").fitted(columns: 24).text, room: 12)
        let norm = trace.norms[state.row][state.position]
        pair("‖h‖", norm.isNaN && !trace.isWhole ? "·" : FigureText.magnitude(Double(norm)), room: 5)
        if state.colour != .norm {
            pair(
                state.colour.name,
                number(
                    state.gridCell(row: state.row, position: state.position, colour: state.colour), state.colour,
                    hasModel: state.inventory.hasModel), room: 6)
        }
        if trace.predictions.indices.contains(state.position) {
            let prediction = trace.predictions[state.position]
            // The probability first: its width is always the same.
            pair("model expects, p", FigureText.fraction(prediction.probability), room: 4)
            x -= 1
            pair("", SafeText("\"\(prediction.text)\"").fitted(columns: 20).text, room: 10)
        }
        let warnings = state.warnings
        guard let first = warnings.first else { return }
        let more = warnings.count > 1 ? "  (+\(warnings.count - 1), see !)" : ""
        grid.put(SafeText(" ! \(first)\(more)").fitted(columns: max(0, area.width - x)), x: x, style[.warning], in: area)
    }

    private static func number(_ cell: GridCell, _ colour: GridColour, hasModel: Bool) -> String {
        guard case .value(let value) = cell else { return GridView.words(cell, hasModel: hasModel) }
        switch colour {
        case .l0, .rank: return FigureText.count(value)
        case .difference: return FigureText.change(value, digits: 3)
        default: return FigureText.magnitude(value, significant: 3)
        }
    }
}
