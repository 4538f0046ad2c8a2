import COpenBLAS

/// One method's sums in every resample of a bootstrap, by the place of the tokens: constant memory, whatever the number of documents.
struct ReplicateSums: Sendable {
    /// Of the tokens of one place.
    private struct Part: Sendable {
        /// `[resamples, sums]`
        var sums: [Double]
        /// `[resamples, 2]`, all rows and those that a token follows.
        var rows: [Double]
        /// Rows without a value, `[resamples]`, of the sums that have any.
        var missing: [Int: [Double]] = [:]
        var documents = DocumentCount()
    }

    let method: ComparisonMethod
    private let resamples: Int
    private let needsNext: [Bool]
    private var parts: [Stratum: Part] = [:]
    private var headline = DocumentCount()

    init(_ method: ComparisonMethod, resamples: Int) {
        self.method = method
        self.resamples = resamples
        needsNext = MethodSums.needNext(method)
    }

    /// Bytes that the sums of a method take at most.
    static func bytes(_ method: ComparisonMethod, resamples: Int) -> Int {
        let places = Stratum.allCases.count(where: \.isRun)
        return (MethodSums.needNext(method).count + 2) * MemoryLayout<Double>.stride * resamples * places
    }

    /// Places with tokens, in their order.
    var strata: [Stratum] { Stratum.allCases.filter { parts[$0] != nil } }

    /// Documents that have tokens in the headline, copies counted as one.
    var documents: Int { headline.count }

    /// Documents that have tokens at a place, copies counted as one.
    func documents(_ stratum: Stratum) -> Int { parts[stratum]?.documents.count ?? 0 }

    /// Adds a document.
    /// - Parameters:
    ///   - weights: how often it stands in each resample.
    ///   - group: its copies'; nil where it has none.
    mutating func add(_ sums: [Stratum: MethodSums], weights: [Double], group: Int? = nil) {
        var isInHeadline = false
        for stratum in Stratum.allCases {
            guard let own = sums[stratum], own.terms.count > 0 else { continue }
            isInHeadline = isInHeadline || stratum.isInHeadline
            var part =
                parts.removeValue(forKey: stratum)
                ?? Part(
                    sums: [Double](repeating: 0, count: resamples * needsNext.count), rows: [Double](repeating: 0, count: 2 * resamples))
            add(own.all, weights, group, to: &part)
            parts[stratum] = part
        }
        if isInHeadline { headline.add(group) }
    }

    private func add(_ own: [OutcomeSum], _ weights: [Double], _ group: Int?, to part: inout Part) {
        let values = own.map(\.sum), count = needsNext.count
        let all = own.first?.rows ?? 0,
            withNext = needsNext.indices.lazy.filter { needsNext[$0] && own[$0].rows > 0 }.first.map { own[$0].rows } ?? 0
        part.documents.add(group)
        part.sums.withUnsafeMutableBufferPointer { sums in
            values.withUnsafeBufferPointer { values in
                for resample in 0..<resamples where weights[resample] > 0 {
                    let weight = weights[resample], start = resample * count
                    for index in 0..<count { sums[start + index] += weight * values[index] }
                }
            }
        }
        for resample in 0..<resamples {
            part.rows[2 * resample] += weights[resample] * all
            part.rows[2 * resample + 1] += weights[resample] * withNext
        }
        for index in 0..<count where own[index].missingRows > 0 {
            var missing = part.missing.removeValue(forKey: index) ?? [Double](repeating: 0, count: resamples)
            for resample in 0..<resamples { missing[resample] += weights[resample] * own[index].missingRows }
            part.missing[index] = missing
        }
    }

    /// The sums over the tokens of several places in one resample.
    /// - Parameter total: the same over all documents as they are, whose reasons what is missing has.
    func sums(_ strata: [Stratum], _ resample: Int, like total: MethodSums) -> MethodSums {
        let parts = strata.compactMap { self.parts[$0] }, count = needsNext.count, known = total.all
        let all: [OutcomeSum] = (0..<count).map { index in
            var sum = 0.0, rows = 0.0, missing = 0.0
            for part in parts {
                sum += part.sums[resample * count + index]
                rows += part.rows[2 * resample + (needsNext[index] ? 1 : 0)]
                missing += part.missing[index]?[resample] ?? 0
            }
            return OutcomeSum(sum: sum, rows: rows, missing: missing, like: known[index])
        }
        return MethodSums(method, all: all, absence: total.absence)
    }
}

/// How many documents there are, where copies are one. Only groups are remembered.
struct DocumentCount: Sendable {
    private var alone = 0
    private var groups = Set<Int>()

    var count: Int { alone + groups.count }

    /// - Parameter group: nil for a document without copies.
    mutating func add(_ group: Int?) {
        if let group { groups.insert(group) } else { alone += 1 }
    }
}

