import Foundation

/// Everything that a comparison takes from other documents, fixed before the first one is evaluated: it is the same for every shard.
public struct FrozenStatistics: Sendable {
    /// μ, Var and the unit mean direction.
    public let reference: MeasureReference
    /// What they rest on.
    public let provenance: Provenance
    /// Tokens behind them.
    public let tokenCount: Int
    /// The documents behind all of it.
    public let documents: [String]
    /// Where it comes from, in words.
    public let source: String
    public let fingerprint: String
    /// μ, `[d]`.
    let mean: [Float]
    let pool: OtherActivations
    /// Of the activations in their own units.
    let components: Known<PrincipalComponents>
    /// Of the unit vectors.
    public let curve: Known<ReverseWaterFilling>
    /// Of each dictionary, and of each forced L0.
    private let codes: [CodeKey: Known<DictionaryCodes>]
    /// Of ‖x‖, which a text does not say.
    let lengths: Known<CoefficientQuantiser>
    /// ‖d_i‖ of each dictionary.
    let directionNorms: [[Float]]
    /// What each AR makes of a text that says nothing, `[d]`.
    let genericOutputs: [[Float]]
    /// What the AR takes to read, and the AV to write, an explanation of middling length.
    let readingCosts: [DecoderCost]
    let writingCosts: [DecoderCost?]

    private struct CodeKey: Hashable {
        var dictionary: Int
        /// nil: as the dictionary chooses.
        var l0: Int?
    }

    /// - Parameters:
    ///   - file: sums and pool of documents that are not evaluated.
    ///   - sources: the same of the sites that transcoders read.
    ///   - groups: of documents that have copies, a number for each group, by title.
    ///   - methods: those that need codes of dictionaries.
    /// - Throws: `Complaint` where the documents hold too little; `CancellationError`.
    public init(
        _ file: StatisticsFile, sources: [Site: StatisticsFile] = [:], groups: [String: Int] = [:], source: String,
        subject: ComparisonSubject,
        methods: [ComparisonMethod], options: ComparisonOptions, cancellation: Cancellation
    ) throws {
        let estimate = try file.estimate(leavingOut: [], groups: groups), total = estimate.statistics
        provenance = estimate.provenance
        guard total.count > 1, let pool = file.pool, pool.count > 1 else {
            throw Complaint(
                "statistics at \(subject.site)", expected: "tokens of documents that are not evaluated",
                found: "\(total.count) tokens, \(file.pool?.count ?? 0) vectors",
                remedy: "name more documents in the workspace, evaluate fewer, or make a file with parallax statistics")
        }
        tokenCount = total.count
        documents = total.documents
        self.source = source
        reference = MeasureReference(total)
        mean = total.mean.map { Float($0) }
        let rows = pool.rows
        self.pool = OtherActivations(rows)
        let pools = sources.filter { subject.sources.contains($0.key) }.compactMapValues(\.pool)
        fingerprint = Self.fingerprint(total, [pool] + pools.sorted { $0.key < $1.key }.map(\.value))
        lengths = Self.known { try CoefficientQuantiser(bits: options.coefficientBits, fittedTo: rows.norms.map { Float($0) }) }
        components = Self.known { try PrincipalComponents(Self.covariance(rows, unit: false)) }
        curve = Self.known {
            let components = try PrincipalComponents(Self.covariance(rows, unit: true))
            return try ReverseWaterFilling(eigenvalues: components.eigenvalues, tokens: rows.count)
        }
        try cancellation.check()
        let norms = subject.dictionaries.map { $0.directionNorms() }
        directionNorms = norms
        codes = try Self.codes(pools.mapValues(\.rows).merging([subject.site: rows]) { $1 }, subject, methods, norms, options, cancellation)
        var reading: [DecoderCost] = [], writing: [DecoderCost?] = []
        for verbalizer in subject.verbalizers {
            let middling = try Self.middlingText(verbalizer, rows, options, cancellation)
            reading.append(try verbalizer.reconstructor.decoderCost(of: middling?.text ?? ReconstructorControls.genericText))
            writing.append(verbalizer.writer.flatMap { writer in middling.map { writer.encoderCost(generatedTokens: $0.tokenCount) } })
        }
        (readingCosts, writingCosts) = (reading, writing)
        genericOutputs = try subject.verbalizers.map {
            try $0.reconstructor.reconstruct(ReconstructorControls.genericText, cancellation: cancellation)
        }
    }

