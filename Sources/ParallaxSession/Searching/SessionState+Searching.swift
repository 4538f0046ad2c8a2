import ParallaxCompute

extension SessionState {
    /// More lines than a person looks through.
    private static let mostHits = 500

    /// Tokens, labels of active features and explanations that hold the words, in the documents that have been read, the shown one
    /// first. Upper and lower case are the same.
    public func hits(_ words: String) -> [SearchHit] {
        let words = words.lowercased()
        guard words.contains(where: { !$0.isWhitespace }) else { return [] }
        var hits: [SearchHit] = []
        for document in [document] + traces.documents.filter({ $0 != document }).sorted() where hits.count < Self.mostHits {
            hits += tokenHits(words, document) + labelHits(words, document) + explanationHits(words, document)
        }
        return Array(hits.prefix(Self.mostHits))
    }

    /// Whether a text holds words that are in lower case already. Letters that are composed or not are the same, and differ in length by no more than
    /// three times: words that are longer stand in no such text, and a pasted page is not looked for in every token at every key.
    private static func holds(_ text: String, _ words: String) -> Bool {
        words.utf8.count <= 3 * text.utf8.count && text.lowercased().contains(words)
    }

    private func tokenHits(_ words: String, _ document: Int) -> [SearchHit] {
        guard let trace = traces[document] else { return [] }
        return trace.texts.indices.compactMap { position in
            guard Self.holds(trace.texts[position], words) else { return nil }
            let around = trace.texts[max(0, position - 4)..<min(trace.texts.count, position + 5)].joined()
            return SearchHit(kind: .token, document: document, position: position, row: nil, text: around)
        }
    }

