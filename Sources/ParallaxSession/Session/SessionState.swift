import ParallaxCompute

/// The whole explorer as a value. `update` makes the next one; views draw it; nothing else changes it.
public struct SessionState: Sendable {
    public var inventory: Inventory

    // Where we are.
    public var document: DocumentID = 0
    public var position = 0
    /// Index into `inventory.sites`.
    public var row: Int
    public var pane = Pane.grid
    public var colour = GridColour.norm
    public var mode = Mode.browsing
    /// What the list of keys was opened over, and what is open again when it is left.
    public internal(set) var beneath: Mode?
    /// Where the person has been.
    public internal(set) var journey = Journey()
    public var highlightedFeature = 0
    public var highlightedSentence = 0

    // What is known of each page, and what the person has done there.
    public var readings = ReadingState()
    public var between = BetweenState()
    public var editing = EditingState()
    public var splicing = SpliceState()
    public var logitLens = LensState()
    public var features = FeaturesState()
    public var claims = ClaimsState()
    public var comparison = ComparisonState()
    public var search = SearchState()
    public var findings = FindingState()
    /// μ and Var, on which the figures of all pages rest.
    public var statistics = StatisticsState()

    // What is asked of the background.
    public var outstanding: Set<AnyQuestion> = []
    public var failures: [AnyQuestion: Complaint] = [:]
    /// What the screen has room for beside the readings: what is not seen is not computed.
    public var visible: Set<SidePane> = []

    /// Whether the person has chosen a row; until then it settles where there is most to show.
    public var hasMovedRow = false

    /// Where the walk through the tokens on which the methods differ has come to.
    /// It stands where more figures will perhaps take it, until another key comes.
    var disagreements: (document: DocumentID, row: Int, rank: Int, isAwaited: Bool)?

    /// What was worked out of the text at the cursor; asked for as `triedText`.
    var tried: TriedText?

    /// One line for the person, until the next key.
    public var notice: String?

    /// How much is remembered, and the documents in the order in which they were last shown.
    let cache: CacheBudget
    var shown: [DocumentID] = []

    public init(inventory: Inventory, cache: CacheBudget = .standard) {
        self.inventory = inventory
        self.cache = cache
        row = inventory.firstRow ?? max(0, inventory.sites.count - 1)
        guard !inventory.given.isEmpty else { return }
        document = DocumentID(inventory.documentTitles.count - inventory.given.count)
        for (place, given) in inventory.given.enumerated() { editing.ownDocuments[DocumentID(document.index + place)] = given }
    }
}

extension SessionState {
    /// The token at the cursor.
    public var place: Place { Place(document: document, position: position) }

    public var site: Site { inventory.sites[row] }

    /// The site in words.
    public var siteName: String { inventory.rowName(row) }

    public var trace: TraceSummary? { readings.traces[document] }

    /// The chosen dictionary at a site.
    public func dictionary(at site: Site) -> DictionaryID? {
        let here = inventory.dictionaries(at: site)
        return readings.chosenDictionaries[site].flatMap { here.contains($0) ? $0 : nil } ?? here.first
    }

    public func verbalizer(at site: Site) -> VerbalizerID? {
        let here = inventory.verbalizers(at: site)
        return readings.chosenVerbalizers[site].flatMap { here.contains($0) ? $0 : nil } ?? here.first
    }

    public var dictionary: DictionaryID? { dictionary(at: site) }
    public var verbalizer: VerbalizerID? { verbalizer(at: site) }

    /// The dictionary's reading of the activation at the cursor, without the person's edits.
    public var dictionaryReading: DictionaryReading? {
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value,
            readings.indices.contains(position)
        else { return nil }
        return readings[position]
    }

    public var verbalKey: VerbalKey? { verbalizer.map { VerbalKey(document: document, position: position, verbalizer: $0) } }

    public var verbalReading: VerbalReading? { verbalKey.flatMap { readings.byVerbalizer[$0]?.value } }

    /// The person's feature edits at the cursor; empty where there are none.
    public var currentFeatureEdits: [Int: FeatureEdit] {
        dictionary.flatMap { editing.featureEdits[FeatureEditKey(place: place, dictionary: $0)] } ?? [:]
    }

    /// The answer to the edits at the cursor, nil while it is not there yet.
    public var editedDictionaryReading: DictionaryReading? {
        featureEditQuestion.flatMap { editing.featureEditReading?.value(for: $0) }
    }

    /// The text at the cursor as the person has it: what is in the editor, else the committed edit, else the original.
    public var currentText: String? {
        triedText?.text
    }

    /// The same without what is in the editor.
    public var keptText: String? {
        guard let original = verbalReading?.text, let verbalKey else { return nil }
        return editing.textEdits[verbalKey] ?? original
    }

    public var editedFigures: TokenFigures? {
        textEditQuestion.flatMap { editing.textEditFigures?.value(for: $0) }
    }
}
