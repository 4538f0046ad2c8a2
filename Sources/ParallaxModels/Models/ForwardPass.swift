extension LanguageModel {
    /// Runs a batch. All tokens of all sequences go through the linear layers as one matrix; attention runs per sequence
    /// over its cache. A sequence's result does not depend on the others beyond float rounding.
    ///
    /// An interrupted pass leaves the caches as they were.
    /// - Parameter progress: told before the first block and after each one: how many are done, of how many, and what each sequence has captured so far.
    /// - Throws: `Complaint` for a request that does not fit the model, and where the weights' files were cut short or written over;
    ///   `CancellationError`, within a piece of a block.
    public func forward(
        _ request: ForwardRequest, cancellation: Cancellation? = nil,
        progress: (_ done: Int, _ total: Int, _ states: [[Site: Rows]]) -> Void = { _, _, _ in }
    ) throws -> [SequenceResult] {
        let last = try lastBlock(of: request)
        let layout = BatchLayout(request.sequences)
        var residual = try residualBeforeBlocks(request, tokens: layout.tokenCount)
        var pass = ForwardPass(
            layout: layout, buffers: ForwardBuffers(tokens: layout.tokenCount, configuration, cancellation), taps: SiteTaps(request, layout)
        )
        do {
            pass.taps.visit(.residual(0), &residual)
            for (done, block) in blocks[...last].enumerated() {
                try cancellation?.check()
                progress(done, last + 1, pass.taps.states)
                block.run(&residual, &pass)
            }
            try cancellation?.check()
            try store.checkIntact()
            progress(last + 1, last + 1, pass.taps.states)
        } catch {
            for span in layout.spans { span.cache?.rollBack() }
            throw error
        }
        for span in layout.spans { span.cache?.advance(to: span.offset + span.rows.count) }
        return try results(request.logits, residual, pass)
    }

    private func residualBeforeBlocks(_ request: ForwardRequest, tokens: Int) throws -> Rows {
        var values: [Float] = []
        values.reserveCapacity(tokens * configuration.hiddenSize)
        for sequence in request.sequences {
            switch sequence.input {
            case .tokens(let ids): values += try embed(ids, from: sequence.cache?.count ?? 0).values
            case .embeddings(let rows): values += rows.values
            }
        }
        return Rows(count: tokens, width: configuration.hiddenSize, values: values)
    }

    private func results(_ wanted: ForwardRequest.Logits, _ residual: Rows, _ pass: ForwardPass) throws -> [SequenceResult] {
        let spans = pass.layout.spans
        var all: Rows?
        switch wanted {
        case .none: break
        case .all: all = try logits(residual)
        case .last: all = try logits(Rows(spans.map { residual[$0.rows.upperBound - 1] }, width: residual.width))
        }
        return spans.indices.map { index in
            let rows = wanted == .all ? spans[index].rows : index..<index + 1
            return SequenceResult(states: pass.taps.states[index], output: residual.slice(spans[index].rows), logits: all?.slice(rows))
        }
    }
}

/// What one forward pass is to compute: several sequences in one batch, each a prompt or the continuation of a cache.
public struct ForwardRequest: Sendable {
    /// What enters block 0 for the new tokens of a sequence.
    public enum Input: Sendable {
        /// Token ids; their rows of the embedding table, times the model's embedding scale.
        case tokens([Int])
        /// `[T, d]` as they enter block 0; the embedding scale is not applied.
        case embeddings(Rows)

        /// Number of tokens.
        public var count: Int {
            switch self {
            case .tokens(let ids): ids.count
            case .embeddings(let rows): rows.count
            }
        }
    }

    /// A vector put in the place of an activation before anything behind it is computed.
    public struct Replacement: Sendable {
        public var site: Site
        /// Absolute in the sequence: the first new token of a continued sequence stands at `cache.count`.
        public var position: Int
        /// As wide as the site.
        public var vector: [Float]

        public init(site: Site, position: Int, vector: [Float]) {
            self.site = site
            self.position = position
            self.vector = vector
        }
    }

    public struct SequenceInput: Sendable {
        public var input: Input
        /// Continued and appended to; nil for a sequence that will not be continued.
        public var cache: KeyValueCache?
        public var replacements: [Replacement]

        public init(_ input: Input, cache: KeyValueCache? = nil, replacements: [Replacement] = []) {
            self.input = input
            self.cache = cache
            self.replacements = replacements
        }
    }

    /// For which tokens logits are computed.
    public enum Logits: Sendable {
        case none
        /// Of the last token of each sequence.
        case last
        case all
    }

    public var sequences: [SequenceInput]
    /// Sites whose states are returned; sites behind `stopAfterBlock` are never reached and absent.
    public var capture: Set<Site>
    /// The last block that runs; nil runs all.
    public var stopAfterBlock: Int?
    public var logits: Logits

