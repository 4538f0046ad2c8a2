import Foundation

extension LanguageModel {
    /// Continues prompts in one batched decode. A row that is finished leaves the batch.
    /// - Parameters:
    ///   - prompts: Of any lengths; tokens, or embeddings as they enter block 0.
    ///   - stop: Ids that end a row; usually `configuration.eosTokenIDs`.
    ///   - onToken: Told every token as soon as it is chosen.
    /// - Returns: One generation a prompt, in their order.
    /// - Throws: `Complaint` for a prompt that does not fit the model; `CancellationError` between blocks and tokens.
    public func generate(
        _ prompts: [ForwardRequest.Input], sampling: Sampling, stop: Set<Int>, cancellation: Cancellation? = nil,
        onToken: ((_ sequence: Int, _ id: Int) -> Void)? = nil
    ) throws -> [Generation] {
        try generate(prompts.map { .init($0) }, sampling: sampling, cancellation: cancellation) { row, id in
            onToken?(row, id)
            return stop.contains(id)
        }
    }

    /// Continues prompts that may have a past and replacements, and ends each where the caller says.
    /// - Parameter isLast: Told every token as soon as it is chosen; whether it ends its row.
    package func generate(
        _ prompts: [ForwardRequest.SequenceInput], sampling: Sampling, cancellation: Cancellation? = nil,
        isLast: (_ sequence: Int, _ id: Int) -> Bool
    ) throws -> [Generation] {
        try sampling.check()
        var generations = prompts.map { _ in Generation() }
        var rows = prompts.indices.map { GeneratingRow(index: $0, next: prompts[$0], choice: TokenChoice(sampling, row: $0)) }
        guard sampling.maximumTokens > 0 else { return generations }
        while !rows.isEmpty {
            let results = try forward(ForwardRequest(rows.map(\.next), logits: .last), cancellation: cancellation)
            var going: [GeneratingRow] = []
            for (row, result) in zip(rows, results) {
                guard let logits = result.logits else { continue }
                var row = row
                let (id, logProbability) = logits.values.withUnsafeBufferPointer { row.choice.next($0) }
                generations[row.index].ids.append(id)
                generations[row.index].logProbabilities.append(logProbability)
                if isLast(row.index, id) {
                    generations[row.index].ending = .stopToken
                } else if generations[row.index].ids.count < sampling.maximumTokens {
                    if row.cache.count < configuration.maximumPositions {
                        row.next = .init(.tokens([id]), cache: row.cache)
                        going.append(row)
                    } else {
                        generations[row.index].ending = .contextFull
                    }
                }
            }
            rows = going
        }
        return generations
    }
}

/// A prompt that is still being continued.
private struct GeneratingRow {
    /// Among the prompts.
    let index: Int
    /// What runs next: the prompt, then the last token.
    var next: ForwardRequest.SequenceInput
    let cache: KeyValueCache
    var choice: TokenChoice

    init(index: Int, next: ForwardRequest.SequenceInput, choice: TokenChoice) {
        self.index = index
        self.next = next
        self.choice = choice
        cache = next.cache ?? KeyValueCache()
        self.next.cache = cache
    }
}

/// How tokens are chosen, and how many at most.
public struct Sampling: Sendable, Equatable {
    /// 0 takes the most likely token, of exactly equal ones that with the lowest id; otherwise logits are divided by it.
    public var temperature: Double
    /// Draws among the k most likely tokens only (those equally likely as the last of them included); nil among all.
    public var topTokens: Int?
    /// Draws among the most likely tokens that together reach this probability, after `topTokens` (nucleus sampling, Holtzman et al. 2020);
    /// 1 among all.
    public var topProbability: Double
    /// With the number of the row it names the random stream, so that batching does not change what a row draws.
    public var seed: UInt64
    public var maximumTokens: Int
    /// The number of the first prompt's row, for callers that send a long list in several batches.
    public var firstRow: Int

    public init(
        temperature: Double = 0, topTokens: Int? = nil, topProbability: Double = 1, seed: UInt64 = 0, maximumTokens: Int = 200,
        firstRow: Int = 0
    ) {
        self.temperature = temperature
        self.topTokens = topTokens
        self.topProbability = topProbability
        self.seed = seed
        self.maximumTokens = maximumTokens
        self.firstRow = firstRow
    }

