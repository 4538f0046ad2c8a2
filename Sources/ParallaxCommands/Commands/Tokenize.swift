import ArgumentParser
import Foundation
import ParallaxCompute

struct Tokenize: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Token ids and tokens of a text or a chat.")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Flag(help: "End a chat with the model's turn opened.") var generationPrompt = false
    @Flag(help: "Print JSON.") var json = false

    struct Result: Encodable {
        var ids: [Int]
        var tokens: [String]
    }

    func run() throws {
        threads.apply()
        let folder = URL(filePath: model)
        let tokenizer = try Tokenizer.open(folder: folder)
        let ids = try prompt.tokenIDs(folder: folder, tokenizer: tokenizer, generationPrompt: generationPrompt)
        let result = Result(ids: ids, tokens: ids.map { tokenizer.piece($0) ?? "" })
        if json { return try Output.json(result) }
        var table = Table(columns: [.init(title: "position", isNumber: true), .init(title: "id", isNumber: true), .init(title: "token")])
        table.rows = ids.indices.map { ["\($0)", "\(ids[$0])", result.tokens[$0].debugDescription] }
        Output.line(table.text)
    }
}
