import CVTerm
import Foundation
import Testing
import TerminalHarness
import TestSupport

/// The terminal kit on a real pseudo-terminal, with a small program on it.
@Suite(.serialized) struct ProbeTests {
    func probe(width: Int = 80, height: Int = 24, _ environment: [String: String?] = [:]) throws -> TerminalSession {
        let session = try TerminalSession(Places.built("TerminalProbe"), width: width, height: height, environment: environment)
        try session.wait(for: "size \(width)x\(height)")
        session.settle()
        return session
    }

    @Test("starting and quitting leave the terminal as it was")
    func quit() throws {
        let session = try probe()
        #expect(session.outputText.contains("\u{1B}[?1049h"))
        session.send("q")
        #expect(try session.end() == 0)
        #expect(session.leftBehind == [])
        #expect(session.outputText.hasSuffix("ended as it should\r\n"))
    }

    @Test("an exit from anywhere leaves the terminal as it was")
    func exitWithoutClosing() throws {
        let session = try probe()
        session.send("x")
        #expect(try session.end() == 3)
        #expect(session.leftBehind == [])
    }

    @Test("a program that hangs ends on the second SIGTERM, and leaves the terminal as it was")
    func hang() throws {
        let session = try probe()
        session.send("w")
        session.settle()
        session.signal(SIGTERM)
        session.settle(silence: 3.1)
        session.signal(SIGTERM)
        #expect(try session.end() == 128 + SIGTERM)
        #expect(session.leftBehind == [])
    }

    @Test("an idle screen writes nothing; a moved cursor costs a few bytes and one paint")
    func bytes() throws {
        let session = try probe(width: 200, height: 50)
        #expect(session.settle(silence: 1).isEmpty)
        let start = session.output.count
        session.send("\u{1B}[C")
        try session.wait(for: "moved 1")
        session.settle()
        #expect(session.frames(since: start) == 1)
        #expect(session.output.count - start <= 200, "\(session.output.count - start) bytes")
        #expect(session.screen.cursor == (5, 5))
    }

    @Test("a key and its quick result are one paint, a slow result is a second one")
    func grace() throws {
        let session = try probe()
        var start = session.output.count
        session.send("g")
        try session.wait(for: "answered 1")
        session.settle()
        #expect(session.frames(since: start) == 1)
        start = session.output.count
        session.send("G")
        try session.wait(for: "answered 2")
        session.settle()
        #expect(session.frames(since: start) == 2)
    }

    @Test("what streams is painted at most ten times a second")
    func streaming() throws {
        let session = try probe()
        let start = session.output.count
        session.send("s")
        let begin = Date()
        try session.wait(for: "streamed 100")
        let seconds = Date().timeIntervalSince(begin)
        #expect(session.frames(since: start) >= 3)
        #expect(Double(session.frames(since: start)) <= seconds * 10 + 3)
    }

    @Test(
        "keys are told apart, whatever bytes the terminal sends for them",
        arguments: [
            ("\u{1B}[A", "↑"), ("\u{1B}OB", "↓"), ("\u{1B}[1;5D", "Ctrl-←"), ("\u{1B}f", "Ctrl-→"), ("\u{1B}[Z", "Shift-Tab"),
            ("\r", "Enter"),
            ("\t", "Tab"), ("\u{7F}", "Backspace"), ("\u{1B}[3~", "Del"), ("\u{1B}[H", "Home"), ("\u{1B}OF", "End"), ("\u{1B}[6~", "PgDn"),
            ("\u{1B}OP", "F1"), ("\u{3}", "Ctrl-C"), ("\u{1B}", "Esc"), ("é", "é"), ("漢", "漢"),
            ("\u{1B}[200~a\rb\u{1B}[201~", "paste of 3"),
            ("\u{1B}[<0;5;3M", "mouse press at 4,2"), ("\u{1B}[<65;5;3M", "mouse wheelDown at 4,2"), ("\u{1B}[M !!", "mouse press at 0,0"),
            ("\u{1B}[<0;5;3m", "none"),
            ("\u{1B}[99;5:3u", "none"), ("\u{1B}[?62;22c", "none")
        ])
    func keys(_ bytes: String, _ name: String) throws {
        let session = try probe()
        session.send(bytes)
        session.settle()
        #expect(session.screen.row(1).hasPrefix("key \(name) "), "\(session.screen.row(1))")
    }

