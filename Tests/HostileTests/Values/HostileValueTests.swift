import Foundation
import TestSupport
import Testing

@Suite("Hostile values of options") struct HostileValueTests {
    /// All with `PARALLAX_HOSTILE`; else every fifth, another fifth for each option.
    private static let step = ProcessInfo.processInfo.environment["PARALLAX_HOSTILE"] == nil ? 5 : 1

    @Test(
        "every option of every command ends well with each of them, and only options that are known to write make files",
        arguments: HostileValue.cases.enumerated().map { ($0.offset, $0.element) })
    func values(_ number: Int, _ option: HostileValue.Case) throws {
        let world = try HostileWorld.shared()
        defer { world.discard() }
        let made = world.folder.appending(path: "made-by-an-option")
        for value in HostileValue.all.indices.filter({ $0 % Self.step == number % Self.step }).map({ HostileValue.all[$0] }) + [
            Array("made-by-an-option".utf8)
        ] {
            var arguments = option.command.all.map { Array($0.utf8) }
            arguments[option.place + option.command.name.split(separator: " ").count] = value
            let run = try HostileRun.run(arguments, input: option.command.input.map { Array($0.utf8) }, in: world.folder)
            let offences = [
                run.offence(),
                option.command.isRaw || HostileCommand.outputs.contains(option.option) ? nil : CleanBytes.offence(run.output),
                CleanBytes.offence(run.errors)
            ].compactMap(\.self)
            if !offences.isEmpty {
                Issue.record(
                    "\(option.testDescription) \(String(decoding: value, as: UTF8.self).debugDescription.prefix(100)): \(offences.joined(separator: "; "))"
                )
            }
            if FileManager.default.fileExists(atPath: made.path) {
                #expect(
                    HostileCommand.outputs.contains(option.option), "\(option.testDescription) writes: name it in HostileCommand.outputs")
                try FileManager.default.removeItem(at: made)
            }
        }
    }
}
