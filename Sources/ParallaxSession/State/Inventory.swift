import ParallaxCompute

/// What there is to look at, as values: names, sites and sizes, no weights.
public struct Inventory: Equatable, Sendable {
    /// One dictionary of the workspace.
    public struct DictionaryInfo: Equatable, Sendable {
        public var name: String
        public var site: Site
        public var featureCount: Int
        /// "topk 16", "jumprelu".
        public var kind: String

        public init(name: String, site: Site, featureCount: Int, kind: String) {
            self.name = name
            self.site = site
            self.featureCount = featureCount
            self.kind = kind
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
    /// Rows of the grid: residual sites 0…L.
    public var sites: [Site]
    public var hiddenSize: Int
    public var documentTitles: [String]
    public var dictionaries: Part<DictionaryInfo> = .opening
    public var verbalizers: Part<VerbalizerInfo> = .opening
    /// What could not be opened, one sentence each.
    public var complaints: [Complaint] = []

    public init(workspaceName: String, modelName: String, sites: [Site], hiddenSize: Int, documentTitles: [String], complaints: [Complaint] = []) {
        self.workspaceName = workspaceName
        self.modelName = modelName
        self.sites = sites
        self.hiddenSize = hiddenSize
        self.documentTitles = documentTitles
        self.complaints = complaints
    }

    /// Indices of the dictionaries at a site, in the workspace's order.
    public func dictionaries(at site: Site) -> [Int] {
        dictionaries.elements.indices.filter { dictionaries.elements[$0].site == site }
    }

    public func verbalizers(at site: Site) -> [Int] {
        verbalizers.elements.indices.filter { verbalizers.elements[$0].site == site }
    }
}
