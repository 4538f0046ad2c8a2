import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct Statistics: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What figures take from other documents, in a file that they can rest on.",
        discussion: """
            μ and Var of every residual site as sums of each document; at the sites of the workspace's dictionaries and NLAs also a bounded
            pool of activations, from which comparisons take principal components, neighbours, firing frequencies and quantisers.
            Parts of a corpus are merged by parallax merge. A workspace names the file under statistics:.

            EXAMPLES
              parallax statistics SampleData/parallax.yaml -o sample.statistics
              parallax statistics corpus.yaml --shard 3/16 -o part3.statistics
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("The workspace.", valueName: "WORKSPACE")) var workspace: String
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE")) var output: OutputPath
    @OptionGroup var outputs: OutputOptions

    @Option(help: ArgumentHelp("A residual site's number or hook name; all without it.", valueName: "S")) var site: String?
    @OptionGroup var bos: BOSOptions
    @Option(help: ArgumentHelp("Part i of n: documents whose number gives rest i − 1.", valueName: "i/n")) var shard: Shard?
    @Option(help: ArgumentHelp("Activations in a pool at most.", valueName: "N")) var pool = 8192

    func validate() throws {
        guard (2...1_000_000).contains(pool) else { throw ValidationError("--pool: expected 2 to 1000000, found \(pool)") }
    }

    func run() throws {
        try threads.apply()
        let workspace = bos.applied(to: try Workspace.open(Input.url(workspace)))
        // Those of before are made anew, wherever the workspace names them.
        var places = OutputPlaces(reading: workspace.files.filter { $0 != workspace.statistics }, outputs)
        let place = try places.open(output, "-o", .statistics)
        let instrument = try WorkspaceOpening.instrument(workspace)
        Output.warnings(instrument.inventory.complaints + instrument.dictionaries.complaints + instrument.verbalizers.complaints)
        let documents = WorkspaceDocuments(instrument), wanted = try site.map { try Input.site($0) }
        let sites = (instrument.sites + instrument.sources.sorted()).filter { wanted == nil || $0 == wanted }
        guard !sites.isEmpty else {
            throw Complaint(
                "--site",
                expected: "a residual site from 0 to \(instrument.model.configuration.blockCount), or one that a dictionary reconstructs",
                found: wanted.map { "\($0)" } ?? "", remedy: "name a site of this model")
        }
        let pooled = Set(
            instrument.dictionaries.elements.flatMap { [$0.source, $0.target] } + instrument.verbalizers.elements.map(\.info.site)
        ).intersection(sites)
        let indices = documents.titles.indices.filter { index in shard?.contains(index) ?? true }
        let progress = ProgressLine("documents", total: indices.count)
        // Over all parts, so that these merge to what one run gives.
        let copies = try DocumentCopies(
            Array(documents.titles.indices),
            read: DocumentReader(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents),
            cancellation: Cancellation())
        let gathered = try CorpusStatistics(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents)
            .gather(
                Array(indices), sites: sites, pooled: wanted == nil ? pooled : Set(sites), poolSize: pool,
                repeated: copies.repeated(among: Array(documents.titles.indices)),
                cancellation: Cancellation()
            ) { done, _ in progress.update(done: done) }
        Output.warnings(gathered.complaints)
        guard let site = gathered.statistics.files.keys.max() else {
            throw Complaint(
                "workspace", expected: "documents to take statistics from", found: "none that can be read",
                remedy: "name texts under documents:")
        }
        let statistics = StatisticsCollection(gathered.statistics.files, parts: shard.map { [$0] } ?? [])
        try place.write(statistics.write)
        let counts = try statistics.counts(at: site)
        Output.line(
            "\(counts.tokens) tokens of \(counts.documents) documents at \(sites.count) site\(sites.count == 1 ? "" : "s"), \(counts.excluded) positions excluded: \(output)"
        )
    }
}