/// The sums of one kind of vectors in every resample of a bootstrap, by the place of the tokens, about a point near their mean: about the
/// origin the digits would be lost where a mean is large beside the spread.
struct ReplicateVectors: Sendable {
    private struct Part: Sendable {
        /// Σ w‖z − c‖² and Σ w, `[resamples]`.
        var squares: [Double]
        var rows: [Double]
        /// Σ w(z − c), `[resamples, width]`.
        var sums: [Double]
        /// Documents that wait to be added together: Σ(z − c), `[n, width]`, and their weights, `[n, resamples]`.
        var waiting: [Double] = []
        var waitingWeights: [Double] = []
    }

    /// c
    private let centre: [Double]
    private let resamples: Int
    private var parts: [Stratum: Part] = [:]

    init(centre: [Double], resamples: Int) {
        self.centre = centre
        self.resamples = resamples
    }

    /// Bytes that one kind of vectors takes.
    static func bytes(width: Int, resamples: Int, strata: Int) -> Int { MemoryLayout<Double>.stride * strata * (width + 2) * resamples }

    /// Documents that are added together. Fixed, so that the digits are the same in every run.
    private static let together = 32

    /// Adds a document.
    /// - Parameter weights: how often it stands in each resample.
    mutating func add(_ moments: StratifiedMoments, weights: [Double]) {
        for stratum in moments.strata {
            let own = moments[stratum], count = Double(own.count)
            let sum = own.mean.indices.map { (own.mean[$0] - centre[$0]) * count }
            // ‖Σ(z − c)‖²/n is what the mean is off, squared and n times.
            let squares = own.squaredDeviation + squaredLength(sum) / count
            var part =
                parts.removeValue(forKey: stratum)
                ?? Part(
                    squares: [Double](repeating: 0, count: resamples), rows: [Double](repeating: 0, count: resamples),
                    sums: [Double](repeating: 0, count: resamples * centre.count))
            for resample in 0..<resamples {
                part.squares[resample] += weights[resample] * squares
                part.rows[resample] += weights[resample] * count
            }
            part.waiting += sum
            part.waitingWeights += weights
            if part.waiting.count >= Self.together * centre.count { addWaiting(to: &part) }
            parts[stratum] = part
        }
    }

    /// To be called when all documents are added.
    mutating func finish() {
        for stratum in Stratum.allCases {
            guard var part = parts.removeValue(forKey: stratum) else { continue }
            addWaiting(to: &part)
            parts[stratum] = part
        }
    }

    /// Resamples that are computed together. Fixed, so that the digits do not depend on the number of threads.
    private static let stripe = 64

    /// sums += weightsᵀ waiting.
    private func addWaiting(to part: inout Part) {
        let width = centre.count, count = part.waiting.count / max(width, 1), stripes = (resamples + Self.stripe - 1) / Self.stripe
        guard count > 0 else { return }
        part.waiting.withUnsafeBufferPointer { rows in
            part.waitingWeights.withUnsafeBufferPointer { weights in
                part.sums.withUnsafeMutableBufferPointer { sums in
                    guard let a = weights.baseAddress, let b = rows.baseAddress, let c = sums.baseAddress else { return }
                    ComputeThreads.share(stripes, grain: 1, operations: count * width * resamples) { range in
                        for stripe in range {
                            let first = stripe * Self.stripe, height = min(Self.stripe, resamples - first)
                            cblas_dgemm(
                                CblasRowMajor, CblasTrans, CblasNoTrans, Int32(clamping: height), Int32(clamping: width),
                                Int32(clamping: count), 1, a + first, Int32(clamping: resamples), b, Int32(clamping: width), 1,
                                c + first * width, Int32(clamping: width))
                        }
                    }
                }
            }
        }
        part.waiting.removeAll(keepingCapacity: true)
        part.waitingWeights.removeAll(keepingCapacity: true)
    }

    /// How the vectors of several places spread in each resample.
    func spreads(_ strata: [Stratum]) -> [VectorSpread] {
        let parts = strata.compactMap { self.parts[$0] }, width = centre.count
        return (0..<resamples).map { resample in
            var squares = 0.0, rows = 0.0, sum = [Double](repeating: 0, count: width)
            for part in parts {
                squares += part.squares[resample]
                rows += part.rows[resample]
                for i in 0..<width { sum[i] += part.sums[resample * width + i] }
            }
            guard rows > 0 else { return VectorSpread(deviation: 0, squares: 0, count: 0) }
            // Rounding may leave a hair below zero where nothing varies.
            let deviation = max(0, squares - squaredLength(sum) / rows)
            let mean = sum.indices.map { centre[$0] + sum[$0] / rows }
            return VectorSpread(deviation: deviation, squares: deviation + rows * squaredLength(mean), count: rows)
        }
    }
}

/// What a bootstrap says of one method.
struct MethodResamples: Sendable {
    /// Of the tokens of one place.
    struct Place: Sendable {
        /// Documents that have any.
        var documents: Int
        /// In the order of the method's figures.
        var intervals: [ComparisonFigure.Interval?]
        /// C has a value in the resamples in which D has one.
        var uncentred: BootstrapDraws
    }

    /// Documents that have tokens in the headline.
    var documents: Int
    /// The headline's figures in every resample, in the order of the method's figures: differences of two methods are taken of them.
    var draws: [BootstrapDraws]
    var places: [Stratum: Place]
}
