import ParallaxCompute
import ParallaxSession
import ParallaxViews

/// A report as a person or a program reads it.
struct ComparisonOutput {
    private let report: ComparisonReport
    /// Of the JSON and the page.
    private let making: Making?
    private let format: FormatOptions

    init(_ report: ComparisonReport, _ making: Making?, format: FormatOptions) {
        self.report = report
        self.making = making
        self.format = format
    }

    /// - Parameters:
    ///   - page: a place for the page with figures.
    ///   - strips: the documents that the page shows token by token.
    func print(page: OutputPlace? = nil, strips: () throws -> [TokenStrip] = { [] }) throws {
        // What was computed for hours is printed, whether or not the page could be written.
        let page = Result { try page?.write { try ComparisonPage(report: report, strips: strips(), making: making).write(into: $0) } }
        try printed()
        try page.get()
    }

    private func printed() throws {
        if format.json, let making { return try Output.json(MadeFinding(ComparisonJSON(report), making)) }
        if format.csv { return Output.line(Printable(data: ComparisonCSV(report: report).text)) }
        if format.markdown { return Output.line(Printable(data: ComparisonMarkdown(report: report).text)) }
        format.print(table)
        Output.line()
        for sentence in Self.words(report) { Output.line("\(sentence)") }
    }

    /// The figures that fit a line; all of them are in the JSON.
    private static let columns: [(title: String, definition: Definition, scale: ReconstructionScale)] = [
        ("F", .normalised, .asIs), ("G", .normalisedOneScale, .asIs), ("A", .global, .asIs), ("A ‖x‖", .global, .trueNorm),
        ("B", .perToken, .asIs),
        ("cos", .cosine, .asIs), ("centred", .centredCosine, .asIs), ("KL", .kl, .asIs), ("KL ‖x‖", .kl, .trueNorm), ("L0", .l0, .asIs)
    ]

    private var table: Table {
        var table = Table(
            columns: [.init(title: "method")] + Self.columns.map { .init(title: $0.title, isNumber: true) }
                + ["bits", "F of bits"].map { .init(title: $0, isNumber: true) })
        for method in report.methods {
            var row = [method.markedName]
            for column in Self.columns {
                let figure = method.figure(column.definition, column.scale)
                row.append(figure?.value.map { (figure?.mark ?? "") + FigureText.plain($0) } ?? "")
            }
            let bits = method.bits.first { $0.name == "entropy" || $0.name == "text" }
            row.append(bits?.bits.map(FigureText.plain) ?? "")
            row.append(bits?.normalised.map(FigureText.plain) ?? "")
            table.rows.append(row)
        }
        return table
    }

    /// What the table rests on, and what follows from it.
    static func words(_ report: ComparisonReport) -> [String] {
        var lines = [
            "\(report.scope) at \(report.site): N \(report.count) tokens, d \(report.dimension), μ and Var from \(report.meanFrom) (\(report.statisticsFrom))"
        ]
        if let without = report.provenance.exclusionText { lines.append("μ and Var without \(without)") }
        if let why = report.unstable { lines.append("\(FigureText.unstable): \(why)") }
        if !report.excluded.isEmpty {
            lines.append("excluded: " + report.excluded.map { "\($0.count) \($0.name)" }.joined(separator: ", "))
        }
        lines += report.verdicts.map(\.sentence)
        lines += report.disagreements
        lines += report.notes
        return lines
    }
}
