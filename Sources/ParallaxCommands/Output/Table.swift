import ParallaxCompute
import ParallaxViews

/// A result as rows and columns: for people, as Markdown, as CSV.
struct Table {
    struct Column {
        var title: String
        /// Numbers stand right-aligned.
        var isNumber = false
    }

    var columns: [Column]
    var rows: [[String]] = []

    /// Aligned columns, two spaces apart. Cells come from files and models, so each is made safe, and it is as wide as a terminal draws it.
    var text: Printable {
        let cells = ([columns.map(\.title)] + rows).map { $0.map { SafeText($0, columns: .max) } }
        let widths = columns.indices.map { c in cells.map { $0[c].width }.max() ?? 0 }
        let lines = cells.map { row in
            row.indices.map { c in
                let space = String(repeating: " ", count: widths[c] - row[c].width)
                return columns[c].isNumber ? space + row[c].text : row[c].text + space
            }.joined(separator: "  ").trimmingTrailingSpaces()
        }
        return lines.map { Printable(line: $0) }.joined(separator: "\n")
    }

    var markdown: String {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { SafeText($0, columns: .max).text.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
        return ([line(columns.map(\.title)), line(columns.map { $0.isNumber ? "--:" : "---" })] + rows.map(line)).joined(separator: "\n")
    }

    /// RFC 4180.
    var csv: String {
        func field(_ text: String) -> String {
            text.unicodeScalars.contains(where: { ",\"\n\r".unicodeScalars.contains($0) })
                ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
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
