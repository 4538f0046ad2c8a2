import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What files and folders are, without loading weights.",
        discussion: """
            Models, dictionaries, verbalizers, reconstructors, tensors, tokenizers, labels, explanations, documents and workspaces are told apart by what is in them,
            and so is what Parallax writes itself: statistics, comparisons, calibrations, findings, results, verdicts, rules and themes.
            What is missing, contradicts itself or cannot be run is said under "odd".

            EXAMPLES
              parallax inspect SampleData/subject SampleData/av
              parallax inspect ~/models/* --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Files or folders.", valueName: "PATH")) var paths: [String]
    @Flag(help: "Print a JSON array, one object a path.") var json = false

    func run() throws {
        try threads.apply()
        var inspections: [Inspection] = [], failure: Complaint?
        for path in paths {
            do {
                inspections.append(try Inspection.of(path, first: OwnFiles.recognisers))
            } catch let complaint as Complaint {
                // The others are told all the same; the last sentence is the command's own.
                if let failure { Output.warn("Error: \(failure)") }
                failure = complaint
            }
        }
        if inspections.isEmpty, let failure { throw failure }
        if json {
            try Output.json(inspections)
        } else {
            for (index, inspection) in inspections.enumerated() {
                if index > 0 { Output.line() }
                show(inspection)
            }
        }
        if let failure { throw failure }
    }

    /// More tensors than this are counted, not listed.
    private static let listed = 16

    /// Everything comes from files of strangers, so everything is made safe.
    private func show(_ inspection: Inspection) {
        func line(_ text: Printable) { Output.line(text) }
        line("\(inspection.path): \(inspection.family)")
        if let site = inspection.site { line("  site: \(site)") }
        if let dtype = inspection.dtype { line("  dtype: \(dtype)") }
        if let activation = inspection.activation { line("  activation: \(activation)") }
        if let normalisation = inspection.normalisation { line("  normalisation: \(normalisation)") }
        for fact in inspection.facts { line("  \(fact.name): \(fact.value)") }
        for tensor in inspection.tensors.prefix(Self.listed) { line("  tensor \(tensor.name) \(tensor.dtype) \(tensor.shape)") }
        if inspection.tensors.count > Self.listed { line("  … \(inspection.tensors.count - Self.listed) more tensors") }
        for sentence in inspection.odd { line("  odd: \(sentence)") }
    }
}
