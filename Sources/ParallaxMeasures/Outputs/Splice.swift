import Synchronization

/// Reconstructions put back into the model in the place of one activation: the same rule for every method.
///
///     let splice = try Splice(model: model, ids: ids, position: 21, site: .residual(4))
///     let results = try splice.run([.init(name: "SAE", vector: y), .init(name: "zero", vector: zeros)], cancellation: cancellation)
///     results[0].topTokens                     // clean
///     results[1].divergence.number             // KL(clean ‖ SAE), nats
///
/// At `position` the activation at `site` is replaced by the vector as it is, whatever its norm (see ``TrueNorm``); every other
/// position keeps what the model computes. The positions behind it read the document's own tokens (teacher forcing) and see the
/// replacement through attention only. Splicing all positions is another figure, and not this one.
public struct Splice: Sendable {
    private let model: LanguageModel
    private let ids: [Int]
    public let position: Int
    public let site: Site
    /// n, of the figures over the positions behind.
    public let following: Int
    /// Tokens of the greedy continuation, at most.
    public let continuation: Int
    /// Rows of the next-token table.
    public let top: Int
    private let stop: Set<Int>
    private let width: Int
    private let prefix: SplicePrefix

    /// - Parameters:
    ///   - ids: The document's tokens, as they enter the model.
    ///   - position: Of the activation, 0-based.
    ///   - site: Any site of the model.
    ///   - stop: Ids that end the continuation; nil takes those of the configuration.
    ///   - past: Keys and values of the document up to the position at least, where they are known; they are computed otherwise.
    /// - Throws: `Complaint` for a model without unembedding, and for a position, a site or a count that does not exist.
    public init(
        model: LanguageModel, ids: [Int], position: Int, site: Site, following: Int = 8, continuation: Int = 12, top: Int = 8,
        stop: Set<Int>? = nil, past: KeyValueCache? = nil
    ) throws {
        let context = model.configuration.maximumPositions, last = min(ids.count, context) - 1
        guard ids.indices.contains(position), position <= last else {
            throw Complaint(
                "position to splice at", expected: ids.isEmpty ? "a document with tokens" : "one from 0 to \(last)",
                found: ids.isEmpty ? "none" : "\(position)",
                remedy: "choose a token of the document that the model reads")
        }
        self.width = try model.checkedWidth(of: site)
        try model.checkUnembedding()
        for (name, count) in [("following positions", following), ("tokens of the continuation", continuation), ("top tokens", top)]
        where count < 0 {
            throw Complaint(name, expected: "0 or more", found: "\(count)", remedy: "give another number")
        }
        self.model = model
        self.ids = ids
        self.position = position
        self.site = site
        self.following = following
        self.continuation = continuation
        self.top = top
        self.stop = stop ?? model.configuration.eosTokenIDs
        prefix = SplicePrefix(model: model, ids: Array(ids[..<position]), past: past)
    }

    /// Runs the variants and the clean model in one batch.
    /// - Parameter variants: One without a vector only names the clean run, which is there in any case.
    /// - Returns: The clean run first ("clean" where no variant names it), then one result for each variant with a vector, in their order.
    /// - Throws: `Complaint` for a vector of another width than the site's; `CancellationError`.
    public func run(_ variants: [SpliceVariant], cancellation: Cancellation) throws -> [SpliceResult] {
        let replaced = variants.filter { $0.vector != nil }
        for variant in replaced where variant.vector?.count != width {
            throw Complaint(
                "\(variant.name.shortened) at \(site)", expected: "a vector of \(width)", found: "one of \(variant.vector?.count ?? 0)",
                remedy: "use a vector of this site")
        }
        let clean = SpliceVariant(name: variants.first { $0.vector == nil }?.name ?? "clean", vector: nil)
        let runs = try SpliceBatch([clean] + replaced, splice: self, cancellation: cancellation)
        return try runs.results(cancellation: cancellation)
    }

    /// The tokens that are run behind the prefix: the position's own, and those that follow within n and the context.
    var forced: ArraySlice<Int> {
        let end = min(ids.count, model.configuration.maximumPositions)
        // Not position + following + 1, which could overflow.
        return ids[position..<min(end, position + 1 + min(following, end - position - 1))]
    }

    /// The document's tokens that come next, one for each of `forced` that has one.
    var nextTokens: ArraySlice<Int> { ids[(position + 1)...].prefix(forced.count) }

    /// Runs `variants` at the position and over the tokens behind it. Their caches end behind the position.
    func forward(_ variants: [SpliceVariant], cancellation: Cancellation) throws -> (logits: [Rows], caches: [KeyValueCache]) {
        let caches = try prefix.forks(variants.count, cancellation: cancellation)
        var sequences: [ForwardRequest.SequenceInput] = []
        for (variant, cache) in zip(variants, caches) {
            var sequence = ForwardRequest.SequenceInput(.tokens(Array(forced)), cache: cache)
            if let vector = variant.vector { sequence.replacements = [.init(site: site, position: position, vector: vector)] }
            sequences.append(sequence)
        }
        let results = try model.forward(ForwardRequest(sequences, logits: .all), cancellation: cancellation)
        // The continuation goes its own way from here; what the forced tokens left would be another text's past.
        for cache in caches { cache.truncate(to: position + 1) }
        return (results.compactMap(\.logits), caches)
    }

