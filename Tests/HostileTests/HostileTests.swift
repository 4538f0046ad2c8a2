import Foundation
import TestSupport
import Testing

/// Every command with every option on every hostile input: it ends by itself within its limits, with a result or a sentence, and writes nothing that a
/// terminal would do something at. `PARALLAX_HOSTILE=200000` runs so many combinations with inputs mixed at random.
@Suite("Hostile inputs", .serialized) struct HostileTests {
    private static let folder = FileManager.default.temporaryDirectory.appending(path: "parallax-hostile-\(getpid())")
    private static let world = Result { try HostileWorld.make(in: folder.appending(path: "world")) }

    @Test("the tables are large enough, and at least half of the inputs get past the opening")
    func tables() {
        #expect(HostileInput.all.count >= 40)
        #expect(HostileInput.all.count { $0.opens } * 2 >= HostileInput.all.count)
        #expect(Set(HostileInput.all.map(\.name)).count == HostileInput.all.count)
    }

    @Test("the harness knows every command and every option of the program")
    func covers() throws {
        let run = try HostileRun.run([Array("--experimental-dump-help".utf8)], in: FileManager.default.temporaryDirectory)
        let help = try JSONDecoder().decode(Help.self, from: Data(run.output))
        for command in help.command.leaves() {
            let rows = HostileCommand.all.filter { $0.name == command.name }
            #expect(!rows.isEmpty, "no row runs \(command.name)")
            let used = Set(rows.flatMap(\.arguments))
            for option in command.options where !HostileCommand.common.contains(where: { option.contains("--\($0)") }) {
                #expect(!used.isDisjoint(with: option), "no row of \(command.name) uses \(option.joined(separator: ", "))")
            }
        }
    }

    @Test("the world itself is well: every command ends with 0, or says what the world has not", .enabled(if: true))
    func well() throws {
        let world = try Self.world.get().copy(to: Self.folder.appending(path: "well"))
        defer { try? FileManager.default.removeItem(at: world.folder) }
        for command in HostileCommand.all {
            let run = try HostileRun.run(command.all.map { Array($0.utf8) }, input: command.input.map { Array($0.utf8) }, in: world.folder)
            #expect(run.offence() == nil, "\(command.all): \(run.offence() ?? "")")
            // What the tiny world has no matter for: it knows few facts and holds no mean.
            let isKnown = command.name.hasPrefix("claims calibrate") || command.name.hasPrefix("claims study") || command.arguments.contains("mean.npy") || command.arguments.contains("part.statistics")
            #expect(run.status == 0 || isKnown, "\(command.all): \(String(decoding: run.errors, as: UTF8.self))")
        }
    }

    @Test("every command and option", arguments: HostileInput.all)
    func commands(input: HostileInput) throws {
        let world = try Self.world.get().copy(to: Self.folder.appending(path: UUID().uuidString))
        defer { try? FileManager.default.removeItem(at: world.folder) }
        try input.change(world)
        var opened = false
        for command in HostileCommand.all.filter({ !$0.writes }) + HostileCommand.all.filter(\.writes) {
            let run = try HostileRun.run(command.all.map { Array($0.utf8) }, input: command.input.map { Array($0.utf8) }, in: world.folder)
            if let offence = run.offence() { Issue.record("\(command.all.joined(separator: " ")): \(offence)") }
            // The text of a model goes into a pipe as it is; the help says so.
            let isRaw = command.name == "generate" && !command.arguments.contains("--json")
            if !isRaw, let offence = CleanBytes.offence(run.output) { Issue.record("\(command.all.joined(separator: " ")) prints \(offence)") }
            if let offence = CleanBytes.offence(run.errors) { Issue.record("\(command.all.joined(separator: " ")) says \(offence)") }
            if command.arguments.prefix(2) == ["tiny.yaml", "--plain"], run.status == 0 { opened = true }
        }
        #expect(opened || !input.opens, "the workspace does not open")
    }
}

/// What `--experimental-dump-help` says.
private struct Help: Decodable {
    struct Command: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            var kind: String
            var names: [Name]?
        }
        var commandName: String
        var arguments: [Argument]?
        var subcommands: [Command]?

        /// Commands that run something, with the spellings of each of their options.
        func leaves(_ path: String = "") -> [(name: String, options: [[String]])] {
            let name = path.isEmpty && commandName == "parallax" ? "" : path.isEmpty ? commandName : "\(path) \(commandName)"
            if let subcommands, !subcommands.isEmpty { return subcommands.flatMap { $0.leaves(name) } }
            if name == "help" { return [] }
            return [(name, (arguments ?? []).filter { $0.kind != "positional" }.map { ($0.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } })]
        }
    }
    var command: Command
}
