import Foundation
import ParallaxCompute

/// The checkpoints and documents of a workspace. The model is opened at once, the rest on first use; nothing here changes later.
///
/// What cannot be opened is a sentence in `complaints` or in the parts' own; only a workspace without a model is an error.
public final class Instrument: Sendable {
    public let workspace: Workspace
    public let model: LanguageModel
    public let tokenizer: Tokenizer
    public let library: DocumentLibrary
    /// The rows of the grid: residual sites 0…L, and between them the other sites that dictionaries reconstruct.
    public let sites: [Site]
    /// Sites that only transcoders read.
    public let sources: Set<Site>
    private let openedDictionaries = Kept<Opened<LoadedDictionary>>()
    private let openedVerbalizers = Kept<Opened<LoadedVerbalizer>>()
    private let openedMimic = Kept<ExplanationFile?>()

    /// - Throws: `Complaint` where the workspace names no model or the model cannot be opened.
    public init(_ workspace: Workspace) throws {
        guard let folder = workspace.model else {
            throw Complaint(
                "workspace", expected: "a model", found: "none", remedy: "add \"model: FOLDER\" to the workspace or give --model FOLDER")
        }
        model = try LanguageModel.open(folder: folder)
        tokenizer = try Tokenizer.open(folder: folder)
        let configuration = model.configuration
        let asked: [Bool]
        (sites, sources, asked) = Self.sites(of: workspace, model)
        let bos = tokenizer.bos(of: configuration)
        var complained = workspace
        complained.complaints += workspace.bos.complaint("bos: always", bos: bos).map { [$0] } ?? []
        self.workspace = complained
        library = DocumentLibrary(
            workspace, tokenizer: tokenizer, vocabularySize: configuration.vocabularySize, limit: Self.tokenLimit(model, sites + sources),
            context: configuration.maximumPositions,
            beginning: workspace.bos.beginning(asked: asked, bos: bos), bos: bos
        ) { try ChatTemplate.open(folder: folder, variables: workspace.templateVariables) }
    }

    /// - Returns: the rows, what else has to be read, and what dictionaries say of BOS. A dictionary that cannot be read says so when it is opened.
    private static func sites(of workspace: Workspace, _ model: LanguageModel) -> (rows: [Site], sources: Set<Site>, prependsBOS: [Bool]) {
        let residual = (0...model.configuration.blockCount).map(Site.residual)
        var rows = Set(residual), sources: Set<Site> = [], asked: [Bool] = []
        for entry in workspace.dictionaries {
            guard let (place, prependsBOS) = try? SparseAutoencoder.placement(folder: entry.path, site: entry.site),
                model.width(of: place.site) != nil, model.width(of: place.target) != nil
            else { continue }
            rows.insert(place.target)
            sources.insert(place.site)
            if let prependsBOS { asked.append(prependsBOS) }
        }
        return (rows.sorted(), sources.subtracting(rows), asked)
    }

    /// What one document's residual stream and logits may take.
    private static let documentBytes = 2 << 30

    /// Tokens that are read of a document: the model's context, or what the memory for one document holds of the activations at every
    /// site and of the logits.
    private static func tokenLimit(_ model: LanguageModel, _ sites: [Site]) -> Int {
        let token = 4 * (sites.reduce(0) { $0 + (model.width(of: $1) ?? 0) } + model.configuration.vocabularySize)
        return min(model.configuration.maximumPositions, max(64, documentBytes / token))
    }

    public var inventory: Inventory {
        var inventory = Inventory(
            workspaceName: workspace.file?.deletingLastPathComponent().lastPathComponent ?? model.name, modelName: model.name, sites: sites,
            hiddenSize: model.configuration.hiddenSize,
            documentTitles: library.titles + library.given.map(\.title),
            complaints: workspace.complaints + model.notes + library.complaints)
        inventory.given = library.given
        inventory.proposedVerdicts = workspace.claims.verdicts == nil ? VerdictLog.proposal(workspace) : nil
        guard let site = workspace.lookedAt else { return inventory }
        inventory.firstRow = sites.firstIndex(of: site)
        if inventory.firstRow == nil { inventory.complaints.append(unlisted(site, "name one of these; the last is shown")) }
        return inventory
    }

    /// Said of a site that is no row of the grid.
    package func unlisted(_ site: Site, _ remedy: String) -> Complaint {
        Complaint(
            "--site",
            expected:
                "a row of the grid: a residual site from 0 to \(model.configuration.blockCount), or one that a dictionary reconstructs",
            found: "\(site)", remedy: remedy)
    }

    public var dictionaries: Opened<LoadedDictionary> {
        openedDictionaries.get {
            var opened = Opened<LoadedDictionary>()
            var asides: [Complaint] = []
            for entry in workspace.dictionaries { opened.add(entry.path.path) { try self.open(entry, complaints: &asides) } }
            opened.complaints += asides
            return opened
        }
    }

    /// Texts by writers who saw the documents and no activations; nil where there are none that can be read.
    var mimic: ExplanationFile? {
        openedMimic.get { workspace.claims.mimic.flatMap { try? ExplanationFile.open($0) } }
    }

    public var verbalizers: Opened<LoadedVerbalizer> {
        openedVerbalizers.get {
            var opened = Opened<LoadedVerbalizer>()
            var asides: [Complaint] = []
            for entry in workspace.verbalizers { opened.add(entry.name) { try self.open(entry, complaints: &asides) } }
            opened.complaints += asides
            return opened
        }
    }
}
