import Foundation
import TestSupport
import Testing

/// The log of a run: what a report of a fault needs, and nothing in it that a stranger's text could do.
@Suite("--log") struct RunLogTests {
    private let folder: Folder
    private let world: TinyWorld

    init() throws {
        folder = try Folder()
        world = try TinyWorld(in: folder.url)
    }

    private func lines(_ name: String = "run.log") throws -> [String] {
        try String(contentsOf: folder.url.appending(path: name), encoding: .utf8).split(separator: "\n").map(String.init)
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program {
        try Program.run(arguments, environment: environment, in: folder.url)
    }

    @Test(
        "a command's version, arguments, machine, files, refusals and exit code stand there, a line an event, each in UTC and with the run's number"
    )
    func command() throws {
        let quiet = try run("tokenize", "--model", "model", "--text", "A ring"),
            logged = try run("tokenize", "--model", "model", "--text", "A ring", "--log", "run.log")
        #expect(logged.status == 0 && logged.output == quiet.output && logged.errors.isEmpty, "\(logged.errors)")
        let lines = try lines()
        let form = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warning|error) [a-z.]+( [a-z_]+=("([^"\\]|\\.)*"|[^" ]+))+/#
        for line in lines { #expect(line.wholeMatch(of: form) != nil, "\(line)") }
        #expect(Set(lines.compactMap { $0.firstMatch(of: #/ run=(\d+)/#)?.1 }).count == 1)
        #expect(lines.contains { $0.contains(" machine ") && $0.contains("memory=\"") && $0.contains(" kB\"") }, "\(lines)")
        let first = try #require(lines.first)
        #expect(first.contains(" run.start ") && first.contains("version=0.1.0") && first.contains(#"\"--text\" \"A ring\""#))
        let machine = try #require(lines.first { $0.contains(" machine ") })
        for key in ["processor", "blas", "blas_core", "kernels", "threads", "memory", "term", "locale"] {
            #expect(machine.contains(" \(key)="), "\(key)")
        }
        #expect(lines.contains { $0.contains(" file.open ") && $0.contains("model/tokenizer.json") && $0.contains("bytes=") })
        #expect(lines.last?.contains(" run.end ") == true && lines.last?.contains("exit=0") == true)

        let failed = try run("tokenize", "--model", "nowhere", "--text", "A ring", "--log", "run.log")
        #expect(failed.status == 1)
        let more = try self.lines()
        #expect(more.starts(with: lines), "a log is added to")
        #expect(
            more.contains { $0.contains(" warning said ") && $0.contains("nowhere") } && more.last?.contains(" error run.end ") == true
                && more.last?.contains("exit=1") == true)
    }

    @Test("PARALLAX_LOG names it too, for every command; an option goes before it")
    func variable() throws {
        #expect(try run("inspect", "sae", environment: ["PARALLAX_LOG": "all.log"]).status == 0)
        #expect(try lines("all.log").contains { $0.contains(" file.open ") && $0.contains("sae/cfg.json") })
        let count = try lines("all.log").count
        #expect(try run("inspect", "sae", "--log", "own.log", environment: ["PARALLAX_LOG": "all.log"]).status == 0)
        #expect(try lines("all.log").count == count && lines("own.log").count > 2)
        #expect(try run("inspect", "sae", environment: ["PARALLAX_LOG": ""]).status == 0)
    }

    @Test(
        "a place that cannot be one is refused before anything is done",
        arguments: ["nowhere/run.log", "model", "documents.jsonl", "/dev/full", "-", ""])
    func refused(_ place: String) throws {
        let before = try Data(contentsOf: world.documents)
        let run = try run("capture", "--model", "model", "--text", "A ring", "-o", "new.safetensors", "--log", place)
        #expect(run.status == 1 && run.errors.hasPrefix("Error: --log"), "\(run.status): \(run.errors)")
        #expect(try Data(contentsOf: world.documents) == before)
        #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "new.safetensors").path))
    }

    @Test("a result never takes the log's place")
    func ownPlace() throws {
        let run = try run("capture", "--model", "model", "--text", "A ring", "-o", "run.log", "--force", "--log", "run.log")
        #expect(run.status == 1 && run.errors.contains("-o run.log"), "\(run.errors)")
        #expect(try lines().last?.contains("exit=1") == true)
    }

    @Test(
        "what a stranger named does nothing in it",
        arguments: ["a\u{1B}]0;title\u{7}b", "two\nlines run.end exit=0", "\u{202E}reversed\u{9B}2J", "a \"quoted\\ name"])
    func hostile(_ name: String) throws {
        let run = try run("inspect", name, "--log", "run.log")
        #expect(run.status == 1)
        let bytes = try Data(contentsOf: folder.url.appending(path: "run.log"))
        #expect(!bytes.contains { $0 < 0x20 && $0 != 0x0A || $0 == 0x7F })
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" || (0x80..<0xA0).contains($0.value) })
        #expect(text.split(separator: "\n").count { $0.prefixMatch(of: #/\S+Z [a-z]+ run\.end /#) != nil } == 1)
    }

    @Test("runs that share a file write whole lines")
    func shared() throws {
        let group = DispatchGroup()
        for _ in 0..<4 {
            DispatchQueue.global().async(group: group) { [folder] in
                _ = try? Program.run(["inspect", "sae", "model", "--log", "run.log"], in: folder.url)
            }
        }
        group.wait()
        let lines = try lines()
        #expect(lines.count { $0.contains(" run.start ") } == 4 && lines.count { $0.contains(" run.end ") } == 4)
        for line in lines { #expect(line.prefixMatch(of: #/\d{4}-\d\d-\d\dT[0-9:.]+Z [a-z]+ [a-z.]+ /#) != nil, "\(line)") }
    }

    @Test(
        "a command that a signal ends has a last line, too, a crash as well, and ends by that signal",
        arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGALRM, SIGUSR1, SIGXCPU, SIGSEGV, SIGABRT])
    func ended(signal: Int32) throws {
        let file = folder.url.appending(path: "run.log")
        let process = Process()
        // Whoever runs the tests may ignore some of these (nohup, a job in the background), and children ignore what their parents do.
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "--default-signal", Places.built("parallax").path, "tokenize", "--model", "model", "--text", "-", "--log", "run.log"
        ]
        process.currentDirectoryURL = folder.url
        process.environment = ["PATH": "/usr/bin", "HOME": folder.url.path, "SWIFT_BACKTRACE": "enable=no"]
        // Nothing comes out of it, and it does not end.
        let input = Pipe(), errors = try folder.write("stderr", [])
        process.standardInput = input
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardOutput = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let end = ContinuousClock.now + .seconds(30)
        while (try? lines())?.contains(where: { $0.contains(" machine ") }) != true, ContinuousClock.now < end { usleep(5000) }
        kill(process.processIdentifier, signal)
        if ended.wait(timeout: .now() + 30) == .timedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal, "\(process.terminationStatus)")
        let last = try #require(try lines().last)
        let form =
            #/(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) error run\.end cpu=\d+\.\d\d exit=(\d+) most_memory="\d+ kB" run=(\d+) signal=(\d+) system_cpu=\d+\.\d\d/#
        let found = try #require(last.wholeMatch(of: form), "\(last)")
        #expect(found.2 == "\(128 + signal)" && found.3 == "\(process.processIdentifier)" && found.4 == "\(signal)")
        let time = try Date(String(found.1), strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
        #expect(abs(time.timeIntervalSinceNow) < 60, "\(last)")
        #expect(try lines().count { $0.contains(" run.end ") } == 1)
        #expect(try String(contentsOf: file, encoding: .utf8).hasSuffix("\n"))
    }
}
