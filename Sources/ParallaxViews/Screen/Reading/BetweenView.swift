import ParallaxCompute
import ParallaxSession

/// The line between the two readings: how they agree with each other.
package enum BetweenView {
    /// What stands in it.
    static let marks = [
        ("cos(h, before)", "cosine of this activation with that of the token before, at the same site; — at the first token"),
        (
            "= - +",
            "a feature of h that the NLA's vector keeps, one that it loses; one that only the NLA's vector has: both encoded apart, each at ‖h‖, so that a top-k dictionary always makes as many as it loses"
        ),
        ("mismatched pairs", "how many features of h the NLA's vectors of other tokens keep: what keeping is worth")
    ]

    /// Words in their look; numbers stand out.
    private typealias Part = (text: String, role: Role)

    package static func draw(_ state: SessionState, in area: Rect, on grid: inout CellGrid, _ style: ScreenStyle) {
        guard !area.isEmpty, state.precedingQuestion != nil else { return }
        // The longest wording that fits.
        let wordings = (0...3).map { parts(state, brevity: $0) }
        let fitting = wordings.first { width($0) < area.width - 1 } ?? wordings[3]
        var x = 1
        for part in fitting { x = grid.put(part.text, x: x, style[part.role], in: area) }
    }

    private static func width(_ parts: [Part]) -> Int { parts.reduce(0) { $0 + SafeText($1.text).width } }

    private static func parts(_ state: SessionState, brevity: Int) -> [Part] {
        let preceding = state.preceding.map { $0.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined } ?? "…"
        let activation: [Part] = [(brevity == 3 ? "before " : "cos(h, before) ", .dim), (preceding, .strong)]
        guard state.agreementQuestion != nil else { return activation }
        guard let agreement = state.agreement else {
            return activation + [(brevity < 2 ? "   comparing the two readings …" : "  comparing …", .dim)]
        }
        // A feature that the person switched off is a feature of h all the same.
        let asItIs = state.currentFeatureEdits.isEmpty ? "" : " as it is"
        let lead = [
            "   features of h\(asItIs) in the NLA's vector: kept ", "   features of h\(asItIs): kept ", "  features kept ", "  kept "
        ][brevity]
        let cosine = agreement.cosine.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
        return activation + [
            (brevity < 2 ? "   cos(SAE, NLA) " : "  cos(SAE, NLA) ", .dim), (cosine, .strong), (lead, .dim),
            ("\(agreement.kept.count)", .strong), (" =  lost ", .dim), ("\(agreement.lost.count)", .strong),
            (" -  made ", .dim), ("\(agreement.made.count)", .strong), (" +", .dim), (control(state, brevity: brevity), .dim)
        ]
    }

    private static func control(_ state: SessionState, brevity: Int) -> String {
        guard let mismatch = state.mismatch else { return brevity > 1 ? "" : "   mismatched pairs …" }
        guard mismatch.pairs > 0 else { return brevity > 1 ? "" : "   no other token to compare with" }
        let kept = FigureText.fraction(mismatch.kept, digits: 1)
        return [
            "   mismatched pairs keep \(kept) features (\(mismatch.pairs) tokens of \(mismatch.source))",
            "   mismatched pairs keep \(kept)", "  mismatched \(kept)", "  mism. \(kept)"
        ][brevity]
    }
}
