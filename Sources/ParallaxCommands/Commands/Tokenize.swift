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

    struct Result: Encodable {
        var ids: [Int]
        var tokens: [String]
    }

    func validate() throws {
        guard !generationPrompt || prompt.chat != nil else { throw ValidationError("--generation-prompt: expected a --chat whose last turn it opens, found none") }
    }

    func run() throws {
        threads.apply()
        let folder = try Input.url(model)
        let tokenizer = try Tokenizer.open(folder: folder)
        let ids = try prompt.tokenIDs(folder: folder, generationPrompt: generationPrompt)
        if let id = ids.first(where: { tokenizer.piece($0) == nil }) {
            throw Complaint("--ids", expected: "ids of the vocabulary, below \(tokenizer.vocabularySize)", found: "\(id)", remedy: "use ids of this model's tokenizer")
        }
        let result = Result(ids: ids, tokens: ids.map { tokenizer.piece($0) ?? "" })
        if format.json { return try Output.json(result) }
        var table = Table(columns: [.init(title: "position", isNumber: true), .init(title: "id", isNumber: true), .init(title: "token")])
        table.rows = ids.indices.map { ["\($0)", "\(ids[$0])", result.tokens[$0]] }
        format.print(table)
    }
}
