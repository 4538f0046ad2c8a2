import Foundation
@testable import ParallaxComparisons
import TestSupport
import Testing

@Suite("States of a comparison, as commands keep them")
struct StateTests {
    private let folder: Folder
    private let world: TinyWorld

    init() throws {
        folder = try Folder()
        var contents = TinyWorld.Contents()
        contents.documents = (0..<10).map { ("doc\($0)", "Text number \($0).") }
        contents.hasVerbalizer = false
        world = try TinyWorld(in: folder.url, contents)
    }

    private func run(_ arguments: String...) throws -> Program {
        try Program.run(arguments, environment: ["XDG_CACHE_HOME": folder.path("cache")])
    }

    private func compare(_ arguments: String...) throws -> Program {
        try Program.run(
            ["compare", world.workspace.path, "--pca", "none", "--forced-l0", "none", "--splice", "none"] + arguments,
            environment: ["XDG_CACHE_HOME": folder.path("cache")])
    }

    /// A workspace that opens and whose model does not: what is refused before it was refused before the work.
    private func withoutModel() throws -> String {
        try folder.write("without.yaml", "model: none\ndictionaries:\n  - path: sae\ndocuments:\n  - text: a\n  - text: b\n").path
    }

    @Test(
        "a shard that cannot be is wrong usage",
        arguments: [
            "1/0", "0/3", "1/-4", "-1/4", "5/4", "1/1000001", "9223372036854775808/9223372036854775808", "1/9223372036854775807", "1",
            "1/2/3", "a/b", "1.0/2", "", "/", "1/"
        ])
    func shards(text: String) throws {
        #expect(try compare("--shard=\(text)").status == 64)
        #expect(try run("statistics", world.workspace.path, "--shard=\(text)", "-o", folder.path("s")).status == 64)
        #expect(!FileManager.default.fileExists(atPath: folder.path("s")))
    }

    @Test("a part that was begun as another part is refused before the model is opened")
    func otherPart() throws {
        let state = folder.path("part.comparison")
        #expect(try compare("--shard", "1/4", "--state", state).status == 0)
        let before = try Data(contentsOf: URL(filePath: state))
        for other in [["--shard", "1/2"], ["--shard", "2/4"], []] {
            let program = try Program.run(["compare", try withoutModel(), "--state", state] + other)
            #expect(program.complaint?.contains("expected part 1 of 4, as which it was begun, found a run of") == true, "\(program.errors)")
        }
        #expect(try Data(contentsOf: URL(filePath: state)) == before)
        #expect(try compare("--shard", "1/4", "--state", state).status == 0)
    }

