import ParallaxCompute
import ParallaxSession

/// The line between the two readings: how they agree with each other.
package enum BetweenView {
    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard !area.isEmpty, state.pairRequest != nil else { return }
        guard let agreement = state.agreement else {
            grid.put("comparing the two readings …", x: 1, style[.dim], in: area)
            return
        }
        let isWide = area.width >= 120
        var x = grid.put("cos(SAE, NLA) ", x: 1, style[.dim], in: area)
        x = grid.put(agreement.cosine.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined, x: x, style[.strong], in: area)
        x = grid.put(isWide ? "   features of h in the NLA's vector: kept " : "  features: kept ", x: x, style[.dim], in: area)
        x = grid.put("\(agreement.kept.count)", x: x, style[.strong], in: area)
        x = grid.put(" =  lost ", x: x, style[.dim], in: area)
        x = grid.put("\(agreement.lost.count)", x: x, style[.strong], in: area)
        x = grid.put(" -  made ", x: x, style[.dim], in: area)
        x = grid.put("\(agreement.made.count)", x: x, style[.strong], in: area)
        x = grid.put(" +", x: x, style[.dim], in: area)
        let control: String
        if let mismatch = state.mismatch {
            let kept = FigureText.fraction(mismatch.kept, digits: 1)
            control =
                mismatch.pairs == 0 ? "   no other token to compare with"
                : isWide ? "   mismatched pairs keep \(kept) (\(mismatch.pairs) tokens of \(mismatch.source))" : "  mismatched keep \(kept) (n \(mismatch.pairs))"
        } else {
            control = "   mismatched pairs …"
        }
        grid.put(SafeText(control).fitted(columns: max(0, area.width - x - 1)), x: x, style[.dim], in: area)
    }
}