    @Test(
        "a key or a report that the line cuts in two is what it was; a lone Esc is Esc",
        arguments: [
            ("\u{1B}", "[C", "→"), ("\u{1B}[", "1;5D", "Ctrl-←"), ("\u{1B}[<0;1", "2;5M", "mouse press at 11,4"),
            ("\u{1B}[M ", "!!", "mouse press at 0,0"),
            ("", "\u{1B}", "Esc")
        ])
    func split(_ first: String, _ second: String, _ name: String) throws {
        let session = try probe()
        session.send(first)
        usleep(20_000)
        session.send(second)
        try session.wait(for: "key \(name) ", seconds: 2)
    }

    @Test("over a line that delivers byte by byte nothing of a sequence or a paste is a command", arguments: [100, 300])
    func slowLine(milliseconds: UInt32) throws {
        let session = try probe()
        for (bytes, key) in [
            ("\u{1B}[C", "→"), ("\u{1B}OP", "F1"), ("\u{1B}[<0;12;5M", "mouse press at 11,4"), ("\u{1B}Oq", nil), ("\u{1B}[q", nil),
            ("\u{1B}]11;q\u{7}", nil), ("\u{1B}[200~qx\u{1B}[201~", "paste of 2")
        ] {
            for byte in bytes.utf8 {
                session.send([byte])
                session.settle(silence: Double(milliseconds) / 1000, seconds: Double(milliseconds) / 1000)
            }
            if let key { try session.wait(for: "key \(key) ", seconds: 3) }
        }
        #expect(session.screen.row(2).hasPrefix("moved 1 "))
        // Long after all that a q is one.
        session.settle(silence: 1.2)
        session.send("q")
        #expect(try session.end() == 0)
    }

    @Test(
        "the mouse is read alike whatever the terminal is said to be, and asked for where it has one and a full palette",
        arguments: [
            ("xterm-256color", true), ("tmux-256color", true), ("xterm", false), ("vt100", false)
        ])
    func mouse(_ name: String, _ isAsked: Bool) throws {
        let session = try probe(["TERM": name])
        #expect(session.outputText.contains("\u{1B}[?1000h\u{1B}[?1006h") == isAsked)
        for (report, place) in [("\u{1B}[<0;9;2M", "8,1"), ("\u{1B}[M *$", "9,3")] {
            session.send(report)
            try session.wait(for: "key mouse press at \(place) ", seconds: 2)
        }
        // A column beyond what three bytes of text can say: the report is lost, and nothing of it is a key.
        session.send("i")
        session.settle()
        session.send([0x1B, 0x5B, 0x4D, 0x20, 0xF0, 0x21] as [UInt8])
        session.settle()
        #expect(session.screen.row(4).allSatisfy { $0 == " " }, "\(session.screen.row(4))")
        session.send("\u{1B}")
        session.settle()
        session.send("q")
        #expect(try session.end() == 0)
        #expect(session.leftBehind == [])
    }

    @Test("Ctrl-L draws the whole screen anew")
    func redraw() throws {
        let session = try probe()
        let before = session.screen.text
        let start = session.output.count
        session.send("\u{0C}")
        session.settle()
        #expect(session.output.count - start > 1000)
        #expect(session.screen.row(0) == String(before.prefix(80)))
    }

