import ArgumentParser
import Foundation
import ParallaxCompute

struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Activations as features of a dictionary, and their reconstruction.")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The dictionary's folder.", valueName: "DIR")) var dictionary: String
    @Option(help: ArgumentHelp("A tensor [N, d].", valueName: "FILE[:NAME]")) var activations: String
    @Option(name: .shortAndLong, help: ArgumentHelp("Write reconstruction, indices and values.", valueName: "OUT.safetensors")) var output: String?
    @Option(help: ArgumentHelp("Print the N strongest features a row; all without it.", valueName: "N")) var top: Int?
    @Flag(help: "Print JSON.") var json = false

    struct Row: Encodable {
        var row: Int
        var features: [Int]
        var activations: [Float]
        var l0: Int
    }

    func validate() throws {
        if let top, top < 0 { throw ValidationError("--top: expected 0 or more, found \(top)") }
    }

    func run() throws {
        threads.apply()
        let autoencoder = try SparseAutoencoder.open(folder: URL(filePath: dictionary))
        for note in autoencoder.notes { Output.warn("warning: \(note)") }
        let rows = try Activations.read(activations, width: autoencoder.inputSize, for: "dictionary \(autoencoder.name)")
        let codes = autoencoder.encode(rows)
        if let output { try write(codes, autoencoder.decode(codes), to: output, site: autoencoder.site) }
        let results = codes.enumerated().map { row, code in
            let kept = min(top ?? code.l0, code.l0)
            return Row(row: row, features: Array(code.features.prefix(kept)), activations: Array(code.activations.prefix(kept)), l0: code.l0)
        }
        if json { return try Output.json(results) }
        var table = Table(columns: [.init(title: "row", isNumber: true), .init(title: "L0", isNumber: true), .init(title: "feature activation, highest first")])
        table.rows = results.map { result in
            ["\(result.row)", "\(result.l0)", zip(result.features, result.activations).map { "\($0) \(Figures.significant(Double($1)))" }.joined(separator: "  ")]
        }
        Output.line(table.text)
    }

    private func write(_ codes: [SparseCode], _ reconstruction: Rows, to path: String, site: Site) throws {
        let indices = codes.enumerated().flatMap { row, code in code.features.flatMap { [Int64(row), Int64($0)] } }
        let values = codes.flatMap(\.activations)
        try SafetensorsWriter.write(
            [
                ("reconstruction", .floats([reconstruction.count, reconstruction.width], reconstruction.values)), ("indices", .int64([values.count, 2], indices)),
                ("values", .floats([values.count], values)),
            ], metadata: ["dictionary": dictionary, "site": site.hookName], to: URL(filePath: path))
    }
}
