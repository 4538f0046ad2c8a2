import Foundation
import ParallaxCompute
import ParallaxSession

/// A workspace and the NLA whose claims are examined.
struct ClaimsSubject {
    let workspace: Workspace
    let instrument: Instrument
    let verbalizer: VerbalizerID

    var loaded: LoadedVerbalizer { instrument.verbalizers.elements[verbalizer.index] }

    /// - Parameter name: an NLA of the workspace; nil is its first.
    init(_ workspace: Workspace, verbalizer name: String?) throws {
        self.workspace = workspace
        instrument = try WorkspaceOpening.instrument(workspace)
        Output.warnings(instrument.inventory.complaints + instrument.dictionaries.complaints + instrument.verbalizers.complaints)
        let names = instrument.verbalizers.elements.map(\.info.name)
        guard let first = names.indices.first(where: { names[$0] == name ?? names[$0] }) else {
            throw Complaint(
                name.map { "--verbalizer \($0)" } ?? "workspace",
                expected: names.isEmpty ? "an NLA" : "an NLA of the workspace (\(names.joined(separator: ", ")))",
                found: names.isEmpty ? "none" : "another name", remedy: names.isEmpty ? "add one under verbalizers:" : "choose one of these"
            )
        }
        verbalizer = VerbalizerID(first)
    }

    /// Explanations of whole documents under the NLA's AV.
    /// - Throws: `Complaint` where its explanations come from a file.
    func corpus(_ documents: any ComparisonDocuments, options: ClaimOptions) throws -> ClaimCorpus {
        guard let av = instrument.activationVerbalizer(verbalizer) else {
            throw Complaint(
                "verbalizer \(loaded.info.name)", expected: "an AV, which writes the explanations to learn from", found: "texts of a file",
                remedy: "add its av: folder")
        }
        return ClaimCorpus(
            model: instrument.model, tokenizer: instrument.tokenizer, verbalizer: av, site: loaded.info.site, documents: documents,
            options: options)
    }

    /// Files of documents whose facts are known.
    func truth() throws -> ClaimTruth {
        let files = workspace.claims.truth
        guard !files.isEmpty else {
            throw Complaint(
                "workspace", expected: "documents whose facts are known", found: "none",
                remedy: "name them under claims: truth:, or judge claims on the screen")
        }
        return try ClaimTruth(files, rules: try instrument.claimRules())
    }
}