    @Test("merge says by part what is missing and how it is made, and which file is double")
    func missing() throws {
        for part in ["1/3", "3/3"] {
            #expect(try compare("--shard", part, "--state", folder.path("p\(part.prefix(1)).comparison")).status == 0)
        }
        let program = try run("merge", folder.path("p1.comparison"), folder.path("p3.comparison"), "--json")
        #expect(program.status == 0)
        #expect(
            program.warnings.count == 2 && program.errors.contains("warning: part 2 of 3 is missing, 2 documents")
                && program.errors.contains("--shard 2/3 --state FILE"))
        #expect(
            try run("merge", folder.path("p1.comparison"), folder.path("p1.comparison")).complaint?.contains("name every file once") == true
        )
        try FileManager.default.copyItem(atPath: folder.path("p1.comparison"), toPath: folder.path("copy.comparison"))
        #expect(
            try run("merge", folder.path("p1.comparison"), folder.path("copy.comparison")).complaint?.contains(
                "found in p1.comparison (part 1 of 3), copy.comparison (part 1 of 3)") == true)
    }

    @Test(
        "a damaged record: merge leaves it out and names it, compare computes it again, and the figures are those of a run without damage")
    func damaged() throws {
        let state = folder.url.appending(path: "s.comparison")
        func figures(_ program: Program) throws -> NSDictionary { try Program.figures(program.output) }
        let whole = try figures(try compare("--state", state.path, "--json"))
        var bytes = try Data(contentsOf: state)
        let partial = try PartialFile(state), place = try #require(partial.place(of: partial.plan.documents[2].index))
        bytes[place.lowerBound + 20] ^= 1
        try bytes.write(to: state)
        let merged = try run("merge", state.path, "--json")
        #expect(
            merged.status == 0
                && merged.errors.contains(
                    "s.comparison has 1 damaged record (document \(partial.plan.documents[2].index) (\(partial.plan.documents[2].title)))"),
            "\(merged.errors)")
        let again = try compare("--state", state.path, "--json")
        #expect(again.errors.contains("1 damaged record") && again.errors.contains("5 of 6 documents are done already"), "\(again.errors)")
        #expect(try figures(again) == whole)
        #expect(try figures(try run("merge", state.path, "--json")) == whole)
        #expect(try run("merge", state.path).warnings.isEmpty)
    }

    @Test("a finished state in a place that is read-only is reported; an unfinished one is refused before any work")
    func readOnly() throws {
        // A superuser may write everywhere, so that somebody else has to try.
        let isRoot = geteuid() == 0
        let setpriv = "/usr/bin/setpriv"
        if isRoot, !FileManager.default.isExecutableFile(atPath: setpriv) { return }
        let place = folder.url.appending(path: "kept"), state = place.appending(path: "s.comparison")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let whole = try compare("--state", state.path, "--json")
        #expect(whole.status == 0)
        chmod(folder.url.path, 0o755)
        func asSomebodyElse(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
            chmod(state.path, 0o444)
            chmod(place.path, 0o555)
            defer { chmod(place.path, 0o755) }
            let command =
                [
                    Places.built("parallax").path, "compare", world.workspace.path, "--pca", "none", "--forced-l0", "none", "--splice",
                    "none", "--state", state.path
                ] + arguments
            let process = Process(), output = Pipe(), errors = Pipe()
            process.executableURL = URL(filePath: isRoot ? setpriv : "/usr/bin/env")
            process.arguments = (isRoot ? ["--reuid", "65534", "--regid", "65534", "--clear-groups"] : []) + command
            process.environment = ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(
                ProcessInfo.processInfo.environment.filter { $0.key == "LD_LIBRARY_PATH" }
            ) { $1 }
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            let said = try output.fileHandleForReading.readToEnd() ?? Data(),
                complained = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: said, as: UTF8.self), String(decoding: complained, as: UTF8.self))
        }
        let read = try asSomebodyElse(["--json"])
        guard read.status != 126, read.status != 127, !read.errors.contains("Permission denied") || read.errors.contains("expected") else {
            return
        }
        #expect(read.status == 0, "\(read.errors)")
        #expect(read.output.contains("\"methods\""))
        chmod(state.path, 0o644)
        let partial = try PartialFile(state), starts = partial.plan.documents.compactMap { partial.place(of: $0.index)?.lowerBound },
            last = try #require(starts.max())
        try Data(contentsOf: state).prefix(last).write(to: state)
        let refused = try asSomebodyElse([])
        #expect(
            refused.status == 1
                && refused.errors.contains("found one that can only be read, with 1 documents to do; copy it to a place of yours"),
            "\(refused.errors)")
    }

    @Test("two runs that begin the same new state: one of them does, the other says so, and the result is that of one")
    func together() async throws {
        for round in 0..<3 {
            let state = folder.path("together\(round).comparison"), path = world.workspace.path, cache = folder.path("cache")
            let runs = await withTaskGroup(of: Program?.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        try? Program.run(
                            ["compare", path, "--pca", "none", "--forced-l0", "none", "--splice", "none", "--state", state, "--json"],
                            environment: ["XDG_CACHE_HOME": cache])
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }.compactMap { $0 }
            #expect(runs.count == 3)
            #expect(runs.contains { $0.status == 0 })
            for run in runs where run.status != 0 {
                #expect(run.complaint?.contains("another run at work on them") == true, "\(run.errors)")
            }
            let partial = try PartialFile(URL(filePath: state))
            #expect(partial.missing.isEmpty && partial.damageTold == nil && partial.count == partial.plan.documents.count)
        }
    }

    @Test(
        "a place that cannot be written is refused before the work begins, and nothing is left there",
        arguments: ["/proc/none/x", "/dev/null", "."])
    func places(path: String) throws {
        let program = try Program.run(["compare", try withoutModel(), "--state", path])
        #expect(program.complaint?.hasPrefix("--state ") == true, "\(program.errors)")
    }

    @Test("a run that fails before it has a plan leaves no empty state behind")
    func unused() throws {
        let program = try Program.run(["compare", try withoutModel(), "--state", folder.path("new.comparison")])
        #expect(program.complaint?.contains("none") == true, "\(program.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("new.comparison")))
    }

    /// Where two JSON values differ by more than another order of a sum makes; nil where they do not.
    private static func difference(_ a: Any, _ b: Any, at place: String = "") -> String? {
        switch (a, b) {
        case let (a as NSDictionary, b as NSDictionary):
            guard Set(a.allKeys.map { "\($0)" }) == Set(b.allKeys.map { "\($0)" }) else { return "\(place): other keys" }
            return a.allKeys.lazy.compactMap { key in difference(a[key] ?? "", b[key] ?? "", at: "\(place)/\(key)") }.first
        case let (a as NSArray, b as NSArray):
            return a.count != b.count
                ? "\(place): \(a.count) and \(b.count)"
                : (0..<a.count).lazy.compactMap { difference(a[$0], b[$0], at: "\(place)/\($0)") }.first
        case let (a as NSNumber, b as NSNumber):
            return abs(a.doubleValue - b.doubleValue) <= 1e-4 * max(1e-3, abs(a.doubleValue)) ? nil : "\(place): \(a) and \(b)"
        case let (a as String, b as String): return a == b ? nil : "\(place): \(a) and \(b)"
        default: return nil
        }
    }

    @Test(
        "a state that an earlier program wrote (of the form before this one) is merged, and goes on to the figures of a run from the beginning"
    )
    func former() throws {
        // Written by the program as it was before version 3, over the tiny world without its NLA; the last record is cut off.
        let state = folder.url.appending(path: "former.comparison"), place = folder.url.appending(path: "world")
        try Data(contentsOf: Places.root.appending(path: "Tests/ParallaxCommandTests/Goldens/former.comparison")).dropLast(100).write(
            to: state)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        var contents = TinyWorld.Contents()
        contents.hasVerbalizer = false
        let world = try TinyWorld(in: place, contents)
        func figures(_ arguments: [String]) throws -> (figures: NSDictionary, errors: String) {
            let program = try Program.run(arguments + ["--json"], environment: ["XDG_CACHE_HOME": folder.path("cache")])
            #expect(program.status == 0, "\(program.errors)")
            return (try Program.figures(program.output), program.errors)
        }
        let compare = ["compare", world.workspace.path, "--pca", "1", "--forced-l0", "none", "--splice", "none"]
        let merged = try figures(["merge", state.path]), again = try figures(compare + ["--state", state.path]), anew = try figures(compare)
        #expect(merged.errors.contains("warning: 3 of 4 documents") && merged.figures["n"] as? Int ?? 0 > 0)
        #expect(again.errors.contains("3 of 4 documents are done already"))
        // The records of then were made by another machine's processor.
        #expect(Self.difference(again.figures, anew.figures) == nil)
        #expect(try Data(contentsOf: state).starts(with: RecordScan.line))
        #expect(Self.difference(try figures(["merge", state.path]).figures, again.figures) == nil)
    }

    @Test("statistics of a part say so wherever they are used")
    func statistics() throws {
        func statistics(_ part: String, _ name: String) throws {
            #expect(try run("statistics", world.workspace.path, "--shard", part, "-o", folder.path(name)).status == 0)
        }
        try statistics("1/3", "a.statistics")
        try statistics("2/3", "b.statistics")
        try statistics("3/3", "c.statistics")
        let two = try run("merge", folder.path("a.statistics"), folder.path("c.statistics"), "-o", folder.path("two.statistics"))
        #expect(two.status == 0 && two.errors.contains("part 2/3 missing, made by parallax statistics with --shard 2/3 -o FILE"))
        #expect(
            try run("merge", folder.path("a.statistics"), folder.path("two.statistics"), "-o", folder.path("x")).complaint?.contains(
                "part 1 of 3 in a.statistics and in two.statistics") == true)
        #expect(
            try run("merge", folder.path("two.statistics"), folder.path("b.statistics"), "-o", folder.path("all.statistics")).errors.isEmpty
        )
        #expect(try run("statistics", world.workspace.path, "-o", folder.path("one.statistics")).status == 0)
        #expect(
            try Data(contentsOf: URL(filePath: folder.path("all.statistics")))
                == Data(contentsOf: URL(filePath: folder.path("one.statistics"))))
    }
}
