import Foundation
import ParallaxCompute
import ParallaxViews

/// `parallax compare` on given vectors.
struct CompareVectors {
    let activations: String
    let reconstructions: [(name: String, reference: String)]
    let mean: String?
    let variance: Double?
    let format: FormatOptions

    func run() throws {
        let x = try Activations.read(activations, width: nil, for: "compare")
        let methods = try reconstructions.map { name, reference in
            (name: name, rows: try Activations.read(reference, width: x.width, for: "the comparison", mustBeFinite: false))
        }
        let centre = try mean.map { try Activations.read($0, width: x.width, for: "the comparison") }
        if let centre, centre.count != 1 {
            throw Complaint("--mean", expected: "one vector of \(x.width)", found: "\(centre.count) rows", remedy: "give their mean")
        }
        let comparison = try VectorComparison(
            activations: x, reconstructions: methods, mean: centre.map { (rows: $0, name: mean ?? "") },
            variance: variance.map { (number: $0, name: "--var \($0)") })
        if format.json { return try Output.json(comparison) }
        let table = Self.table(comparison)
        format.print(table)
        // The rest is no table.
        if format.csv { return }
        Output.line()
        Output.line("N \(comparison.count), d \(comparison.dimension), μ from \(comparison.meanFrom), Var from \(comparison.varianceFrom)")
        for sentence in comparison.disagreements { Output.line("\(sentence)") }
        for entry in comparison.undefined { Output.line("\(entry.method): \(entry.measure) is undefined, \(entry.why)") }
    }

    /// A figure a row and a method a column: methods are few, definitions many.
    private static func table(_ comparison: VectorComparison) -> Table {
        var table = Table(
            columns: [.init(title: "figure"), .init(title: "space")] + comparison.methods.map { .init(title: $0.name, isNumber: true) })
        for (index, column) in VectorComparison.columns.enumerated() {
            var row: [String] = []
            row.append(title(column))
            row.append(comparison.methods[0].measures[index].space.rawValue)
            for method in comparison.methods { row.append(FigureText.text(method.measures[index])) }
            table.rows.append(row)
        }
        return table
    }

    private static func title(_ column: VectorComparison.Column) -> String {
        if column.symbol == column.key { return column.key }
        return "\(column.symbol)  \(column.key)"
    }
}
