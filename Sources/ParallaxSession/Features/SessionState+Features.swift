import ParallaxCompute

/// One feature's page, and the dictionaries of a site side by side.
extension SessionState {
    // MARK: What is there

    private func firingsQuestion(_ page: FeaturePage) -> FiringsQuestion {
        FiringsQuestion(dictionary: page.dictionary, feature: page.feature, documents: inventory.documentTitles.count)
    }

    private func nearestQuestion(_ page: FeaturePage) -> NearestQuestion {
        NearestQuestion(dictionary: page.dictionary, feature: page.feature)
    }

    /// As far as the documents have been read; nil before the first.
    public func firings(_ page: FeaturePage) -> FeatureFirings? { features.firings?.value(for: firingsQuestion(page)) }

    /// The places that the page lists.
    public func places(_ page: FeaturePage) -> [FeatureFirings.Place] { firings(page)?.places(every: page.listsEvery) ?? [] }

    /// Features with similar decoder rows, of all dictionaries that reconstruct the same site; nil while they are looked for.
    public func nearest(_ page: FeaturePage) -> [NearestFeature]? { features.nearest?.value(for: nearestQuestion(page)) }

    /// Why something of the page is not there.
    public func failure(of page: FeaturePage) -> Complaint? {
        failure(of: firingsQuestion(page)) ?? failure(of: nearestQuestion(page))
    }

    public func isReading(_ page: FeaturePage) -> Bool { isOutstanding(firingsQuestion(page)) }

    /// The reading of the token at the cursor by a dictionary of this site.
    public func reading(by dictionary: DictionaryID) -> DictionaryReading? {
        let readings = self.readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value
        return readings.flatMap { $0.indices.contains(position) ? $0[position] : nil }
    }

    private var sweepQuestion: SweepQuestion? {
        guard let trace, trace.ids.indices.contains(position), case .choosing(.dictionary, _) = mode else { return nil }
        return SweepQuestion(document: document, position: position, row: row)
    }

    /// The dictionary's reconstruction put back at ‖h‖; nil while it is not there.
    public func swept(_ dictionary: DictionaryID) -> SpliceTable.Row? {
        sweepQuestion.flatMap { features.sweep?.value(for: $0) }?[dictionary]
    }

    // MARK: What is lacking

    func featureWants() -> [AnyQuestion] {
        switch mode {
        case .choosing(.dictionary, _):
            // The readings of all of them come first: the splice waits for them in its own lane.
            return sweepQuestion.flatMap { features.sweep?.question != $0 ? [AnyQuestion($0)] : nil } ?? []
        case .feature(let page):
            var wanted: [AnyQuestion] = []
            if features.promoted[page.dictionary, page.feature] == nil {
                wanted.append(PromotedQuestion(dictionary: page.dictionary, features: [page.feature]))
            }
            if nearest(page) == nil { wanted.append(nearestQuestion(page)) }
            if features.finished != firingsQuestion(page) { wanted.append(firingsQuestion(page)) }
            return wanted
        default: return []
        }
    }

    // MARK: Keys

    /// From the panes to the page of the feature that is looked at; where none is, to the search.
    mutating func showFeature() {
        guard inventory.hasModel else {
            notice = Inventory.needsModel("no features")
            return
        }
        guard let dictionary else {
            notice = "no dictionary at \(siteName)"
            return
        }
        if let feature = featureAtHand {
            mode = .feature(FeaturePage(dictionary: dictionary, feature: feature.id))
        } else {
            searchFeatures()
        }
    }

    private mutating func searchFeatures() { mode = .searching(.featurePage, editor: LineEditor(), highlighted: 0) }

