import ArgumentParser
import Foundation
import ParallaxCompute

struct Capture: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Activations of a prompt as safetensors: the residual stream, and what attention and MLP read and add.",
        discussion: """
            Site 0 is the embeddings as they enter block 0; site K+1 is the output of block K, before any final norm.
            The file holds token_ids [T], sites, hidden_states [sites, T, d] and, with --logits, logits [T, V].

            Inside block L stand blocks.L.attn.hook_z (heads before the output projection), hook_attn_out, hook_resid_mid,
            ln2.hook_normalized (before the norm's gain), mlp.hook_in (behind it) and hook_mlp_out. What attention and MLP
            add is taken as it is added: behind the norms after them, where a family has such. Each of these sites is a
            tensor of its own, [T, width], under its whole name.

            EXAMPLES
              parallax capture --model SampleData/subject --text "The river" \\
                -o all.safetensors
              parallax capture --model SampleData/subject --ids 0,646,686 --sites 4 \\
                --logits -o four.safetensors
              parallax capture --model SampleData/subject --text "The river" \\
                --sites blocks.3.mlp.hook_in,blocks.3.hook_mlp_out -o mlp.safetensors
            """)

    @OptionGroup var threads: ThreadOptions
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String
    @OptionGroup var prompt: PromptOptions
    @Option(help: ArgumentHelp("Residual sites by number, any by hook name.", valueName: "all|3,5|NAMES")) var sites = "all"
    @Flag(help: "Also the logits.") var logits = false
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "OUT.safetensors")) var output: OutputPath
    @OptionGroup var outputs: OutputOptions

    func validate() throws { _ = try namedSites() }

    func run() throws {
        try threads.apply()
        let folder = try Input.url(model)
        var places = OutputPlaces(reading: [folder, prompt.source].compactMap { $0 }, outputs)
        let place = try places.open(output, "-o", .tensors)
        let language = try LanguageModel.open(folder: folder)
        Output.warnings(language.notes)
        let sites = try chosenSites(of: language)
        let ids = try prompt.tokenIDs(folder: folder, generationPrompt: false)
        let progress = ProgressLine("layers", total: language.configuration.blockCount, after: .seconds(1))
        let request = ForwardRequest([.init(.tokens(ids))], capture: Set(sites), logits: logits ? .all : .none)
        let result = try language.forward(request) { done, total, _ in progress.update(done: done, total: total) }[0]
        var tensors: [(name: String, tensor: OutputTensor)] = [("token_ids", .int64([ids.count], ids.map { Int64(wide: $0) }))]
        let numbers: [Int] = sites.compactMap { if case .residual(let number) = $0 { number } else { nil } }
        if !numbers.isEmpty {
            let states = numbers.flatMap { result.states[.residual($0)]?.values ?? [] }
            tensors.append(("hidden_states", .floats([numbers.count, ids.count, language.configuration.hiddenSize], states)))
            tensors.append(("sites", .int64([numbers.count], numbers.map { Int64(wide: $0) })))
        }
        // Not as wide as each other.
        for (site, rows) in result.states.sorted(by: { $0.key < $1.key }) {
            if case .residual = site { continue }
            tensors.append((site.hookName, .rows(rows)))
        }
        if let logits = result.logits { tensors.append(("logits", .floats([logits.count, logits.width], logits.values))) }
        try place.write { try SafetensorsWriter.write(tensors, metadata: ["model": folder.lastPathComponent], into: $0) }
    }

    /// nil: all residual sites.
    private func namedSites() throws -> [Site]? {
        if sites == "all" { return nil }
        return try sites.split(separator: ",", omittingEmptySubsequences: false).map { part in
            guard let site = try? Input.site(part.trimmingCharacters(in: .whitespaces)) else {
                throw ValidationError(
                    "--sites: expected all, numbers of residual sites like 3,5, or hook names like blocks.3.hook_mlp_out, found \"\(part)\""
                )
            }
            return site
        }
    }

    private func chosenSites(of model: LanguageModel) throws -> [Site] {
        let chosen = try namedSites() ?? model.residualSites, blocks = model.configuration.blockCount
        if let site = chosen.first(where: { model.width(of: $0) == nil }) {
            var found = "\(site.hookName), which it does not have"
            if case .residual(let number) = site { found = "\(number)" }
            throw Complaint(
                "--sites", expected: "residual sites from 0 to \(blocks), or sites of blocks 0 to \(blocks - 1)", found: found,
                remedy: "name sites of this model, or all")
        }
        return chosen
    }
}
