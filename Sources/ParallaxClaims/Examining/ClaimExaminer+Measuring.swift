/// What a measurement found, to be written down. Made apart from the table, so that the AV and the AR can work at the same time.
typealias ClaimUpdate = @Sendable (inout ClaimTable, inout ClaimScratch) -> Void

extension ClaimExaminer {
    /// Makes one measurement for all claims.
    /// - Parameter table: with everything that the measurement builds on.
    func measure(
        _ measurement: ClaimMeasurement, _ subject: ExplanationInContext, _ table: ClaimTable, _ scratch: ClaimScratch,
        _ cancellation: Cancellation
    ) throws -> ClaimUpdate {
        switch measurement {
        case .text:
            let text = subject.visibleText.map { VisibleText($0) }
            return { table, _ in table.visibleText = text }
        case .neighbours:
            let stated = subject.neighbours.map { StatedClaims($0, rules: rules) }
            return { table, _ in table.neighbours = stated }
        case .samples:
            let samples = try samples(subject, cancellation)
            return { table, _ in candidates(subject, samples: samples, into: &table) }
        case .reconstructions: return try reconstruct(subject, table, cancellation)
        case .scores:
            guard let activation = subject.activation else { return { _, _ in } }
            let (logs, ids) = try logs(of: table, subject, for: activation, cancellation)
            return { table, scratch in (table.logs, scratch.claimIDs) = (logs, ids) }
        case .priorScores:
            guard let mean = background.mean else { return { _, _ in } }
            let logs = try logs(of: table, subject, for: mean, cancellation).logs
            return { table, _ in table.priorLogs = logs }
        case .features:
            let witnesses = witnesses(subject, scratch)
            return { table, _ in table.witnesses = witnesses }
        case .mimic:
            let text =
                try subject.mimic
                ?? writer?.answer(about: subject.visibleText ?? "", maximumTokens: options.maximumTokens, cancellation: cancellation)
            let stated = text.map { StatedClaims($0, rules: rules) }
            return { table, _ in table.mimic = stated }
        case .causes: return try causes(subject, table, scratch, cancellation)
        case .orders: return try orders(subject, table, cancellation)
        }
    }

    /// Other explanations of the same activation at temperature 1, or those that the subject brings.
    func samples(_ subject: ExplanationInContext, _ cancellation: Cancellation) throws -> [StatedClaims] {
        if !subject.samples.isEmpty { return subject.samples.map { StatedClaims($0, rules: rules) } }
        guard let verbalizer, let activation = subject.activation else { return [] }
        let rows = Rows(Array(repeating: activation, count: options.samples), width: activation.count)
        let seed = RandomStream.number(options.seed, subject.document, subject.position, -1)
        let sampling = Sampling(temperature: 1, seed: seed, maximumTokens: options.maximumTokens)
        return try verbalizer.verbalize(rows, sampling: sampling, cancellation: cancellation).map { StatedClaims($0.text, rules: rules) }
    }

    // MARK: AR

    /// Every text through the AR in one batch: z, z without each claim, z with each candidate, and neutral edits of z.
    private func reconstruct(_ subject: ExplanationInContext, _ table: ClaimTable, _ cancellation: Cancellation) throws -> ClaimUpdate {
        guard let reconstructor, let activation = subject.activation else { return { _, _ in } }
        let without = table.claims.map { ExplanationEdits.removing($0, from: subject.explanation) }
        let neutral = NeutralEdits.edits(of: subject.explanation, sparing: nil).map(\.text)
        let variants = without + neutral + table.candidates.flatMap { $0.dropFirst().map(\.text) }
        let rows = try reconstructor.reconstruct(subject.explanation, variants: variants, cancellation: cancellation)
        return { table, scratch in
            let cosines = (0..<rows.count).map { Self.cosine(rows[$0], activation) }
            table.cosine = cosines[0]
            table.without = Array(cosines[1..<1 + without.count])
            table.noise = Self.noise(cosines[(1 + without.count)...].prefix(neutral.count).map { $0 - cosines[0] })
            scratch.without = without.indices.map { rows[1 + $0] }
            var next = 1 + without.count + neutral.count
            table.cosines = []
            scratch.vectors = []
            for candidates in table.candidates {
                let range = next..<next + candidates.count - 1
                table.cosines.append([cosines[0]] + cosines[range])
                scratch.vectors.append([rows[0]] + range.map { rows[$0] })
                next = range.upperBound
            }
        }
    }

    /// Cosines that differ by less are the same to float32 arithmetic.
    private static let leastNoise = 1e-5

    private static func noise(_ changes: [Double]) -> Double {
        guard !changes.isEmpty else { return leastNoise }
        return max(leastNoise, (changes.reduce(0) { $0 + $1 * $1 } / Double(changes.count)).squareRoot())
    }

    static func cosine(_ a: [Float], _ b: [Float]) -> Double {
        DirectionAgreement(width: min(a.count, b.count), a: { Double(a[$0]) }, b: { Double(b[$0]) })?.cosine ?? 0
    }

    // MARK: AV

