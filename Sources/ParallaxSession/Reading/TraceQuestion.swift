import ParallaxCompute

/// One document after its forward pass: what the grid needs of it, no activations.
public struct TraceSummary: Equatable, Sendable {
    public var ids: [Int]
    /// What each token adds to the text; raw, views make it safe.
    public var texts: [String]
    /// ‖h‖ per row of the grid and position.
    public var norms: [[Float]]
    /// Why a position is left out of figures at a row, `[row][position]`; nil where it is not.
    public var exclusions: [[String?]]
    /// Special tokens, and those of a chat template.
    public var isSpecial: [Bool]
    /// Special tokens that it begins with.
    public var opening: [Int]
    /// The text as it was given, for editing; nil for a chat or bare ids.
    public var source: String?
    /// Whether the document goes on behind what is read of it.
    public var isCut: Bool
    /// What differs where the text begins otherwise than the workspace's documents.
    public var otherBeginning: String?
    /// Whether the first token is the one that begins a text; nil where nothing is known of it.
    public var beginsWithBOS: Bool?
    /// Most likely next token at each position and its probability.
    public var predictions: [Prediction]
    /// Positions with an explanation, per row, where no other can be made; nil where a model can be asked for more.
    public var explained: [Set<Int>]?
    /// How far the forward pass is, of which norms that are not there yet are no numbers; nil where it is done.
    public var reading: Reading?

    public var isWhole: Bool { reading == nil }

    /// The forward pass under way.
    public struct Reading: Equatable, Sendable {
        public var layers: Int
        public var layersInAll: Int
        /// Nil before the first layer is done.
        public var secondsLeft: Double?
    }

    public struct Prediction: Equatable, Sendable {
        public var text: String
        public var probability: Double

        public init(text: String, probability: Double) {
            self.text = text
            self.probability = probability
        }
    }

    public init(
        ids: [Int], texts: [String], norms: [[Float]], exclusions: [[String?]], predictions: [Prediction], isSpecial: [Bool]? = nil,
        opening: ArraySlice<Int> = [], source: String? = nil, isCut: Bool = false, otherBeginning: String? = nil, beginsWithBOS: Bool? = nil
    ) {
        self.ids = ids
        self.texts = texts
        self.norms = norms
        self.exclusions = exclusions
        self.predictions = predictions
        self.isSpecial = isSpecial ?? ids.map { _ in false }
        self.opening = Array(opening)
        self.source = source
        self.isCut = isCut
        self.otherBeginning = otherBeginning
        self.beginsWithBOS = beginsWithBOS
    }
}

extension TraceSummary {
    /// Whether figures leave a position out at a row.
    package func isLeftOut(_ position: Int, row: Int) -> Bool {
        exclusions.indices.contains(row) && exclusions[row].indices.contains(position) && exclusions[row][position] != nil
    }
}

/// The forward pass of a document: tokens, norms at every site, predictions.
public struct TraceQuestion: Question {
    public var document: DocumentID

    public init(document: DocumentID) { self.document = document }

    /// What is known of a long text before the model has gone through it.
    public enum Part: Sendable {
        case tokens(TraceSummary)
        /// Norms by row, as far as they are new.
        case layers([Int: [Float]], TraceSummary.Reading)
    }

    public var lane: Lane { .model }
    public var pace: Pace { .quick }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> TraceSummary {
        try bench.documentTrace(document, cancellation, partial)
    }

    public func keep(part: Part, in state: inout SessionState) {
        switch part {
        case .tokens(let trace): keep(trace, isWhole: false, in: &state)
        case .layers(let norms, let reading):
            guard var trace = state.readings.traces[document], !trace.isWhole else { return }
            for (row, norms) in norms where trace.norms.indices.contains(row) { trace.norms[row] = norms }
            trace.reading = reading
            state.readings.traces[document] = trace
        }
    }

