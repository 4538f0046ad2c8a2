import Foundation
import TerminalHarness
import TestSupport
import Testing

/// Floods of input, on the real program: bounded by what they are, and nothing waits for their end.
@Suite("Long pastes and fast typing", .serialized) struct LongInputTests {
    private static func words(_ bytes: Int) -> String {
        String(repeating: "The keeper of the lighthouse found a brass key. ", count: bytes / 48 + 1).prefix(bytes).description
    }

    /// Opens a line, does something, and waits for what must then be seen.
    /// - Returns: seconds of processors that it took.
    private func cost(opening keys: String, _ send: String, until seen: String) throws -> Double {
        let explorer = try ExplorerSession(width: 160, height: 48)
        let terminal = explorer.terminal
        // What runs in the background is no part of the cost.
        explorer.key("f" + KeyBytes.escape)
        terminal.settle(silence: 1.2)
        explorer.key(keys)
        terminal.settle(silence: 0.5)
        let before = terminal.processorSeconds
        terminal.send(send)
        try terminal.wait(for: seen, seconds: 60)
        terminal.settle(silence: 0.5)
        let seconds = terminal.processorSeconds - before
        terminal.signal(SIGTERM)
        #expect(try terminal.end() == 128 + SIGTERM)
        #expect(terminal.leftBehind == [])
        return seconds
    }

    @Test("a paste of five megabytes is answered with a sentence, into whatever line", arguments: ["i", "I", "e", "O", "/", "o"])
    func tooLong(_ line: String) throws {
        let seconds = try cost(opening: line, KeyBytes.paste(Self.words(5_000_000)), until: "at most 1.0 MB")
        #expect(seconds < 1 * slowness, "\(seconds) s")
    }

    @Test("a paste of a megabyte becomes a document, of which as much is read as the model takes")
    func document() throws {
        let seconds = try cost(opening: "i", KeyBytes.paste(Self.words(1_000_000)) + KeyBytes.enter, until: "own text 1")
        #expect(seconds < 1.5 * slowness, "\(seconds) s")
    }

    @Test("20,000 letters that are typed are there at once")
    func typing() throws {
        let seconds = try cost(opening: "i", Self.words(19_990) + " the end!", until: "the end!")
        #expect(seconds < 0.5 * slowness, "\(seconds) s")
    }

    @Test("a megabyte typed without brackets, as from a terminal that knows no pastes, is a text all the same")
    func typedMegabyte() throws {
        let seconds = try cost(opening: "i", Self.words(1_000_000) + " the end!", until: "the end!")
        #expect(seconds < 3 * slowness, "\(seconds) s")
    }

    @Test("a hundred thousand marks stop no key and no signal", arguments: ["i", "/", "O"])
    func marks(_ line: String) throws {
        let seconds = try cost(
            opening: line, KeyBytes.paste("e" + String(repeating: "\u{301}", count: 100_000)) + KeyBytes.home + KeyBytes.end + "the end!",
            until: "the end!")
        #expect(seconds < 1 * slowness, "\(seconds) s")
    }

    @Test("SIGTERM is answered in the middle of a paste that does not end, and frames go on")
    func endless() throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        let terminal = explorer.terminal
        explorer.key("i")
        terminal.send("\u{1B}[200~" + Self.words(3_000_000))
        let start = terminal.output.count
        terminal.resize(width: 100, height: 30)
        try terminal.wait("a new frame") { _ in terminal.output.count > start }
        terminal.send(Self.words(1_000_000))
        terminal.signal(SIGTERM)
        #expect(try terminal.end(seconds: 5) == 128 + SIGTERM)
        #expect(terminal.leftBehind == [])
    }

    @Test("a flood of letters where letters are commands: a signal is answered at once, whatever is still to be done")
    func commands() throws {
        let explorer = try ExplorerSession(width: 80, height: 24)
        explorer.terminal.send(String(repeating: "lhkjm", count: 5000))
        let begin = Date()
        explorer.terminal.signal(SIGUSR1)
        #expect(try explorer.terminal.end(seconds: 5) == 128 + SIGUSR1)
        #expect(Date().timeIntervalSince(begin) < 2)
    }
}
