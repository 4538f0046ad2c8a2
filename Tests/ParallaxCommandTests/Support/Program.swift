import Foundation
import TestSupport

/// The built `parallax`, run as a person or a script runs it, without a terminal.
struct Program {
    let status: Int32
    let output: String
    let errors: String

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// - Parameters:
    ///   - input: What stands on stdin; nil closes it.
    ///   - workingFolder: the repository's root without it.
    ///   - seconds: A program that has not ended by then is killed, and the test fails.
    static func run(
        _ arguments: [String], input: String? = nil, inputBytes: Data? = nil, environment: [String: String] = [:],
        in workingFolder: URL? = nil, seconds: Double = 120
    ) throws -> Program {
        let folder = try Folder()
        let process = Process()
        process.executableURL = Places.built("parallax")
        process.arguments = arguments
        // Relative paths are the repository's, as in the examples of the help.
        process.currentDirectoryURL = workingFolder ?? Places.root
        var variables = ["SWIFT_BACKTRACE": "enable=no", "LANG": "C.UTF-8"]
        for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] { variables[name] = ProcessInfo.processInfo.environment[name] }
        // Nothing of a test's goes into the person's cache, and nothing of another run's comes out of it.
        variables["XDG_CACHE_HOME"] = folder.url.path
        process.environment = variables.merging(environment) { $1 }
        // Files, not pipes: nobody has to read while the program runs.
        let output = try folder.write("stdout", []), errors = try folder.write("stderr", [])
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        if let bytes = inputBytes ?? input.map({ Data($0.utf8) }) {
            // A file too: writing into a pipe whose reader has ended would end the tests (SIGPIPE).
            process.standardInput = try FileHandle(forReadingFrom: try folder.write("stdin", [UInt8](bytes)))
            try process.run()
        } else {
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }
        guard ended.wait(timeout: .now() + seconds) == .success else {
            kill(process.processIdentifier, SIGKILL)
            throw Failure(description: "parallax \(arguments.joined(separator: " ")) did not end within \(seconds) s")
        }
        return Program(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }

    static func run(_ arguments: String..., input: String? = nil) throws -> Program { try run(arguments, input: input) }

    /// What a command that must succeed prints.
    static func output(_ arguments: String..., input: String? = nil) throws -> String { try successful(arguments, input: input).output }

    /// The most resident memory of a command that must succeed, in bytes.
    static func peakMemory(_ arguments: [String]) throws -> Int {
        let cost = try Cost.of(arguments, seconds: 600)
        guard cost.status == 0 else {
            throw Failure(
                description: "parallax \(arguments.joined(separator: " ")) failed with \(cost.status): \(cost.output.suffix(600))")
        }
        return cost.memory
    }

    /// The JSON of a command that must succeed.
    static func json<T: Decodable>(_ type: T.Type = T.self, _ arguments: [String], input: String? = nil) throws -> T {
        try JSONDecoder().decode(T.self, from: Data(try successful(arguments + ["--json"], input: input).output.utf8))
    }

    /// The keys of the JSON object, or of the first object of an array.
    static func keys(_ arguments: [String]) throws -> Set<String> {
        let value = try JSONSerialization.jsonObject(with: Data(try successful(arguments + ["--json"]).output.utf8))
        guard let object = (value as? [Any])?.first ?? value as? [String: Any], let members = object as? [String: Any] else {
            throw Failure(description: "no object: \(value)")
        }
        return Set(members.keys)
    }

    /// A result in JSON without what differs from run to run: its times, and what it was made with.
    static func figures(_ json: String) throws -> NSDictionary {
        var object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
        for key in ["wall_time", "made"] { object[key] = nil }
        guard !object.isEmpty else { throw Failure(description: "no object: \(json.prefix(200))") }
        return object as NSDictionary
    }

    private static func successful(_ arguments: [String], input: String? = nil) throws -> Program {
        let program = try run(arguments, input: input)
        guard program.status == 0 else {
            throw Failure(description: "parallax \(arguments.joined(separator: " ")) exited with \(program.status): \(program.errors)")
        }
        return program
    }

    var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }
    var warnings: [Substring] { errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") } }

    /// The one sentence of a command that failed; nil where it did not fail as commands do.
    var complaint: String? {
        let said = errors.split(separator: "\n").filter { $0.hasPrefix("Error: ") }
        guard status == 1, output.isEmpty, said.count == 1, errors.hasSuffix(".\n"), let sentence = said.first else { return nil }
        return String(sentence.dropFirst("Error: ".count))
    }
}
