import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxViews

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "How long the steps behind the screen take, on a workspace.",
        discussion:
            "Names: \(Step.allCases.map(\.rawValue).joined(separator: ", ")). Each runs until it is steady; minimum, median and maximum in milliseconds."
    )

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("What to measure; all without it.", valueName: "NAME")) var names: [Step] = []
    @Option(help: ArgumentHelp("A workspace; the sample without it.", valueName: "WORKSPACE")) var workspace: String?
    @Option(
        help: ArgumentHelp(
            "What is looked at: the dictionary and the NLA of this site are measured; the first ones without it.", valueName: "S"))
    var site: String?
    @OptionGroup var bos: BOSOptions
    @Option(
        help: ArgumentHelp(
            "Instead: how fast this dictionary encodes, beside a plain read of its weights and a plain product.", valueName: "DIR"))
    var dictionary: String?
    @Option(help: ArgumentHelp("Instead: how long labels take to open, the first time and again.", valueName: "PATH")) var labels: String?
    @Flag(help: "Print JSON.") var json = false

    enum Step: String, CaseIterable, ExpressibleByArgument {
        /// Forward pass of the first document, all sites and logits.
        case trace
        /// A dictionary over the first document.
        case encode
        /// One feature switched off, to new figures.
        case toggle
        /// One explanation with its round trip.
        case verbalize
        /// One changed text, to new figures.
        case reconstruct
        /// All claims of one explanation by all tests; what the tests take from other documents is known by then.
        case claims
        /// The whole screen at 120 × 36, to cells.
        case frame
    }

    struct Result: Encodable {
        var name: String
        var runs: Int
        var minimum: Double
        var median: Double
        var maximum: Double
    }

    func validate() throws {
        guard site == nil && bos.bos == nil || dictionary == nil && labels == nil else {
            throw ValidationError(
                "--site and --bos: expected a workspace whose steps are measured, found \(dictionary == nil ? "--labels" : "--dictionary (DIR@SITE names a dictionary's own site)")"
            )
        }
    }

    func run() throws {
        try threads.apply()
        if let dictionary {
            return try Self.measure(
                try SparseAutoencoder.open(folder: Input.url(DictionaryReference(dictionary).path), needsSite: false), json: json)
        }
        if let labels { return try Self.measure(labels: Input.url(labels)) }
        let workspace = bos.applied(to: try workspace.map { try Workspace.open(Input.url($0)) } ?? Workspace.sample()),
            instrument = try WorkspaceOpening.instrument(workspace)
        let subject = try BenchmarkSubject(instrument, site: try site.map { try Input.site($0) })
        let results = try (names.isEmpty ? Step.allCases : names).map { step in try Self.measure(step.rawValue) { try subject.run(step) } }
        if json { return try Output.json(results) }
        var table = Table(
            columns: [.init(title: "step")] + ["runs", "min ms", "median ms", "max ms"].map { .init(title: $0, isNumber: true) })
        for result in results {
            var row = [result.name, "\(result.runs)"]
            for value in [result.minimum, result.median, result.maximum] { row.append(FigureText.significant(value)) }
            table.rows.append(row)
        }
        Output.line(table.text)
    }

    private struct Speed: Encodable {
        var readMegabytes: Double
        var tokenMegabytes: Double
        var productGigaflops: Double
        var batchGigaflops: Double
        var tokens: Int
    }

    private static func measure(_ dictionary: SparseAutoencoder, json: Bool) throws {
        let clock = ContinuousClock()
        let speed = DictionarySpeed(dictionary) { work in
            let duration = clock.measure(work)
            return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
        }
        if json {
            return try Output.json(
                Speed(
                    readMegabytes: speed.read / 1e6, tokenMegabytes: speed.encodesToken / 1e6, productGigaflops: speed.product / 1e9,
                    batchGigaflops: speed.encodesBatch / 1e9,
                    tokens: speed.tokens))
        }
        var table = Table(
            columns: [.init(title: "\(dictionary)")] + ["plain", "encoding", "share"].map { .init(title: $0, isNumber: true) })
        table.rows.append([
            "one token, MB/s of the encoder", FigureText.significant(speed.read / 1e6), FigureText.significant(speed.encodesToken / 1e6),
            FigureText.significant(speed.encodesToken / speed.read)
        ])
        table.rows.append(
            [
                "\(speed.tokens) tokens, GFLOP/s", FigureText.significant(speed.product / 1e9),
                FigureText.significant(speed.encodesBatch / 1e9),
                FigureText.significant(speed.encodesBatch / speed.product)
            ])
        Output.line(table.text)
    }

    private static func measure(labels url: URL) throws {
        let clock = ContinuousClock()
        for time in ["first", "again"] {
            var count = 0
            let duration = try clock.measure { count = try FeatureLabels.open(url).count }
            Output.line(
                "\(time)  \(count) labels  \(FigureText.significant(Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15)) ms"
            )
        }
    }

    /// One run to warm up, then at least five and at least half a second.
    private static func measure(_ name: String, _ body: () throws -> Void) throws -> Result {
        let clock = ContinuousClock()
        try body()
        var times: [Double] = []
        var total = 0.0
        while times.count < 5 || (total < 500 && times.count < 1000) {
            let duration = try clock.measure(body)
            let milliseconds = Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15
            times.append(milliseconds)
            total += milliseconds
        }
        times.sort()
        return Result(name: name, runs: times.count, minimum: times[0], median: times[times.count / 2], maximum: times[times.count - 1])
    }
}
