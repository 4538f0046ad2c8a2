import Foundation
import ParallaxCompute

/// Answers a session on texts alone: explanations that were made elsewhere, without a model. Tokens and figures are the files'; what needs
/// weights is refused in words.
public final class TextBench: Bench {
    public let workspace: Workspace
    let texts: ExplainedTexts
    private let statistics: StatisticsCollection?
    private let lacking: [Complaint]
    private let pages: RecentlyUsed<DocumentID, TextDocument.Page>

    /// - Throws: `Complaint` where the workspace names no explanations, or none that can be read.
    public init(_ workspace: Workspace, cache: CacheBudget = .standard) throws {
        self.workspace = workspace
        pages = RecentlyUsed(ByteBudget(limit: cache.activations))
        texts = try ExplainedTexts(workspace)
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
        var found = workspace.dictionaries.map {
            lack("dictionary \($0.path.lastPathComponent)", ": features are those of its activations")
        }
        for entry in workspace.verbalizers where entry.av != nil || entry.ar != nil {
            found.append(lack("verbalizer \(entry.name)", ": its AV and AR work on the model's activations"))
        }
        if !workspace.documents.isEmpty {
            found.append(lack("documents", ": without it the documents are those that the explanations are of"))
        }
        return found
    }

    public var inventory: Inventory {
        let model = texts.sources.lazy.compactMap(\.file.modelName).first
        var inventory = Inventory(
            workspaceName: workspace.file?.deletingLastPathComponent().lastPathComponent ?? model ?? "texts", modelName: model ?? "",
            sites: texts.sites, hiddenSize: 0, documentTitles: texts.documents.map(\.title),
            complaints: workspace.complaints + texts.complaints + lacking)
        inventory.hasModel = false
        inventory.proposedVerdicts = workspace.claims.verdicts == nil ? VerdictLog.proposal(workspace) : nil
        inventory.unplacedRow = texts.unplacedRow
        return inventory
    }

    /// Texts of one's own have no explanations: sessions without a model take none.
    public func add(_ document: OwnDocument) {}

    public func answer<Asked: Question>(_ question: Asked, _ cancellation: Cancellation, partial: (Asked.Part) -> Void) throws
        -> Asked.Answer
    {
        try question.answer(on: self, cancellation, partial: partial)
    }

    var verbalizers: [Inventory.VerbalizerInfo] {
        texts.sources.map {
            Inventory.VerbalizerInfo(name: $0.name, site: texts.sites[$0.row], verbalizes: true, reconstructs: false, isFile: true)
        }
    }

    /// - Returns: where the person's verdict was appended.
    func append(_ judged: JudgedClaim) throws -> String {
        let source = texts.sources[judged.verbalizer.index]
        return try VerdictLog(workspace, asked: judged.file).append(
            judged, document: texts.documents[judged.document.index].title, verbalizer: source.name,
            fingerprints: ["explanations": source.file.fingerprint])
    }

    func page(_ document: DocumentID) throws -> TextDocument.Page {
        if let known = pages.value(for: document) { return known }
        guard texts.documents.indices.contains(document.index) else {
            throw Complaint("document", expected: "one that the explanations are of", found: "none", remedy: "choose another with o")
        }
        let page = texts.page(document.index)
        pages.insert(page, for: document)
        return page
    }

    func trace(_ document: DocumentID) throws -> TraceSummary {
        let page = try page(document)
        let positions = Array(page.texts.indices)
        var trace = TraceSummary(
            ids: positions, texts: page.texts.map { $0 ?? "" }, norms: page.norms,
            exclusions: texts.sites.map { _ in positions.map { _ in nil } }, predictions: [], isCut: page.isCut)
        trace.explained = page.explained
        return trace
    }

    var facts: StatisticsFacts {
        guard statistics != nil, let source = workspace.statistics else {
            return StatisticsFacts(refusal: "no statistics in the workspace: Var is the file's own")
        }
        guard provenances.contains(where: { $0?.variance != nil }) else {
            return StatisticsFacts(
                refusal: "\(source.lastPathComponent) has no statistics of the explanations' layer: Var is the file's own")
        }
        return StatisticsFacts()
    }

