import ParallaxCompute

extension SessionState {
    // MARK: What is there

    /// The question behind the open list of places, or behind the line that Enter has taken; nil where there is none.
    private var searchQuestion: SearchQuestion? {
        if let awaited = search.awaited { return asked(awaited.question.words) }
        guard case .searching(.everything, let editor, _) = mode else { return nil }
        return asked(editor.text)
    }

    private func asked(_ words: String) -> SearchQuestion {
        let rows = inventory.verbalizers.elements.map { inventory.sites.firstIndex(of: $0.site) }
        return SearchQuestion(
            words: words, first: document, row: row, dictionary: dictionary,
            version: readings.traces.changes &+ readings.byDictionary.changes &+ readings.byVerbalizer.changes &+ editing.removals,
            material: SearchMaterial(
                traces: readings.traces, dictionaryReadings: readings.byDictionary, verbalReadings: readings.byVerbalizer, rows: rows,
                documents: listedDocuments))
    }

    /// What the open search has found so far, perhaps in fewer documents than have been read by now.
    public var hits: [SearchHit] {
        guard let found = search.found, let question = searchQuestion, found.question.isSame(as: question) else { return [] }
        return found.hits
    }

    /// Whether the open search has come to its end.
    public var isSearched: Bool {
        search.found.map { found in found.isWhole && searchQuestion.map(found.question.isSame) == true } ?? false
    }

    func searchWants() -> [AnyQuestion] {
        var wanted: [AnyQuestion] = []
        if let featureSearchQuestion, search.features?.question != featureSearchQuestion { wanted.append(featureSearchQuestion) }
        if let documentSearchQuestion, search.documents?.question != documentSearchQuestion { wanted.append(documentSearchQuestion) }
        guard let question = searchQuestion else { return wanted }
        if let found = search.found, found.isWhole, found.question == question { return wanted }
        // What is under way is finished first, though more is read by then.
        wanted.append(outstanding.first(SearchQuestion.self) { $0.isSame(as: question) } ?? question)
        return wanted
    }

    mutating func take(_ found: SearchState.Found) {
        // The same search over more documents shows when it is done: until then the list stays.
        if !found.isWhole, let old = search.found, old.isWhole, old.question.isSame(as: found.question) { return }
        search.found = found
        guard let awaited = search.awaited, awaited.question.isSame(as: found.question) else { return }
        if found.hits.indices.contains(awaited.line) {
            search.awaited = nil
            notice = nil
            journey.jump(from: stop)
            go(to: found.hits[awaited.line])
        } else if found.isWhole {
            search.awaited = nil
            notice = "nothing found"
        }
    }

    /// The question behind the list of documents; nil where none is open or all are listed.
    private var documentSearchQuestion: DocumentSearchQuestion? {
        guard case .searching(.document, let editor, _) = mode, !editor.text.isEmpty else { return nil }
        return DocumentSearchQuestion(words: editor.text, titles: inventory.documentTitles)
    }

    /// The documents that the open list offers; nil while they are looked for.
    public var documents: [DocumentID]? {
        guard let documentSearchQuestion else { return listedDocuments }
        return search.documents?.value(for: documentSearchQuestion)?.filter { !editing.removed.contains($0) }
    }

    /// The question behind the list of features; nil where none is open.
    var featureSearchQuestion: FeatureSearchQuestion? {
        guard case .searching(let search, let editor, _) = mode, search == .feature || search == .featurePage, let dictionary else {
            return nil
        }
        return FeatureSearchQuestion(dictionary: dictionary, words: editor.text)
    }

    /// The features that the open list offers; nil while they are looked for.
    public var matches: [FeatureMatch]? { featureSearchQuestion.flatMap { search.features?.value(for: $0) } }

    private func count(_ search: Mode.Search) -> Int {
        switch search {
        case .everything: hits.count
        case .document: documents?.count ?? 0
        case .feature, .featurePage: matches?.count ?? 0
        }
    }

