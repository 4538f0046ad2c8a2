import ParallaxCompute

/// One place that a search found.
public struct SearchHit: Equatable, Sendable {
    public enum Kind: String, Sendable {
        case token, label, explanation
    }

    public var kind: Kind
    public var document: DocumentID
    public var position: Int
    /// The row of the grid where it was read; nil for a token, which is at all of them.
    public var row: Int?
    /// What was found; raw, views make it safe.
    public var text: String

    public init(kind: Kind, document: DocumentID, position: Int, row: Int? = nil, text: String) {
        self.kind = kind
        self.document = document
        self.position = position
        self.row = row
        self.text = text
    }
}

/// Tokens, labels of active features and explanations that hold the words, the shown document first: in those that have been read all three, in the others tokens. Upper and lower case are the same.
public struct SearchQuestion: Question {
    public var words: String
    public var first: DocumentID
    public var row: Int
    public var dictionary: DictionaryID?
    /// How often something new had been read when it was asked.
    public var version: Int
    let material: SearchMaterial

    /// The material is what had been read in that version.
    public static func == (a: Self, b: Self) -> Bool { a.isSame(as: b) && a.version == b.version }

    public func hash(into hasher: inout Hasher) {
        // A pasted page is not read for its hash at every key.
        hasher.combine(words.utf8.count)
        hasher.combine(first)
        hasher.combine(version)
    }

    /// Whether the other one differs at most by what had been read.
    func isSame(as other: Self) -> Bool {
        words == other.words && first == other.first && row == other.row && dictionary == other.dictionary
    }

    public var lane: Lane { .search }
    public var pace: Pace { .quick }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: ([SearchHit]) -> Void) throws -> [SearchHit] {
        try hits(cancellation, partial) { document in
            let library = bench.instrument.library
            // Most are told by their text, without a tokenizer.
            if let source = library.source(document), !FoldedText(words).stands(in: source) { return [] }
            return (try? library.tokens(of: document, cancellation: cancellation)).map { bench.instrument.tokenizer.texts($0.ids) } ?? []
        }
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: ([SearchHit]) -> Void) throws -> [SearchHit] {
        try hits(cancellation, partial) { document in
            // One that cannot be read says so where it is looked at.
            (try? bench.page(document).texts.map { $0 ?? "" }) ?? []
        }
    }

    /// More lines than a person looks through.
    static let mostHits = 500

    /// Told after every document in which there is something.
    /// - Parameter texts: what the tokens of a document that was not read yet add to its text.
    private func hits(_ cancellation: Cancellation, _ partial: ([SearchHit]) -> Void, texts: (DocumentID) throws -> [String]) throws
        -> [SearchHit]
    {
        let words = FoldedText(words)
        guard words.hasWords else { return [] }
        var hits: [SearchHit] = []
        let listed = Set(material.documents)
        for document in [first] + material.traces.documents.filter({ $0 != first && listed.contains($0) }).sorted()
        where hits.count < Self.mostHits {
            let found = try material.hits(words, document, row: row, dictionary: dictionary, cancellation)
            guard !found.isEmpty else { continue }
            hits = Array((hits + found).prefix(Self.mostHits))
            partial(hits)
        }
        let read = Set(material.traces.documents)
        for document in material.documents where hits.count < Self.mostHits && !read.contains(document) {
            try cancellation.check()
            let found = try SearchMaterial.tokenHits(words, document, texts(document), cancellation)
            guard !found.isEmpty else { continue }
            hits = Array((hits + found).prefix(Self.mostHits))
            partial(hits)
        }
        return hits
    }

    /// Those of one document.
    func hits(in document: DocumentID) throws -> [SearchHit] {
        let words = FoldedText(words)
        guard words.hasWords else { return [] }
        return Array(try material.hits(words, document, row: row, dictionary: dictionary, Cancellation()).prefix(Self.mostHits))
    }

    public func keep(part: [SearchHit], in state: inout SessionState) {
        state.take(SearchState.Found(question: identity, hits: part, isWhole: false))
    }

    public func keep(_ answer: [SearchHit], in state: inout SessionState) {
        state.take(SearchState.Found(question: identity, hits: answer, isWhole: true))
    }

    /// The question without what it was asked of, which would be remembered with it.
    var identity: Self {
        Self(words: words, first: first, row: row, dictionary: dictionary, version: version, material: SearchMaterial())
    }
}

/// Documents whose title holds the words, in their order.
public struct DocumentSearchQuestion: Question {
    public var words: String
    let titles: [String]

    /// Documents are only added: as many are the same.
    public static func == (a: Self, b: Self) -> Bool { a.words == b.words && a.titles.count == b.titles.count }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.utf8.count)
        hasher.combine(titles.count)
    }

    public var lane: Lane { .search }
    public var pace: Pace { .quick }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [DocumentID] {
        try found(cancellation)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [DocumentID] {
        try found(cancellation)
    }

    func found(_ cancellation: Cancellation) throws -> [DocumentID] {
        let words = FoldedText(words)
        return try titles.indices.compactMap { index in
            if index.isMultiple(of: 256) { try cancellation.check() }
            return words.stands(in: titles[index]) ? DocumentID(index) : nil
        }
    }

    public func keep(_ answer: [DocumentID], in state: inout SessionState) { state.search.documents = Latest(self, answer) }
}

