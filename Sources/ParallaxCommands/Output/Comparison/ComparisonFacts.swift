import ParallaxCompute

/// What a comparison rests on, as pairs of a name and a sentence.
struct ComparisonFacts {
    let report: ComparisonReport

    var all: [(name: String, text: String)] {
        var facts = [
            ("compared", "\(report.scope) at \(report.site) of \(report.model)"),
            ("tokens", "N = \(report.count), d = \(report.dimension)"),
            ("excluded", report.excluded.isEmpty ? "nothing" : report.excluded.map { "\($0.count) \($0.name)" }.joined(separator: ", ")),
            ("μ from", report.meanFrom), ("Var from", report.varianceFrom + (report.variance.map { " (\(PageText.number($0)))" } ?? "")),
            ("left out of μ and Var", report.provenance.exclusionText ?? "nothing"),
            ("resting on too little", report.unstable.map { "\(FigureText.unstable) \($0)" } ?? "nothing"),
            ("evaluated documents", Self.list(report.documents)),
            ("estimated from", "\(Self.list(report.estimatedFrom)) (\(report.statisticsFrom))"),
            ("chance", "\(report.samples) draws an activation, seed \(report.seed)")
        ]
        if report.methods.contains(where: { $0.value(.klFollowing) != nil }) {
            facts.append(("following", "KL over the next \(report.following) tokens"))
        }
        if let note = report.curveNote { facts.append(("reference curve", note)) }
        return facts
    }

    /// All names where they fit a line or two, else the first and the last with their number.
    private static func list(_ names: [String]) -> String {
        guard names.count > 24 else { return names.isEmpty ? "none" : "\(names.count): " + names.joined(separator: ", ") }
        return "\(names.count): " + names.prefix(12).joined(separator: ", ") + " … " + names.suffix(4).joined(separator: ", ")
    }
}
