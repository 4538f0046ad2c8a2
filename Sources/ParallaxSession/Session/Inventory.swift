import ParallaxCompute

/// What there is to look at, as values: names, sites and sizes, no weights.
public struct Inventory: Equatable, Sendable {
    /// One dictionary of the workspace.
    public struct DictionaryInfo: Equatable, Sendable {
        public var name: String
        /// Where what it reconstructs stands.
        public var site: Site
        /// What it reads: the same, but for transcoders.
        public var source: Site
        public var featureCount: Int
        /// "topk 16", "jumprelu".
        public var kind: String
        /// Whether it was trained on prompts that begin with BOS; nil where it does not say.
        public var prependsBOS: Bool?

        public init(name: String, site: Site, source: Site? = nil, featureCount: Int, kind: String, prependsBOS: Bool? = nil) {
            self.name = name
            self.site = site
            self.source = source ?? site
            self.featureCount = featureCount
            self.kind = kind
            self.prependsBOS = prependsBOS
        }
    }

    /// One NLA of the workspace.
    public struct VerbalizerInfo: Equatable, Sendable {
        public var name: String
        public var site: Site
        public var verbalizes: Bool
        public var reconstructs: Bool
        /// Whether its explanations were made elsewhere.
        public var isFile: Bool

        public init(name: String, site: Site, verbalizes: Bool, reconstructs: Bool, isFile: Bool = false) {
            self.name = name
            self.site = site
            self.verbalizes = verbalizes
            self.reconstructs = reconstructs
            self.isFile = isFile
        }
    }

    /// The part of a checkpoint list: still being opened, or opened.
    public enum Part<Element: Equatable & Sendable>: Equatable, Sendable {
        case opening
        case open([Element])

        public var elements: [Element] { if case .open(let elements) = self { elements } else { [] } }
    }

    public var workspaceName: String
    public var modelName: String
    /// Rows of the grid: residual sites 0…L, and other sites that dictionaries reconstruct, along the forward pass.
    public var sites: [Site]
    public var hiddenSize: Int
    public var documentTitles: [String]
    /// The last of these, which options gave beside the workspace's documents; the first of them is looked at first.
    public var given: [OwnDocument] = []
    public var dictionaries: Part<DictionaryInfo> = .opening
    public var verbalizers: Part<VerbalizerInfo> = .opening
    /// What could not be opened, one sentence each.
    public var complaints: [Complaint] = []
    /// False where there are only explanations that were made elsewhere: nothing can be computed of an activation.
    public var hasModel = true
    /// The row of explanations that do not say their layer; it has no name.
    public var unplacedRow: Int?
    /// Where a person's verdicts on claims might go; nil where the workspace names their file, and nobody has to be asked.
    public var proposedVerdicts: String?
    /// The row that is looked at first; nil is the last.
    public var firstRow: Int?

    public init(
        workspaceName: String, modelName: String, sites: [Site], hiddenSize: Int, documentTitles: [String], complaints: [Complaint] = []
    ) {
        self.workspaceName = workspaceName
        self.modelName = modelName
        self.sites = sites
        self.hiddenSize = hiddenSize
        self.documentTitles = documentTitles
        self.complaints = complaints
    }

    /// What a person is told who asks for something that needs weights.
    public static func needsModel(_ what: String) -> String {
        "\(what): there is no model, only explanations that were made elsewhere; add \"model: FOLDER\" to the workspace"
    }

    /// What a question that needs weights is answered.
    static let needsModel = Complaint(
        "workspace", expected: "a model to compute with", found: "only explanations that were made elsewhere",
        remedy: "add \"model: FOLDER\" to it")

    /// The name of a row, with all spellings of its site.
    public func rowName(_ row: Int) -> String {
        row == unplacedRow ? "a layer that the file does not say" : sites.indices.contains(row) ? "\(sites[row])" : ""
    }

    /// The dictionaries at a site, in the workspace's order.
    public func dictionaries(at site: Site) -> [DictionaryID] {
        dictionaries.elements.indices.filter { dictionaries.elements[$0].site == site }.map(DictionaryID.init)
    }

    public func verbalizers(at site: Site) -> [VerbalizerID] {
        verbalizers.elements.indices.filter { verbalizers.elements[$0].site == site }.map(VerbalizerID.init)
    }

    public var documents: [DocumentID] { documentTitles.indices.map(DocumentID.init) }

    public func contains(_ document: DocumentID) -> Bool { documentTitles.indices.contains(document.index) }

    public func title(_ document: DocumentID) -> String { documentTitles[document.index] }
}

extension Inventory.Part<Inventory.DictionaryInfo> {
    public subscript(dictionary: DictionaryID) -> Inventory.DictionaryInfo { elements[dictionary.index] }
}

extension Inventory.Part<Inventory.VerbalizerInfo> {
    public subscript(verbalizer: VerbalizerID) -> Inventory.VerbalizerInfo { elements[verbalizer.index] }
}
