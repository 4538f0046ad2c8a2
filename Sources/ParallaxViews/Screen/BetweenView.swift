import ParallaxCompute
import ParallaxSession

/// The line between the two readings: how they agree with each other.
package enum BetweenView {
    /// Words in their look; numbers stand out.
    private typealias Part = (text: String, role: Role)

    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard !area.isEmpty, state.agreementQuestion != nil else { return }
        guard let agreement = state.agreement else {
            grid.put("comparing the two readings …", x: 1, style[.dim], in: area)
            return
        }
        // The longest wording that fits.
        let wordings = [0, 1, 2].map { parts(agreement, state, brevity: $0) }
        let fitting = wordings.first { width($0) < area.width - 1 } ?? wordings[2]
        var x = 1
        for part in fitting { x = grid.put(part.text, x: x, style[part.role], in: area) }
    }

    private static func width(_ parts: [Part]) -> Int { parts.reduce(0) { $0 + SafeText($1.text).width } }

    private static func parts(_ agreement: Agreement, _ state: SessionState, brevity: Int) -> [Part] {
        // A feature that the person switched off is a feature of h all the same.
        let asItIs = state.currentFeatureEdits.isEmpty ? "" : " as it is"
        let lead = ["   features of h\(asItIs) in the NLA's vector: kept ", "   features of h\(asItIs): kept ", "  features kept "][brevity]
        let cosine = agreement.cosine.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
        return [
            ("cos(SAE, NLA) ", .dim), (cosine, .strong), (lead, .dim), ("\(agreement.kept.count)", .strong), (" =  lost ", .dim), ("\(agreement.lost.count)", .strong),
            (" -  made ", .dim), ("\(agreement.made.count)", .strong), (" +", .dim), (control(state, brevity: brevity), .dim),
        ]
    }

    private static func control(_ state: SessionState, brevity: Int) -> String {
        guard let mismatch = state.mismatch else { return brevity == 2 ? "" : "   mismatched pairs …" }
        guard mismatch.pairs > 0 else { return brevity == 2 ? "" : "   no other token to compare with" }
        let kept = FigureText.fraction(mismatch.kept, digits: 1)
        return [
            "   mismatched pairs keep \(kept) features (\(mismatch.pairs) tokens of \(mismatch.source))",
            "   mismatched pairs keep \(kept)", "  mismatched \(kept)",
        ][brevity]
    }
}
