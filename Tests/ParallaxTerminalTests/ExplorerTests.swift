import Foundation
import TerminalHarness
import TestSupport
import Testing

/// The real program on the sample, as a person has it.
@Suite("The explorer on a terminal", .serialized) struct ExplorerTests {
    @Test("it shows the first document, and q leaves the terminal as it was")
    func startAndQuit() throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        #expect(explorer.terminal.screen.row(0).contains("doc00"))
        explorer.key("q")
        #expect(try explorer.terminal.end() == 0)
        #expect(explorer.terminal.leftBehind == [])
    }

    @Test("a click takes the cursor there, the wheel reads on, and q leaves the mouse to the terminal")
    func mouse() throws {
        let explorer = try ExplorerSession(width: 120, height: 36)
        let terminal = explorer.terminal
        #expect(terminal.outputText.contains("\u{1B}[?1000h\u{1B}[?1006h"))
        let row = try #require((0..<36).first { terminal.screen.row($0).hasPrefix("  L2 ") })
        explorer.key(KeyBytes.click(x: 65, y: row))
        #expect(terminal.screen.cursor.y == row && (60...65).contains(terminal.screen.cursor.x))
        let before = terminal.screen.cursor.x
        explorer.key("\u{1B}[<65;66;\(row + 1)M")
        #expect(terminal.screen.cursor.x > before && terminal.screen.cursor.y == row)
        explorer.key("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }

    @Test("a transcript is browsed without a model: tokens, text, figures, and in words what is lacking")
    func transcript() throws {
        let file = Places.computeGoldens.appending(path: "explanations/transcript.txt").path
        let terminal = try TerminalSession(Places.built("parallax"), [file], width: 120, height: 36)
        // Not "file says": the line over the grid has that before the file is read.
        try terminal.wait(for: "A letter from an island")
        #expect(terminal.screen.row(0).contains("made/up-7b") && terminal.screen.row(0).contains("site 21"))
        terminal.send("$")
        try terminal.wait(for: "The last one is cut off as well.")
        terminal.send("c")
        try terminal.wait(for: "there is no model, only explanations")
        terminal.send("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }

    @Test("with --no-mouse nothing is said of the mouse")
    func noMouse() throws {
        let terminal = try ExplorerSession.start(arguments: ["--no-mouse"])
        try terminal.wait(for: "Turin")
        terminal.send("q")
        #expect(try terminal.end() == 0)
        for mode in ["?1000", "?1002", "?1003", "?1006", "?9h"] { #expect(!terminal.outputText.contains(mode)) }
    }

    @Test("t shows the next theme at once, and after all of them the first one again")
    func themes() throws {
        let explorer = try ExplorerSession()
        let terminal = explorer.terminal
        // All that comes by itself has come.
        try explorer.waitForReadings()
        func paper() -> UInt8 { terminal.screen.cell(x: 8, y: 4).bg.indexed.idx }
        let first = paper()
        var seen: [UInt8] = []
        for name in ["light", "mono", "default"] {
            let start = terminal.output.count
            explorer.key("t")
            #expect(terminal.screen.row(39).contains("theme: \(name)"))
            #expect(terminal.frames(since: start) == 1)
            seen.append(paper())
        }
        #expect(seen[0] != first && seen[2] == first)
    }

    @Test("when the connection ends, the program ends within a second, whatever it is doing", arguments: [false, true])
    func hangUp(isIdle: Bool) throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        if isIdle { try explorer.terminal.wait(for: "F nrm") }
        let begin = ContinuousClock.now
        explorer.terminal.hangUp()
        // A status of its own, and so no core.
        #expect(try explorer.terminal.end(seconds: 5) == 128 + SIGHUP)
        #expect(ContinuousClock.now - begin < .seconds(1))
    }

    @Test("SIGTERM leaves the terminal as it was, in the middle of its work")
    func terminated() throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        explorer.terminal.signal(SIGTERM)
        #expect(try explorer.terminal.end() == 128 + SIGTERM)
        #expect(explorer.terminal.leftBehind == [])
    }

    @Test("an edited sentence gets its figures while it is typed; Esc leaves all as it was, Enter keeps it, u takes it back")
    func editing() throws {
        let explorer = try ExplorerSession()
        try explorer.waitForReadings()
        explorer.key(String(repeating: KeyBytes.right, count: 5))
        try explorer.waitForReadings()
        explorer.key(KeyBytes.tab + KeyBytes.tab)
        let original = explorer.rows(.right)
        #expect(explorer.figures("edit", .right) == nil)

        explorer.key(KeyBytes.enter)
        explorer.key(KeyBytes.home + "Nothing of this. ")
        try explorer.terminal.wait("the edit's figures") { _ in explorer.figures("change", .right)?.isEmpty == false }
        explorer.terminal.settle()
        let before = try #require(explorer.figures("before", .right)), edited = try #require(explorer.figures("edit", .right))
        let change = try #require(explorer.figures("change", .right))
        let noise = try #require(explorer.figures("noise", .right)), difference = edited[0] - before[0]
        #expect(
            before[0] != edited[0] && (change[0] == 0 ? abs(difference) <= noise[0] + 0.002 : abs(difference - change[0]) < 0.006),
            "\(before) \(edited) \(change) \(noise)")

        explorer.key(KeyBytes.escape)
        // A lone Esc is one only once nothing has followed it: on a busy machine that takes longer than the silence that a key waits for.
        try explorer.terminal.wait("the original") { _ in explorer.rows(.right) == original }

        explorer.key(KeyBytes.enter)
        explorer.key("\u{0B}\u{15}Something else.\r")
        try explorer.terminal.wait("the kept edit's figures") { _ in explorer.figures("change", .right)?.isEmpty == false }
        #expect(explorer.rows(.right).contains { $0.contains("Something else.") })
        explorer.key("u")
        #expect(explorer.rows(.right) == original)
    }

    @Test("a feature switched off changes the figures of its reading alone; switched on again all is as it was")
    func switchingOff() throws {
        let explorer = try ExplorerSession()
        try explorer.waitForReadings()
        explorer.key(String(repeating: KeyBytes.right, count: 5))
        try explorer.waitForReadings()
        explorer.key(KeyBytes.tab)
        let original = explorer.rows(.left)
        explorer.key("x")
        let before = try #require(explorer.figures("before", .left)), edited = try #require(explorer.figures("edit", .left))
        #expect(before[0] > edited[0] && before[2] > edited[2], "\(before) \(edited)")
        #expect(explorer.figures("edit", .right) == nil)
        explorer.key("x")
        #expect(explorer.rows(.left) == original)
    }

    @Test(
        "a cursor move with both panes following is one paint of at most 4000 bytes; an idle screen writes nothing",
        arguments: [(80, 24), (120, 36), (160, 48), (200, 50)])
    func bytes(_ width: Int, _ height: Int) throws {
        let explorer = try ExplorerSession(width: width, height: height)
        try explorer.waitForFilledRow()
        // F in the grid, then norms: what fills the background must not write, whatever is shown.
        for colour in ["the NLA's F", "L0", "norms"] {
            // The pages turn the window of tokens: the dearest moves there are.
            for key in [KeyBytes.right, KeyBytes.right, KeyBytes.left, KeyBytes.pageDown, KeyBytes.pageDown, KeyBytes.pageUp, KeyBytes.home]
            {
                let start = explorer.terminal.output.count
                explorer.terminal.send(key)
                explorer.terminal.settle(silence: 0.4)
                // The first paint has both readings; what the model says with them put back, the lens and the line between follow.
                let paints = explorer.terminal.paints(since: start)
                #expect(paints.first.map { $0 > 0 && $0 <= 4000 } == true, "\(paints) bytes with \(colour)")
                #expect(paints.count <= 4 && paints.reduce(0, +) <= 7000, "\(paints) bytes with \(colour)")
            }
            #expect(explorer.terminal.settle(silence: 1).isEmpty)
            explorer.key("m")
        }
    }

    @Test(
        "a whole repaint is at most 60 kB, a turned window of the grid alone at most 3 kB, a step that changes cursor and numbers at most 200 bytes"
    )
    func bytesOfTheGrid() throws {
        let explorer = try ExplorerSession(width: 160, height: 48)
        try explorer.waitForFilledRow()
        let start = explorer.terminal.output.count
        explorer.key("\u{0C}")
        #expect((1...60_000).contains(explorer.terminal.output.count - start))
        explorer.key("q")

        // A model alone: what moves is the grid and the line of the token.
        let text = Array(repeating: "Here the cat sleeps in the beach all day.", count: 6).joined(separator: " ")
        for (width, height) in [(80, 24), (160, 48)] {
            let terminal = try TerminalSession(
                Places.built("parallax"), ["--model", Places.sampleData.appending(path: "subject").path, "--text", text], width: width,
                height: height)
            try terminal.wait(for: "no NLA")
            terminal.settle(silence: 0.5)
            // A text of one's own is opened at its end, where a step would turn the window.
            terminal.send(KeyBytes.home)
            terminal.settle(silence: 0.5)
            // Where there is room for the logit lens it follows.
            let step = width < 150 ? 200 : 1000
            for (key, most) in [
                (KeyBytes.right, step), (KeyBytes.right, step), (KeyBytes.left, step), (KeyBytes.end, 3000), (KeyBytes.home, 3000)
            ] {
                let start = terminal.output.count
                terminal.send(key)
                terminal.settle()
                let first = terminal.paints(since: start).first ?? 0
                #expect(first > 0 && first <= most, "\(first) bytes at \(width)×\(height)")
            }
            terminal.send("q")
            #expect(try terminal.end() == 0)
        }
    }

    @Test("while explanations stream in the screen is drawn ten times a second at most")
    func redraws() throws {
        let explorer = try ExplorerSession(width: 160, height: 48)
        explorer.terminal.send("mm")
        let start = explorer.terminal.output.count, clock = ContinuousClock.now
        try explorer.terminal.wait("a filled row", seconds: 120) { screen in
            guard let row = (0..<screen.height).map(screen.row).first(where: { $0.contains(" L3 ") }) else { return false }
            return row.contains(".") && !row.contains("·") && !row.contains("⠂") && !row.contains("—")
        }
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        // What the two keys themselves paint comes on top.
        #expect(Double(explorer.terminal.frames(since: start)) <= 10 * seconds + 4)
    }

    @Test(
        "a terminal that cannot show the screen is refused in a sentence, and nothing else is written",
        arguments: ["dumb", "no-such-terminal"])
    func refusal(_ name: String) throws {
        let terminal = try ExplorerSession.start(environment: ["TERM": name])
        #expect(try terminal.end() == 1)
        #expect(!terminal.output.contains(0x1B))
        #expect(
            terminal.outputText.contains("expected") && terminal.outputText.split(separator: "\r\n").count == 1, "\(terminal.outputText)")
        #expect(terminal.leftBehind == [])
    }

    @Test("three hundred random keys and resizes later it is alive, and quits as it should", arguments: [1, 2] as [UInt64])
    func anything(seed: UInt64) throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        let terminal = explorer.terminal
        var generator = SeededGenerator(seed: seed)
        let keys =
            Array("hjklxsaumdvonpfr!?07 .é漢").map(String.init) + [
                KeyBytes.right, KeyBytes.left, KeyBytes.up, KeyBytes.down, KeyBytes.tab, KeyBytes.enter, KeyBytes.escape, KeyBytes.home,
                KeyBytes.end, "\u{1B}[Z", "\u{1B}[5~",
                "\u{1B}[6~", "\u{7F}", "\u{0C}", "\u{0B}", "\u{1B}[200~a\u{1B}[31m\r\nb\u{1B}[201~"
            ]
        for step in 0..<300 {
            if step.isMultiple(of: 12) {
                terminal.resize(width: Int.random(in: 1...150, using: &generator), height: Int.random(in: 1...50, using: &generator))
            }
            terminal.send(keys.randomElement(using: &generator)!)
            terminal.settle(silence: 0.02, seconds: 1)
        }
        terminal.resize(width: 1, height: 1)
        terminal.settle()
        terminal.resize(width: 80, height: 24)
        // Esc leaves whatever is open; in the grid it stops the work.
        for _ in 0..<3 { explorer.key(KeyBytes.escape) }
        #expect(terminal.screen.row(0).contains("parallax"))
        explorer.key("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }
}

@Suite("The log of a session") struct SessionLogTests {
    @Test(
        "holds questions with their ends, those at work at the signal without, the page's refusals and the way it ended, and the screen is the same"
    )
    func session() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-log-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "run.log")
        let terminal = try ExplorerSession.start(width: 140, height: 40, arguments: ["--log", file.path])
        try terminal.wait(for: "Turin")
        terminal.send(KeyBytes.right + "O/nowhere/\u{1B}[200~a\u{1B}]0;b\u{1B}[201~" + KeyBytes.enter)
        terminal.settle(silence: 1)
        terminal.signal(SIGTERM)
        #expect(try terminal.end() == 128 + SIGTERM)
        #expect(terminal.leftBehind == [])
        let bytes = try Data(contentsOf: file), lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F })
        #expect(
            lines.first?.contains(" run.start ") == true
                && lines.contains { $0.contains(" machine ") && $0.contains("term=xterm-256color") })
        let begun = lines.count { $0.contains(" question.start ") }, ended = lines.filter { $0.contains(" question.end ") }
        // At most one of each lane is open when the signal comes.
        #expect(begun > 3 && begun - ended.count <= 10 && ended.allSatisfy { $0.contains(" ms=") && $0.contains(" how=") })
        #expect(lines.contains { $0.contains("TraceQuestion") && $0.contains("how=answered") })
        #expect(lines.contains { $0.contains(" signal ") && $0.contains("number=15") })
        #expect(lines.last?.contains(" run.end ") == true && lines.last?.contains("exit=143") == true)
    }
}
