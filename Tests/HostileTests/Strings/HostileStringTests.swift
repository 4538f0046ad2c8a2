import Foundation
import TestSupport
import Testing

/// A stranger's bytes reach no output but as what can be read: not stdout, not stderr, not a terminal, not a file that is written for people.
@Suite("Hostile strings") struct HostileStringTests {
    /// Runs everything on the world, or all up to the first that shows the mark; gives back what was written.
    private func all(_ world: HostileWorld, until number: Int? = nil) throws -> String {
        var written = ""
        for command in HostileCommand.ordered {
            if let number, HostileString.isSeen(number, in: written) { break }
            let run = try HostileRun.run(command.all.map { Array($0.utf8) }, input: command.input.map { Array($0.utf8) }, in: world.folder)
            let offences = [run.offence(), command.isRaw ? nil : CleanBytes.offence(run.output), CleanBytes.offence(run.errors)].compactMap(
                \.self)
            if !offences.isEmpty { Issue.record("\(command.all.joined(separator: " ")): \(offences.joined(separator: "; "))") }
            written += String(decoding: run.output, as: UTF8.self) + String(decoding: run.errors, as: UTF8.self)
        }
        // Pages and logs that were made are read by people, too.
        for name in ["page.html", "merged.html", "cases.jsonl", "study.jsonl", "tiny.calibration"] {
            guard let data = FileManager.default.contents(atPath: world.path(name)) else { continue }
            if let offence = CleanBytes.offence([UInt8](data)) { Issue.record("\(name) holds \(offence)") }
        }
        return written
    }

    @Test("all together, in a workspace that opens: every command, every option and every page")
    func together() throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        let strings = HostileString.all.enumerated().filter { !$0.element.refuses }
        for (number, string) in strings { try string.put(world, HostileString.text(number)) }
        let walk = try HostileWalk(world)
        #expect(!walk.isRefused && walk.offences.isEmpty, "\(walk.offences) \(walk.seen.suffix(4000))")
        let written = try all(world)
        #expect(try HostileRun.run([Array("tiny.yaml".utf8), Array("--plain".utf8)], in: world.folder).status == 0)
        // A string may stand cut: the mark stands first.
        let unseen = strings.filter { !HostileString.isSeen($0.offset, in: written + walk.seen) }.map(\.element.name)
        // What one of them hides from the others is looked at alone, below.
        #expect(unseen.count * 3 <= strings.count, "\(unseen)")
    }

    @Test("each alone reaches an output or a refusal", arguments: HostileString.all.enumerated().map { ($0.offset, $0.element) })
    func alone(_ number: Int, _ string: HostileString) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        try string.put(world, HostileString.text(number))
        var written = try all(world, until: number)
        if !HostileString.isSeen(number, in: written) {
            let walk = try HostileWalk(world, ["all.yaml", "--theme", "theme.yaml"])
            #expect(walk.offences.isEmpty, "\(walk.offences)")
            written += walk.seen
        }
        let isSeen = HostileString.isSeen(number, in: written)
        #expect(isSeen, "it is never seen")
    }
}