    mutating func look(_ command: Command, _ page: FeaturePage) {
        var page = page
        switch command {
        case .cancel, .quit:
            mode = .browsing
            return
        case .search:
            // The search is of the dictionary at the cursor's site.
            readings.chosenDictionaries[inventory.dictionaries[page.dictionary].site] = page.dictionary
            moveToRow(of: page.dictionary)
            return searchFeatures()
        case .nextPane: page.part = Self.neighbour(of: page.part, by: 1)
        case .previousPane: page.part = Self.neighbour(of: page.part, by: -1)
        case .moveLeft, .moveRight:
            let next = page.feature + (command == .moveRight ? 1 : -1)
            guard (0..<inventory.dictionaries[page.dictionary].featureCount).contains(next) else { return }
            let listsEvery = page.listsEvery
            page = FeaturePage(dictionary: page.dictionary, feature: next)
            page.listsEvery = listsEvery
        case .everyPlace:
            page.listsEvery.toggle()
            page.place = 0
        case .retry: failures = failures.filter { $0.key.of(FiringsQuestion.self) == nil && $0.key.of(NearestQuestion.self) == nil }
        case .confirm:
            switch page.part {
            case .places: return go(to: page)
            case .neighbours:
                guard let nearest = nearest(page), nearest.indices.contains(page.neighbour) else { return }
                page = FeaturePage(dictionary: nearest[page.neighbour].dictionary, feature: nearest[page.neighbour].id)
            }
        default:
            switch page.part {
            case .places: page.place = Self.moved(page.place, command, count: max(1, places(page).count)) ?? page.place
            case .neighbours:
                page.neighbour = Self.moved(page.neighbour, command, count: max(1, nearest(page)?.count ?? 1)) ?? page.neighbour
            }
        }
        mode = .feature(page)
    }

    /// To the token of a place, in the row of the dictionary, with the feature highlighted.
    private mutating func go(to page: FeaturePage) {
        let places = places(page)
        guard places.indices.contains(page.place) else { return }
        let place = places[page.place]
        mode = .browsing
        go(to: Place(document: place.document, position: place.position))
        readings.chosenDictionaries[inventory.dictionaries[page.dictionary].site] = page.dictionary
        moveToRow(of: page.dictionary)
        pane = .features
        highlightedFeature = dictionaryReading?.features.firstIndex { $0.id == page.feature } ?? 0
    }

    private mutating func moveToRow(of dictionary: DictionaryID) {
        guard let row = inventory.sites.firstIndex(of: inventory.dictionaries[dictionary].site) else { return }
        self.row = row
        hasMovedRow = true
    }

    // MARK: In the panes

    /// Where else in the document a feature fires, from the readings that are there, in order.
    public func firings(of feature: Int) -> [(position: Int, activation: Float)] {
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else {
            return []
        }
        return readings.enumerated().compactMap { position, reading in
            reading.features.first { $0.id == feature }.map { (position, $0.activation) }
        }
    }

    /// The feature that is highlighted, or the strongest.
    public var featureAtHand: DictionaryReading.Feature? {
        let features = shownFeatures
        return features.indices.contains(highlightedFeature) ? features[highlightedFeature] : features.first
    }

    /// Tokens before and behind the cursor whose features are looked up before one comes there, and how many features at once.
    private static let lookAhead = 8
    private static let promotedBatch = 64

    /// Features whose tokens are on the screen or will be in a moment.
    var featuresInSight: [(dictionary: DictionaryID, feature: Int)] {
        var seen: [(dictionary: DictionaryID, feature: Int)] = []
        if case .feature(let page) = mode { seen.append((page.dictionary, page.feature)) }
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else {
            return seen
        }
        for reading in readings[max(0, position - Self.lookAhead)...].prefix(2 * Self.lookAhead + 1) where position < readings.count {
            seen += reading.features.map { (dictionary, $0.id) }
        }
        return seen
    }

    /// The features at the cursor whose tokens are not known; once they are, those of the neighbours.
    var promotedQuestion: PromotedQuestion? {
        guard let dictionary, let readings = readings.byDictionary[DictionaryKey(document: document, dictionary: dictionary)]?.value else {
            return nil
        }
        let running = outstanding.first(PromotedQuestion.self) { $0.dictionary == dictionary }
        let near = readings.indices.filter { abs($0 - position) <= Self.lookAhead }.sorted {
            (abs($0 - position), $0) < (abs($1 - position), $1)
        }
        var unknown: Set<Int> = []
        for place in near where unknown.count < Self.promotedBatch {
            unknown.formUnion(readings[place].features.lazy.map(\.id).filter { features.promoted[dictionary, $0] == nil })
        }
        // What is under way is finished first: it is short.
        if unknown.isEmpty { return nil }
        return running ?? PromotedQuestion(dictionary: dictionary, features: unknown.sorted())
    }
}