    @Test(
        "a terminal with direct colour gets a screen",
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/share/terminfo/x/xterm-direct"), "ncurses-term is not installed"))
    func directColour() throws {
        let session = try probe(["TERM": "xterm-direct", "COLORTERM": "truecolor"])
        #expect(session.screen.row(5).hasPrefix("L0"))
        #expect(session.outputText.contains("38:2") || session.outputText.contains("48:2"))
        session.send("q")
        #expect(try session.end() == 0)
        #expect(session.leftBehind == [])
    }

    @Test("bytes that are no text do not stop the keyboard")
    func noise() throws {
        let session = try probe()
        session.send("\u{1B}[")
        var noise = SystemRandomNumberGenerator()
        session.send(String(decoding: (0..<200).map { _ in UInt8.random(in: 0x80...0xFF, using: &noise) }, as: UTF8.self))
        session.settle()
        session.send("q")
        #expect(try session.end() == 0)
    }

    @Test("where the end of a paste never comes, what is typed is text of it and no command; after a silence Esc brings the keyboard back")
    func unfinishedPaste() throws {
        let session = try probe()
        session.send("\u{1B}[200~unfinished")
        try session.wait(for: "key paste of 10 ", seconds: 5)
        session.send("q")
        try session.wait(for: "key paste of 1 ", seconds: 5)
        try session.wait(for: "key paste without end ", seconds: 5)
        session.settle(silence: 1)
        session.send("\u{1B}")
        session.settle(silence: 1.5)
        session.send("q")
        #expect(try session.end() == 0)
    }

    @Test("a resize is followed at once, down to one cell and back")
    func resize() throws {
        let session = try probe()
        for (width, height) in [(120, 36), (1, 1), (40, 10), (80, 24)] {
            session.resize(width: width, height: height)
            session.settle()
        }
        try session.wait(for: "size 80x24")
        #expect(session.screen.row(5).hasPrefix("L0"))
        session.send("q")
        #expect(try session.end() == 0)
    }

    @Test("Ctrl-Z gives the terminal back, and the screen returns whole when the program is continued")
    func suspend() throws {
        // The program leads its session, so nobody could continue it: the kernel drops its own stop, and it comes back at once.
        let session = try probe()
        let start = session.output.count
        session.send("\u{1A}")
        session.settle()
        let since = String(decoding: session.output[start...], as: UTF8.self)
        for mode in ["?1049", "?1000", "?1006", "?2004"] { #expect(since.contains("\u{1B}[\(mode)l") && since.contains("\u{1B}[\(mode)h")) }
        #expect(session.screen.row(0).hasPrefix("size 80x24"))
        session.signal(SIGCONT)
        session.settle()
        session.send("\u{1B}[C")
        try session.wait(for: "moved 1")
        session.send("q")
        #expect(try session.end() == 0)
        #expect(session.leftBehind == [])
    }

    @Test("hostile text reaches the terminal as signs, and moves no column")
    func hostile() throws {
        let text =
            "\u{1B}]0;x\u{7}\u{1B}[2J\u{9B}31m\u{202E}abc\u{2066}\r\n\u{8}e" + String(repeating: "\u{301}", count: 500)
            + "👨‍👩‍👧🇩🇪👍🏽❤️\u{1FAE0}\u{E000}ﷺ漢"
        let session = try probe(["PROBE_TEXT": text])
        #expect(session.screen.row(3).hasPrefix("␛]0;x␇␛[2J"))
        #expect(session.screen.character(x: 70, y: 3) == "|")
        #expect(session.screen.cell(x: 4, y: 5).width == 1)
        let controls = session.output.filter { $0 < 0x20 && ![0x1B, 0x0D, 0x0A, 0x08, 0x0F, 0x0E, 0x09].contains($0) }
        #expect(controls.isEmpty)
        for forbidden in ["\u{9B}", "\u{202E}", "\u{2066}", "\u{200D}", "\u{FE0F}", "\u{1F1E9}"] {
            #expect(!session.outputText.unicodeScalars.contains(forbidden.unicodeScalars.first!))
        }
    }

    @Test(
        "a terminal that cannot move its cursor, or that nobody knows, is refused in a sentence before anything is drawn",
        arguments: [
            ("dumb", "a terminal that can move its cursor"), ("no-such-terminal", "the name of a terminal"), ("", "found nothing")
        ])
    func refusal(_ name: String, _ sentence: String) throws {
        let session = try TerminalSession(Places.built("TerminalProbe"), environment: ["TERM": name])
        #expect(try session.end() == 64)
        #expect(session.outputText.contains(sentence))
        #expect(!session.outputText.contains("\u{1B}"))
        #expect(session.leftBehind == [])
    }

    @Test(
        "every terminal in use gets a screen", arguments: ["xterm", "xterm-256color", "tmux-256color", "screen-256color", "vt100", "linux"])
    func terminals(_ name: String) throws {
        let session = try probe(["TERM": name])
        #expect(session.screen.row(5).hasPrefix("L0"))
        session.send("q")
        #expect(try session.end() == 0)
        #expect(session.leftBehind == [])
    }

    @Test("without UTF-8 the screen is ASCII, without colour it still reads")
    func ascii() throws {
        let session = try probe(["LANG": "C", "NO_COLOR": "1"])
        #expect(session.output.allSatisfy { $0 < 0x80 })
        #expect(Set(session.screen.row(6).dropFirst(4)).isSubset(of: Set(".:-=+*%#")))
        #expect(Set(session.screen.row(6).dropFirst(4)).count >= 6)
        #expect(!session.outputText.contains("\u{1B}[38;5"))
    }
}
