import Foundation
import ParallaxViews
import Testing
import TestSupport

/// Golden screens: a file of two planes, the glyphs and the styles, one letter a style. A missing file fails; PARALLAX_RECORD=1 writes
/// what is drawn now, to be looked at before it is committed.
func expectGolden(_ grid: CellGrid, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = Places.screenGoldens.appending(path: name + ".txt")
    let drawn = GoldenText.text(of: grid)
    if Recording.isOn {
        try drawn.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    let golden = (try? String(contentsOf: file, encoding: .utf8)) ?? "(there is no such file)"
    guard golden != drawn else { return }
    Issue.record(
        """
        \(name) is drawn differently.
        golden:
        \(golden)
        drawn:
        \(drawn)
        differing cells: \(GoldenText.differences(golden, drawn))
        """, sourceLocation: sourceLocation)
}

enum GoldenText {
    static func text(of grid: CellGrid) -> String {
        var letters: [Style: Character] = [.plain: "."]
        var legend: [String] = []
        let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        var styles = ""
        for y in 0..<grid.size.height {
            styles += "|"
            for cell in grid.row(y) {
                if letters[cell.style] == nil {
                    let letter = legend.count < alphabet.count ? alphabet[legend.count] : "#"
                    letters[cell.style] = letter
                    legend.append("\(letter) \(cell.style)")
                }
                styles.append(letters[cell.style] ?? "#")
            }
            styles += "|\n"
        }
        let glyphs = (0..<grid.size.height).map { "|" + grid.text(row: $0) + "|\n" }.joined()
        return "glyphs\n\(glyphs)styles\n\(styles)legend\n\(legend.joined(separator: "\n"))\n"
    }

    static func differences(_ golden: String, _ drawn: String) -> String {
        let (old, new) = (golden.components(separatedBy: "\n"), drawn.components(separatedBy: "\n"))
        var found: [String] = []
        for line in 0..<max(old.count, new.count) {
            let a = Array(line < old.count ? old[line] : ""), b = Array(line < new.count ? new[line] : "")
            for column in 0..<max(a.count, b.count) where (column < a.count ? a[column] : " ") != (column < b.count ? b[column] : " ") {
                found.append("line \(line + 1) column \(column + 1)")
                if found.count == 20 { return found.joined(separator: ", ") + " …" }
            }
        }
        return found.joined(separator: ", ")
    }
}
