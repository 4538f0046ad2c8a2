import Foundation
import ParallaxCompute

/// What is known of the logit lens.
public struct LensState: Sendable {
    package var rows: Remembered<LensKey, [LensCell]> = [:]
    public var column: Latest<LensColumnQuestion>?
}

/// What the logit lens says at one site and position.
public struct LensCell: Equatable, Sendable {
    /// Of the next-token distribution, nats.
    public var entropy: Double
    /// Of the actual next token, 1 is the top; nil at the last position.
    public var rank: Int?
    /// −log p of the actual next token, nats; nil at the last position.
    public var surprise: Double?
    /// Most likely next tokens; empty where only the grid asked.
    public var top: [Token]

    public struct Token: Equatable, Sendable {
        /// Raw; views make it safe.
        public var text: String
        public var probability: Double

        public init(text: String, probability: Double) {
            self.text = text
            self.probability = probability
        }
    }

    public init(entropy: Double, rank: Int?, surprise: Double?, top: [Token] = []) {
        self.entropy = entropy
        self.rank = rank
        self.surprise = surprise
        self.top = top
    }
}

/// The logit lens at one site over a document.
public struct LensRowQuestion: Question {
    public var key: LensKey

    public init(document: DocumentID, row: Int) { key = LensKey(document: document, row: row) }

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { key.document }

    /// One cell a position.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [LensCell] {
        try bench.lens(key.document, row: key.row, cancellation)
    }

    public func keep(_ answer: [LensCell], in state: inout SessionState) { state.logitLens.rows[key] = answer }
}

/// The logit lens at every site of one token.
public struct LensColumnQuestion: Question {
    public var document: DocumentID
    public var position: Int

    public init(document: DocumentID, position: Int) {
        self.document = document
        self.position = position
    }

    public var lane: Lane { .effects }
    public var pace: Pace { .aside }
    public var about: DocumentID? { document }

    /// One cell a row of the grid.
    public func answer(on bench: ModelBench, _ cancellation: Cancellation, partial: (Never) -> Void) throws -> [LensCell] {
        try bench.lens(Place(document: document, position: position), cancellation)
    }

    public func keep(_ answer: [LensCell], in state: inout SessionState) { state.logitLens.column = Latest(self, answer) }
}

extension ModelBench {
    /// The lens at one site over a document: numbers for the grid.
    func lens(_ document: DocumentID, row: Int, _ cancellation: Cancellation) throws -> [LensCell] {
        let traced = try traced(document, cancellation)
        let readings = try LogitLens(model: instrument.model).read(
            traced.states[instrument.sites[row]]!, ids: traced.ids, top: 0, cancellation: cancellation)
        return readings.map { LensCell(entropy: $0.entropy, rank: $0.rank, surprise: $0.surprise) }
    }

    /// Most likely tokens a row of the lens shows.
    private static let lensTokens = 5

    /// The lens at every residual site of one token.
    func lens(_ place: Place, _ cancellation: Cancellation) throws -> [LensCell] {
        let position = place.position, traced = try traced(place.document, cancellation)
        let rows = Rows(
            instrument.sites.filter(\.isResidual).map { traced.states[$0]![position] }, width: instrument.model.configuration.hiddenSize)
        // Row r of the lens asks how likely ids[r + 1] is: here the same token at every site.
        let next = traced.ids.indices.contains(position + 1) ? traced.ids[position + 1] : nil
        let ids = Array(repeating: next ?? 0, count: rows.count + 1)
        return try LogitLens(model: instrument.model).read(rows, ids: ids, top: Self.lensTokens, cancellation: cancellation).map {
            reading in
            LensCell(
                entropy: reading.entropy, rank: next == nil ? nil : reading.rank, surprise: next == nil ? nil : reading.surprise,
                top: tokens(reading.top))
        }
    }

    private func tokens(_ tokens: [SpliceResult.Token]) -> [LensCell.Token] {
        let texts = tokens.map { instrument.tokenizer.texts([$0.id])[0] }
        return tokens.indices.map { LensCell.Token(text: texts[$0], probability: tokens[$0].probability) }
    }
}

/// The logit lens: of the token at the cursor, and of the rows that the grid shows.
extension SessionState {
    func lensWants() -> [AnyQuestion] {
        var wanted: [AnyQuestion] = []
        if visible.contains(.lens), let lensQuestion, lens == nil { wanted.append(lensQuestion) }
        guard colour.needsLens else { return wanted }
        for row in rowsWanted(all: true)
        where inventory.sites[row].isResidual && logitLens.rows[LensKey(document: document, row: row)] == nil {
            wanted.append(LensRowQuestion(document: document, row: row))
        }
        return wanted
    }

    public var lensQuestion: LensColumnQuestion? {
        guard inventory.hasModel, let trace, trace.ids.indices.contains(position) else { return nil }
        return LensColumnQuestion(document: document, position: position)
    }

    /// One cell a row of the grid.
    public var lens: [LensCell]? { lensQuestion.flatMap { logitLens.column?.value(for: $0) } }
}
