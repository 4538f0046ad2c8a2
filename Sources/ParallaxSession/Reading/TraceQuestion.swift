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
        source: String? = nil, isCut: Bool = false, otherBeginning: String? = nil, beginsWithBOS: Bool? = nil
    ) {
        self.ids = ids
        self.texts = texts
        self.norms = norms
        self.exclusions = exclusions
        self.predictions = predictions
        self.isSpecial = isSpecial ?? ids.map { _ in false }
        self.source = source
        self.isCut = isCut
        self.otherBeginning = otherBeginning
        self.beginsWithBOS = beginsWithBOS
    }
}

/// The forward pass of a document: tokens, norms at every site, predictions.
public struct TraceQuestion: Question {
    public var document: DocumentID

    public init(document: DocumentID) { self.document = document }

    public var lane: Lane { .model }
    public var pace: Pace { .quick }
    public var about: DocumentID? { document }

    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> TraceSummary {
        try bench.documentTrace(document, cancellation)
    }

    public func answer(on bench: TextBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> TraceSummary {
        try bench.trace(document)
    }

    public func keep(_ answer: TraceSummary, in state: inout SessionState) {
        state.readings.traces[document] = answer
        state.inheritReadings(of: document)
        guard document == state.document else { return }
        state.position = min(state.position, max(0, answer.ids.count - 1))
        state.settleArrival()
    }
}

extension ModelBench {
    /// The activations of a document; kept, since every other question needs them.
    func traced(_ document: DocumentID, _ cancellation: Cancellation) throws -> TracedDocument {
        if let known = traces.value(for: document) { return known }
        let traced = try instrument.trace(document, predicts: true, cancellation)
        traces.insert(traced, for: document)
        return traced
    }

    func documentTrace(_ document: DocumentID, _ cancellation: Cancellation) throws -> TraceSummary {
        let traced = try traced(document, cancellation)
        let norms = instrument.sites.map { site in traced.states[site]!.norms.map(Float.init) }
        return TraceSummary(
            ids: traced.ids, texts: instrument.tokenizer.texts(traced.ids), norms: norms,
            exclusions: instrument.sites.map { traced.exclusions[$0]! },
            predictions: traced.predictions,
            isSpecial: traced.ids.map { instrument.tokenizer.isSpecial($0) },
            source: traced.isCut ? nil : instrument.library.source(document), isCut: traced.isCut,
            otherBeginning: instrument.library.otherBeginning(traced.ids),
            beginsWithBOS: traced.ids.first.map { $0 == instrument.library.bos })
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
    /// Why a position is left out of figures at a site; nil where it is not.
    var exclusions: [Site: [String?]]
}