    mutating func choose(_ command: Command, _ search: Mode.Search, _ editor: LineEditor, _ highlighted: Int) {
        if let moved = Self.moved(highlighted, command, count: count(search)) {
            mode = .searching(search, editor: editor, highlighted: moved)
            return
        }
        if command == .switchOff, search == .document {
            guard let listed = documents, listed.indices.contains(highlighted) else { return }
            remove(listed[highlighted])
            mode = .searching(.document, editor: editor, highlighted: max(0, min(highlighted, listed.count - 2)))
            return
        }
        let found = matches, hits = hits, isSearched = isSearched, question = searchQuestion
        // Enter that comes before the list looks through the titles once.
        let documents =
            command == .confirm
            ? documents ?? (try? documentSearchQuestion?.found(Cancellation()))?.filter { !editing.removed.contains($0) } ?? [] : []
        guard command == .confirm || command == .cancel else { return }
        mode = .browsing
        guard command == .confirm else { return }
        switch search {
        case .everything:
            self.search.words = editor.text
            if hits.indices.contains(highlighted) {
                go(to: hits[highlighted])
            } else if let question, !isSearched {
                self.search.awaited = (question.identity, highlighted)
                notice = "searching …"
            } else {
                notice = "nothing found"
            }
        case .document:
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
        go(to: Place(document: hit.document, position: hit.position), row: hit.row)
    }

    /// n and N: the next place of the last search, in the order of the text, around the end.
    mutating func moveToMatch(by step: Int) {
        guard !search.words.isEmpty else {
            notice = "search with / first"
            return
        }
        // One document is read in a moment, however many there are.
        let all = (try? asked(search.words).hits(in: document)) ?? []
        let hits = all.filter { $0.position != position }.sorted { $0.position < $1.position }
        let next = step > 0 ? hits.first { $0.position > position } ?? hits.first : hits.last { $0.position < position } ?? hits.last
        guard let next else {
            notice = "\"\(search.words)\" is nowhere else in this document"
            return
        }
        go(to: next)
    }

    /// `D` that was pressed before all figures were there goes where those that have come since lead.
    mutating func followDisagreement(_ action: Action) {
        guard case .report(let report) = action, let known = disagreements, known.isAwaited, mode == .browsing, known.document == document,
            known.row == row, report.question.of(VerbalizeQuestion.self) != nil || report.question.of(DictionaryQuestion.self) != nil
        else { return }
        moveToDisagreement()
    }

    /// To the token of this row where the figures of the two methods are furthest apart; again, to the next furthest.
    mutating func moveToDisagreement() {
        guard let trace else { return }
        let isFollowing = disagreements?.isAwaited == true
        var distances: [(position: Int, distance: Double)] = []
        var missing = 0
        // Verbalizers are off their ground at the first tokens: what they differ in there is no news, unless there is nothing else.
        let early = trace.ids.count > Self.earlyPositions ? Self.earlyPositions : 0
        // Nor is what no figure counts: attention sinks, special and template tokens.
        let counted = trace.ids.indices.dropFirst(early).filter { !trace.isLeftOut($0, row: row) && !trace.isSpecial[$0] }
        let uncounted = trace.ids.count - early - counted.count
        for position in counted {
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
        let seen =
            isFollowing
            ? (disagreements?.rank ?? 0) - 1
            : disagreements.map {
                $0.document == document && $0.row == row && distances.indices.contains($0.rank) && distances[$0.rank].position == position
                    ? $0.rank : -1
            } ?? -1
        let rank = (seen + 1) % distances.count
        position = distances[rank].position
        disagreements = (document, row, rank, missing > 0)
        highlightedFeature = 0
        highlightedSentence = 0
        let leftOut = [
            early > 0 ? "the first \(early) tokens" : nil, uncounted > 0 ? "\(uncounted) that figures leave out" : nil
        ].compactMap { $0 }
        let left = leftOut.isEmpty ? "" : ", \(leftOut.joined(separator: " and ")) left out"
        notice =
            "number \(rank + 1) of \(distances.count) by |F (NLA) − F (SAE)|\(left)"
            + (missing > 0 ? "; \(missing) tokens are not yet verbalized, it goes where they lead" : "") + "; D goes on"
    }
}
