import ArgumentParser
import Foundation
import ParallaxCompute

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Continue a prompt; streamed as text without --json.",
        discussion: """
            A chat is continued with the model's turn. It ends with the model's stop token, after --max-tokens, or where the context is full.
            On a terminal controls in the text are drawn; into a pipe or a file it goes as it is.

            EXAMPLES
              parallax generate --model SampleData/subject --text "The river"
              parallax generate --model SampleData/subject --chat chat.json \\
                --temperature 1 --seed 7 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Option(help: ArgumentHelp("New tokens at most.", valueName: "N")) var maxTokens = 100
    @OptionGroup var sampling: SamplingOptions
    @Flag(help: "Print JSON.") var json = false

    struct Result: Encodable {
        var ids: [Int]
        var text: String
    }

    func validate() throws {
        guard maxTokens >= 0 else { throw ValidationError("--max-tokens: expected 0 or more, found \(maxTokens)") }
    }

    func run() throws {
        try threads.apply()
        let folder = try Input.url(model)
        let tokenizer = try Input.tokenizer(folder)
        let ids = try prompt.tokenIDs(folder: folder, generationPrompt: true)
        let language = try LanguageModel.open(folder: folder)
        Output.warnings(language.notes)
        var stream = tokenizer.streamingDecoder()
        let generations = try language.generate(
            [.tokens(ids)], sampling: sampling.sampling(maximumTokens: maxTokens),
            stop: language.configuration.stopTokenIDs(tokenizer), cancellation: nil,
            onToken: json ? nil : { _, id in Output.raw(stream.append(id)) })
        let new = generations[0].ids
        if generations[0].ending == .contextFull {
            Output.warning("the text ends here because the model's context of \(language.configuration.maximumPositions) tokens is full")
        }
        if json { return try Output.json(Result(ids: new, text: tokenizer.decode(new, skipSpecialTokens: false))) }
        Output.raw(stream.flush() + "\n")
    }
}