/// What can be searched: what had been read when the question was asked.
struct SearchMaterial: Sendable {
    var traces: Remembered<DocumentID, TraceSummary> = [:]
    var dictionaryReadings: Remembered<DictionaryKey, Versioned<[DictionaryReading]>> = [:]
    var verbalReadings: Remembered<VerbalKey, Versioned<VerbalReading>> = [:]
    /// The row of each verbalizer.
    var rows: [Int?] = []
    /// Those of the list, whether or not they have been read.
    var documents: [DocumentID] = []

    func hits(_ words: FoldedText, _ document: DocumentID, row: Int, dictionary: DictionaryID?, _ cancellation: Cancellation) throws
        -> [SearchHit]
    {
        try tokenHits(words, document, cancellation) + labelHits(words, document, row: row, dictionary, cancellation)
            + explanationHits(words, document, cancellation)
    }

    private func tokenHits(_ words: FoldedText, _ document: DocumentID, _ cancellation: Cancellation) throws -> [SearchHit] {
        guard let trace = traces[document] else { return [] }
        return try Self.tokenHits(words, document, trace.texts, cancellation)
    }

    static func tokenHits(_ words: FoldedText, _ document: DocumentID, _ texts: [String], _ cancellation: Cancellation) throws
        -> [SearchHit]
    {
        try texts.indices.compactMap { position in
            if position.isMultiple(of: 256) { try cancellation.check() }
            guard words.stands(in: texts[position]) else { return nil }
            let around = texts[max(0, position - 4)..<min(texts.count, position + 5)].joined()
            return SearchHit(kind: .token, document: document, position: position, row: nil, text: around)
        }
    }

    private func labelHits(_ words: FoldedText, _ document: DocumentID, row: Int, _ dictionary: DictionaryID?, _ cancellation: Cancellation)
        throws -> [SearchHit]
    {
        guard let dictionary, let readings = dictionaryReadings[DictionaryKey(document: document, dictionary: dictionary)]?.value else {
            return []
        }
        // A feature once, where it fires most, with how often it does; at a token that figures leave out only where it fires nowhere else.
        var found: [Int: (hit: SearchHit, activation: Float, count: Int, isLeftOut: Bool)] = [:]
        let trace = traces[document]
        // Most features are met at many tokens: their labels are read once.
        var others: Set<Int> = []
        for (position, reading) in readings.enumerated() {
            if position.isMultiple(of: 64) { try cancellation.check() }
            for feature in reading.features where !others.contains(feature.id) {
                guard let label = feature.label, found[feature.id] != nil || words.stands(in: label) else {
                    others.insert(feature.id)
                    continue
                }
                let hit = SearchHit(kind: .label, document: document, position: position, row: row, text: "\(feature.id)  \(label)")
                let isLeftOut = trace?.isLeftOut(position, row: row) ?? false
                guard let known = found[feature.id], known.isLeftOut == isLeftOut || isLeftOut else {
                    found[feature.id] = (hit, feature.activation, 1, isLeftOut)
                    continue
                }
                guard known.isLeftOut == isLeftOut else { continue }
                found[feature.id] =
                    feature.activation > known.activation
                    ? (hit, feature.activation, known.count + 1, isLeftOut) : (known.hit, known.activation, known.count + 1, isLeftOut)
            }
        }
        return found.sorted { $0.key < $1.key }.map { _, entry in
            var hit = entry.hit
            if entry.isLeftOut {
                hit.text += "  (only at tokens that figures leave out)"
            } else if entry.count > 1 {
                hit.text += "  (at \(entry.count) tokens, here most)"
            }
            return hit
        }
    }

    private func explanationHits(_ words: FoldedText, _ document: DocumentID, _ cancellation: Cancellation) throws -> [SearchHit] {
        var hits: [SearchHit] = []
        for (index, (key, reading)) in verbalReadings.values(of: document).enumerated() {
            if index.isMultiple(of: 64) { try cancellation.check() }
            guard let sentence = ExplanationSegments(reading.value.text).sentences.first(where: { words.stands(in: $0) }) else { continue }
            hits.append(
                SearchHit(
                    kind: .explanation, document: document, position: key.position,
                    row: rows.indices.contains(key.verbalizer.index) ? rows[key.verbalizer.index] : nil, text: sentence))
        }
        return hits.sorted { $0.position < $1.position }
    }
}

/// What is known of the search, and what is still to be done with it.
public struct SearchState: Sendable {
    struct Found: Sendable {
        var question: SearchQuestion
        var hits: [SearchHit]
        var isWhole: Bool
    }

    /// What the search was for, so that n and N go on.
    public var words = ""
    var found: Found?
    /// Enter came before the line that it takes: the line's number, gone to when it is there.
    var awaited: (question: SearchQuestion, line: Int)?
    public var features: Latest<FeatureSearchQuestion>?
    public var documents: Latest<DocumentSearchQuestion>?
}
