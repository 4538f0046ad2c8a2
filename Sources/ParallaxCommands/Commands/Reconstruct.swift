import ArgumentParser
import Foundation
import ParallaxCompute

struct Reconstruct: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The vector that a text stands for, by an activation reconstructor (AR).",
        discussion: """
            The norm of the vector carries no meaning: compare directions, and rescale it before it goes into a model.
            Figures that rest on μ or Var are null here: one row has none. parallax compare takes them from many rows.

            EXAMPLES
              parallax reconstruct --ar SampleData/ar --text "A letter." -o y.safetensors
              parallax reconstruct --ar SampleData/ar --file text.txt \\
                --against all.safetensors:hidden_states --row 3 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The AR's folder.", valueName: "DIR")) var ar: String
    @Option(parsing: .unconditional, help: ArgumentHelp("The text itself; - reads stdin.", valueName: "S")) var text: String?
    @Option(help: ArgumentHelp("A text file; - reads stdin.", valueName: "F")) var file: String?
    @OptionGroup var encoding: EncodingOptions
    @Option(parsing: .unconditional, help: ArgumentHelp("A tensor [N, d] to measure against.", valueName: "FILE[:NAME]")) var against:
        String?
    @Option(help: ArgumentHelp("The row of --against; needed where it has several.", valueName: "I")) var row: Int?
    @Option(name: .shortAndLong, help: ArgumentHelp("Write the vector as reconstruction [1, d].", valueName: "OUT.safetensors")) var output:
        OutputPath?
    @OptionGroup var outputs: OutputOptions
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("expected one of --text and --file, found \(text == nil ? "none" : "2")")
        }
        guard row == nil || against != nil else { throw ValidationError("--row: expected --against, whose row it is, found none") }
    }

    func run() throws {
        try threads.apply()
        var places = try OutputPlaces(
            reading: [Input.url(ar), file.flatMap { $0 == "-" ? nil : try? Input.url($0) }, Activations.file(against)].compactMap { $0 },
            outputs)
        let place = try places.open(output, "-o", .tensors)
        let reconstructor = try ActivationReconstructor.open(folder: Input.url(ar))
        Output.warnings(reconstructor.notes)
        let text = try Input.string(text: text, file: file, encoding: encoding.textEncoding())
        let activation = try activation(for: reconstructor)
        let vector = try reconstructor.reconstruct([text], cancellation: nil)
        try place?.write {
            try SafetensorsWriter.write([("reconstruction", .rows(vector))], metadata: ["site": reconstructor.site.hookName], into: $0)
        }
        let figures = activation.map { MeasureReport(TokenFigures(activation: $0, reconstruction: vector[0], statistics: nil)) }
        let result = Result(reconstruction: vector, figures: figures)
        if format.json { return try Output.json(result) }
        if format.isForPeople {
            Output.line("\(reconstructor.site)  d \(vector.width)  norm \(FigureText.significant(result.norm)) (of no meaning for an NLA)")
        }
        if let figures { format.print(figures.table) }
    }

    private func activation(for reconstructor: ActivationReconstructor) throws -> [Float]? {
        guard let against else { return nil }
        let rows = try Activations.read(against, width: reconstructor.outputSize, site: reconstructor.site, for: "the AR")
        guard let row = row ?? (rows.count == 1 ? 0 : nil), (0..<rows.count).contains(row) else {
            throw Complaint(
                "--row", expected: "a row from 0 to \(rows.count - 1)", found: row.map { "\($0)" } ?? "none",
                remedy: "name the row that the text is about")
        }
        return rows[row]
    }

    /// The vector, and the figures beside it.
    private struct Result: Encodable {
        let reconstruction: Rows
        let figures: MeasureReport?

        var norm: Double { reconstruction.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }

        private enum Key: String, CodingKey {
            case reconstruction, dimension, norm
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode([reconstruction[0]], forKey: .reconstruction)
            try container.encode(reconstruction.width, forKey: .dimension)
            try container.encode(norm, forKey: .norm)
            try figures?.encode(to: encoder)
        }
    }
}
