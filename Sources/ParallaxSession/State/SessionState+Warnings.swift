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
        if verbalReading?.injectionFailed == true { found.append("the injection failed: the text is about the marker") }
        if verbalReading?.truncated == true { found.append("the explanation was cut off") }
        if trace.exclusions[row][position] == nil, trace.isSpecial[position] { found.append("a special or template token") }
        if position < Self.earlyPositions, verbalizer != nil, trace.exclusions[row][position] == nil { found.append("position \(position) of the text: verbalizers decode the first \(Self.earlyPositions) badly") }
        if trace.isCut, position >= trace.ids.count - 1 { found.append("the text goes on: its first \(trace.ids.count) tokens are read") }
        if let opening = trace.missingOpening { found.append("the text begins without \(opening), with which the workspace's documents begin") }
        guard dictionary != nil || verbalizer != nil else { return found }
        if let tokens = statistics.tokens, tokens < StatisticSource.fewTokens { found.append("μ and Var from \(tokens) tokens only: unstable") }
        if statistics.isFromShownDocument { found.append("μ and Var may hold this document: they were read from a file") }
        if statistics.variances.indices.contains(row), let variance = statistics.variances[row], variance < Self.lowVariance {
            found.append("low Var here (\(rounded(variance))): .001 of cosine is \(rounded(0.002 / variance)) of F")
        }
        return found
    }

    private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
