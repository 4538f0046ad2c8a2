import ArgumentParser
import Foundation
import ParallaxCompute

extension BOSRule: ExpressibleByArgument {}

/// `--bos`, which every command takes that reads a text or a workspace's documents.
struct BOSOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whether texts begin with BOS: auto (where every dictionary asks for it, else as the tokenizer does it), always or never.",
            valueName: "RULE"))
    var bos: BOSRule?

    /// What is done about the first token of a prompt, for which no dictionary asks.
    /// - Throws: `Complaint` where BOS is asked for and the model has none.
    func beginning(_ tokenizer: Tokenizer, folder: URL) throws -> TextBeginning {
        let rule = bos ?? .auto, token = tokenizer.bos(folder: folder)
        if let complaint = rule.complaint("--bos always", bos: token) { throw complaint }
        return rule.beginning(asked: [], bos: token)
    }

    /// A workspace with the person's rule in the place of its own.
    func applied(to workspace: Workspace) -> Workspace {
        var workspace = workspace
        if let bos { workspace.bos = bos }
        return workspace
    }
}
