import Foundation
import ParallaxCompute

/// Answers a session on texts alone: explanations that were made elsewhere, without a model. Tokens and figures are the files'; what needs
/// weights is refused in words.
public final class TextBench: Bench {
    public let workspace: Workspace
    let shelf: TextShelf
    private let statistics: StatisticsCollection?
    private let lacking: [Complaint]
    private let pages: RecentlyUsed<DocumentID, TextDocument.Page>

    /// - Throws: `Complaint` where the workspace names no explanations, or none that can be read.
    public init(_ workspace: Workspace, cache: CacheBudget = .standard) throws {
        self.workspace = workspace
        pages = RecentlyUsed(ByteBudget(limit: cache.activations))
        shelf = try TextShelf(workspace)
        var opened = Opened<StatisticsCollection>()
        if let file = workspace.statistics { opened.add(file.path) { try StatisticsCollection.open(file) } }
        statistics = opened.elements.first
        lacking = opened.complaints + Self.lacking(in: workspace)
    }

    /// What the workspace names and cannot be used without a model.
    private static func lacking(in workspace: Workspace) -> [Complaint] {
        func lack(_ subject: String, _ use: String) -> Complaint {
            Complaint(subject, expected: "a model beside it", found: "none", remedy: "add \"model: FOLDER\" to the workspace\(use)")
        }
        var found = workspace.dictionaries.map { lack("dictionary \($0.path.lastPathComponent)", ": features are those of its activations") }
        for entry in workspace.verbalizers where entry.av != nil || entry.ar != nil { found.append(lack("verbalizer \(entry.name)", ": its AV and AR work on the model's activations")) }
        if !workspace.documents.isEmpty { found.append(lack("documents", ": without it the documents are those that the explanations are of")) }
        return found
    }

    public var inventory: Inventory {
        let model = shelf.sources.lazy.compactMap(\.file.modelName).first
        var inventory = Inventory(
            workspaceName: workspace.file?.deletingLastPathComponent().lastPathComponent ?? model ?? "texts", modelName: model ?? "", sites: shelf.sites, hiddenSize: 0, documentTitles: shelf.documents.map(\.title),
            complaints: workspace.complaints + shelf.complaints + lacking)
        inventory.hasModel = false
        inventory.unplacedRow = shelf.unplacedRow
        return inventory
    }

    /// Texts of one's own have no explanations: sessions without a model take none.
    public func add(_ document: OwnDocument) {}

    public func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws -> Asked.Answer {
        try question.answer(on: self, cancellation, partial: partial)
    }

    var verbalizers: [Inventory.VerbalizerInfo] {
        shelf.sources.map { Inventory.VerbalizerInfo(name: $0.name, site: shelf.sites[$0.row], verbalizes: true, reconstructs: false, isFile: true) }
    }

    /// - Returns: where the person's verdict was appended.
    func append(_ judged: JudgedClaim) throws -> String {
        try VerdictLog(workspace).append(judged, document: shelf.documents[judged.document.index].title, verbalizer: shelf.sources[judged.verbalizer.index].name)
    }

    func page(_ document: DocumentID) throws -> TextDocument.Page {
        if let known = pages.value(for: document) { return known }
        guard shelf.documents.indices.contains(document.index) else {
            throw Complaint("document", expected: "one that the explanations are of", found: "none", remedy: "choose another with o")
        }
        let page = shelf.page(document.index)
        pages.insert(page, for: document)
        return page
    }

    func trace(_ document: DocumentID) throws -> DocumentTrace {
        let page = try page(document)
        let positions = Array(page.texts.indices)
        var trace = DocumentTrace(
            ids: positions, texts: page.texts.map { $0 ?? "" }, norms: page.norms, exclusions: shelf.sites.map { _ in positions.map { _ in nil } }, predictions: [], isCut: page.isCut)
        trace.explained = page.explained
        return trace
    }

    var facts: StatisticsFacts {
        guard let statistics, let source = workspace.statistics else { return StatisticsFacts(refusal: "no statistics in the workspace: Var is the file's own") }
        let variances = shelf.sites.map { site in (try? statistics.files[site]?.statistics())?.variance }
        guard variances.contains(where: { $0 != nil }) else {
            return StatisticsFacts(refusal: "\(source.lastPathComponent) has no statistics of the explanations' layer: Var is the file's own")
        }
        let tokens = shelf.sites.lazy.compactMap { try? statistics.counts(at: $0).tokens }.first
        return StatisticsFacts(source: source.lastPathComponent, tokens: tokens, variances: variances)
    }

    func reading(_ place: Place, _ verbalizer: VerbalizerID) throws -> VerbalReading? {
        let page = try page(place.document)
        guard shelf.sources.indices.contains(verbalizer.index), let part = shelf.documents[place.document.index].parts[verbalizer.index] else { return nil }
        let source = shelf.sources[verbalizer.index]
        guard let explanation = source.file.explanation(of: part, position: place.position) else { return nil }
        let stated = StatedReading(
            explanation, variance: source.file.variance, samples: source.file.samples(of: part, position: place.position),
            remark: Self.remark(explanation.stated.norm?.value, median: page.medians[source.row]))
        let variance = try? statistics?.files[shelf.sites[source.row]]?.statistics().variance
        return VerbalReading(stated: stated.measured(by: variance))
    }

    /// Other sessions leave such activations out of figures; here the figures are the file's.
    private static func remark(_ norm: Double?, median: Double?) -> String? {
        guard let norm, let median, let limit = ExclusionRule.workspace.normLimit, norm > limit * median else { return nil }
        return "the stated norm is above \(Int(clamping: limit)) × the document's median: a massive activation"
    }
}
