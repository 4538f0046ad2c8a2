import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxViews

struct Verbalize: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Activations in words, by an activation verbalizer (AV).")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The AV's folder.", valueName: "DIR")) var av: String
    @Option(help: ArgumentHelp("A tensor [N, d].", valueName: "FILE[:NAME]")) var activations: String
    @Option(help: ArgumentHelp("Rows to verbalize, like 0-9 or 3,5; all without it.", valueName: "0-9")) var rows: String?
    @Option(help: ArgumentHelp("0 is greedy.", valueName: "T")) var temperature = 0.0
    @Option(help: ArgumentHelp("New tokens at most.", valueName: "N")) var maxTokens = 200
    @Option(help: ArgumentHelp("Seed of the sampling.", valueName: "N")) var seed: UInt64 = 0
    @Flag(help: "Print JSON.") var json = false

    struct Result: Encodable {
        var row: Int
        var text: String
        var truncated: Bool
        var logprob: Double
        var tokens: Int
        var injectionFailed: Bool

        enum CodingKeys: String, CodingKey {
            case row, text, truncated, logprob, tokens
            case injectionFailed = "injection_failed"
        }
    }

    /// Rows in one batched decode.
    private static let batch = 16

    func validate() throws {
        guard temperature >= 0, temperature.isFinite else { throw ValidationError("--temperature: expected 0 or more, found \(temperature)") }
        guard maxTokens >= 1 else { throw ValidationError("--max-tokens: expected 1 or more, found \(maxTokens)") }
    }

    func run() throws {
        threads.apply()
        let verbalizer = try ActivationVerbalizer.open(folder: URL(filePath: av))
        let all = try Activations.read(activations, width: verbalizer.inputSize, for: "the AV")
        let chosen = try Input.rows(rows, count: all.count)
        var results: [Result] = []
        for first in stride(from: 0, to: chosen.count, by: Self.batch) {
            let part = chosen[first..<min(first + Self.batch, chosen.count)]
            // Each batch draws from streams of its own: a row's seed is the given one plus the row's place.
            let sampling = Sampling(temperature: temperature, seed: seed &+ UInt64(first), maximumTokens: maxTokens)
            let texts = try verbalizer.verbalize(Rows(part.map { all[$0] }, width: all.width), sampling: sampling, cancellation: nil, onText: nil)
            let new = zip(part, texts).map {
                Result(row: $0, text: $1.text, truncated: $1.truncated, logprob: $1.logProbability, tokens: $1.tokenCount, injectionFailed: $1.injectionFailed)
            }
            results += new
            if !json { new.forEach(show) }
            if chosen.count > Self.batch { Output.warn("\(results.count) of \(chosen.count) rows") }
        }
        if json { try Output.json(results) }
    }

    private func show(_ result: Result) {
        let flags = (result.truncated ? "  truncated" : "") + (result.injectionFailed ? "  injection failed" : "")
        Output.line("row \(result.row)  \(result.tokens) tokens  log p \(Figures.fixed(result.logprob))\(flags)")
        Output.line("  " + SafeText(result.text).text)
    }
}
