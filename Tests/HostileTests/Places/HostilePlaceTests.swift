import Foundation
import TestSupport
import Testing

/// Every option that takes an output place against what can stand at such a place. Whatever is refused is as it was before; whatever is written is
/// whole; and nothing is left behind.
@Suite("Hostile places for outputs") struct HostilePlaceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let command: HostileCommand
        let option: String
        var testDescription: String { "\(command.name) \(option)" }
        /// The command with this place; nothing forced, so that only what is its own is replaced.
        func arguments(_ place: String, force: Bool = false) -> [[UInt8]] {
            var words = command.all.filter { $0 != "--force" }
            if let index = words.firstIndex(of: option) { words[index + 1] = place }
            // A page or a log beside the one that is tried goes elsewhere.
            for other in HostileCommand.outputs where other != option {
                if let index = words.firstIndex(of: other) { words[index + 1] = "beside\(other)" }
            }
            return (words + (force ? ["--force"] : [])).map { Array($0.utf8) }
        }
        /// A state or a log goes on where it was: it is no file that is replaced, and is never streamed.
        var isState: Bool { ["--state", "--log"].contains(option) }
    }

    static let cases: [Case] = {
        var known: Set<String> = []
        return HostileCommand.all.flatMap { command in
            HostileCommand.outputs.filter { command.arguments.contains($0) && known.insert("\(command.name) \($0)").inserted }.map {
                Case(command: command, option: $0)
            }
        }
    }()

    /// Those that come to an end in the tiny world.
    static let fed = cases.filter { !$0.command.isStarved }

    /// Runs it there and says what a person would say of it.
    private func run(_ option: Case, _ world: HostileWorld, _ place: String, force: Bool = false, limits: HostileRun.Limits = .usual) throws
        -> HostileRun
    {
        for other in HostileCommand.outputs { try? FileManager.default.removeItem(at: world.folder.appending(path: "beside\(other)")) }
        let run = try HostileRun.run(
            option.arguments(place, force: force), input: option.command.input.map { Array($0.utf8) }, in: world.folder, limits: limits)
        if let offence = run.offence() { Issue.record("\(option.testDescription) \(place): \(offence)") }
        for other in HostileCommand.outputs { try? FileManager.default.removeItem(at: world.folder.appending(path: "beside\(other)")) }
        return run
    }

    private func names(_ world: HostileWorld) throws -> Set<String> {
        // The cache and what statistics leave there are no business of the place.
        Set(try FileManager.default.subpathsOfDirectory(atPath: world.folder.path).filter { !$0.hasPrefix("cache") })
    }

    @Test("a new file, again the same one, one of another kind, with --force, through a link", arguments: fed)
    func files(_ option: Case) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        let before = try names(world), new = world.folder.appending(path: "new.out")
        let first = try run(option, world, "new.out")
        try #require(first.status == 0, "\(String(decoding: first.errors, as: UTF8.self))")
        #expect(try names(world) == before.union(["new.out"]))
        let written = try Data(contentsOf: new)
        #expect(!written.isEmpty)
        #expect(try run(option, world, "new.out").status == 0, "one of the same kind is replaced")
        // Another kind of file: a text of the person's.
        let own = Data("A text of mine.\n".utf8)
        try own.write(to: new)
        #expect(try run(option, world, "new.out").status == 1)
        #expect(try Data(contentsOf: new) == own)
        if !option.isState {
            #expect(try run(option, world, "new.out", force: true).status == 0)
            #expect(try Data(contentsOf: new) != own)
        }
        // A link is followed, and stays.
        try FileManager.default.removeItem(at: new)
        try FileManager.default.createSymbolicLink(atPath: world.path("link.out"), withDestinationPath: "target.out")
        #expect(try run(option, world, "link.out").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: world.path("link.out")) == "target.out")
        #expect(try !Data(contentsOf: world.folder.appending(path: "target.out")).isEmpty)
        #expect(try names(world) == before.union(["link.out", "target.out"]))
    }

    @Test("folders, devices, inputs of the same run are refused and stay as they are", arguments: cases)
    func refused(_ option: Case) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        try FileManager.default.createDirectory(atPath: world.path("kept"), withIntermediateDirectories: false)
        try world.write("kept/mine.txt", "mine")
        symlink("kept", world.path("kept-link"))
        symlink("/dev/zero", world.path("zero-link"))
        symlink("round", world.path("round"))
        let before = try names(world)
        for place in [
            "kept", "kept/", "kept-link", ".", "..", "/", "./", "zero-link", "/dev/zero", "/dev/full", "round", "kept/mine.txt/x",
            "nowhere/x", "", "/sys/x", "/proc/self/x", "/dev/fd/99999"
        ] {
            let run = try run(option, world, place)
            #expect(run.status == 1 || run.status == 64, "\(place): \(run.status)")
            #expect(try names(world) == before, "\(place)")
        }
        #expect(try world.text("kept/mine.txt") == "mine")
        // What the run reads, by its name, by another spelling and by a link.
        var inputs = option.command.arguments.filter { FileManager.default.fileExists(atPath: world.path($0)) }.filter {
            !["."].contains($0)
        }
        inputs += option.command.arguments.compactMap { $0.split(separator: ":").first.map(String.init) }.filter {
            $0.hasSuffix(".safetensors") && FileManager.default.fileExists(atPath: world.path($0))
        }
        let own = option.command.arguments.firstIndex(of: option.option).map { option.command.arguments[$0 + 1] }
        for input in Set(inputs) where input != own {
            symlink(input, world.path("input-link"))
            defer { unlink(world.path("input-link")) }
            let content = try? Data(contentsOf: world.folder.appending(path: input))
            for place in [input, "./\(input)", "input-link"] {
                #expect(try run(option, world, place, force: !option.isState).status != 0, "\(place) is read")
                let left = try? Data(contentsOf: world.folder.appending(path: input))
                #expect(left == content, "\(place)")
            }
        }
    }

    @Test("a FIFO and stdout are streamed into, and are still there", arguments: fed)
    func streams(_ option: Case) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        mkfifo(world.path("pipe"), 0o600)
        let reading = open(world.path("pipe"), O_RDONLY | O_NONBLOCK)
        defer { close(reading) }
        // It holds a megabyte, so that nobody has to read meanwhile.
        _ = fcntl(reading, 1031 /* F_SETPIPE_SZ */, 1 << 20)
        let toPipe = try run(option, world, "pipe"), toStdout = try run(option, world, "/dev/stdout")
        var status = stat()
        #expect(lstat(world.path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        #expect(toPipe.status == (option.isState ? 1 : 0), "\(String(decoding: toPipe.errors, as: UTF8.self))")
        #expect(
            toStdout.status == (option.isState ? 1 : 0) && (option.isState || !toStdout.output.isEmpty),
            "\(String(decoding: toStdout.errors, as: UTF8.self))")
        lstat("/dev/stdout", &status)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
        if !option.isState { #expect(!HostileRun.drained(reading).isEmpty) }
    }

    @Test("a disk that is full leaves what was there, or nothing", arguments: fed)
    func full(_ option: Case) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        let before = try names(world)
        var limits = HostileRun.Limits.usual
        // The kernel refuses to let any file grow beyond so much, which a full disk does as well.
        limits.written = 60
        let run = try run(option, world, "new.out", limits: limits)
        #expect(run.status != 0)
        #expect(try names(world).subtracting(option.isState ? ["new.out"] : []) == before)
        let first = try self.run(option, world, "new.out")
        try #require(first.status == 0, "\(String(decoding: first.errors, as: UTF8.self))")
        let content = try Data(contentsOf: world.folder.appending(path: "new.out"))
        if !option.isState { #expect(try self.run(option, world, "new.out", limits: limits).status != 0) }
        #expect(try Data(contentsOf: world.folder.appending(path: "new.out")) == content)
    }
}