    /// log p(claim | vector, the text before it) of every candidate, and the ids that end with each claim.
    private func logs(
        of table: ClaimTable, _ subject: ExplanationInContext, for vector: [Float], _ cancellation: Cancellation
    ) throws -> (logs: [[Double]], ids: [[(ids: [Int], start: Int)]]) {
        guard let verbalizer else { return ([], []) }
        let like = subject.verbalization
        let known = try verbalizer.read(
            verbalizer.openIDs(of: subject.explanation, like: like, cancellation: cancellation), for: Rows(vector),
            cancellation: cancellation)[0]
        let texts = try table.candidates.map { candidates in
            try candidates.map { candidate in
                let ids = try verbalizer.openIDs(of: candidate.opening, like: like, cancellation: cancellation)
                let before = try verbalizer.openIDs(
                    of: String(decoding: candidate.text.utf8.prefix(candidate.claim.range.lowerBound), as: UTF8.self), like: like,
                    cancellation: cancellation)
                return (ids: ids, start: zip(ids, before).prefix { $0 == $1 }.count)
            }
        }
        var scores = try verbalizer.score(texts.flatMap { $0.map(\.ids) }, after: known, cancellation: cancellation)[...]
        return (texts.map { $0.map { text in scores.removeFirst()[text.start...].reduce(0, +) } }, texts)
    }

    // MARK: features

    private func witnesses(_ subject: ExplanationInContext, _ scratch: ClaimScratch) -> [[Outcome]] {
        guard let dictionary, let activation = subject.activation, !scratch.vectors.isEmpty else { return [] }
        let own = Set(dictionary.encode(Rows(activation))[0].features)
        let vectors = zip(scratch.without, scratch.vectors).flatMap { [$0] + $1 }.map {
            TrueNorm.rescaled($0, to: activation) ?? activation
        }
        var codes = dictionary.encode(Rows(vectors, width: activation.count))[...]
        return scratch.vectors.map { candidates in
            let before = Dictionary(uniqueKeysWithValues: zip(codes[codes.startIndex].features, codes.removeFirst().activations))
            return candidates.map { _ in
                let code = codes.removeFirst()
                var (gained, active) = (0.0, 0.0)
                for (feature, strength) in zip(code.features, code.activations) {
                    let more = Double(strength - (before[feature] ?? 0))
                    guard more > 0 else { continue }
                    gained += more
                    if own.contains(feature) { active += more }
                }
                return gained > 0 ? .value(active / gained) : .undefined("the claim brings no feature into what the AR reads")
            }
        }
    }

    // MARK: causes

    /// h without the direction that a claim adds to the AR's vector, and the claim scored again. Of the candidates, the stated one, one
    /// drawn at random and the one that the AR likes most: each costs a pass.
    private func causes(_ subject: ExplanationInContext, _ table: ClaimTable, _ scratch: ClaimScratch, _ cancellation: Cancellation) throws
        -> ClaimUpdate
    {
        guard let verbalizer, let activation = subject.activation, !scratch.claimIDs.isEmpty else { return { _, _ in } }
        var pairs: [(ids: [Int], vector: [Float])] = [], places: [(claim: Int, candidate: Int)] = []
        for claim in table.claims.indices {
            for candidate in Set([0, ClaimLies.random(claim, table), ClaimLies.best(claim, table)].compactMap { $0 }).sorted() {
                guard let vector = Self.without(scratch.vectors[claim][candidate], scratch.without[claim], activation) else { continue }
                pairs.append((scratch.claimIDs[claim][candidate].ids, try verbalizer.injections(Rows(vector))[0]))
                places.append((claim, candidate))
            }
        }
        var logs: [[Double?]] = table.candidates.map { $0.map { _ in nil } }
        for (place, score) in zip(places, try verbalizer.score(pairs, cancellation)) {
            let start = scratch.claimIDs[place.claim][place.candidate].start
            logs[place.claim][place.candidate] = score.tokenLogProbabilities[start...].reduce(0, +)
        }
        return { [logs] table, _ in table.causalLogs = logs }
    }

    /// h − (h·u)u with u along AR(z) − AR(z without the claim), both at ‖h‖; nil where they do not differ.
    private static func without(_ with: [Float], _ without: [Float], _ activation: [Float]) -> [Float]? {
        guard let a = TrueNorm.rescaled(with, to: activation), let b = TrueNorm.rescaled(without, to: activation) else { return nil }
        let direction = zip(a, b).map { Double($0) - Double($1) }
        let squares = direction.reduce(0) { $0 + $1 * $1 }, own = activation.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard squares > Resolution.squared * own else { return nil }
        let along = zip(activation, direction).reduce(0.0) { $0 + Double($1.0) * $1.1 } / squares
        let rest = zip(activation, direction).map { Float(Double($0) - along * $1) }
        return rest.contains { $0 != 0 } ? rest : nil
    }
}

/// What measurements hand to later ones, and nobody else needs.
struct ClaimScratch: Sendable {
    /// AR(z without the claim), `[claim][d]`
    var without: [[Float]] = []
    /// AR(z with the candidate), `[claim][candidate][d]`
    var vectors: [[[Float]]] = []
    /// The ids that end with the candidate, and where the claim's own begin.
    var claimIDs: [[(ids: [Int], start: Int)]] = []
}
