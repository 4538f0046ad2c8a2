import ParallaxCompute

extension SessionState {
    /// Published verbalizers decode the first positions badly.
    static let earlyPositions = 10
    /// Below this a small difference of cosine is a large one of F.
    static let lowVariance = 0.1

    /// What makes the figures of the token under the cursor doubtful, most serious first; empty as a rule.
    public var warnings: [String] {
        guard let trace, trace.ids.indices.contains(position) else { return [] }
        var found: [String] = []
        if let why = trace.exclusions[row][position] { found.append("left out of figures: \(why)") }
        if !inventory.hasModel, trace.texts[position].isEmpty { found.append("the file does not say the token") }
        if let stated = verbalReading?.stated { found += statedWarnings(stated, trace.texts[position]) }
        if verbalReading?.injectionFailed == true { found.append("the injection failed: the text is about the marker") }
        if let unread = verbalReading?.unread { found.append("no figures of the text: \(unread)") }
        if verbalReading?.truncated == true { found.append("the explanation was cut off") }
        if trace.exclusions[row][position] == nil, trace.isSpecial[position] { found.append("a special or template token") }
        if position < Self.earlyPositions, verbalizer != nil, trace.exclusions[row][position] == nil {
            found.append("position \(position) of the text: verbalizers decode the first \(Self.earlyPositions) badly")
        }
        if trace.isCut, position >= trace.ids.count - 1 { found.append("the text goes on: its first \(trace.ids.count) tokens are read") }
        if let difference = trace.otherBeginning { found.append(difference) }
        if let dictionary, let begins = trace.beginsWithBOS {
            found +=
                DictionaryConfiguration.bosWarning(prependsBOS: inventory.dictionaries[dictionary].prependsBOS, begins: begins).map { [$0] }
                ?? []
        }
        guard inventory.hasModel, dictionary != nil || verbalizer != nil else { return found }
        guard let provenance else { return found }
        if let why = provenance.varianceInstability { found.append("μ and Var from \(provenance.text): \(why)") }
        if provenance.judged == .mayBeAmongThem { found.append("μ and Var may hold this document: they were read from a file") }
        if let variance = provenance.variance, variance < Self.lowVariance {
            found.append("low Var here (\(rounded(variance))): .001 of cosine is \(rounded(0.002 / variance)) of F")
        }
        return found
    }

    /// What a file says that its own figures, or the document, contradict.
    private func statedWarnings(_ stated: StatedReading, _ token: String) -> [String] {
        var found = stated.check.disagreements.map(\.description)
        if let remark = stated.remark { found.append(remark) }
        if inventory.hasModel, let other = stated.explanation.token, Self.plain(other) != Self.plain(token) {
            found.append("the file explains the token \"\(other)\", here stands \"\(token)\": is it the same text?")
        }
        if let variance = stated.variance?.value, !inventory.hasModel, variance < Self.lowVariance {
            found.append("low Var here (\(rounded(variance))): .001 of cosine is \(rounded(0.002 / variance)) of fve_nrm")
        }
        return found
    }

    /// A token without what vocabularies write for a space.
    private static func plain(_ token: String) -> String {
        String(token.filter { !$0.isWhitespace && $0 != "Ġ" && $0 != "▁" && $0 != "Ċ" })
    }

    private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
