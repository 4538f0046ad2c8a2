import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxViews

/// `parallax compare` on given vectors.
struct CompareVectors {
    let activations: String
    let reconstructions: [(name: String, reference: String)]
    let mean: String?
    let variance: Double?
    let format: FormatOptions
    /// Where a tensor is that was named so.
    var locate: (String) throws -> String = { $0 }

    func run() throws {
        let comparison = try comparison()
        if format.json { return try Output.json(MadeFinding(comparison, try making())) }
        let table = Self.table(comparison)
        format.print(table)
        // The rest is no table.
        if format.csv { return }
        Output.line()
        Output.line("N \(comparison.count), d \(comparison.dimension), μ from \(comparison.meanFrom), Var from \(comparison.varianceFrom)")
        for sentence in comparison.disagreements { Output.line("\(sentence)") }
        for entry in comparison.undefined { Output.line("\(entry.method): \(entry.measure) is undefined, \(entry.why)") }
    }

    /// - Throws: `Complaint` for vectors that cannot be read or are of another width.
    func comparison() throws -> VectorComparison {
        let x = try Activations.read(locate(activations), width: nil, for: "compare")
        let methods = try reconstructions.map { name, reference in
            (name: name, rows: try Activations.read(locate(reference), width: x.width, for: "the comparison", mustBeFinite: false))
        }
        let centre = try mean.map { try Activations.read(locate($0), width: x.width, for: "the comparison") }
        if let centre, centre.count != 1 {
            throw Complaint("--mean", expected: "one vector of \(x.width)", found: "\(centre.count) rows", remedy: "give their mean")
        }
        return try VectorComparison(
            activations: x, reconstructions: methods, mean: centre.map { (rows: $0, name: mean ?? "") },
            variance: variance.map { (number: $0, name: "--var \($0)") })
    }

    /// Tensors of stdin have no file: they are named as they were given, and cannot be read again.
    func making() throws -> Making {
        let named = [activations] + reconstructions.map(\.reference) + [mean].compactMap(\.self)
        var files: [URL] = []
        for file in named.compactMap(Activations.file) where !files.contains(file) { files.append(file) }
        var making = Making(vectors: files)
        making.vectors = VectorsRequest(
            activations: activations, reconstructions: reconstructions.map { .init(name: $0.name, tensor: $0.reference) }, mean: mean,
            variance: variance)
        return making
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