    /// What the file's figures are held against, a row each: texts name no document that the file could leave out.
    var provenances: [Provenance?] {
        texts.sites.map { site in
            try? statistics?.files[site]?.estimate(leavingOut: "", file: workspace.statistics?.lastPathComponent).provenance
        }
    }

    func reading(_ place: Place, _ verbalizer: VerbalizerID) throws -> VerbalReading? {
        let page = try page(place.document)
        guard texts.sources.indices.contains(verbalizer.index), let part = texts.documents[place.document.index].parts[verbalizer.index]
        else { return nil }
        let source = texts.sources[verbalizer.index]
        guard let explanation = source.file.explanation(of: part, position: place.position) else { return nil }
        let stated = StatedReading(
            explanation, variance: source.file.variance, samples: source.file.samples(of: part, position: place.position),
            remark: Self.remark(explanation.stated.norm?.value, median: page.medians[source.row]))
        let variance = try? statistics?.files[texts.sites[source.row]]?.statistics().variance
        return VerbalReading(stated: stated.measured(by: variance))
    }

    /// Other sessions leave such activations out of figures; here the figures are the file's.
    private static func remark(_ norm: Double?, median: Double?) -> String? {
        guard let norm, let median, let limit = ExclusionRule.workspace.normLimit, norm > limit * median else { return nil }
        return "the stated norm is above \(Int(clamping: limit)) × the document's median: a massive activation"
    }
}

/// Claims of explanations that were made elsewhere: the tests that need no weights run, the others say what they lack.
extension TextBench {
    func estimate(_ subject: ClaimSubject) throws -> ClaimEstimate {
        let rules = try workspace.claimRules()
        return ClaimEstimate(
            ClaimBudget(), expectedSeconds: 0,
            claims: rules.claims(of: try inContext(subject, options: ClaimOptions()).explanation, edits: subject.edits),
            classes: rules.names)
    }

    func claims(_ subject: ClaimSubject, _ cancellation: Cancellation, _ partial: (ClaimPage) -> Void) throws -> ClaimPage {
        let background = ClaimBackground(mean: nil, explanations: elsewhere(subject), prior: [])
        let examiner = ClaimExaminer(rules: try workspace.claimRules(), verbalizer: nil, reconstructor: nil, background: background)
        return try examiner.page(
            inContext(subject, options: examiner.options), off: subject.off, cancellation: cancellation, partial: partial)
    }

    private func inContext(_ subject: ClaimSubject, options: ClaimOptions) throws -> ExplanationInContext {
        guard let own = try reading(Place(document: subject.document, position: subject.position), subject.verbalizer) else {
            throw Complaint(
                "claims", expected: "an explanation of this token", found: "none in the file", remedy: "choose a token that has one")
        }
        let page = try page(subject.document)
        let known = page.texts.prefix(subject.position + 1)
        let around = (subject.position - options.reach...subject.position + options.reach).filter { $0 != subject.position && $0 >= 0 }
        return ExplanationInContext(
            document: texts.documents[subject.document.index].title, position: subject.position, activation: nil,
            explanation: subject.text ?? own.text,
            // A gap would hide words that a claim may be about.
            visibleText: known.contains { $0 == nil } ? nil : known.compactMap { $0 }.joined(),
            neighbours: try around.compactMap { try reading(Place(document: subject.document, position: $0), subject.verbalizer)?.text },
            samples: own.stated?.samples.map(\.text) ?? [], edits: subject.edits)
    }

    /// Explanations of other documents of the same file; where it has one document, none: chance is then not taken off.
    private func elsewhere(_ subject: ClaimSubject) -> [ClaimBackground.Explanation] {
        texts.documents.indices.filter { $0 != subject.document.index }.prefix(ClaimOptions().elsewhere).compactMap { index in
            guard let part = texts.documents[index].parts[subject.verbalizer.index],
                let middle = part.positions.dropFirst(part.positions.count / 2).first,
                let text = texts.sources[subject.verbalizer.index].file.explanation(of: part, position: middle)?.text
            else { return nil }
            return ClaimBackground.Explanation(document: texts.documents[index].title, text: text)
        }
    }
}
