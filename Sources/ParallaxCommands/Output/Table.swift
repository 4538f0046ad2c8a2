/// A result as rows and columns: for people, as Markdown, as CSV.
struct Table {
    struct Column {
        var title: String
        /// Numbers stand right-aligned.
        var isNumber = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    /// Aligned columns, two spaces apart.
    var text: String {
        let widths = columns.indices.map { c in ([columns[c].title] + rows.map { $0[c] }).map(\.count).max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.indices.map { c in
                let space = String(repeating: " ", count: widths[c] - cells[c].count)
                return columns[c].isNumber ? space + cells[c] : cells[c] + space
            }
            return padded.joined(separator: "  ").trimmingTrailingSpaces()
        }
        return ([line(columns.map(\.title))] + rows.map(line)).joined(separator: "\n")
    }

    var markdown: String {
        func line(_ cells: [String]) -> String { "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }
        return ([line(columns.map(\.title)), line(columns.map { $0.isNumber ? "--:" : "---" })] + rows.map(line)).joined(separator: "\n")
    }

    /// RFC 4180.
    var csv: String {
        func field(_ text: String) -> String {
            text.contains(where: { ",\"\n\r".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
        }
        return ([columns.map(\.title)] + rows).map { $0.map(field).joined(separator: ",") }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func trimmingTrailingSpaces() -> String {
        var copy = self
        while copy.last == " " { copy.removeLast() }
        return copy
    }
}
