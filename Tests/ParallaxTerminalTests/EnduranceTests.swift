import Foundation
import ParallaxViews
import TerminalHarness
import TestSupport
import Testing

/// Thousands of random keys, clicks and sizes over all pages: it answers at all times, writes nothing but text and known sequences, and takes no
/// more memory than it was given.
///
///     PARALLAX_ENDURANCE=30000 swift test -c release --filter EnduranceTests
///     PARALLAX_ENDURANCE=30000 PARALLAX_ENDURANCE_WORKSPACE=DIR/parallax.yaml swift test -c release --filter EnduranceTests
@Suite("The explorer for a long time", .serialized) struct EnduranceTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let keyCount = environment["PARALLAX_ENDURANCE"].flatMap { Int($0) } ?? 3000
    private static let sizes = [(80, 24), (120, 36), (160, 48), (200, 50)]
    /// Less than what a session on the sample would keep.
    private static let cacheMegabytes = 16
    /// Beside the caches: what a request needs while it runs, and what the allocator holds.
    private static let allowance = 30 << 20

    /// Every key of every page, from the tables that the program itself uses, and what lines take; all but those that leave or suspend.
    static let keys: [String] = {
        let leaving: Set<Key> = [.character("q"), .control("c"), .control("z")]
        let bound = Set(Bindings.Page.allCases.flatMap { $0.bindings.flatMap(\.keys) }).subtracting(leaving)
        let typed: [Key] = [
            .backspace, .delete, .deleteWordBack, .deleteWordForward, .wordLeft, .wordRight, .control("k"), .control("u"), .control("w"),
            .control("_"), .control("y"), .farUp, .alt("x")
        ]
        let texts = [
            "7", "0.5", " ", "é", "漢", "e\u{301}", KeyBytes.paste("a\u{1B}[31m\r\nb"),
            KeyBytes.paste(String(repeating: "A longer text. ", count: 100)), KeyBytes.paste(String(repeating: "\u{301}", count: 2000))
        ]
        // An Esc as likely as a step, or most of the run is spent inside of one page.
        return bound.map(KeyBytes.of).sorted() + typed.map(KeyBytes.of) + texts + Array(repeating: KeyBytes.escape, count: 6)
            + Array(repeating: [KeyBytes.left, KeyBytes.right, KeyBytes.up, KeyBytes.down, KeyBytes.enter], count: 3).flatMap { $0 }
    }()

    @Test("on the sample, over all pages") func sample() throws {
        // A folder of its own: findings and verdicts are written beside the workspace.
        let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-endurance-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Places.sampleData, to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try endure([Self.environment["PARALLAX_ENDURANCE_WORKSPACE"] ?? folder.appending(path: "parallax.yaml").path], in: folder, seed: 1)
    }

    @Test("on a model alone", .enabled(if: Places.stories260K != nil, "needs ../shared/data/stories260K beside the checkout"))
    func modelAlone() throws {
        let model = try #require(Places.stories260K).path
        let text = "Once upon a time, there was a little girl named Lily. She loved to play outside in the park."
        try endure(["--model", model, "--text", text], in: FileManager.default.temporaryDirectory, seed: 2)
    }

    private func endure(_ arguments: [String], in folder: URL, seed: UInt64) throws {
        let megabytes = Self.environment["PARALLAX_CACHE"].flatMap { Int($0) } ?? Self.cacheMegabytes
        let terminal = try TerminalSession(
            Places.built("parallax"), arguments + ["--cache", "\(megabytes)"], environment: ["HOME": folder.path], folder: folder)
        var generator = SeededGenerator(seed: seed)
        var grammar = OutputGrammar()
        var checked = 0, sent = 0, nextSize = 0
        var answers: [Answer] = []
        func take(_ answer: Answer) {
            #expect(answer.computed < 0.5 * slowness && answer.delayed < 1 * slowness, "\(answer)")
            answers.keepSlowest(answer)
        }
        try terminal.wait(for: "parallax")
        terminal.settle(silence: 1)
        let atFirst = terminal.residentBytes, partsAtFirst = terminal.residentParts
        while sent < Self.keyCount {
            if sent >= nextSize {
                let (width, height) = Self.sizes.filter { $0.0 != terminal.screen.width }.randomElement(using: &generator)!
                take(try terminal.answer("\(width) × \(height)") { $0.resize(width: width, height: height) })
                nextSize = sent + 100
            }
            var burst: [String] = []
            for _ in 0..<Int.random(in: 1...20, using: &generator) where burst.last != KeyBytes.escape {
                // A tenth is the mouse's, a little of it outside.
                burst.append(
                    Int.random(in: 0..<10, using: &generator) > 0
                        ? Self.keys.randomElement(using: &generator)!
                        : "\u{1B}[<\([0, 64, 65].randomElement(using: &generator)!);\(Int.random(in: 0...210, using: &generator));\(Int.random(in: 0...52, using: &generator))M"
                )
            }
            sent += burst.count
            if burst.last == KeyBytes.escape {
                // An Esc stands alone, or it is Alt with what follows.
                terminal.send(burst.joined())
                terminal.settle(silence: 0.1, seconds: 0.5)
                burst = [KeyBytes.left]
            }
            take(try terminal.answer(burst.map(Self.name).joined(separator: " ")) { $0.send(burst.joined() + "\u{0C}") })
            grammar.take(terminal.output[checked...])
            checked = terminal.output.count
            if let offence = grammar.offence { throw TerminalSession.Failure(description: "\(offence) after \(sent) keys") }
        }
        // What is under way may end, and what was forgotten goes back.
        terminal.settle(silence: 3, seconds: 30)
        let atLast = terminal.residentBytes, parts = terminal.residentParts
        for answer in answers { print(answer) }
        print(
            "\(atFirst >> 20) MiB at first (\(partsAtFirst.files >> 20) of them of files), \(atLast >> 20) MiB (\(parts.files >> 20)) after \(sent) keys with a cache of \(megabytes), \(terminal.output.count >> 10) KiB written, \(Int(terminal.processorSeconds)) s CPU"
        )
        // Weights that were looked at later than the first screen are resident since then: they are counted apart, and are no more than their files.
        let later = max(0, parts.files - partsAtFirst.files)
        #expect(atLast - later <= atFirst + megabytes << 20 + Self.allowance, "\(atFirst) bytes, then \(atLast), \(later) of files")
        // Esc leaves whatever is open.
        for _ in 0..<4 {
            terminal.send(KeyBytes.escape)
            terminal.settle(silence: 0.1, seconds: 1)
        }
        // No Esc counts any more as the beginning of something.
        terminal.settle(silence: 1.2, seconds: 2)
        terminal.send("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.leftBehind == [])
    }

    /// What was sent for a key, short and readable.
    private static func name(_ sent: String) -> String {
        let shown = String(String.UnicodeScalarView(sent.unicodeScalars.prefix(16))).debugDescription
        return sent.unicodeScalars.count > 16 ? "\(shown)…(\(sent.utf8.count) bytes)" : shown
    }

    @Test("the alphabet has a key of every binding of every page")
    func alphabet() {
        for page in Bindings.Page.allCases {
            for binding in page.bindings where ![.quit, .cancel].contains(binding.command) {
                #expect(binding.keys.contains { Self.keys.contains(KeyBytes.of($0)) }, "\(binding.meaning)")
            }
        }
    }
}

