import ParallaxCompute

/// The documents of a workspace, as comparisons read them.
public struct WorkspaceDocuments: ComparisonDocuments {
    private let library: DocumentLibrary
    private let collection: DocumentCollection

    public let titles: [String]

    private let readsBeginnings: Bool

    /// - Parameters:
    ///   - also: a document of the person's that stands behind those of the workspace, with all before it.
    ///   - readsBeginnings: whether of a text that is too long the beginning counts, as on the screen; without it, it is refused where it is run.
    public init(_ instrument: Instrument, also own: DocumentID? = nil, readsBeginnings: Bool = false) {
        self.readsBeginnings = readsBeginnings
        library = instrument.library
        collection = DocumentCollection(instrument.workspace.documents)
        let count = max(library.count, own.map { $0.index + 1 } ?? 0)
        titles = library.titles + (library.count..<count).map { instrument.library.title(DocumentID($0)) }
    }

    public var beginning: TextBeginning { library.beginning }
    public var bos: Int? { library.bos }

    public func isGivenAsIDs(_ index: Int) -> Bool { index < collection.count && (try? collection.document(index))?.tokenIDs != nil }

    public func tokenIDs(of index: Int, cancellation: Cancellation?) throws -> [Int] {
        try readsBeginnings
            ? library.tokens(of: DocumentID(index), cancellation: cancellation).ids
            : library.tokenIDs(of: DocumentID(index), cancellation: cancellation)
    }

    public func group(_ index: Int) -> String? { index < collection.count ? (try? collection.document(index))?.group : nil }

    /// Tokens that hold nothing of what was said in a conversation.
    public func templatePositions(of index: Int, ids: [Int]) -> Set<Int> { library.templatePositions(of: DocumentID(index), ids: ids) }
}
