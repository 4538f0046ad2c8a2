import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "μ and Var of every residual site over a workspace's documents, in a file that figures can rest on.",
        discussion: "Files of parts of a corpus can be merged: they hold the sums of each document.")

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("The workspace.", valueName: "WORKSPACE")) var workspace: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE")) var output: String

    func run() throws {
        threads.apply()
        let instrument = try Instrument(try Workspace.open(URL(filePath: workspace)))
        for complaint in instrument.inventory.complaints { Output.warn("warning: \(complaint)") }
        let gathered = try StatisticsGatherer(instrument).gather(cancellation: Cancellation()) { done, total in
            if done % 50 == 0 || done == total { Output.warn("\(done) of \(total) documents") }
        }
        for complaint in gathered.complaints { Output.warn("warning: \(complaint)") }
        try gathered.statistics.write(to: URL(filePath: output))
        let counts = try gathered.statistics.counts(at: instrument.sites[instrument.sites.count - 1])
        Output.line("\(counts.tokens) tokens of \(counts.documents) documents at \(instrument.sites.count) sites, \(counts.excluded) positions excluded: \(output)")
    }
}
