import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Verbalize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Activations in words, by an activation verbalizer (AV).",
        discussion: """
            Only the direction of an activation counts. logprob is the natural logarithm of the probability of all generated tokens.
            With --temperature a row is drawn by the seed and its own number, whatever other rows are chosen.

            EXAMPLES
              parallax verbalize --av SampleData/av \\
                --activations all.safetensors:hidden_states --rows 2-4
              parallax verbalize --av SampleData/av --activations x.npy --rows 0,7 \\
                --temperature 1 --seed 3 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The AV's folder.", valueName: "DIR")) var av: String
    @Option(parsing: .unconditional, help: ArgumentHelp("A tensor [N, d]; - or -:NAME reads stdin.", valueName: "FILE[:NAME]"))
    var activations: String
    @Option(help: ArgumentHelp("Rows to verbalize, like 0-9 or 3,5; all without it.", valueName: "0-9")) var rows: String?
    @Option(help: ArgumentHelp("New tokens at most.", valueName: "N")) var maxTokens = 200
    @OptionGroup var sampling: SamplingOptions
    @OptionGroup var format: FormatOptions

    struct Result: Encodable {
        var row: Int
        var text: String
        var truncated: Bool
        var logprob: Double
        var tokens: Int
    }

    /// Rows in one batched decode.
    private static let batch = 16

    func validate() throws {
        guard maxTokens >= 1 else { throw ValidationError("--max-tokens: expected 1 or more, found \(maxTokens)") }
    }

    func run() throws {
        try threads.apply()
        let verbalizer = try ActivationVerbalizer.open(folder: Input.url(av))
        Output.warnings(verbalizer.model.notes)
        let all = try Activations.read(activations, width: verbalizer.inputSize, site: verbalizer.site, for: "the AV")
        let chosen = try Input.rows(rows, count: all.count)
        if let row = chosen.first(where: { row in all[row].allSatisfy { $0 == 0 } }) {
            throw Complaint(
                "\(activations), row \(row)", expected: "a vector with a direction", found: "zeros only",
                remedy: "leave the row out with --rows")
        }
        var results: [Result] = []
        let progress = ProgressLine("rows", total: chosen.count, after: .seconds(1))
        for part in batches(of: chosen) {
            let sampling = sampling.sampling(maximumTokens: maxTokens, firstRow: part.first ?? 0)
            let texts = try verbalizer.verbalize(
                Rows(part.map { all[$0] }, width: all.width), sampling: sampling, cancellation: nil, onText: nil)
            let new = zip(part, texts).map {
                Result(row: $0, text: $1.text, truncated: $1.truncated, logprob: $1.logProbability, tokens: $1.tokenCount)
            }
            if format.isForPeople { new.forEach(show) }
            for (row, text) in zip(part, texts) where text.injectionFailed {
                Output.warning("row \(row): the text looks as if the AV read the marker and not the activation (injection failed)")
            }
            results += new
            progress.update(done: results.count)
        }
        if format.json { return try Output.json(results) }
        if !format.isForPeople { format.print(Self.table(results)) }
    }

    /// Rows that are drawn have streams of consecutive numbers, so there a batch holds consecutive rows only.
    private func batches(of rows: [Int]) -> [[Int]] {
        var batches: [[Int]] = []
        for row in rows {
            if let last = batches.last, last.count < Self.batch, sampling.temperature == 0 || last.last == row - 1 {
                batches[batches.count - 1].append(row)
            } else {
                batches.append([row])
            }
        }
        return batches
    }

    private func show(_ result: Result) {
        Output.line(
            "row \(result.row)  \(result.tokens) tokens  log p \(FigureText.fixed(result.logprob))\(result.truncated ? "  truncated" : "")")
        Output.line("  \(result.text)")
    }

    private static func table(_ results: [Result]) -> Table {
        var table = Table(
            columns: ["row", "tokens", "logprob"].map { .init(title: $0, isNumber: true) } + [
                .init(title: "truncated"), .init(title: "text")
            ])
        table.rows = results.map { ["\($0.row)", "\($0.tokens)", "\($0.logprob)", "\($0.truncated)", $0.text] }
        return table
    }
}