    public init(_ sequences: [SequenceInput], capture: Set<Site> = [], stopAfterBlock: Int? = nil, logits: Logits = .none) {
        self.sequences = sequences
        self.capture = capture
        self.stopAfterBlock = stopAfterBlock
        self.logits = logits
    }
}

/// What a forward pass found for one sequence; row r is its r-th new token.
public struct SequenceResult: Sendable {
    /// Captured states, after any replacement: `[T, d]` at residual sites, `[T, width of the site]` elsewhere.
    public var states: [Site: Rows]
    /// Output of the last block that ran, `[T, d]`, before any final norm.
    public var output: Rows
    /// `[T, vocabulary]` for `.all`, `[1, vocabulary]` for `.last`: of `output`, through the final norm and the unembedding.
    public var logits: Rows?
}

/// What one forward pass carries from block to block beside the residual stream.
struct ForwardPass {
    let layout: BatchLayout
    var buffers: ForwardBuffers
    var taps: SiteTaps
}

/// How the sequences of a batch lie one behind the other in its matrices, and where each token stands in its sequence.
struct BatchLayout {
    struct Span {
        /// Rows of the batch that are this sequence's new tokens.
        let rows: Range<Int>
        /// Position of the first new token.
        let offset: Int
        let cache: KeyValueCache?
    }

    let spans: [Span]
    /// Of every row.
    let positions: [Int]

    var tokenCount: Int { positions.count }
    /// One more than the highest position.
    let length: Int

    init(_ sequences: [ForwardRequest.SequenceInput]) {
        var spans: [Span] = []
        var positions: [Int] = []
        for sequence in sequences {
            let offset = sequence.cache?.count ?? 0, start = positions.count
            positions += offset..<offset + sequence.input.count
            spans.append(Span(rows: start..<positions.count, offset: offset, cache: sequence.cache))
        }
        self.spans = spans
        self.positions = positions
        length = (positions.max() ?? -1) + 1
    }
}

/// The matrices that every block of one forward pass writes anew; one row a token of the batch.
struct ForwardBuffers {
    /// The block's input after a norm, `[tokens, d]`.
    var normed: Rows
    /// `[tokens, heads · head size]`
    var query: Rows
    /// `[tokens, key-value heads · head size]`
    var key: Rows
    /// `[tokens, key-value heads · head size]`
    var value: Rows
    /// What the heads read, before the output projection, `[tokens, heads · head size]`.
    var heads: Rows
    /// `[tokens, intermediate]`, of a gated MLP.
    var gate: Rows
    /// `[tokens, intermediate]`
    var up: Rows
    /// What attention or MLP adds to the residual stream, `[tokens, d]`.
    var projected: Rows
    /// Whether the pass is wanted no longer: pieces of a block are left out then, and what is in the buffers is of no use.
    var isCancelled: Bool { cancellation?.isCancelled ?? false }
    let cancellation: Cancellation?

    init(tokens: Int, _ configuration: ModelConfiguration, _ cancellation: Cancellation?) {
        self.cancellation = cancellation
        let queryWidth = configuration.headCount * configuration.headSize,
            keyWidth = configuration.keyValueHeadCount * configuration.headSize
        normed = Rows(count: tokens, width: configuration.hiddenSize)
        query = Rows(count: tokens, width: queryWidth)
        key = Rows(count: tokens, width: keyWidth)
        value = Rows(count: tokens, width: keyWidth)
        heads = Rows(count: tokens, width: queryWidth)
        gate = Rows(count: tokens, width: configuration.mlp.isGated ? configuration.intermediateSize : 0)
        up = Rows(count: tokens, width: configuration.intermediateSize)
        projected = Rows(count: tokens, width: configuration.hiddenSize)
    }
}

/// Stands at every site of a forward pass: puts replacements in, then takes what was asked for.
struct SiteTaps {
    private let layout: BatchLayout
    private let wanted: Set<Site>
    private var replacements: [Site: [(row: Int, vector: [Float])]] = [:]
    /// Of every sequence.
    private(set) var states: [[Site: Rows]]

    init(_ request: ForwardRequest, _ layout: BatchLayout) {
        self.layout = layout
        wanted = request.capture
        states = Array(repeating: [:], count: layout.spans.count)
        for (span, sequence) in zip(layout.spans, request.sequences) {
            for replacement in sequence.replacements {
                replacements[replacement.site, default: []].append(
                    (span.rows.lowerBound + replacement.position - span.offset, replacement.vector))
            }
        }
    }

    /// Whether something is put in or taken here; a site that costs extra work is visited only then.
    func stand(at site: Site) -> Bool { wanted.contains(site) || replacements[site] != nil }

    /// - Returns: The rows that were replaced.
    @discardableResult
    mutating func visit(_ site: Site, _ rows: inout Rows) -> [Int] {
        let own = replacements[site] ?? []
        for replacement in own { rows[replacement.row] = replacement.vector }
        if wanted.contains(site) {
            for (index, span) in layout.spans.enumerated() { states[index][site] = rows.slice(span.rows) }
        }
        return own.map(\.row)
    }
}
