import Foundation
import TestSupport
import Testing

/// `parallax cache` on a cache that the test fills.
@Suite("parallax cache") struct CacheTests {
    private let folder: Folder
    private let comparisons: URL
    private let labels: URL

    init() throws {
        folder = try Folder()
        comparisons = folder.url.appending(path: "cache/parallax/comparisons")
        labels = folder.url.appending(path: "cache/parallax/labels")
        for place in [comparisons, labels] { try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true) }
        try Data("x".utf8).write(to: comparisons.appending(path: "0123456789abcdef.comparison"))
        try Data("PXLABEL2".utf8).write(to: labels.appending(path: "fedcba9876543210.labels"))
        // Not ours, whatever they are called.
        try Data("mine".utf8).write(to: comparisons.appending(path: "notes.txt"))
        try Data("mine".utf8).write(to: labels.appending(path: "my own.labels"))
        try FileManager.default.createDirectory(at: labels.appending(path: "00112233445566aa.labels"), withIntermediateDirectories: true)
    }

    private func run(_ arguments: String...) throws -> Program {
        try Program.run(["cache"] + arguments, environment: ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path])
    }

    private var left: Set<String> {
        Set(
            ((try? FileManager.default.contentsOfDirectory(atPath: comparisons.path)) ?? [])
                + ((try? FileManager.default.contentsOfDirectory(atPath: labels.path)) ?? []))
    }
    private let notOurs: Set = ["notes.txt", "my own.labels", "00112233445566aa.labels"]

    @Test("lists the files that are ours, and changes none")
    func list() throws {
        let before = left, table = try run()
        #expect(table.status == 0)
        #expect(table.lines.filter { $0.contains("cache/parallax/") }.count == 2, "\(table.output)")
        let json = try run("list", "--json")
        #expect(json.output.contains("\"kind\":\"comparisons\"") || json.output.contains("\"kind\" : \"comparisons\""), "\(json.output)")
        #expect(left == before)
    }

    @Test(
        "cleans what is asked for and nothing else",
        arguments: [
            ([], []), (["--only", "labels"], ["0123456789abcdef.comparison"]), (["--only", "comparisons"], ["fedcba9876543210.labels"]),
            (["--older-than", "1"], ["0123456789abcdef.comparison", "fedcba9876543210.labels"]),
            (["--older-than", "0", "--only", "labels"], ["0123456789abcdef.comparison"])
        ])
    func clean(options: [String], stays: [String]) throws {
        let program = try Program.run(
            ["cache", "clean"] + options, environment: ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path])
        #expect(program.status == 0, "\(program.errors)")
        #expect(left == notOurs.union(stays))
    }

    @Test("a file that a run is at work on stays, and that is said")
    func held() throws {
        let file = comparisons.appending(path: "0123456789abcdef.comparison")
        let descriptor = open(file.path, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let program = try run("clean")
        #expect(program.output.contains("1 file removed"))
        #expect(program.output.contains("stays: a run is at work on it"))
        #expect(left == notOurs.union(["0123456789abcdef.comparison"]))
    }

    @Test("an empty cache is said, and without a folder there is nothing to say")
    func empty() throws {
        #expect(
            try Program.run(["cache"], environment: ["XDG_CACHE_HOME": folder.url.appending(path: "nowhere").path]).output
                == "nothing is kept\n")
        #expect(
            try Program.run(["cache", "--json"], environment: ["XDG_CACHE_HOME": folder.url.appending(path: "nowhere").path]).output
                == "[]\n")
    }
}
