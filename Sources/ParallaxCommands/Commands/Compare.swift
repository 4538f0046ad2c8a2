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
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The activations, [N, d].", valueName: "FILE[:NAME]")) var activations: String
    @Option(help: ArgumentHelp("A method's reconstructions, [N, d]; may be repeated.", valueName: "NAME=FILE[:NAME]")) var reconstruction: [String] = []
    @Option(help: ArgumentHelp("μ, [d], in the activations' own units.", valueName: "FILE[:NAME]")) var mean: String?
    @Option(name: .customLong("var"), help: ArgumentHelp("Var, the mean squared distance of the unit vectors to their mean.", valueName: "X")) var variance: Double?
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print CSV.") var csv = false
    @Flag(help: "Print Markdown.") var markdown = false

    func validate() throws {
        guard !reconstruction.isEmpty else { throw ValidationError("expected at least one --reconstruction NAME=FILE[:NAME]") }
        if let variance, !(variance > 0 && variance <= 1) { throw ValidationError("--var: expected a number above 0, at most 1, found \(variance)") }
    }

    func run() throws {
        threads.apply()
        let x = try Activations.read(activations, width: nil, for: "compare")
        let methods = try reconstruction.map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else {
                throw Complaint("--reconstruction", expected: "NAME=FILE[:NAME]", found: "\"\(argument)\"", remedy: "name the method, like sae=y.npy")
            }
            return (name: String(parts[0]), rows: try Activations.read(String(parts[1]), width: x.width, for: "the comparison", mustBeFinite: false))
        }
        let centre = try mean.map { try Activations.read($0, width: x.width, for: "the comparison") }
        if let centre, centre.count != 1 { throw Complaint("--mean", expected: "one vector of \(x.width)", found: "\(centre.count) rows", remedy: "give their mean") }
        let comparison = try VectorComparison(
            activations: x, reconstructions: methods, mean: centre.map { (rows: $0, name: mean ?? "") }, variance: variance.map { (number: $0, name: "--var \($0)") })
        if json { return try Output.json(comparison) }
        let table = Self.table(comparison)
        if csv { return Output.line(table.csv) }
        Output.line(markdown ? table.markdown : table.text)
        Output.line()
        Output.line("N \(comparison.count), d \(comparison.dimension), μ from \(comparison.meanFrom), Var from \(comparison.varianceFrom)")
        for sentence in comparison.disagreements { Output.line(sentence) }
        for entry in comparison.undefined { Output.line("\(entry.method): \(entry.measure) is undefined, \(entry.why)") }
    }

    /// A figure a row and a method a column: methods are few, definitions many.
    private static func table(_ comparison: VectorComparison) -> Table {
        var table = Table(columns: [.init(title: "figure"), .init(title: "space")] + comparison.methods.map { .init(title: SafeText($0.name).text, isNumber: true) })
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
