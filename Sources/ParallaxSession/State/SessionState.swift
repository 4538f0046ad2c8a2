import ParallaxCompute

/// The whole explorer as a value. `update` makes the next one; views draw it; nothing else changes it.
public struct SessionState: Sendable {
    public var inventory: Inventory

    // Where we are.
    public var document = 0
    public var position = 0
    /// Index into `inventory.sites`.
    public var row: Int
    public var pane = Pane.grid
    public var colour = GridColour.norm
    public var mode = Mode.browsing
    public var highlightedFeature = 0
    public var highlightedSentence = 0
    /// The person's choice of a dictionary and of a verbalizer at a site; the first of the workspace where there is none.
    public var chosenDictionaries: [Site: Int] = [:]
    public var chosenVerbalizers: [Site: Int] = [:]

    // What the person changed.
    public var featureEdits: [FeatureEditKey: [Int: FeatureEdit]] = [:]
    public var textEdits: [VerbalKey: String] = [:]
    package var textHistories: Remembered<VerbalKey, TextHistory> = [:]
    /// Documents that the person gave; they stand behind those of the workspace.
    public var ownDocuments: [Int: OwnDocument] = [:]
    /// What the search was for, so that n and N go on.
    public var searchedWords = ""

    // What has been computed.
    public var statistics = StatisticsState()
    package var traces: Remembered<Int, DocumentTrace> = [:]
    package var dictionaryReadings: Remembered<DictionaryKey, Versioned<[DictionaryReading]>> = [:]
    package var verbalReadings: Remembered<VerbalKey, Versioned<VerbalReading>> = [:]
    /// The last answer to a feature edit or a text edit, with the request it answers.
    public var featureEditReading: Answer<DictionaryReading>?
    public var textEditFigures: Answer<TokenFigures>?
    public var noise: Answer<NoiseBand>?
    public var lensColumn: Answer<[LensCell]>?
    public var agreementAnswer: Answer<Agreement>?
    public var mismatchAnswer: Answer<MismatchControl>?
    public var spliceAnswer: Answer<SpliceTable>?
    public var spliceNoiseAnswer: Answer<SpliceNoise>?
    public var featureMatches: Answer<[FeatureMatch]>?
    package var lensRows: Remembered<LensKey, [LensCell]> = [:]
    package var promoted = PromotedTexts()
    /// Text that is being generated, per position.
    public var streaming: [VerbalKey: String] = [:]

    // What is being computed.
    public var outstanding: Set<Request> = []
    public var failures: [Request: Complaint] = [:]
    /// Places where the person stopped the verbalizer.
    public var stopped: Set<VerbalKey> = []
    public var fill = FillProgress()
    /// Places of which a file of explanations has none.
    public var absent: Set<VerbalKey> = []
    /// What the screen has room for beside the readings: what is not seen is not computed.
    public var visible: Set<Aside> = []
    public var comparison = ComparisonState()
    public var claims = ClaimsState()
    public var features = FeaturesState()
    /// Where the comparison was left.
    var comparisonPage = ComparisonPage()
    /// The finding that is being written.
    public var finding: Request.WrittenFinding?
    var findingsBegun = 0

    /// Whether the person has chosen a row; until then it settles where there is most to show.
    public var hasMovedRow = false

    /// Where the walk through the tokens on which the methods differ has come to.
    var disagreements: (document: Int, row: Int, rank: Int)?

    /// What was worked out of the text at the cursor; asked for as `triedText`.
    var tried: TriedText?

    /// One line for the person, until the next key.
    public var notice: String?

    /// How much is remembered, and the documents in the order in which they were last shown.
    let cache: CacheBudget
    var shown: [Int] = []

    public init(inventory: Inventory, cache: CacheBudget = .standard) {
        self.inventory = inventory
        self.cache = cache
        row = inventory.firstRow ?? max(0, inventory.sites.count - 1)
    }
}

extension SessionState {
    public var site: Site { inventory.sites[row] }

    /// The site in words.
    public var siteName: String { inventory.rowName(row) }

    public var trace: DocumentTrace? { traces[document] }

    /// The chosen dictionary at a site, as an index into the inventory.
    public func dictionary(at site: Site) -> Int? {
        let here = inventory.dictionaries(at: site)
        return chosenDictionaries[site].flatMap { here.contains($0) ? $0 : nil } ?? here.first
    }

    public func verbalizer(at site: Site) -> Int? {
        let here = inventory.verbalizers(at: site)
        return chosenVerbalizers[site].flatMap { here.contains($0) ? $0 : nil } ?? here.first
    }

    public var dictionary: Int? { dictionary(at: site) }
    public var verbalizer: Int? { verbalizer(at: site) }

    /// The dictionary's reading of the activation at the cursor, without the person's edits.
    public var dictionaryReading: DictionaryReading? {
        guard let dictionary, let readings = dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)]?.value,
            readings.indices.contains(position)
        else { return nil }
        return readings[position]
    }

    public var verbalKey: VerbalKey? { verbalizer.map { VerbalKey(document: document, position: position, verbalizer: $0) } }

    public var verbalReading: VerbalReading? { verbalKey.flatMap { verbalReadings[$0]?.value } }

    /// The person's feature edits at the cursor; empty where there are none.
    public var currentFeatureEdits: [Int: FeatureEdit] {
        dictionary.flatMap { featureEdits[FeatureEditKey(document: document, position: position, dictionary: $0)] } ?? [:]
    }

    /// The answer to the edits at the cursor, nil while it is not there yet.
    public var editedDictionaryReading: DictionaryReading? {
        featureEditRequest.flatMap { featureEditReading?.value(for: $0) }
    }

    /// The text at the cursor as the person has it: what is in the editor, else the committed edit, else the original.
    public var currentText: String? {
        triedText?.text
    }

    /// The same without what is in the editor.
    public var keptText: String? {
        guard let original = verbalReading?.text, let verbalKey else { return nil }
        return textEdits[verbalKey] ?? original
    }

    public var editedFigures: TokenFigures? {
        textEditRequest.flatMap { textEditFigures?.value(for: $0) }
    }
}