    public func isAwaited(_ part: Part, in state: SessionState) -> Bool {
        if case .tokens = part { document == state.document } else { false }
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Part) -> Void) throws -> TraceSummary {
        try bench.trace(document)
    }

    public func keep(_ answer: TraceSummary, in state: inout SessionState) { keep(answer, isWhole: true, in: &state) }

    private func keep(_ answer: TraceSummary, isWhole: Bool, in state: inout SessionState) {
        state.readings.traces[document] = answer
        if isWhole { state.inheritReadings(of: document) }
        guard document == state.document else { return }
        state.position = min(state.position, max(0, answer.ids.count - 1))
        state.settleArrival()
    }
}

extension ModelBench {
    /// The activations of a document; kept, since every other question needs them.
    func traced(_ document: DocumentID, _ cancellation: Cancellation, progress: Instrument.TraceProgress = { _, _, _, _, _ in }) throws
        -> TracedDocument
    {
        if let known = traces.value(for: document) { return known }
        let traced = try instrument.trace(document, predicts: true, cancellation, progress: progress)
        traces.insert(traced, for: document)
        return traced
    }

    func documentTrace(_ document: DocumentID, _ cancellation: Cancellation, _ partial: (TraceQuestion.Part) -> Void) throws -> TraceSummary
    {
        var known: Set<Site> = [], begin = ContinuousClock.now, isTold = false
        let traced = try traced(document, cancellation) { ids, isCut, done, total, states in
            guard instrument.isLong(ids.count, beyond: toldFrom) else { return }
            if !isTold {
                isTold = true
                begin = .now
                partial(.tokens(tokens(of: document, ids, isCut: isCut, layers: total)))
            }
            var norms: [Int: [Float]] = [:]
            for (row, site) in instrument.sites.enumerated() {
                guard let rows = states[site], known.insert(site).inserted else { continue }
                norms[row] = rows.norms.map(Float.init)
            }
            let seconds = (ContinuousClock.now - begin) / .seconds(1)
            partial(
                .layers(
                    norms,
                    .init(layers: done, layersInAll: total, secondsLeft: done > 0 ? seconds / Double(done) * Double(total - done) : nil)))
        }
        var trace = tokens(of: document, traced.ids, isCut: traced.isCut, layers: 0)
        trace.reading = nil
        trace.norms = instrument.sites.map { site in traced.states[site]!.norms.map(Float.init) }
        trace.exclusions = instrument.sites.map { traced.exclusions[$0]! }
        trace.predictions = traced.predictions
        return trace
    }

    /// What is known of a document without a forward pass.
    private func tokens(of document: DocumentID, _ ids: [Int], isCut: Bool, layers: Int) -> TraceSummary {
        let roles = instrument.tokens(of: document, ids)
        var trace = TraceSummary(
            ids: ids, texts: instrument.tokenizer.texts(ids), norms: instrument.sites.map { _ in ids.map { _ in .nan } },
            exclusions: instrument.sites.map { _ in ids.map { _ in nil } }, predictions: [],
            isSpecial: ids.indices.map(roles.special.contains), opening: ids.prefix { instrument.tokenizer.isSpecial($0) },
            source: isCut ? nil : instrument.library.source(document),
            isCut: isCut,
            otherBeginning: instrument.library.otherBeginning(ids), beginsWithBOS: ids.first.map { $0 == instrument.library.bos })
        trace.reading = .init(layers: 0, layersInAll: layers, secondsLeft: nil)
        return trace
    }
}

/// A document after its forward pass: token ids and the activations at every site that is looked at.
struct TracedDocument: Sendable {
    var ids: [Int]
    /// Whether the document goes on behind them.
    var isCut: Bool
    /// `[T, width of the site]`
    var states: [Site: Rows]
    /// What the model expects behind each position; empty where that was not asked for.
    var predictions: [TraceSummary.Prediction]
    /// Special tokens and a chat template's words.
    var special: Set<Int>
    /// Why a position is left out of figures at a site; nil where it is not.
    var exclusions: [Site: [String?]]
}
