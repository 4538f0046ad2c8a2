import CTerminal
import Foundation

/// A program in a pseudo-terminal: type into it, wait for what it shows, count its bytes, see how it ended.
/// Every wait has a deadline.
package final class TerminalSession {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    package let screen: VirtualScreen
    /// Everything the program wrote.
    package private(set) var output: [UInt8] = []
    private var controller: Int32
    private let process: pid_t
    private let settingsBefore: termios
    private var status: Int32?
    private var isClosed = false

    /// - Parameters:
    ///   - environment: added to a small one; nil removes a variable.
    ///   - folder: where it runs; that of the tests otherwise.
    package init(
        _ program: URL, _ arguments: [String] = [], width: Int = 80, height: Int = 24, environment: [String: String?] = [:],
        folder: URL? = nil
    ) throws {
        var path = [CChar](repeating: 0, count: 256)
        controller = ct_pty_open(Int32(height), Int32(width), &path, path.count)
        guard controller >= 0, let screen = VirtualScreen(width: width, height: height) else {
            throw Failure(description: "no pseudo-terminal")
        }
        self.screen = screen
        var settings = termios()
        tcgetattr(controller, &settings)
        settingsBefore = settings

        var variables: [String: String] = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
        for name in ["PATH", "HOME", "LD_LIBRARY_PATH", "TMPDIR"] { variables[name] = ProcessInfo.processInfo.environment[name] }
        for (name, value) in environment { variables[name] = value }
        var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + arguments).map { strdup($0) } + [nil]
        var assignments: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        process = ct_pty_spawn(path, folder?.path, &words, &assignments)
        (words + assignments).forEach { free($0) }
        guard process > 0 else { throw Failure(description: "\(program.path) cannot be started") }
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if controller >= 0 { close(controller) }
    }

    // MARK: Acting

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// As fast as the program takes it; what it writes meanwhile is read, or both would wait for each other.
    package func send(_ bytes: [UInt8]) {
        let flags = fcntl(controller, F_GETFL)
        _ = fcntl(controller, F_SETFL, flags | O_NONBLOCK)
        defer { _ = fcntl(controller, F_SETFL, flags) }
        var place = 0
        while place < bytes.count, !isClosed {
            let count = bytes[place...].withUnsafeBytes { write(controller, $0.baseAddress, $0.count) }
            if count > 0 { place += count } else if errno != EAGAIN { return }
            read(seconds: count > 0 ? 0 : 0.005)
        }
    }

    package func resize(width: Int, height: Int) {
        screen.resize(width: width, height: height)
        ct_pty_resize(controller, Int32(height), Int32(width))
    }

    /// The line is cut, as when a connection ends.
    package func hangUp() {
        close(controller)
        controller = -1
        isClosed = true
    }

    package func signal(_ number: Int32) { kill(process, number) }

    // MARK: Waiting

    /// Takes in what has come; waits at most so long for something. False if nothing came.
    @discardableResult
    private func read(seconds: Double) -> Bool {
        var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, Int32(max(0, seconds) * 1000)) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = Foundation.read(controller, &bytes, bytes.count)
        guard count > 0 else {
            isClosed = true
            return false
        }
        output += bytes[..<count]
        screen.write(bytes[..<count])
        return true
    }

    package func wait(_ what: String, seconds: Double = 90, until condition: (VirtualScreen) -> Bool) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !condition(screen) {
            let left = deadline.timeIntervalSinceNow
            guard left > 0, !isClosed else { throw Failure(description: "waited for \(what) in vain; the screen shows:\n\(screen.text)") }
            read(seconds: min(left, 0.5))
        }
    }

    package func wait(for text: String, seconds: Double = 90) throws {
        try wait("\"\(text)\"", seconds: seconds) { $0.text.contains(text) }
    }

    /// Until nothing has come for so long. Returns the bytes that came.
    @discardableResult
    package func settle(silence: Double = 0.2, seconds: Double = 20) -> ArraySlice<UInt8> {
        let start = output.count
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !isClosed, deadline.timeIntervalSinceNow > 0, read(seconds: silence) {}
        return output[start...]
    }

    /// The exit status, or 128 and the signal's number.
    package func end(seconds: Double = 60) throws -> Int32 {
        if let status { return status }
        let deadline = Date(timeIntervalSinceNow: seconds)
        while true {
            read(seconds: 0.02)
            var raw: Int32 = 0
            if waitpid(process, &raw, WNOHANG) == process {
                while !isClosed, read(seconds: 0.02) {}
                let number = raw & 0x7F
                status = number == 0 ? (raw >> 8) & 0xFF : 128 + number
                return status ?? 0
            }
            if deadline.timeIntervalSinceNow < 0 {
                throw Failure(description: "the program did not end; the screen shows:\n\(screen.text)")
            }
            if isClosed { usleep(5000) }
        }
    }

    // MARK: Looking back

    package var outputText: String { String(decoding: output, as: UTF8.self) }

    /// What the program has in memory now.
    package var residentBytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }

    /// Bytes of pages that are the program's own, and of pages of files: of weights that were looked at, which the kernel takes back where it needs
    /// room.
    package var residentParts: (own: Int, files: Int) {
        let lines = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8))?.split(separator: "\n") ?? []
        func bytes(_ name: String) -> Int {
            let fields = lines.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace) ?? []
            return fields.count > 1 ? (Int(fields[1]) ?? 0) << 10 : 0
        }
        return (bytes("RssAnon"), bytes("RssFile"))
    }

    /// Seconds of processors that the program has used.
    package var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return fields.count > 13 ? ((Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)) / Double(sysconf(Int32(_SC_CLK_TCK))) : 0
    }

    /// Seconds that the program's first thread, which answers the keys, has computed; and those that it was ready to and waited for a processor.
    /// - Throws: where the kernel does not say it.
    package var firstThread: (computed: Double, waited: Double) {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(process)/task/\(process)/schedstat", encoding: .utf8)
            let fields = text.split(separator: " ").compactMap { Double($0).map { $0 / 1e9 } }
            guard fields.count > 1 else { throw Failure(description: "schedstat says \(text)") }
            return (fields[0], fields[1])
        }
    }

    /// What is not as it was before the program; empty if the terminal is as it was left.
    package var leftBehind: [String] {
        var found: [String] = []
        for (mode, name, isOnAtFirst) in [
            ("?1049", "alternate screen", false), ("?25", "cursor", true), ("?2004", "bracketed paste", false),
            ("?2026", "synchronized output", false), ("?1", "cursor keys", false), ("?1000", "mouse", false),
            ("?1006", "mouse in numbers", false)
        ] {
            let on = outputText.range(of: "\u{1B}[\(mode)h", options: .backwards)?.lowerBound
            let off = outputText.range(of: "\u{1B}[\(mode)l", options: .backwards)?.lowerBound
            let isOn = off == nil && on == nil ? isOnAtFirst : (on ?? outputText.startIndex) > (off ?? outputText.startIndex)
            // xterm's normal cursor comes as "?12l ?25h" in one sequence.
            if mode == "?25", outputText.hasSuffix("\u{1B}[?12l\u{1B}[?25h") { continue }
            if isOn != isOnAtFirst { found.append(name) }
        }
        var settings = termios()
        tcgetattr(controller, &settings)
        if settings.c_lflag != settingsBefore.c_lflag || settings.c_iflag != settingsBefore.c_iflag
            || settings.c_oflag != settingsBefore.c_oflag
        {
            found.append("terminal settings")
        }
        return found
    }

    /// Frames sent since a position in `output`, counted by their synchronization marks.
    package func frames(since start: Int) -> Int { paints(since: start).count }

    /// The bytes of each frame that was painted since that place in the output.
    package func paints(since start: Int) -> [Int] {
        String(decoding: output[start...], as: UTF8.self).components(separatedBy: "\u{1B}[?2026h").dropFirst().map(\.utf8.count)
    }
}
