import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What files and folders are, without loading weights.")

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Files or folders.", valueName: "PATH")) var paths: [String]
    @Flag(help: "Print JSON, one object a path.") var json = false

    func run() throws {
        let inspections = try paths.map { try Inspection.of(URL(filePath: $0)) }
        if json { return try Output.json(inspections) }
        for (index, inspection) in inspections.enumerated() {
            if index > 0 { Output.line() }
            for line in inspection.text.split(separator: "\n", omittingEmptySubsequences: false) { Output.line(SafeText(String(line)).text) }
        }
    }
}
