import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "μ and Var of every residual site over a workspace's documents, in a file that figures can rest on.",
        discussion: """
            Files of parts of a corpus can be merged: they hold the sums of each document. A workspace names the file under statistics:.

            EXAMPLES
              parallax statistics SampleData/parallax.yaml -o sample.statistics
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("The workspace.", valueName: "WORKSPACE")) var workspace: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE")) var output: String

    func run() throws {
        threads.apply()
        let workspace = try Workspace.open(Input.url(workspace))
        let instrument = try WorkspaceOpening.instrument(workspace)
        Warnings.print(instrument.inventory.complaints)
        let gathered = try StatisticsGatherer(instrument).gather(cancellation: Cancellation()) { done, total in
            if done % 50 == 0 || done == total { Output.warn("\(done) of \(total) documents") }
        }
        Warnings.print(gathered.complaints)
        guard let site = gathered.statistics.files.keys.max() else {
            throw Complaint("workspace", expected: "documents to take statistics from", found: "none that can be read", remedy: "name texts under documents:")
        }
        try gathered.statistics.write(to: Input.url(output))
        let counts = try gathered.statistics.counts(at: site)
        Output.line("\(counts.tokens) tokens of \(counts.documents) documents at \(instrument.sites.count) sites, \(counts.excluded) positions excluded: \(output)")
    }
}
