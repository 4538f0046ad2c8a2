import ArgumentParser
import Foundation
import ParallaxCompute

struct Capture: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The residual stream of a prompt as safetensors.",
        discussion: "Site 0 is the embeddings as they enter block 0; site K+1 is the output of block K, before any final norm.")

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Option(help: ArgumentHelp("Residual sites.", valueName: "all|3,5")) var sites = "all"
    @Flag(help: "Also the logits.") var logits = false
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "OUT.safetensors")) var output: String

    func run() throws {
        threads.apply()
        let folder = URL(filePath: model)
        let language = try LanguageModel.open(folder: folder)
        let numbers = try chosenSites(blockCount: language.configuration.blockCount)
        let ids = try tokenIDs(folder: folder)
        guard !ids.isEmpty else { throw Complaint("prompt", expected: "at least one token", found: "none", remedy: "give a longer text") }
        let request = ForwardRequest([.init(.tokens(ids))], capture: Set(numbers.map(Site.residual)), logits: logits ? .all : .none)
        let result = try language.forward(request)[0]
        let states = numbers.flatMap { result.states[.residual($0)]!.values }
        var tensors: [(name: String, tensor: OutputTensor)] = [
            ("token_ids", .int64([ids.count], ids.map(Int64.init))),
            ("hidden_states", .floats([numbers.count, ids.count, language.configuration.hiddenSize], states)),
            ("sites", .int64([numbers.count], numbers.map(Int64.init))),
        ]
        if let logits = result.logits { tensors.append(("logits", .floats([logits.count, logits.width], logits.values))) }
        try SafetensorsWriter.write(tensors, metadata: ["model": folder.standardizedFileURL.lastPathComponent], to: URL(filePath: output))
    }

    /// Ids need no tokenizer, so that a folder without one can be captured.
    private func tokenIDs(folder: URL) throws -> [Int] {
        if let ids = prompt.ids { return try PromptOptions.parse(ids) }
        return try prompt.tokenIDs(folder: folder, tokenizer: try Tokenizer.open(folder: folder), generationPrompt: false)
    }

    private func chosenSites(blockCount: Int) throws -> [Int] {
        if sites == "all" { return Array(0...blockCount) }
        return try sites.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = Int(part), (0...blockCount).contains(number) else {
                throw Complaint("--sites", expected: "all, or residual sites from 0 to \(blockCount)", found: "\"\(part)\"", remedy: "write for example --sites 0,\(blockCount)")
            }
            return number
        }
    }
}
