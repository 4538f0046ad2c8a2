import Foundation
import TestSupport
import Testing

/// Every command with every option on every hostile input: it ends by itself within its limits, with a result or a sentence, and writes nothing that a
/// terminal would do something at. `PARALLAX_HOSTILE=200000` runs so many combinations with inputs mixed at random.
@Suite("Hostile inputs") struct HostileTests {
    private static let count = ProcessInfo.processInfo.environment["PARALLAX_HOSTILE"].flatMap { Int($0) }

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

    @Test("the world itself is well: every command ends with 0, or says what the world has not; so does every page")
    func well() throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        for command in HostileCommand.ordered {
            let run = try HostileRun.run(command.all.map { Array($0.utf8) }, input: command.input.map { Array($0.utf8) }, in: world.folder)
            #expect(run.offence() == nil, "\(command.all): \(run.offence() ?? "")")
            #expect(run.status == (command.isStarved ? 1 : 0), "\(command.all): \(String(decoding: run.errors, as: UTF8.self))")
        }
        let walk = try HostileWalk(world, ["all.yaml"])
        #expect(!walk.isRefused && walk.offences.isEmpty, "\(walk.offences)")
    }

    @Test("every command and option", arguments: HostileInput.chosen)
    func commands(input: HostileInput) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        try input.change(world)
        var opened = false
        for command in HostileCommand.ordered {
            let run = try check(command, world)
            if command.arguments.prefix(2) == ["tiny.yaml", "--plain"], run.status == 0 { opened = true }
        }
        #expect(opened || !input.opens, "the workspace does not open")
    }

    @Test("every page", arguments: HostileInput.chosen.enumerated().map { ($0.offset, $0.element) })
    func pages(number: Int, input: HostileInput) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        try input.change(world)
        let walk = try HostileWalk(world, shift: number)
        #expect(walk.offences.isEmpty, "\(walk.offences)")
        #expect(!walk.isRefused || !input.opens, "it is refused: \(walk.seen)")
        // What w wrote: two files for each page that it was pressed on, and none else.
        let findings = try FileManager.default.contentsOfDirectory(atPath: world.folder.path).filter { $0.hasPrefix("parallax-") }
        #expect(findings.count <= 24, "\(findings)")
        for finding in findings {
            let offence = CleanBytes.offence([UInt8](try Data(contentsOf: world.folder.appending(path: finding))))
            #expect(offence == nil, "\(finding)")
        }
    }

    /// Two to four inputs at once, a command drawn at random: more than the table, for as long as one likes.
    ///
    ///     PARALLAX_HOSTILE=200000 swift test -c release --filter HostileTests
    ///
    /// It says how far it is; another `PARALLAX_SEED` makes others, so that a long run can be made in parts.
    @Test("inputs mixed at random", .enabled(if: count != nil, "PARALLAX_HOSTILE says how many"), arguments: 0..<2)
    func mixed(part: Int) throws {
        let seed = ProcessInfo.processInfo.environment["PARALLAX_SEED"].flatMap { UInt64($0) } ?? 0
        var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(part) + 1), runs = 0, worlds = 0
        while runs < (Self.count ?? 0) / 2 {
            let world = try HostileWorld.shared()
            defer { world.discard() }
            var names: [String] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                guard let input = HostileInput.all.randomElement(using: &random) else { continue }
                // One that another has taken the file from has nothing to change.
                do { try input.change(world) } catch { continue }
                names.append(input.name)
            }
            for command in HostileCommand.ordered.shuffled(using: &random) {
                try check(command, world, " with \(names.joined(separator: "; "))")
                runs += 1
            }
            worlds += 1
            if worlds.isMultiple(of: 20) {
                print("part \(part): \(runs) runs on \(worlds) worlds")
                fflush(nil)
            }
        }
        print("part \(part): \(runs) runs on \(worlds) worlds, done")
    }

    @discardableResult
    private func check(_ command: HostileCommand, _ world: HostileWorld, _ what: String = "") throws -> HostileRun {
        let run = try HostileRun.run(command.all.map { Array($0.utf8) }, input: command.input.map { Array($0.utf8) }, in: world.folder)
        let offences = [run.offence(), command.isRaw ? nil : CleanBytes.offence(run.output), CleanBytes.offence(run.errors)].compactMap(
            \.self)
        if !offences.isEmpty { Issue.record("\(command.all.joined(separator: " "))\(what): \(offences.joined(separator: "; "))") }
        return run
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
            return [
                (
                    name,
                    (arguments ?? []).filter { $0.kind != "positional" }.map {
                        ($0.names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
                    }
                )
            ]
        }
    }
    var command: Command
}