    private func labelHits(_ words: String, _ document: Int) -> [SearchHit] {
        guard let dictionary, let readings = dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)]?.value else { return [] }
        // A feature once, where it fires most, with how often it does.
        var found: [Int: (hit: SearchHit, activation: Float, count: Int)] = [:]
        // Most features are met at many tokens: their labels are read once.
        var others: Set<Int> = []
        for (position, reading) in readings.enumerated() {
            for feature in reading.features where !others.contains(feature.id) {
                guard let label = feature.label, found[feature.id] != nil || Self.holds(label, words) else {
                    others.insert(feature.id)
                    continue
                }
                let hit = SearchHit(kind: .label, document: document, position: position, row: row, text: "\(feature.id)  \(label)")
                guard let known = found[feature.id] else {
                    found[feature.id] = (hit, feature.activation, 1)
                    continue
                }
                found[feature.id] = feature.activation > known.activation ? (hit, feature.activation, known.count + 1) : (known.hit, known.activation, known.count + 1)
            }
        }
        return found.sorted { $0.key < $1.key }.map { _, entry in
            var hit = entry.hit
            hit.text += entry.count == 1 ? "" : "  (at \(entry.count) tokens, here most)"
            return hit
        }
    }

    private func explanationHits(_ words: String, _ document: Int) -> [SearchHit] {
        var hits: [SearchHit] = []
        for (key, reading) in verbalReadings.values(of: document) {
            guard let sentence = ExplanationSegments(reading.value.text).sentences.first(where: { Self.holds($0, words) }) else { continue }
            let row = inventory.sites.firstIndex(of: inventory.verbalizers.elements[key.verbalizer].site)
            hits.append(SearchHit(kind: .explanation, document: document, position: key.position, row: row, text: sentence))
        }
        return hits.sorted { $0.position < $1.position }
    }

    /// Documents whose title holds the words.
    public func documents(_ words: String) -> [Int] {
        let words = words.lowercased()
        return inventory.documentTitles.indices.filter { words.isEmpty || Self.holds(inventory.documentTitles[$0], words) }
    }

    /// The question behind the list of features; nil where none is open.
    var featureSearchQuestion: FeatureSearchQuestion? {
        guard case .searching(let search, let editor, _) = mode, search == .feature || search == .featurePage, let dictionary else { return nil }
        return FeatureSearchQuestion(dictionary: dictionary, words: editor.text)
    }

    /// The features that the open list offers; nil while they are looked for.
    public var matches: [FeatureMatch]? { featureSearchQuestion.flatMap { featureMatches?.value(for: $0) } }

    private func count(_ search: Mode.Search, _ words: String) -> Int {
        switch search {
        case .everything: hits(words).count
        case .document: documents(words).count
        case .feature, .featurePage: matches?.count ?? 0
        }
    }

    mutating func choose(_ command: Command, _ search: Mode.Search, _ editor: LineEditor, _ highlighted: Int) {
        if let moved = Self.moved(highlighted, command, count: count(search, editor.text)) {
            mode = .searching(search, editor: editor, highlighted: moved)
            return
        }
        let found = matches
        guard command == .confirm || command == .cancel else { return }
        mode = .browsing
        guard command == .confirm else { return }
        switch search {
        case .everything:
            searchedWords = editor.text
            let hits = hits(editor.text)
            if hits.indices.contains(highlighted) { go(to: hits[highlighted]) } else { notice = "nothing found" }
        case .document:
            let documents = documents(editor.text)
            if documents.indices.contains(highlighted) { show(document: documents[highlighted]) }
        case .feature:
            guard let found, found.indices.contains(highlighted) else { return }
            mode = .prompting(.addFeature(found[highlighted].id), editor: LineEditor())
        case .featurePage:
            guard let found, let dictionary, found.indices.contains(highlighted) else { return }
            mode = .feature(FeaturePage(dictionary: dictionary, feature: found[highlighted].id))
        }
    }

    private mutating func go(to hit: SearchHit) {
        show(document: hit.document)
        position = hit.position
        if let row = hit.row {
            self.row = row
            hasMovedRow = true
        }
        highlightedFeature = 0
        highlightedSentence = 0
    }

    /// n and N: the next place of the last search, in the order of the text, around the end.
    mutating func moveToMatch(by step: Int) {
        guard !searchedWords.isEmpty else {
            notice = "search with / first"
            return
        }
        let hits = hits(searchedWords).filter { $0.document == document && $0.position != position }.sorted { $0.position < $1.position }
        let next = step > 0 ? hits.first { $0.position > position } ?? hits.first : hits.last { $0.position < position } ?? hits.last
        guard let next else {
            notice = "\"\(searchedWords)\" is nowhere else in this document"
            return
        }
        go(to: next)
    }

    /// To the token of this row where the figures of the two methods are furthest apart; again, to the next furthest.
    mutating func moveToDisagreement() {
        guard let trace else { return }
        var distances: [(position: Int, distance: Double)] = []
        var missing = 0
        // Verbalizers are off their ground at the first tokens: what they differ in there is no news, unless there is nothing else.
        let early = trace.ids.count > Self.earlyPositions ? Self.earlyPositions : 0
        for position in trace.ids.indices.dropFirst(early) {
            switch gridCell(row: row, position: position, colour: .difference) {
            case .value(let difference): distances.append((position, abs(difference)))
            case .notYet, .running: missing += 1
            default: break
            }
        }
        guard !distances.isEmpty else {
            notice = "nothing to compare here yet: both a dictionary and an NLA are needed at this site, and μ and Var"
            return
        }
        distances.sort { ($0.distance, $1.position) > ($1.distance, $0.position) }
        let seen = disagreements.map { $0.document == document && $0.row == row && distances.indices.contains($0.rank) && distances[$0.rank].position == position ? $0.rank : -1 } ?? -1
        let rank = (seen + 1) % distances.count
        position = distances[rank].position
        disagreements = (document, row, rank)
        highlightedFeature = 0
        highlightedSentence = 0
        let left = early > 0 ? ", the first \(early) tokens left out" : ""
        notice = "number \(rank + 1) of \(distances.count) by |F (NLA) − F (SAE)|\(left)" + (missing > 0 ? "; \(missing) tokens are not yet verbalized" : "") + "; D goes on"
    }
}
