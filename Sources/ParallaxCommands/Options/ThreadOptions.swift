import ArgumentParser
import Foundation
import ParallaxCompute

/// What every command takes.
struct ThreadOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads for large products.", valueName: "N"))
    var threads: Int?
    @Option(help: ArgumentHelp("Also a log of the run, one line an event; PARALLAX_LOG names it too.", valueName: "FILE")) var log:
        OutputPath?
    @Flag(help: "A command that warns has failed: exit 1.") var strict = false

    static let most = 1024

    func validate() throws {
        if let threads, !(1...Self.most).contains(threads) {
            throw ValidationError("--threads: expected a number from 1 to \(Self.most), found \(threads)")
        }
    }

    /// Called first by every command.
    /// - Throws: `Complaint` for a log that cannot be written.
    func apply() throws {
        Output.isStrict(strict)
        if let threads { ComputeThreads.count = threads }
        let environment = Host.environment["PARALLAX_LOG"].flatMap { $0.isEmpty ? nil : OutputPath(argument: $0) }
        if let log { try start(log, "--log \(log)") } else if let environment { try start(environment, "PARALLAX_LOG=\(environment)") }
    }

    private func start(_ log: OutputPath, _ name: String) throws {
        let values = [
            "version": Parallax.version, "arguments": Host.arguments.map(\.debugDescription).joined(separator: " "),
            "folder": Host.currentFolder.path
        ]
        try RunLog.start(URL(filePath: log.path), name: name, values)
        RunLog.note("machine", Machine.facts)
    }
}
