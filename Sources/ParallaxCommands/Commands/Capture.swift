import ArgumentParser
import Foundation
import ParallaxCompute

struct Capture: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The residual stream of a prompt as safetensors.",
        discussion: """
            Site 0 is the embeddings as they enter block 0; site K+1 is the output of block K, before any final norm.
            The file holds token_ids [T], sites, hidden_states [sites, T, d] and, with --logits, logits [T, V].

            EXAMPLES
              parallax capture --model SampleData/subject --text "The river" -o all.safetensors
              parallax capture --model SampleData/subject --ids 0,646,686 --sites 4 --logits -o four.safetensors
              parallax encode --dictionary SampleData/sae/blocks.3.hook_resid_post-k16 --activations four.safetensors:hidden_states
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Option(help: ArgumentHelp("Residual sites.", valueName: "all|3,5")) var sites = "all"
    @Flag(help: "Also the logits.") var logits = false
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "OUT.safetensors")) var output: String

    func validate() throws { _ = try namedSites() }

    func run() throws {
        threads.apply()
        let folder = Input.url(model)
        let language = try LanguageModel.open(folder: folder)
        let numbers = try chosenSites(blockCount: language.configuration.blockCount)
        let ids = try prompt.tokenIDs(folder: folder, generationPrompt: false)
        let request = ForwardRequest([.init(.tokens(ids))], capture: Set(numbers.map(Site.residual)), logits: logits ? .all : .none)
        let result = try language.forward(request)[0]
        let states = numbers.flatMap { result.states[.residual($0)]?.values ?? [] }
        var tensors: [(name: String, tensor: OutputTensor)] = [
            ("token_ids", .int64([ids.count], ids.map(Int64.init))),
            ("hidden_states", .floats([numbers.count, ids.count, language.configuration.hiddenSize], states)),
            ("sites", .int64([numbers.count], numbers.map(Int64.init))),
        ]
        if let logits = result.logits { tensors.append(("logits", .floats([logits.count, logits.width], logits.values))) }
        try SafetensorsWriter.write(tensors, metadata: ["model": folder.lastPathComponent], to: Input.url(output))
    }

    /// nil: all of them.
    private func namedSites() throws -> [Int]? {
        if sites == "all" { return nil }
        return try sites.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let number = Int(part.trimmingCharacters(in: .whitespaces)), number >= 0 else {
                throw ValidationError("--sites: expected all, or numbers of residual sites like 3,5, found \"\(part)\"")
            }
            return number
        }
    }

    private func chosenSites(blockCount: Int) throws -> [Int] {
        let numbers = try namedSites() ?? Array(0...blockCount)
        if let number = numbers.first(where: { $0 > blockCount }) {
            throw Complaint("--sites", expected: "residual sites from 0 to \(blockCount)", found: "\(number)", remedy: "name sites of this model, or all")
        }
        return numbers
    }
}
