import Foundation
import TerminalHarness
import TestSupport

/// The explorer on the sample, in a pseudo-terminal.
struct ExplorerSession {
    let terminal: TerminalSession
    private let width: Int

    /// Starts it and waits for the first document.
    init(width: Int = 140, height: Int = 40) throws {
        self.width = width
        terminal = try Self.start(width: width, height: height)
        try terminal.wait(for: "Turin")
        terminal.settle(silence: 0.05)
    }

    static func start(width: Int = 80, height: Int = 24, arguments: [String] = [], environment: [String: String?] = [:]) throws
        -> TerminalSession
    {
        let workspace = Places.sampleData.appending(path: "parallax.yaml").path
        return try TerminalSession(
            Places.built("parallax"), [workspace] + arguments, width: width, height: height, environment: environment)
    }

    enum Half { case left, right }

    /// The rows of one reading, where they stand side by side on a screen without a third column.
    func rows(_ half: Half) -> [String] {
        let middle = (width - 1) / 2
        let screen = (0..<terminal.screen.height).map(terminal.screen.row)
        let first = screen.firstIndex { $0.contains(" SAE ") && $0.contains(" NLA ") } ?? 0
        // The line between them and the splice below are no part of them.
        let end = screen.firstIndex { $0.contains("put back into the model") }.map { $0 - 1 } ?? screen.count
        return (first..<max(first, end)).map { y in
            (half == .left ? 0..<middle : middle + 1..<width).map { terminal.screen.character(x: $0, y: y) }.joined()
        }
    }

    /// The figures of a reading in the row with that name ("before", "edit", "change", "noise"), F first, 0 for a change within the noise; nil where
    /// there is no such row.
    func figures(_ name: String, _ half: Half) -> [Double]? {
        rows(half).first { $0.hasPrefix(" \(name) ") }?.split { " ±".contains($0) }.dropFirst().map { $0 == "≈0" ? 0 : Double($0) ?? .nan }
    }

    /// Waits until both readings at the cursor are there, with figures that rest on the statistics of the other documents.
    func waitForReadings() throws {
        try terminal.wait("readings with all their figures", seconds: 60) { _ in
            [Half.left, .right].allSatisfy { half in
                let rows = rows(half)
                guard let head = rows.firstIndex(where: { $0.contains("F nrm") }), head + 1 < rows.count else { return false }
                let figures = rows[head + 1].split(separator: " ").suffix(5)
                return figures.count == 5 && figures.allSatisfy { Double($0) != nil }
            }
        }
        terminal.settle()
    }

    /// Shows F of the NLA in the grid and waits until the whole row of the NLA's layer has it.
    func waitForFilledRow() throws {
        terminal.send("mm")
        try terminal.wait("a filled row", seconds: 120) { screen in
            guard let row = (0..<screen.height).map(screen.row).first(where: { $0.contains(" L3 ") }) else { return false }
            return row.contains(".") && !row.contains("·") && !row.contains("⠂") && !row.contains("—")
        }
        terminal.settle(silence: 0.5)
    }

    func key(_ bytes: String) {
        terminal.send(bytes)
        terminal.settle()
    }
}
