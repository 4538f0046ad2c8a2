import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What files and folders are, without loading weights.",
        discussion: """
            Models, dictionaries, verbalizers, reconstructors, tensors, tokenizers, labels, documents and workspaces are told apart by what is in them.
            What is missing, contradicts itself or cannot be run is said under "odd".

            EXAMPLES
              parallax inspect SampleData/subject SampleData/av
              parallax inspect ~/models/* --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Files or folders.", valueName: "PATH")) var paths: [String]
    @Flag(help: "Print a JSON array, one object a path.") var json = false

    func run() throws {
        threads.apply()
        var inspections: [Inspection] = [], failure: Complaint?
        for path in paths {
            do {
                inspections.append(try Inspection.of(Input.url(path)))
            } catch let complaint as Complaint {
                // The others are told all the same; the last sentence is the command's own.
                if let failure { Output.warn("Error: \(SafeText(failure.description).text)") }
                failure = complaint
            }
        }
        if json {
            try Output.json(inspections)
        } else {
            for (index, inspection) in inspections.enumerated() {
                if index > 0 { Output.line() }
                // Everything comes from files of strangers.
                for line in inspection.text.split(separator: "\n", omittingEmptySubsequences: false) { Output.line(SafeText(String(line)).text) }
            }
        }
        if let failure { throw failure }
    }
}
