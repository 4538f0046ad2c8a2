import ArgumentParser
import Foundation
import ParallaxCompute

struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Activations as features of a dictionary, and their reconstruction.",
        discussion: """
            The dictionary is a folder or a file of any family in the README; DIR@SITE names its site where it says none. Of a file
            that parallax capture wrote, the dictionary's own site is taken, or the one that --site names. Where FVE is below 0 or
            the number of active features is off by a factor of 3, it says which of the usual mistakes (site, normalisation, BOS,
            orientation) would explain it.

            EXAMPLES
              parallax encode --dictionary SampleData/sae/blocks.3.hook_resid_post-k16 \\
                --activations all.safetensors:hidden_states --top 3
              parallax encode --dictionary ~/saes/layer_20 --activations x.npy --json
              parallax encode --dictionary sae.pt@model.layers.3 \\
                --activations all.safetensors:hidden_states
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The dictionary's folder or file, with its site where it says none.", valueName: "DIR[@SITE]"))
    var dictionary: String
    @Option(parsing: .unconditional, help: ArgumentHelp("A tensor [N, d]; - or -:NAME reads stdin.", valueName: "FILE[:NAME]"))
    var activations: String
    @Option(
        help: ArgumentHelp(
            "What is looked at, in a file of several sites: a residual site's number, a hook's or a module's name.", valueName: "S"))
    var site: String?
    @Option(name: .shortAndLong, help: ArgumentHelp("Write reconstruction, indices and values.", valueName: "OUT.safetensors")) var output:
        OutputPath?
    @OptionGroup var outputs: OutputOptions
    @Option(help: ArgumentHelp("Print the N strongest features a row; all without it.", valueName: "N")) var top: Int?
    @OptionGroup var format: FormatOptions

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
        try threads.apply()
        let named = try DictionaryReference(dictionary), folder = try Input.url(named.path)
        let wanted = try site.map { try Input.site($0) }
        var places = OutputPlaces(reading: [folder, Activations.file(activations)].compactMap { $0 }, outputs)
        let place = try places.open(output, "-o", .tensors)
        let autoencoder = try SparseAutoencoder.open(folder: folder, site: named.site, needsSite: false)
        let looked = wanted ?? autoencoder.placement?.site
        for note in autoencoder.notes { Output.warning("\(note)") }
        if let own = autoencoder.placement?.site, let wanted, own != wanted {
            Output.warning("dictionary \(autoencoder.name) reads \(own); it is given what --site names, \(wanted)")
        }
        let rows = try Activations.read(activations, width: autoencoder.inputSize, site: looked, for: "dictionary \(autoencoder.name)")
        if let complaint = check(autoencoder, rows, at: looked) { Output.warning("\(complaint)") }
        let codes = autoencoder.encode(rows)
        try place?.write { try write(codes, autoencoder.decode(codes), autoencoder, looked, into: $0) }
        func row(_ row: Int) -> Row {
            let code = codes[row], kept = min(top ?? code.l0, code.l0)
            return Row(
                row: row, features: Array(code.features.prefix(kept)), activations: Array(code.activations.prefix(kept)), l0: code.l0)
        }
        if format.json { return try StreamedJSON.list(codes.count, row) }
        if format.isForPeople { return overview(codes, row) }
        // A feature a line, for other programs.
        StreamedTable(
            ["row", "feature"].map { (.init(title: $0, isNumber: true), 0) }, last: .init(title: "activation", isNumber: true),
            format: format
        ).print(count: codes.count) {
            let found = row($0)
            return zip(found.features, found.activations).map { ["\(found.row)", "\($0)", "\($1)"] }
        }
    }

    /// Fewer rows tell nothing about a mean.
    private static let enoughForACheck = 16

    /// What is wrong with the dictionary on these rows, and what would be right; a transcoder's targets are not at hand.
    private func check(_ autoencoder: SparseAutoencoder, _ rows: Rows, at site: Site?) -> Complaint? {
        guard rows.count >= Self.enoughForACheck, !autoencoder.configuration.isTranscoder else { return nil }
        let neighbours = site.flatMap { site in (try? CapturedStates(activations))?.neighbours(of: site) } ?? []
        return DictionaryCheck(autoencoder, CheckMaterial(activations: rows, neighbours: neighbours)).complaint
    }

    /// A row a line.
    private func overview(_ codes: [SparseCode], _ row: (Int) -> Row) {
        let widths = [max(0, codes.count - 1), codes.map(\.l0).max() ?? 0].map { "\($0)".count }
        StreamedTable(
            [(.init(title: "row", isNumber: true), widths[0]), (.init(title: "L0", isNumber: true), widths[1])],
            last: .init(title: "feature activation, highest first"), format: format
        ).print(count: codes.count) {
            let found = row($0)
            return [
                [
                    "\(found.row)", "\(found.l0)",
                    zip(found.features, found.activations).map { "\($0) \(FigureText.significant(Double($1)))" }.joined(separator: "  ")
                ]
            ]
        }
    }

    private func write(
        _ codes: [SparseCode], _ reconstruction: Rows, _ autoencoder: SparseAutoencoder, _ site: Site?, into append: ByteSink
    ) throws {
        let indices = codes.enumerated().flatMap { row, code in code.features.flatMap { [Int64(wide: row), Int64(wide: $0)] } }
        let values = codes.flatMap(\.activations)
        try SafetensorsWriter.write(
            [
                ("reconstruction", .rows(reconstruction)), ("indices", .int64([values.count, 2], indices)),
                ("values", .floats([values.count], values))
            ], metadata: ["dictionary": autoencoder.name].merging(site.map { ["site": $0.hookName] } ?? [:]) { $1 }, into: append)
    }
}
