import COpenBLAS

/// Activations of other documents, to be looked up by direction.
struct OtherActivations: Sendable {
    let rows: Rows
    /// `[N, d]`, of length 1.
    private let units: [Float]

    init(_ rows: Rows) {
        self.rows = rows
        var units = rows.values
        for row in 0..<rows.count { Self.normalise(&units, row * rows.width..<(row + 1) * rows.width) }
        self.units = units
    }

    private static func normalise(_ values: inout [Float], _ range: Range<Int>) {
        var squares = 0.0
        for i in range { squares += Double(values[i]) * Double(values[i]) }
        guard squares > 0 else { return }
        let factor = 1 / squares.squareRoot()
        for i in range { values[i] = Float(Double(values[i]) * factor) }
    }

    /// For each of `targets` the activation with the highest cosine, of equal ones the first.
    func nearest(to targets: Rows) -> [Int] {
        let (n, width) = (rows.count, rows.width)
        var scores = [Float](repeating: 0, count: targets.count * n)
        targets.values.withUnsafeBufferPointer { targets in
            units.withUnsafeBufferPointer { units in
                scores.withUnsafeMutableBufferPointer { scores in
                    guard let a = targets.baseAddress, let b = units.baseAddress, let c = scores.baseAddress else { return }
                    let count = targets.count / width
                    ComputeThreads.share(n, grain: 512, operations: count * n * width) { range in
                        cblas_sgemm(
                            CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clamping: count), Int32(clamping: range.count),
                            Int32(clamping: width), 1, a, Int32(clamping: width),
                            b + range.lowerBound * width, Int32(clamping: width), 0, c + range.lowerBound, Int32(clamping: n))
                    }
                }
            }
        }
        return (0..<targets.count).map { row in
            var best = 0
            for candidate in 1..<max(n, 1) where scores[row * n + candidate] > scores[row * n + best] { best = candidate }
            return best
        }
    }
}

/// What it costs to write a dictionary's codes, learnt from other documents: a quantiser, how often features fire, how their
/// coefficients spread.
struct DictionaryCodes: Sendable {
    let quantiser: CoefficientQuantiser
    private let model: EntropyModel
    private let silence: Double

    /// - Parameter codes: of tokens of other documents.
    /// - Throws: `Complaint` where they hold too little to learn from.
    init(_ codes: [SparseCode], featureCount: Int, bits: Int) throws {
        quantiser = try CoefficientQuantiser(bits: bits, fittedTo: codes.flatMap(\.activations))
        var model = try EntropyModel(featureCount: featureCount, bins: quantiser.levels)
        for code in codes { model.count(features: code.features, bins: code.activations.map(quantiser.bin)) }
        self.model = model
        silence = model.silence
    }

    /// The code as its bits say it.
    func quantised(_ code: SparseCode) -> SparseCode {
        var copy = code
        copy.activations = code.activations.map { quantiser.value(quantiser.bin($0)) }
        return copy
    }

    func entropyBits(_ code: SparseCode) -> Outcome {
        model.bits(features: code.features, bins: code.activations.map(quantiser.bin), silence: silence)
    }
}

/// Sums of activations, and pools of them, taken from documents: what `parallax statistics` writes and what comparisons freeze.
public struct CorpusStatistics: Sendable {
    private let model: LanguageModel
    private let tokenizer: Tokenizer
    private let documents: any ComparisonDocuments
    private let rule: ExclusionRule

    public init(model: LanguageModel, tokenizer: Tokenizer, documents: any ComparisonDocuments, rule: ExclusionRule = .workspace) {
        self.model = model
        self.tokenizer = tokenizer
        self.documents = documents
        self.rule = rule
    }

    /// - Parameters:
    ///   - indices: documents, in their order.
    ///   - sites: where sums are taken.
    ///   - pooled: the sites at which a pool of `poolSize` activations is kept as well.
    ///   - tokenLimit: documents are taken until they hold this many tokens.
    ///   - repeated: what documents say again that copies of them say, by document, among its comparable tokens (`DocumentCopies`).
    ///   - progress: documents done, and of how many.
    /// - Returns: the statistics, and a sentence for each document that could not be read.
    public func gather(
        _ indices: [Int], sites: [Site], pooled: Set<Site>, poolSize: Int, tokenLimit: Int = .max, repeated: [Int: [Range<Int>]] = [:],
        cancellation: Cancellation,
        progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> (statistics: StatisticsCollection, complaints: [Complaint]) {
        var sums: [Site: [DocumentStatistics]] = [:], pools: [Site: ActivationPool] = [:], complaints: [Complaint] = []
        for site in pooled { pools[site] = try ActivationPool(width: model.checkedWidth(of: site), limit: poolSize) }
        let reader = DocumentReader(model: model, tokenizer: tokenizer, documents: documents)
        var tokens = 0
        for (done, index) in indices.enumerated() where tokens < tokenLimit {
            try cancellation.check()
            do {
                let read = try reader.read(index, cancellation).repeating(repeated[index] ?? []), ids = read.ids,
                    name = documents.titles[index]
                let states = try model.forward(ForwardRequest([.init(.tokens(ids))], capture: Set(sites)), cancellation: cancellation)[0]
                    .states
                for site in sites {
                    guard let rows = states[site] else { continue }
                    sums[site, default: []].append(
                        DocumentStatistics(
                            index: index, name: name, activations: rows, bos: read.bos, repeated: read.repeated, rule: rule, site: site,
                            model: model.fingerprint))
                    let excluded = rule.excluded(norms: rows.norms, bos: read.bos, repeated: read.repeated)
                    pools[site]?.add(document: index, name: name, rows: rows, positions: ids.indices.filter { excluded[$0] == nil })
                }
                tokens += ids.count
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
            progress(done + 1, indices.count)
        }
        var files: [Site: StatisticsFile] = [:]
        for (site, documents) in sums {
            files[site] = try StatisticsFile(
                site: site, model: model.fingerprint, width: model.checkedWidth(of: site), rule: rule, documents: documents,
                pool: pools[site])
        }
        return (StatisticsCollection(files), complaints)
    }
}
