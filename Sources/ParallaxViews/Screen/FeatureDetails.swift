import ParallaxCompute
import ParallaxSession

/// The feature at hand in full: its label, the tokens that it promotes and suppresses, where else in the document it fires.
enum FeatureDetails {
    private static let mostLines = 6

    static func lines(_ state: SessionState, columns: Int) -> [SafeText] {
        guard columns > 20, let feature = state.featureAtHand, let dictionary = state.dictionary else { return [] }
        let made = made(state)
        // While one walks along the text, its details would be most of what is sent for every token.
        guard state.pane == .features else { return Array(made.flatMap { TextWrap.lines($0, columns: columns, limit: 2) }) }
        var texts = ["feature \(feature.id): " + [feature.label ?? "no label", feature.labelDetail].compactMap { $0 }.joined(separator: ", ")]
        if let words = state.features.promoted[dictionary, feature.id], !words.promoted.isEmpty {
            texts.append("raises \(list(words.promoted))   lowers \(list(words.suppressed))")
        }
        texts.append(firings(of: feature.id, state))
        texts += made
        return Array(texts.flatMap { TextWrap.lines($0, columns: columns, limit: 2) }.prefix(mostLines))
    }

    private static func made(_ state: SessionState) -> [String] {
        guard let made = state.agreement?.made, !made.isEmpty else { return [] }
        // Those that say something come first.
        let labelled = made.compactMap { feature in feature.label.map { "+\(feature.id) \($0)" } }
        let others = made.filter { $0.label == nil }.map { "+\($0.id)" }
        return ["made by the NLA: " + (labelled + (others.isEmpty ? [] : ["without label " + others.joined(separator: " ")])).joined(separator: ", ")]
    }

    private static func list(_ tokens: [String]) -> String { tokens.map(\.trimmedForTable).joined(separator: " ") }

    private static func firings(of feature: Int, _ state: SessionState) -> String {
        let firings = state.firings(of: feature)
        guard let trace = state.trace, !firings.isEmpty else { return "fires nowhere in this document" }
        let others = firings.filter { $0.position != state.position }.sorted { $0.activation > $1.activation }
        guard !others.isEmpty else { return "fires at no other token of this document" }
        let places = others.prefix(6).map { "\($0.position) \(trace.texts[$0.position].trimmedForTable) \(FigureText.magnitude(Double($0.activation), significant: 2))" }
        return "also fires at \(others.count) of \(trace.ids.count): " + places.joined(separator: ", ") + (others.count > places.count ? ", …" : "")
    }
}
