import ParallaxCompute

/// A document that only files of explanations know: its tokens, and which of its positions each file explains.
struct TextDocument: Sendable {
    var title: String
    /// By the number of the file.
    var parts: [Int: ExplanationDocument]

    /// What the grid needs of it.
    struct Page: Sendable {
        /// Nil where no file says the token.
        var texts: [String?]
        var isCut: Bool
        /// ‖h‖ as stated, `[row][position]`; NaN where it is not.
        var norms: [[Float]]
        /// Positions with an explanation, per row.
        var explained: [Set<Int>]
        /// The median of the stated norms, per row.
        var medians: [Double?]
    }
}

/// The files of explanations of a workspace, and the documents that they know of.
struct ExplainedTexts: Sendable {
    struct Source: Sendable {
        var name: String
        var file: ExplanationFile
        /// Of the grid.
        var row: Int
    }

    private(set) var sources: [Source] = []
    private(set) var documents: [TextDocument] = []
    private(set) var sites: [Site]
    /// The row of the files that do not say their layer.
    private(set) var unplacedRow: Int?
    private(set) var complaints: [Complaint] = []

    /// - Throws: `Complaint` where no file of the workspace can be opened.
    init(_ workspace: Workspace) throws {
        var opened = Opened<(name: String, file: ExplanationFile)>()
        for entry in workspace.verbalizers {
            guard let url = entry.explanations else { continue }
            opened.add(url.path) { (entry.name, try ExplanationFile.open(url, encoding: entry.encoding)) }
        }
        guard !opened.elements.isEmpty else {
            throw opened.complaints.first
                ?? Complaint(
                    "workspace", expected: "a model, or explanations that were made elsewhere", found: "neither",
                    remedy: "add \"model: FOLDER\" or \"verbalizers: - explanations: FILE\" to the workspace, or give --model FOLDER")
        }
        let placed = Set(opened.elements.compactMap(\.file.site)).sorted()
        sites = placed
        if opened.elements.contains(where: { $0.file.site == nil }) {
            unplacedRow = placed.count
            // A row needs a site to be told by; this one is never named.
            sites.append(.residual((placed.compactMap(\.number).max() ?? 0) + 1))
        }
        sources = opened.elements.map { element in
            Source(name: element.name, file: element.file, row: element.file.site.flatMap { placed.firstIndex(of: $0) } ?? placed.count)
        }
        complaints = opened.complaints + sources.flatMap(\.file.complaints)
        for index in sources.indices { add(index) }
    }

    /// The documents of a file: those that it names are the same everywhere; without a name the tokens tell.
    private mutating func add(_ source: Int) {
        let file = sources[source].file
        for document in file.documents {
            if let known = documents.firstIndex(where: { isSame($0, document, of: source) }) {
                documents[known].parts[source] = document
            } else {
                let name = document.id ?? sources[source].name
                let taken = Set(documents.map(\.title))
                let title = taken.contains(name) ? (2...).lazy.map { "\(name) (\($0))" }.first { !taken.contains($0) } ?? name : name
                documents.append(TextDocument(title: title, parts: [source: document]))
            }
        }
    }

    private func isSame(_ known: TextDocument, _ document: ExplanationDocument, of source: Int) -> Bool {
        guard known.parts[source] == nil, let (other, part) = known.parts.first else { return false }
        if document.id != nil || part.id != nil { return document.id == part.id }
        let pairs = zip(sources[other].file.tokens(of: part), sources[source].file.tokens(of: document)).compactMap { a, b in
            a.flatMap { a in b.map { (a, $0) } }
        }
        return !pairs.isEmpty && pairs.allSatisfy { $0 == $1 }
    }

    /// What the grid needs of a document.
    func page(_ index: Int) -> TextDocument.Page {
        let document = documents[index]
        var texts: [String?] = []
        for (source, part) in document.parts.sorted(by: { $0.key < $1.key }) {
            let tokens = sources[source].file.tokens(of: part)
            texts += Array(repeating: nil, count: max(0, tokens.count - texts.count))
            for position in tokens.indices where texts[position] == nil { texts[position] = tokens[position] }
        }
        var page = TextDocument.Page(
            texts: texts, isCut: document.parts.values.contains { ($0.positions.last ?? 0) >= texts.count },
            norms: sites.map { _ in Array(repeating: .nan, count: texts.count) },
            explained: sites.map { _ in [] }, medians: [])
        for (source, part) in document.parts {
            let row = sources[source].row
            for position in part.positions where position < texts.count {
                guard let explanation = sources[source].file.explanation(of: part, position: position) else { continue }
                page.explained[row].insert(position)
                if let norm = explanation.stated.norm, page.norms[row][position].isNaN { page.norms[row][position] = Float(norm.value) }
            }
        }
        page.medians = page.norms.map { norms in ExclusionRule.median(norms.lazy.filter { !$0.isNaN }.map(Double.init)) }
        return page
    }
}

extension Site {
    /// The number of a residual site.
    fileprivate var number: Int? { if case .residual(let number) = self { number } else { nil } }
}
