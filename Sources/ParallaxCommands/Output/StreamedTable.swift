import ParallaxCompute

/// A table of any length that goes out block by block, since its rows together may be larger than memory: widths are known before, and only one
/// block of lines is held. What comes out is what `Table` would print.
struct StreamedTable {
    private let head: Table
    /// Of each column but the last: text that ends a line needs none.
    private let widths: [Int]
    private let format: FormatOptions

    /// What makes rows is asked for so many at once.
    private static let block = 1024

    /// - Parameters:
    ///   - columns: with the width of their widest cell.
    ///   - last: a column of text, unless the table goes to a program.
    init(_ columns: [(column: Table.Column, width: Int)], last: Table.Column, format: FormatOptions) {
        head = Table(columns: columns.map(\.column) + [last])
        widths = columns.map { max($0.width, SafeText($0.column.title, columns: .max).width) }
        self.format = format
    }

    /// - Parameter rows: the rows of each of `count` things.
    func print(count: Int, rows: (Int) -> [[String]]) {
        var start = 0
        repeat {
            let end = min(count, start + Self.block)
            var part = head
            part.rows = (start..<end).flatMap(rows)
            if start == 0 || !part.rows.isEmpty {
                Output.line(format.isForPeople ? text(part, isFirst: start == 0) : Printable(data: data(part, isFirst: start == 0)))
            }
            start = end
        } while start < count
    }

    private func text(_ part: Table, isFirst: Bool) -> Printable {
        let rows = (isFirst ? [head.columns.map(\.title)] : []) + part.rows
        return rows.map { row in
            var line = ""
            for (place, cell) in row.enumerated() {
                let safe = SafeText(cell, columns: .max),
                    space = String(repeating: " ", count: place < widths.count ? max(0, widths[place] - safe.width) : 0)
                line += (place > 0 ? "  " : "") + (head.columns[place].isNumber ? space + safe.text : safe.text + space)
            }
            while line.last == " " { line.removeLast() }
            return Printable(line: line)
        }.joined(separator: "\n")
    }

    /// Without the head where that went out before: one line of CSV, two of Markdown.
    private func data(_ part: Table, isFirst: Bool) -> String {
        let lines = format.csv ? part.csv : part.markdown
        return isFirst
            ? lines : String(lines.split(separator: "\n", maxSplits: format.csv ? 1 : 2, omittingEmptySubsequences: false).last ?? "")
    }
}
