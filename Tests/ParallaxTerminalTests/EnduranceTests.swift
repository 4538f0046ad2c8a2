import Foundation
import TestSupport
import Testing

/// Five thousand random keys, clicks and sizes: it answers within a second at all times, writes nothing but text and known sequences,
/// and does not grow.
@Suite("The explorer for a long time", .serialized) struct EnduranceTests {
    private static let keyCount = 5000
    /// Until then everything may grow to its size.
    private static let warmUp = 1000
    private static let sizes = [(80, 24), (120, 36), (160, 48), (200, 50)]

    /// All but those that leave or suspend. No Esc with a bracket behind it either, which would begin a sequence.
    private static let keys: [String] =
        "hjklxsaumdvonpfr!?t07 .-é漢0$".map(String.init) + [
            KeyBytes.right, KeyBytes.left, KeyBytes.up, KeyBytes.down, KeyBytes.right, KeyBytes.left, KeyBytes.up, KeyBytes.down, KeyBytes.tab, KeyBytes.enter, KeyBytes.escape,
            KeyBytes.escape, KeyBytes.home, KeyBytes.end, KeyBytes.pageUp, KeyBytes.pageDown, "\u{1B}[Z", "\u{1B}[3~", "\u{7F}", "\u{0B}", "\u{15}", "\u{1B}[200~a\u{1B}[31m\r\nb\u{1B}[201~",
        ]

    @Test("on the sample") func sample() throws {
        try endure(ExplorerSession.start(), documents: 60, seed: 1)
    }

    @Test("on a model alone", .enabled(if: Places.stories260K != nil, "needs ../shared/data/stories260K beside the checkout"))
    func modelAlone() throws {
        let model = try #require(Places.stories260K).path
        let text = "Once upon a time, there was a little girl named Lily. She loved to play outside in the park."
        try endure(TerminalSession(Places.built("parallax"), ["--model", model, "--text", text]), documents: 1, seed: 2)
    }

    /// - Parameter documents: as many are looked at before the memory is compared: what is remembered of each is its price.
    private func endure(_ terminal: TerminalSession, documents: Int, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var grammar = OutputGrammar()
        var checked = 0
        try terminal.wait(for: "parallax")
        for _ in 0..<documents {
            terminal.send("n")
            terminal.settle(silence: 0.08, seconds: 1)
        }
        var sent = 0, atFirst = 0
        var slowest = 0.0
        var nextSize = 0
        while sent < Self.keyCount {
            if sent >= nextSize {
                let (width, height) = Self.sizes.filter { $0.0 != terminal.screen.width }.randomElement(using: &generator)!
                slowest = max(slowest, try terminal.answerTime { $0.resize(width: width, height: height) })
                nextSize = sent + 100
            }
            let burst = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                // A tenth is the mouse's, a little of it outside.
                Int.random(in: 0..<10, using: &generator) > 0
                    ? Self.keys.randomElement(using: &generator)!
                    : "\u{1B}[<\([0, 64, 65].randomElement(using: &generator)!);\(Int.random(in: 0...210, using: &generator));\(Int.random(in: 0...52, using: &generator))M"
            }
            sent += burst.count
            slowest = max(slowest, try terminal.answerTime { $0.send(burst.joined() + "\u{0C}") })
            grammar.take(terminal.output[checked...])
            checked = terminal.output.count
            if let offence = grammar.offence { throw TerminalSession.Failure(description: "\(offence) after \(sent) keys") }
            if atFirst == 0, sent >= Self.warmUp { atFirst = terminal.residentBytes }
        }
        let atLast = terminal.residentBytes
        print("slowest answer \(Int(slowest * 1000)) ms, \(atFirst >> 20) MiB after \(Self.warmUp) keys, \(atLast >> 20) MiB after \(sent), \(terminal.output.count >> 10) KiB written")
        #expect(slowest < 1)
        #expect(Double(atLast) < 1.2 * Double(atFirst), "\(atFirst) bytes, then \(atLast)")
        // Esc leaves whatever is open.
        for _ in 0..<3 {
            terminal.send(KeyBytes.escape)
            terminal.settle(silence: 0.1, seconds: 1)
        }
        terminal.send("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }
}

extension TerminalSession {
    /// Seconds until what was done is answered by a cleared screen, as another size and Ctrl-L are, whatever is open.
    fileprivate func answerTime(_ act: (TerminalSession) -> Void) throws -> Double {
        let begin = Date()
        let start = output.count
        act(self)
        try wait("a cleared screen", seconds: 5) { _ in output[start...].firstRange(of: Array("\u{1B}[2J".utf8)) != nil }
        return Date().timeIntervalSince(begin)
    }
}

/// The grammar itself must catch what it is there for.
@Suite struct OutputGrammarTests {
    private func offence(_ text: String) -> String? {
        var grammar = OutputGrammar()
        grammar.take(text.utf8)
        return grammar.offence
    }

    @Test("text, colours and moves pass", arguments: ["abc ▁é漢\r\n\u{8}\t", "\u{1B}[38;5;12m\u{1B}(B\u{1B}[m\u{1B}[?25l\u{1B}7\u{1B}[5;6H\u{1B}[2J"])
    func passes(_ text: String) { #expect(offence(text) == nil) }

    @Test("controls, foreign sequences and invisible characters do not", arguments: [
        "\u{7}", "\u{0}", "\u{7F}", "\u{0E}", "\u{1B}]0;x", "\u{1B}P", "\u{1B}c", "\u{1B}[1y", "\u{1B}[1\u{8}", "\u{9B}", "\u{202E}", "\u{200D}", "\u{E000}",
    ])
    func refuses(_ text: String) { #expect(offence(text) != nil) }
}
