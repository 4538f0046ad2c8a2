import Foundation
import Testing
import TerminalHarness
import TestSupport

/// However the program ends, the terminal is as it was.
@Suite("Endings", .serialized) struct EndingTests {
    private func probe(_ environment: [String: String?] = [:]) throws -> TerminalSession {
        let session = try TerminalSession(Places.built("TerminalProbe"), environment: environment)
        try session.wait(for: "size 80x24")
        return session
    }

    /// Signals whose default action ends a process, without those of crashes and SIGKILL; `man 7 signal`. The C library keeps 32 and 33 to itself.
    static let ending: [Int32] =
        [SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, 16, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, 30]
        + Array(34...64)

    @Test("every signal that would end it leaves the terminal as it was, and is told in the status", arguments: ending)
    func signals(_ number: Int32) throws {
        let session = try probe()
        session.signal(number)
        #expect(try session.end() == 128 + number)
        #expect(session.leftBehind == [])
    }

    @Test("signals that end nothing change nothing", arguments: [SIGCHLD, SIGURG, SIGWINCH, SIGCONT])
    func harmless(_ number: Int32) throws {
        let session = try probe()
        session.signal(number)
        session.settle()
        session.send("q")
        #expect(try session.end() == 0)
    }

    @Test("a program that hangs is ended five seconds after the first signal, without a second one")
    func hangs() throws {
        let session = try probe()
        session.send("w")
        session.settle()
        session.signal(SIGUSR1)
        #expect(try session.end(seconds: 10) == 128 + SIGUSR1)
        #expect(session.leftBehind == [])
    }

    /// With Swift's backtracer as a person may have it: it must not be heard.
    private static let backtracer: [String: String?] = ["SWIFT_BACKTRACE": "enable=yes,interactive=yes,color=yes"]
    private static let crashes: [(kind: String, signal: Int32)] = [
        ("trap", SIGILL), ("index", SIGILL), ("overflow", SIGSEGV), ("overflowOnThread", SIGSEGV), ("abort", SIGABRT), ("pointer", SIGSEGV),
        ("memory", SIGABRT)
    ]

    /// On some processors Swift's checks fail by another instruction.
    private func isExpected(_ status: Int32, _ signal: Int32) -> Bool {
        status == 128 + signal || (signal == SIGILL && status == 128 + SIGTRAP)
    }

    @Test("a crash on the screen puts the terminal back, says one sentence and asks for no key", arguments: crashes)
    func crash(_ kind: String, _ signal: Int32) throws {
        let session = try probe(Self.backtracer.merging(["PROBE_CRASH": kind]) { $1 })
        session.send("!")
        #expect(isExpected(try session.end(), signal))
        #expect(session.leftBehind == [])
        let after = session.outputText.components(separatedBy: "\u{1B}[?1049l").last ?? ""
        #expect(after.components(separatedBy: "Error: probe 1.0 crashed (SIG").count == 2, "\(after)")
        #expect(after.contains("this is a bug of the program itself, please report this line"))
        #expect(after.utf8.filter { $0 == 0x0A }.count == 1, "\(after)")
    }

    @Test("a crash of a command says the same on stderr", arguments: crashes)
    func crashOfACommand(_ kind: String, _ signal: Int32) throws {
        let process = Process(), errors = Pipe()
        process.executableURL = Places.built("TerminalProbe")
        process.arguments = ["crash"]
        process.environment = ["PROBE_CRASH": kind, "SWIFT_BACKTRACE": "enable=yes,interactive=yes"].merging(
            ProcessInfo.processInfo.environment
        ) { a, _ in a }
        process.standardError = errors
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && isExpected(128 + process.terminationStatus, signal))
        // Swift's own word comes first where it has one.
        let sentences = said.split(separator: "\n").filter { $0.hasPrefix("Error: probe 1.0 crashed (SIG") }
        #expect(sentences.count == 1 && !said.contains("Press") && !said.contains("Backtrace"), "\(said)")
    }

    @Test("the program itself says it of any of its commands", arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS])
    func parallax(_ number: Int32) throws {
        let process = Process(), errors = Pipe(), input = Pipe()
        process.executableURL = Places.built("parallax")
        process.arguments = ["tokenize", "--model", Places.sampleData.appending(path: "subject").path, "--text", "-"]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        // It waits for its text: past the start, where handlers are installed.
        let stat = "/proc/\(process.processIdentifier)/wchan"
        for _ in 0..<200 where (try? String(contentsOfFile: stat, encoding: .utf8))?.contains("pipe") != true { usleep(10_000) }
        kill(process.processIdentifier, number)
        let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == number)
        #expect(said.hasPrefix("Error: parallax 0.1.0 crashed (SIG") && said.utf8.filter { $0 == 0x0A }.count == 1, "\(said)")
    }
}
