import ArgumentParser
import Foundation
import ParallaxCompute

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Continue a prompt; streamed as text without --json.")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Option(help: ArgumentHelp("New tokens at most.", valueName: "N")) var maxTokens = 100
    @Option(help: ArgumentHelp("0 is greedy.", valueName: "T")) var temperature = 0.0
    @Option(help: ArgumentHelp("Seed of the sampling.", valueName: "N")) var seed: UInt64 = 0
    @Flag(help: "Print JSON.") var json = false

    struct Result: Encodable {
        var ids: [Int]
        var text: String
    }

    func validate() throws {
        guard temperature >= 0, temperature.isFinite else { throw ValidationError("--temperature: expected 0 or more, found \(temperature)") }
        guard maxTokens >= 0 else { throw ValidationError("--max-tokens: expected 0 or more, found \(maxTokens)") }
    }

    func run() throws {
        threads.apply()
        let folder = URL(filePath: model)
        let tokenizer = try Tokenizer.open(folder: folder)
        let ids = try prompt.tokenIDs(folder: folder, tokenizer: tokenizer, generationPrompt: true)
        let language = try LanguageModel.open(folder: folder)
        var stream = tokenizer.streamingDecoder()
        let generations = try language.generate(
            [.tokens(ids)], sampling: Sampling(temperature: temperature, seed: seed, maximumTokens: maxTokens), stop: language.configuration.eosTokenIDs,
            cancellation: nil, onToken: json ? nil : { _, id in Output.write(stream.append(id)) })
        let new = generations[0].ids
        if json { return try Output.json(Result(ids: new, text: tokenizer.decode(new, skipSpecialTokens: false))) }
        Output.line()
    }
}
