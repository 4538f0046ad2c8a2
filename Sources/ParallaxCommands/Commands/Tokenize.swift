import ArgumentParser
import Foundation
import ParallaxCompute

struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Token ids and tokens of a text or a chat.",
        discussion: """
            Tokens are the vocabulary's own strings ("Ġriver"). A chat goes through the model's chat template.

            EXAMPLES
              parallax tokenize --model SampleData/subject --text "The river"
              parallax tokenize --model SampleData/subject --chat chat.json \\
                --generation-prompt --json
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Flag(help: "End a chat with the model's turn opened.") var generationPrompt = false
    @OptionGroup var format: FormatOptions

    func validate() throws {
        guard !generationPrompt || prompt.chat != nil else {
            throw ValidationError("--generation-prompt: expected a --chat whose last turn it opens, found none")
        }
    }

    func run() throws {
        try threads.apply()
        let folder = try Input.url(model)
        let tokenizer = try Input.tokenizer(folder)
        let ids = try prompt.tokenIDs(folder: folder, generationPrompt: generationPrompt)
        if let id = ids.first(where: { tokenizer.piece($0) == nil }) {
            throw Complaint(
                "--ids", expected: "ids of tokens, all of them below \(tokenizer.vocabularySize)", found: "\(id), which is none",
                remedy: "use ids of this model's tokenizer")
        }
        func token(_ place: Int) -> String { tokenizer.piece(ids[place]) ?? "" }
        if format.json {
            return try StreamedJSON.object([
                ("ids", { try StreamedJSON.write(ids.count) { ids[$0] } }), ("tokens", { try StreamedJSON.write(ids.count, token) })
            ])
        }
        let widths = [max(0, ids.count - 1), ids.max() ?? 0].map { "\($0)".count }
        StreamedTable(
            [(.init(title: "position", isNumber: true), widths[0]), (.init(title: "id", isNumber: true), widths[1])],
            last: .init(title: "token"), format: format
        ).print(count: ids.count) { [["\($0)", "\(ids[$0])", token($0)]] }
    }
}