    func codes(dictionary: Int, l0: Int? = nil) -> Known<DictionaryCodes> {
        codes[CodeKey(dictionary: dictionary, l0: l0)] ?? .missing("the code of this dictionary was not learnt")
    }

    private static func known<Value>(_ make: () throws -> Value) -> Known<Value> {
        do { return .known(try make()) } catch { return .missing("\(error)") }
    }

    private static func fingerprint(_ total: SiteStatistics, _ pools: [ActivationPool]) -> String {
        var words: [UInt64] = total.mean.map(\.bitPattern) + total.unitMean.map(\.bitPattern)
        words += [UInt64(clamping: total.count), (total.variance ?? 0).bitPattern]
        for pool in pools {
            words += pool.places.map(\.priority)
            words += pool.rows.values.map { UInt64(wide: $0.bitPattern) }
        }
        return words.withUnsafeBytes { "\(Fingerprint(bytes: $0))" }
    }

    private static func covariance(_ rows: Rows, unit: Bool) throws -> CovarianceSums {
        var sums = try CovarianceSums(width: rows.width)
        var scales: [Double]?
        if unit {
            scales = (0..<rows.count).map { row in
                let squares = rows[row].reduce(0.0) { $0 + Double($1) * Double($1) }
                return 1 / squares.squareRoot()
            }
        }
        sums.add(rows, scales: scales)
        return sums
    }

    /// - Parameter rows: activations of other documents, at the site and at those that transcoders read.
    private static func codes(
        _ rows: [Site: Rows], _ subject: ComparisonSubject, _ methods: [ComparisonMethod], _ norms: [[Float]], _ options: ComparisonOptions,
        _ cancellation: Cancellation
    ) throws -> [CodeKey: Known<DictionaryCodes>] {
        var all: [CodeKey: Known<DictionaryCodes>] = [:]
        for (index, dictionary) in subject.dictionaries.enumerated() {
            try cancellation.check()
            let own = rows[subject.source(of: index)].map(dictionary.encode)
            func learn(_ codes: [SparseCode]?) -> Known<DictionaryCodes> {
                guard let codes else {
                    return .missing("the statistics hold no activations at \(subject.source(of: index)), which it reads")
                }
                return known { try DictionaryCodes(codes, featureCount: dictionary.featureCount, bits: options.coefficientBits) }
            }
            all[CodeKey(dictionary: index)] = learn(own)
            for method in methods {
                guard case .forcedDictionary(index, let l0) = method.recipe else { continue }
                all[CodeKey(dictionary: index, l0: l0)] = learn(own?.map { dictionary.truncated($0, to: l0, norms: norms[index]) })
            }
        }
        return all
    }

    /// Explanations from which one of middling length is taken.
    private static let textsForCosts = 32

    /// The explanation of middling length of some activations, spread evenly over the pool; nil without an AV.
    private static func middlingText(
        _ verbalizer: ComparisonSubject.Verbalizer, _ rows: Rows, _ options: ComparisonOptions, _ cancellation: Cancellation
    ) throws -> Verbalization? {
        guard let writer = verbalizer.writer else { return nil }
        let count = min(textsForCosts, rows.count)
        let chosen = Rows((0..<count).map { rows[$0 * rows.count / count] }, width: rows.width)
        let written = try writer.verbalize(
            chosen, sampling: .greedy(maximumTokens: options.maximumExplanationTokens), cancellation: cancellation)
        return written.sorted { $0.tokenCount < $1.tokenCount }[count / 2]
    }
}
