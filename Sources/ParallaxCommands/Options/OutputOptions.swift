import ArgumentParser
import Foundation
import ParallaxCompute

/// The value of an option that names a place for a result. Its place is opened by `OutputPlaces`, and nothing else writes to one.
struct OutputPath: ExpressibleByArgument, CustomStringConvertible {
    let description: String

    init?(argument: String) { description = argument }

    /// `-` is stdout.
    var path: String {
        description == "-"
            ? "/dev/stdout"
            : description.isEmpty
                ? "" : URL(person: description, relativeTo: Host.currentFolder).path + (description.hasSuffix("/") ? "/" : "")
    }
}

/// What every command that writes files takes.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Replace a file of another kind, too.") var force = false
}

/// The places of one run's results, opened before its work begins. None is a file that the run reads, and no two are the same.
struct OutputPlaces {
    private var taken: [FileIdentity]
    private let force: Bool

    /// - Parameter inputs: files and folders that the run reads.
    init(reading inputs: [URL], _ options: OutputOptions) {
        // The log grows meanwhile.
        taken = (inputs + [RunLog.url].compactMap { $0 }).map { FileIdentity($0.path) }
        force = options.force
    }

    /// - Throws: `Complaint` where nothing can or may be written there.
    mutating func open(_ output: OutputPath?, _ option: String, _ kind: OutputKind) throws -> OutputPlace? {
        try output.map { try open($0, option, kind) }
    }

    mutating func open(_ output: OutputPath, _ option: String, _ kind: OutputKind) throws -> OutputPlace {
        defer { taken.append(FileIdentity(output.path)) }
        return try OutputPlace(output.path, name: "\(option) \(output)", kind: kind, taken: taken, force: force)
    }

    /// A file that grows while the run goes on and is continued by the next run: looked at now, opened when what it holds is known.
    mutating func reserve(_ file: URL, _ option: String, _ kind: OutputKind) throws {
        defer { taken.append(FileIdentity(file.path)) }
        try OutputPlace.check(growing: file.path, name: "\(option) \(file.path)", kind: kind, taken: taken)
    }
}
