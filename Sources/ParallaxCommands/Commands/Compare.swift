import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reconstructions of the same activations by every definition of FVE, side by side.",
        discussion: """
            Nothing is excluded. Without --mean and --var, μ and Var are those of the rows themselves.
            Where definitions rank two methods differently, sentences below the table say so.

            EXAMPLES
              parallax compare --activations x.npy --reconstruction nla=y.npy \\
                --reconstruction sae=code.safetensors:reconstruction
              parallax compare --activations x.npz:h --reconstruction sae=y.npy \\
                --mean mu.npy --var 0.73 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(parsing: .unconditional, help: ArgumentHelp("The activations, [N, d]; - or -:NAME reads stdin.", valueName: "FILE[:NAME]")) var activations: String
    @Option(help: ArgumentHelp("A method's reconstructions, [N, d]; may be repeated.", valueName: "NAME=FILE[:NAME]")) var reconstruction: [String] = []
    @Option(parsing: .unconditional, help: ArgumentHelp("μ, [d], in the activations' own units.", valueName: "FILE[:NAME]")) var mean: String?
    @Option(name: .customLong("var"), help: ArgumentHelp("Var, the mean squared distance of the unit vectors to their mean.", valueName: "X")) var variance: Double?
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard !reconstruction.isEmpty else { throw ValidationError("expected at least one --reconstruction NAME=FILE[:NAME], found none") }
        _ = try namedReconstructions()
        if let variance, !(variance > 0 && variance.isFinite) { throw ValidationError("--var: expected a number above 0, found \(variance)") }
    }

    private func namedReconstructions() throws -> [(name: String, reference: String)] {
        try reconstruction.map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { throw ValidationError("--reconstruction: expected NAME=FILE[:NAME], like sae=y.npy, found \"\(argument)\"") }
            return (String(parts[0]), String(parts[1]))
        }
    }

    func run() throws {
        threads.apply()
        let x = try Activations.read(activations, width: nil, for: "compare")
        let methods = try namedReconstructions().map { name, reference in
            (name: name, rows: try Activations.read(reference, width: x.width, for: "the comparison", mustBeFinite: false))
        }
        let centre = try mean.map { try Activations.read($0, width: x.width, for: "the comparison") }
        if let centre, centre.count != 1 { throw Complaint("--mean", expected: "one vector of \(x.width)", found: "\(centre.count) rows", remedy: "give their mean") }
        let comparison = try VectorComparison(
            activations: x, reconstructions: methods, mean: centre.map { (rows: $0, name: mean ?? "") }, variance: variance.map { (number: $0, name: "--var \($0)") })
        if format.json { return try Output.json(comparison) }
        let table = Self.table(comparison)
        format.print(table)
        // The rest is no table.
        if format.csv { return }
        Output.line()
        Output.line("N \(comparison.count), d \(comparison.dimension), μ from \(comparison.meanFrom), Var from \(comparison.varianceFrom)")
        for sentence in comparison.disagreements { Output.line(SafeText(sentence).text) }
        for entry in comparison.undefined { Output.line(SafeText("\(entry.method): \(entry.measure) is undefined, \(entry.why)").text) }
    }

    /// A figure a row and a method a column: methods are few, definitions many.
    private static func table(_ comparison: VectorComparison) -> Table {
        var table = Table(columns: [.init(title: "figure"), .init(title: "space")] + comparison.methods.map { .init(title: $0.name, isNumber: true) })
        for (index, column) in VectorComparison.columns.enumerated() {
            var row: [String] = []
            row.append(title(column))
            row.append(comparison.methods[0].measures[index].space.rawValue)
            for method in comparison.methods { row.append(Figures.text(method.measures[index])) }
            table.rows.append(row)
        }
        return table
    }

    private static func title(_ column: VectorComparison.Column) -> String {
        if column.symbol == column.key { return column.key }
        return "\(column.symbol)  \(column.key)"
    }
}
