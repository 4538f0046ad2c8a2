import Foundation
import TestSupport
import Testing

@testable import ParallaxCommands

@Suite("what a person may have meant by the arguments") struct CommandLineFormsTests {
    @Test(
        "a number below zero is a value of the option before it",
        arguments: [
            (["--seed", "-1"], ["--seed=-1"]), (["--a", "-.5", "-o", "f"], ["--a=-.5", "-o", "f"]), (["--a=1", "-2"], ["--a=1", "-2"]),
            (["--a", "--b"], ["--a", "--b"]),
            (["-o", "-1"], ["-o", "-1"]), (["--", "--a", "-1"], ["--", "--a", "-1"]), (["--a", "-1", "-2"], ["--a=-1", "-2"]),
            (["--", "-1"], ["--", "-1"]), (["-1"], ["-1"]), ([], [])
        ])
    func negativeValues(given: [String], read: [String]) { #expect(CommandLineForms.joiningNegativeValues(given) == read) }

    @Test(
        "the nearest word is found, and none where nothing is near",
        arguments: [
            ("exploer", "explore"), ("comprae", "compare"), ("COMPARE", "compare"), ("mrge", "merge"), ("inspectt", "inspect"),
            ("xyzzy", nil), ("c", nil), ("", nil),
            (String(repeating: "compare", count: 10_000), nil)
        ])
    func nearest(word: String, found: String?) {
        #expect(Spelling.nearest(to: word, in: ["explore", "inspect", "compare", "merge"]) == found)
    }

    @Test(
        "a word that is no command is told with the nearest one, in every place where a command may stand",
        arguments: [
            (["exploer", "x.yaml"], "did you mean explore?"), (["comprae", "--documents", "3"], "did you mean compare?"),
            (["claims", "exmine"], "did you mean examine?"),
            (["help", "comprae"], "did you mean compare?"), (["help", "claims", "studdy"], "did you mean study?"),
            (["doctor"], "the commands are explore, inspect,"),
            (["cache", "clena"], "did you mean clean?")
        ])
    func unknown(arguments: [String], remedy: String) throws {
        let program = try Program.run(arguments)
        #expect(program.status == 64)
        #expect(program.errors.contains(remedy), "\(program.errors)")
    }

    @Test("a file or folder of any name is still a workspace without a command before it, and a path is never taken for a command")
    func files() throws {
        let folder = try Folder()
        let world = try folder.copy(ofSample: "documents.jsonl", as: "exploer")
        let program = try Program.run([world.lastPathComponent], in: folder.url)
        #expect(!program.errors.contains("neither"))
        for path in ["./comprae", "comprae.yaml", "/comprae"] {
            let program = try Program.run([path])
            #expect(program.status == 1, "\(program.errors)")
            #expect(program.complaint?.contains("expected a readable file, found nothing of that name") == true, "\(program.errors)")
        }
    }

    @Test("a home is a folder, as the shell says it; a word without end is told by its beginning")
    func homes() throws {
        #expect(try !Program.run(["~"]).errors.contains("neither"))
        let program = try Program.run([String(repeating: "x", count: 100_000)])
        #expect(program.status == 64 && program.errors.utf8.count < 1000)
    }
}

@Suite("--strict") struct StrictTests {
    /// A workspace with a key that nobody knows.
    private func workspace(_ folder: Folder, odd: Bool) throws -> String {
        try folder.write(
            "w.yaml",
            Array(
                "model: \(Places.sampleData.appending(path: "subject").path)\n\(odd ? "modle: x\n" : "")documents:\n  - text: a b c d e f\n"
                    .utf8)
        ).path
    }

    @Test("a command that warns fails, and what it wrote stays", arguments: [true, false])
    func strict(odd: Bool) throws {
        let folder = try Folder()
        let path = try workspace(folder, odd: odd), file = folder.url.appending(path: "s.statistics").path
        let lenient = try Program.run(["statistics", path, "-o", file])
        #expect(lenient.status == 0, "\(lenient.errors)")
        #expect(lenient.warnings.isEmpty != odd, "\(lenient.errors)")
        let strict = try Program.run(["statistics", path, "-o", file, "--strict"])
        #expect(strict.status == (odd ? 1 : 0))
        #expect(strict.errors.contains("--strict: expected no warning, found") == odd, "\(strict.errors)")
        #expect(strict.output == lenient.output)
        #expect(FileManager.default.fileExists(atPath: file))
    }
}

@Suite("Ctrl-C") struct InterruptionTests {
    @Test("ends a command with 130 and a sentence, whatever it is at", arguments: [["compare"], ["claims"], ["claims", "study"]])
    func interrupted(command: [String]) throws {
        let folder = try Folder()
        let process = Process()
        process.executableURL = Places.built("parallax")
        process.arguments = command + [Places.sampleData.appending(path: "parallax.yaml").path]
        process.environment = ["PATH": "/usr/bin", "HOME": folder.url.path, "SWIFT_BACKTRACE": "enable=no"]
        let errors = try folder.write("stderr", [])
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: 1)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        let said = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
        switch process.terminationReason {
        case .exit:
            #expect(
                process.terminationStatus == 130 && said.contains("Interrupted: run the same command again"),
                "\(process.terminationStatus) \(said)")
        default: #expect(process.terminationStatus == SIGINT, "\(process.terminationStatus) \(said)")
        }
        #expect(!said.contains("CancellationError"))
    }
}