/// What answered a burst of keys.
private struct Answer: CustomStringConvertible {
    var keys: String
    /// Of the screen before, what says which page it is: its second line, and the last one that is not empty.
    var page: String
    /// Seconds of the thread that answers.
    var computed: Double
    /// Seconds until the answer, without those in which the program waited for a processor.
    var delayed: Double

    var seconds: Double { max(computed, delayed) }

    var description: String { "\(Int(computed * 1000)) ms computed, answered after \(Int(delayed * 1000)) ms: \(keys)\n  on \(page)" }
}

extension [Answer] {
    /// Five are enough to see what is slow.
    fileprivate mutating func keepSlowest(_ answer: Answer) {
        append(answer)
        sort { $0.seconds > $1.seconds }
        if count > 5 { removeLast() }
    }
}

extension TerminalSession {
    /// Until what was done is answered by a cleared screen, as another size and Ctrl-L are, whatever is open.
    fileprivate func answer(_ keys: String, _ act: (TerminalSession) -> Void) throws -> Answer {
        let lines = screen.text.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
        let page = [lines.dropFirst().first, lines.last].compactMap { $0?.prefix(120) }.joined(separator: " | ")
        let begin = Date(), start = output.count, before = try firstThread
        act(self)
        try wait("a cleared screen after \(keys)", seconds: 60) { _ in output[start...].firstRange(of: Array("\u{1B}[2J".utf8)) != nil }
        let after = try firstThread
        return Answer(
            keys: keys, page: page, computed: after.computed - before.computed,
            delayed: Date().timeIntervalSince(begin) - (after.waited - before.waited))
    }
}

/// The grammar itself must catch what it is there for.
@Suite struct OutputGrammarTests {
    private func offence(_ text: String) -> String? {
        var grammar = OutputGrammar()
        grammar.take(text.utf8)
        return grammar.offence
    }

    @Test(
        "text, colours and moves pass",
        arguments: ["abc ▁é漢\r\n\u{8}\t", "\u{1B}[38;5;12m\u{1B}(B\u{1B}[m\u{1B}[?25l\u{1B}7\u{1B}[5;6H\u{1B}[2J"])
    func passes(_ text: String) { #expect(offence(text) == nil) }

    @Test(
        "controls, foreign sequences and invisible characters do not",
        arguments: [
            "\u{7}", "\u{0}", "\u{7F}", "\u{0E}", "\u{1B}]0;x", "\u{1B}P", "\u{1B}c", "\u{1B}[1y", "\u{1B}[1\u{8}", "\u{9B}", "\u{202E}",
            "\u{200D}", "\u{E000}"
        ])
    func refuses(_ text: String) { #expect(offence(text) != nil) }
}