    /// The greedy continuation behind the position, `first` being its first token.
    func continuations(_ rows: [(first: Int, cache: KeyValueCache)], cancellation: Cancellation) throws -> [[Int]] {
        guard continuation > 0 else { return rows.map { _ in [] } }
        let isFull = position + 1 >= model.configuration.maximumPositions
        var continuations = rows.map { [$0.first] }
        let going = isFull ? [] : rows.indices.filter { !stop.contains(rows[$0].first) }
        let prompts = going.map { ForwardRequest.SequenceInput(.tokens([rows[$0].first]), cache: rows[$0].cache) }
        let generations = try model.generate(prompts, sampling: .greedy(maximumTokens: continuation - 1), cancellation: cancellation) {
            stop.contains($1)
        }
        for (row, generation) in zip(going, generations) { continuations[row] += generation.ids }
        return continuations
    }
}

/// The keys and values of the tokens before the spliced position. They are the same for every variant, so they are
/// computed on first use and kept as long as the splice.
final class SplicePrefix: Sendable {
    private let model: LanguageModel
    /// None where the position is the first.
    private let ids: [Int]
    private let cache = Mutex<KeyValueCache?>(nil)

    /// - Parameter past: of a text that begins with `ids`, where it is known.
    init(model: LanguageModel, ids: [Int], past: KeyValueCache? = nil) {
        self.model = model
        self.ids = ids
        guard let past, past.count >= ids.count else { return }
        let own = past.copy()
        own.truncate(to: ids.count)
        cache.withLock { $0 = own }
    }

    /// A cache of its own for each of `count` continuations.
    func forks(_ count: Int, cancellation: Cancellation) throws -> [KeyValueCache] {
        let prefix = try cache.withLock { kept in
            if let kept { return kept }
            let new = KeyValueCache()
            if !ids.isEmpty { _ = try model.forward(ForwardRequest([.init(.tokens(ids), cache: new)]), cancellation: cancellation) }
            kept = new
            return new
        }
        return (0..<count).map { _ in prefix.copy() }
    }
}

/// Something to put in the place of an activation.
public struct SpliceVariant: Sendable, Equatable {
    /// For the person: "SAE k16, true norm", "mean", "zero".
    public var name: String
    /// As wide as the site, put in as it is; nil leaves the activation: the clean run.
    public var vector: [Float]?

    public init(name: String, vector: [Float]?) {
        self.name = name
        self.vector = vector
    }
}

/// What the model does with one reconstruction in the place of one activation. "Clean" is the same model left alone;
/// natural logarithms (nats) throughout.
public struct SpliceResult: Sendable, Equatable {
    /// A token that may come next.
    public struct Token: Sendable, Equatable {
        public var id: Int
        /// At temperature 1.
        public var probability: Double

        public init(id: Int, probability: Double) {
            self.id = id
            self.probability = probability
        }
    }

    /// The variant's.
    public var name: String
    /// The most likely next tokens at the position, highest first, of equal ones the lower id first; empty where the logits hold no
    /// distribution.
    public var topTokens: [Token]
    /// KL(clean ‖ spliced) at the position.
    public var divergence: Outcome
    /// KL(clean ‖ spliced) at each of the n positions behind it, where both runs read the document's own tokens; fewer at its end.
    public var followingDivergences: [Outcome]
    /// Their mean; undefined with a reason where nothing follows.
    public var meanFollowingDivergence: Outcome
    /// −log p of the token that follows in the document; undefined at its last position.
    public var crossEntropy: Outcome
    /// The mean of −log p of the document's next token over the position and the n behind it, as far as they have a next token.
    public var meanCrossEntropy: Outcome
    /// 1 where the top token at the position is that of the clean run, else 0.
    public var topTokenAgrees: Outcome
    /// What the model says from the position on, greedily; ends behind a stop token, at m tokens or where the context is full.
    public var continuation: [Int]
}

extension NextTokenDistribution {
    /// The `count` most likely tokens, highest first, of equal ones the lower id first.
    func topTokens(_ count: Int) -> [SpliceResult.Token] {
        top(count).map { .init(id: $0, probability: probability(of: $0)) }
    }
}

/// The scale at which a reconstruction whose length means nothing is put into the model.
public enum TrueNorm {
    /// y · ‖x‖ / ‖y‖, norms summed in double.
    /// - Returns: nil where no scale is defined: y is zero, either is not finite, or their widths differ.
    public static func rescaled(_ y: [Float], to x: [Float]) -> [Float]? {
        guard y.count == x.count else { return nil }
        let wanted = norm(x), own = norm(y)
        guard own > 0, own.isFinite, wanted.isFinite else { return nil }
        let factor = wanted / own
        return y.map { Float(Double($0) * factor) }
    }

    private static func norm(_ vector: [Float]) -> Double { vector.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
}
