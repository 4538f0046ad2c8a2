import ArgumentParser
import Foundation
import ParallaxCompute

struct Reconstruct: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The vector that a text stands for, by an activation reconstructor (AR).",
        discussion: "The norm of the vector carries no meaning: compare directions, and rescale it before it goes into a model.")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The AR's folder.", valueName: "DIR")) var ar: String
    @Option(help: ArgumentHelp("The text itself; - reads stdin.", valueName: "S")) var text: String?
    @Option(help: ArgumentHelp("A text file; - reads stdin.", valueName: "F")) var file: String?
    @Option(help: ArgumentHelp("A tensor [N, d] to measure against.", valueName: "FILE[:NAME]")) var against: String?
    @Option(help: ArgumentHelp("The row of --against.", valueName: "I")) var row = 0
    @Option(name: .shortAndLong, help: ArgumentHelp("Write the vector as reconstruction [1, d].", valueName: "OUT.safetensors")) var output: String?
    @Flag(help: "Print JSON.") var json = false

    struct Result: Encodable {
        var reconstruction: [[Float]]?
        var dimension: Int
        var norm: Double
        var against: MeasureReport?
    }

    func validate() throws {
        guard (text == nil) != (file == nil) else { throw ValidationError("expected one of --text and --file") }
    }

    func run() throws {
        threads.apply()
        let reconstructor = try ActivationReconstructor.open(folder: URL(filePath: ar))
        let text = try Input.string(text: text, file: file).trimmingCharacters(in: .whitespacesAndNewlines)
        let vector = try reconstructor.reconstruct([text], cancellation: nil)
        var report: MeasureReport?
        if let against {
            let rows = try Activations.read(against, width: vector.width, for: "the AR")
            guard (0..<rows.count).contains(row) else {
                throw Complaint("--row", expected: "a row from 0 to \(rows.count - 1)", found: "\(row)", remedy: "name a row that the tensor has")
            }
            report = MeasureReport(TokenFigures(activation: rows[row], reconstruction: vector[0], statistics: nil))
        }
        if let output {
            try SafetensorsWriter.write(
                [("reconstruction", .floats([1, vector.width], vector.values))], metadata: ["site": reconstructor.site.hookName], to: URL(filePath: output))
        }
        let norm = vector.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        // The vector itself is printed only where no file takes it.
        let result = Result(reconstruction: output == nil ? [vector[0]] : nil, dimension: vector.width, norm: norm, against: report)
        if json { return try Output.json(result) }
        Output.line("\(reconstructor.site)  d \(vector.width)  norm \(Figures.significant(norm)) (of no meaning for an NLA)")
        if let report { Output.line(report.table.text) }
    }
}
