import ParallaxCompute
import ParallaxViews

/// A report as Markdown: the sentences, what they rest on, and every table.
struct ComparisonMarkdown {
    let report: ComparisonReport

    var text: String {
        var parts = ["# Comparison of \(Self.escaped(report.scope))"]
        let sentences = report.verdicts.map(\.sentence) + report.disagreements
        if !sentences.isEmpty { parts.append(sentences.map { "- \(Self.escaped($0))" }.joined(separator: "\n")) }
        parts.append(ComparisonFacts(report: report).all.map { "- **\($0.name)**: \(Self.escaped($0.text))" }.joined(separator: "\n"))
        for titled in ComparisonTables(report: report).all {
            var table = titled.table
            table.rows = table.rows.map { $0.map(Self.escaped) }
            parts.append("## \(titled.title)\n\n\(Self.escaped(titled.note))\n\n\(table.markdown)")
        }
        if !report.notes.isEmpty { parts.append("## Notes\n\n" + report.notes.map { "- \(Self.escaped($0))" }.joined(separator: "\n")) }
        if !report.wallTimes.isEmpty {
            parts.append(
                "## Wall time\n\nOf this run and machine.\n\n"
                    + report.wallTimes.map { "- \(Self.escaped($0.name)): \(PageText.number($0.seconds)) s" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }

    /// Text that Markdown leaves as it is. A bar is escaped by the table that it stands in.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in SafeText(text).text {
            switch character {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\\", "`", "*", "_", "[", "]", "#", "~": result += "\\\(character)"
            default: result.append(character)
            }
        }
        return result
    }
}
