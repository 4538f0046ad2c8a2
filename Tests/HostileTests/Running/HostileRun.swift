import CTerminal
import Foundation
import TestSupport

/// One run of the program on something hostile, inside of limits: what it wrote, how it ended and what it took.
struct HostileRun: Sendable {
    /// As a shell says it: 128 + n after signal n.
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]
    /// Seconds of processor time, all threads together.
    let processorTime: Double
    /// It had not ended when its time was over, and was killed.
    let wasLate: Bool

    /// What a run may take: processor seconds, bytes of memory of its own, bytes that it writes into any one file. By the clock ten times the
    /// processor's seconds: the tests' machine does other things too.
    struct Limits: Sendable {
        var seconds = 5
        var memory = 1 << 30
        var written = 64 << 20

        static let usual = Limits()
    }

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// What a command may end with: done, a sentence, wrong usage, or a signal that was sent to it.
    static let endings: Set<Int32> = [0, 1, 64]

    /// - Parameters:
    ///   - arguments: as bytes, since a name may be anything.
    ///   - input: what stands on stdin; nothing without it.
    ///   - folder: the current folder; also where what it writes is kept meanwhile.
    static func run(
        _ arguments: [[UInt8]], input: [UInt8]? = nil, in folder: URL, environment: [String: String] = [:], limits: Limits = .usual
    ) throws -> HostileRun {
        let name = UUID().uuidString, place = FileManager.default.temporaryDirectory
        let files = ["in", "out", "err"].map { place.appending(path: "parallax-hostile-\(name).\($0)") }
        defer { for file in files { try? FileManager.default.removeItem(at: file) } }
        if let input { try Data(input).write(to: files[0]) }
        // Files, or the program would wait for whoever reads. A limit that is for its own files is not for these: then pipes that hold everything.
        let streams = limits.written < HostileRun.Limits.usual.written ? (1...2).map { _ in Self.pipe() } : []
        defer { for ends in streams { for end in ends { close(end) } } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input == nil ? "/dev/null" : files[0].path, O_RDONLY, 0)
        for (stream, file) in [(Int32(1), files[1]), (2, files[2])] {
            if streams.isEmpty {
                posix_spawn_file_actions_addopen(&actions, stream, file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            } else {
                posix_spawn_file_actions_adddup2(&actions, streams[Int(stream) - 1][1], stream)
            }
        }

        // util-linux sets the limits, coreutils the folder, and both become the program.
        let limited = [
            "/usr/bin/prlimit", "--data=\(limits.memory)", "--cpu=\(limits.seconds + 1):\(limits.seconds + 2)", "--fsize=\(limits.written)",
            "--core=0",
            "/usr/bin/env", "-C", folder.path, Places.built("parallax").path
        ]
        var variables = [
            "SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8", "HOME": folder.path, "OPENBLAS_NUM_THREADS": "1",
            "XDG_CACHE_HOME": folder.appending(path: "cache").path
        ]
        for key in ["PATH", "TMPDIR", "LD_LIBRARY_PATH"] { variables[key] = ProcessInfo.processInfo.environment[key] }
        variables.merge(environment) { $1 }
        let all: [[UInt8]] = limited.map { Array($0.utf8) } + arguments
        var words: [UnsafeMutablePointer<CChar>?] = all.map { bytes in
            let word: [CChar] = bytes.map { CChar(bitPattern: $0) } + [0]
            return strdup(word)
        }
        words.append(nil)
        var assignments: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + assignments { free(word) } }
        var process: pid_t = 0
        Descriptors.keepFromChildren()
        guard posix_spawn(&process, limited[0], &actions, nil, &words, &assignments) == 0 else {
            throw Failure(description: "\(limited[0]) cannot be started")
        }
        var status: Int32 = 0, usage = rusage(), wasLate = false
        let end = ContinuousClock.now + .seconds(limits.seconds * 10)
        var pause: UInt32 = 500
        while wait4(process, &status, WNOHANG, &usage) == 0 {
            if ContinuousClock.now > end {
                wasLate = true
                kill(process, SIGKILL)
                wait4(process, &status, 0, &usage)
                break
            }
            usleep(pause)
            pause = min(pause + pause / 4, 10_000)
        }
        let signal = status & 0x7F
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
        let written = try streams.isEmpty ? files[1...].map { [UInt8](try Data(contentsOf: $0)) } : streams.map { Self.drained($0[0]) }
        return HostileRun(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: written[0], errors: written[1], processorTime: seconds,
            wasLate: wasLate)
    }

    /// Both ends of a pipe that holds a megabyte; whoever reads does not wait.
    static func pipe() -> [Int32] {
        var ends: [Int32] = [-1, -1]
        _ = Foundation.pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        _ = fcntl(ends[0], 1031 /* F_SETPIPE_SZ */, 1 << 20)
        return ends
    }

    static func drained(_ end: Int32) -> [UInt8] {
        var all: [UInt8] = [], bytes = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(end, &bytes, bytes.count), count > 0 { all += bytes[..<count] }
        return all
    }

    /// What is wrong with how it ended, in words; nil where nothing is.
    func offence(limits: Limits = .usual) -> String? {
        if wasLate { return "it did not end within \(limits.seconds * 10) s" }
        if processorTime > Double(limits.seconds) { return "it took \(processorTime) s of processor time" }
        guard Self.endings.contains(status) else {
            return "it ended with \(status): \(String(decoding: errors.suffix(600), as: UTF8.self))"
        }
        if status != 0, errors.isEmpty { return "it ended with \(status) and said nothing" }
        if status == 1, !String(decoding: errors, as: UTF8.self).contains("Error: ") {
            return "it ended with 1 and no sentence: \(String(decoding: errors.suffix(600), as: UTF8.self))"
        }
        return nil
    }
}
