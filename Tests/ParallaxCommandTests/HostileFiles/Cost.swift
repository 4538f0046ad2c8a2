import Foundation
import TestSupport

/// What a command said, and what it took: the processor's time and the most memory that was resident at once, by the kernel's own account.
struct Cost {
    let status: Int32
    let output: String
    /// Seconds of all its threads.
    let processor: Double
    /// Bytes.
    let memory: Int

    /// Optimised programs are what the bounds are for; without optimisation everything takes many times as long.
    static let processorBound: Double = {
        #if DEBUG
        60
        #else
        // Two seconds where nothing else runs: beside other tests a processor does two things at once, each in up to twice its time.
        4
        #endif
    }()
    static let memoryBound = 256 << 20

    /// What the program takes to say what an empty file is.
    static let least: Int = {
        guard let folder = try? Folder(), let file = try? folder.write("empty", []) else { return 0 }
        return (try? of(["inspect", file.path]).memory) ?? 0
    }()

    /// Runs the command to its end; one that does not end within a minute of its own time is ended.
    static func of(_ arguments: [String], input: String = "/dev/null", seconds: Double = processorBound * 5) throws -> Cost {
        let folder = try Folder(), path = Places.built("parallax").path, output = folder.path("output")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // The shell sets the limit of the processor's time, which the program inherits.
        let line = "ulimit -t \(Int(seconds)); exec timeout -s KILL \(Int(seconds * 10)) \"$0\" \"$@\""
        var words: [UnsafeMutablePointer<CChar>?] =
            (["/bin/sh", "-c", line, Places.built("RecordProbe").path, "memory", folder.path("memory"), path] + arguments).map {
                strdup($0)
            } + [nil]
        defer { for word in words { free(word) } }
        let settings = [
            "SWIFT_BACKTRACE=enable=no", "LANG=C.UTF-8", "XDG_CACHE_HOME=\(folder.path("cache"))", "HOME=\(folder.path("home"))"
        ]
        var variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) } + [nil]
        defer { for word in variables { free(word) } }
        var process: pid_t = 0, status: Int32 = 0, usage = rusage()
        Descriptors.keepFromChildren()
        guard posix_spawn(&process, "/bin/sh", &actions, nil, &words, &variables) == 0 else {
            throw Program.Failure(description: "could not start \(arguments)")
        }
        while wait4(process, &status, 0, &usage) != process {
            guard errno == EINTR else { throw Program.Failure(description: "lost \(arguments)") }
        }
        func duration(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        let ended = status & 0x7f
        return Cost(
            status: ended == 0 ? status >> 8 & 0xff : 128 + ended,
            output: String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self),
            processor: duration(usage.ru_utime) + duration(usage.ru_stime),
            // Nothing where it had to be ended from outside.
            memory: (try? String(contentsOf: URL(filePath: folder.path("memory")), encoding: .utf8)).flatMap { Int($0) } ?? .max)
    }
}