    /// - Throws: `Complaint` for a number that no choice can be made by.
    func check() throws {
        guard temperature >= 0, temperature.isFinite else {
            throw Complaint("temperature", expected: "0 (greedy) or a positive number", found: "\(temperature)", remedy: "use 0 or 1")
        }
        guard topTokens ?? 1 >= 1 else {
            throw Complaint("top-k", expected: "1 or more tokens", found: "\(topTokens ?? 0)", remedy: "leave it out to draw among all")
        }
        guard topProbability > 0, topProbability <= 1 else {
            throw Complaint(
                "top-p", expected: "a probability above 0, up to 1", found: "\(topProbability)", remedy: "use 1 to draw among all")
        }
    }

    /// Greedy choice.
    public static func greedy(maximumTokens: Int) -> Sampling { Sampling(maximumTokens: maximumTokens) }
}

/// What was generated for one prompt.
public struct Generation: Sendable, Equatable {
    public enum Ending: Sendable {
        /// By a stop token, which is the last of `ids`.
        case stopToken
        case maximumTokens
        /// The model's context was full.
        case contextFull
    }

    /// New tokens only.
    public var ids: [Int] = []
    /// Natural logarithm of each id's probability at temperature 1.
    public var logProbabilities: [Double] = []
    public var ending = Ending.maximumTokens

    public var stopped: Bool { ending == .stopToken }
    /// Of all new tokens together.
    public var logProbability: Double { logProbabilities.reduce(0, +) }
}

/// Chooses the next token of one row.
struct TokenChoice {
    private let sampling: Sampling
    private var stream: RandomStream

    init(_ sampling: Sampling, row: Int) {
        self.sampling = sampling
        stream = RandomStream(seed: sampling.seed, stream: sampling.firstRow + row)
    }

    /// The id, and the natural logarithm of its probability at temperature 1.
    mutating func next(_ logits: UnsafeBufferPointer<Float>) -> (id: Int, logProbability: Double) {
        let id = sampling.temperature > 0 ? drawn(logits) : likeliest(logits)
        return (id, Double(logits[id]) - Kernels.fastest.log_sum_exp(logits.baseAddress!, logits.count))
    }

    private func likeliest(_ logits: UnsafeBufferPointer<Float>) -> Int {
        var best = 0
        for id in logits.indices where logits[id] > logits[best] { best = id }
        return best
    }

    private mutating func drawn(_ logits: UnsafeBufferPointer<Float>) -> Int {
        let highest = Double(logits[likeliest(logits)])
        var weights = logits.map { exp((Double($0) - highest) / sampling.temperature) }
        sampling.cut(&weights)
        var left = stream.unit() * weights.reduce(0, +)
        for (id, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return id }
        }
        return likeliest(logits)
    }
}

extension Sampling {
    /// Sets the weights of the tokens to 0 that are not drawn: transformers' TopKLogitsWarper, then its TopPLogitsWarper.
    package func cut(_ weights: inout [Double]) {
        guard topTokens != nil || topProbability < 1 else { return }
        let order = weights.indices.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
        if let topTokens, topTokens < order.count {
            let least = weights[order[topTokens - 1]]
            for id in order[topTokens...] where weights[id] < least { weights[id] = 0 }
        }
        guard topProbability < 1 else { return }
        let wanted = topProbability * weights.reduce(0, +)
        var reached = 0.0
        for id in order {
            if reached >= wanted { weights[id] = 0 } else { reached += weights[id] }
        }
    }
}

extension ModelConfiguration {
    /// The ids that end a generated text: those of config.json and generation_config.json, and the tokenizer's own eos_token, as serving
    /// engines take them together (vLLM, SGLang). A checkpoint whose configurations name none would run on behind its end otherwise.
    public func stopTokenIDs(_ tokenizer: Tokenizer) -> Set<Int> {
        eosTokenIDs.union([tokenizer.token(named: "eos_token")].compactMap(\.self))
    }
}
