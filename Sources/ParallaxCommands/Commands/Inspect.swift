import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What files and folders are, without loading weights.")

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Files or folders.", valueName: "PATH")) var paths: [String]
    @Flag(help: "Print a JSON array, one object a path.") var json = false

    /// More tensors than this are counted, not listed.
    private static let listed = 16

    func run() throws {
        threads.apply()
        let inspections = try paths.map { try Inspection.of(URL(filePath: $0)) }
        if json { return try Output.json(inspections) }
        for (index, inspection) in inspections.enumerated() {
            if index > 0 { Output.line() }
            show(inspection)
        }
    }

    /// Everything comes from files of strangers, so everything is made safe.
    private func show(_ inspection: Inspection) {
        Output.line(SafeText("\(inspection.path): \(inspection.family)").text)
        var facts = [("site", inspection.site), ("dtype", inspection.dtype), ("activation", inspection.activation), ("normalisation", inspection.normalisation)]
            .compactMap { name, value in value.map { (name, $0) } }
        facts += inspection.facts.map { ($0.name, $0.value) }
        for (name, value) in facts { Output.line(SafeText("  \(name): \(value)").text) }
        for tensor in inspection.tensors.prefix(Self.listed) { Output.line(SafeText("  tensor \(tensor.name) \(tensor.dtype) \(tensor.shape)").text) }
        if inspection.tensors.count > Self.listed { Output.line("  … \(inspection.tensors.count - Self.listed) more tensors") }
        for sentence in inspection.odd { Output.line(SafeText("  odd: \(sentence)").text) }
    }
}
