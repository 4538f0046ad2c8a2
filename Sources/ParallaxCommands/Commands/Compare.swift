import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reconstructions of the same activations by every definition of FVE, side by side.",
        discussion: """
            A workspace: every dictionary and NLA at one site, with baselines and controls, on documents that nothing was estimated from;
            what splicing does to the model; bits; intervals over documents; and who wins by what.

            Vectors: nothing is excluded. Without --mean and --var, μ and Var are those of the rows themselves.
            Where definitions rank two methods differently, sentences below the table say so.

            EXAMPLES
              parallax compare SampleData/parallax.yaml --tokens 2000
              parallax compare my.yaml --shard 2/4 --state part2.comparison
              parallax compare --activations x.npy --reconstruction nla=y.npy \\
                --reconstruction sae=code.safetensors:reconstruction
              parallax compare --activations x.npz:h --reconstruction sae=y.npy \\
                --mean mu.npy --var 0.73 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("A workspace, all methods of which are run.", valueName: "WORKSPACE")) var workspace: String?
    @OptionGroup(title: "Options for a workspace") var comparison: ComparisonArguments
    @Option(parsing: .unconditional, help: ArgumentHelp("The activations, [N, d]; - or -:NAME reads stdin.", valueName: "FILE[:NAME]"))
    var activations: String?
    @Option(help: ArgumentHelp("A method's reconstructions, [N, d]; may be repeated.", valueName: "NAME=FILE[:NAME]")) var reconstruction:
        [String] = []
    @Option(parsing: .unconditional, help: ArgumentHelp("μ, [d], in the activations' own units.", valueName: "FILE[:NAME]")) var mean:
        String?
    @Option(
        name: .customLong("var"), help: ArgumentHelp("Var, the mean squared distance of the unit vectors to their mean.", valueName: "X"))
    var variance: Double?
    @OptionGroup var format: FormatOptions
    @OptionGroup var outputs: OutputOptions

    func validate() throws {
        if workspace != nil {
            guard activations == nil, reconstruction.isEmpty, mean == nil, variance == nil else {
                throw ValidationError("expected a workspace, or vectors with --activations and --reconstruction, found both")
            }
            try comparison.options.check()
            return
        }
        guard activations != nil else { throw ValidationError("expected a workspace, or --activations FILE[:NAME], found neither") }
        guard comparison.isEmpty else {
            throw ValidationError("expected options for vectors beside --activations, found some that are for a workspace")
        }
        guard !reconstruction.isEmpty else { throw ValidationError("expected at least one --reconstruction NAME=FILE[:NAME], found none") }
        _ = try namedReconstructions()
        if let variance, !(variance > 0 && variance.isFinite) {
            throw ValidationError("--var: expected a number above 0, found \(variance)")
        }
    }

    private func namedReconstructions() throws -> [(name: String, reference: String)] {
        try reconstruction.map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw ValidationError("--reconstruction: expected NAME=FILE[:NAME], like sae=y.npy, found \"\(argument)\"")
            }
            return (String(parts[0]), String(parts[1]))
        }
    }

    func run() throws {
        try threads.apply()
        if let activations {
            try CompareVectors(
                activations: activations, reconstructions: try namedReconstructions(), mean: mean, variance: variance, format: format
            ).run()
        } else if let workspace {
            try CompareWorkspace(workspace: workspace, arguments: comparison, format: format, outputs: outputs).run()
        }
    }
}
