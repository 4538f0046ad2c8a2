import Foundation

/// Programs that are killed at random moments: what they leave behind must be whole.
///
///     for kill in Killing.times("compare") {
///         let ended = try Killing.run(program, arguments, within: .seconds(1), random: &random)     // SIGKILL somewhere in that second
///
/// `PARALLAX_KILLS=200` for a long run.
public enum Killing {
    public struct Failure: Error, CustomStringConvertible { public let description: String }

    /// Kills of each kind.
    public static let count = ProcessInfo.processInfo.environment["PARALLAX_KILLS"].flatMap { Int($0) } ?? 10

    public struct Ending: Sendable {
        /// As a shell says it: 128 + n after signal n.
        public let status: Int32
        public let output: String
        public var wasKilled: Bool { status == 128 + SIGKILL }
    }

    /// Runs a program and kills it at a random moment, or lets it end before.
    /// - Parameter within: the moment lies before that much time has passed; nil lets the program end.
    public static func run(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], within: Duration?, random: inout SeededGenerator
    ) throws -> Ending {
        let output = FileManager.default.temporaryDirectory.appending(path: "parallax-killed-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var variables = ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8"]
        for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] { variables[name] = ProcessInfo.processInfo.environment[name] }
        variables.merge(environment) { $1 }
        var words: [UnsafeMutablePointer<CChar>?] = ([program.path] + arguments).map { strdup($0) } + [nil]
        var assignments: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + assignments { free(word) } }
        var process: pid_t = 0, status: Int32 = 0
        Descriptors.keepFromChildren()
        guard posix_spawn(&process, program.path, &actions, nil, &words, &assignments) == 0 else {
            throw Failure(description: "\(program.path) cannot be started")
        }
        if let within {
            let microseconds = Double.random(in: 0...1, using: &random) * (within / .microseconds(1))
            let end = ContinuousClock.now + .microseconds(microseconds)
            while ContinuousClock.now < end {
                if waitpid(process, &status, WNOHANG) == process { return ending(status, output) }
                usleep(200)
            }
            kill(process, SIGKILL)
        }
        waitpid(process, &status, 0)
        return ending(status, output)
    }

    private static func ending(_ status: Int32, _ output: URL) -> Ending {
        let signal = status & 0x7f
        return Ending(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, output: (try? String(contentsOf: output, encoding: .utf8)) ?? "")
    }
}
