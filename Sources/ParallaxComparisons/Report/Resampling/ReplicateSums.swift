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
        var documents = 0
    }

    let method: ComparisonMethod
    private let resamples: Int
    private let needsNext: [Bool]
    private var parts: [Stratum: Part] = [:]
    /// Documents that have tokens in the headline.
    private(set) var documents = 0

    init(_ method: ComparisonMethod, resamples: Int) {
        self.method = method
        self.resamples = resamples
        needsNext = MethodSums.needNext(method)
    }

    /// Bytes that the sums of a method take at most.
    static func bytes(_ method: ComparisonMethod, resamples: Int) -> Int {
        let places = Stratum.allCases.count - 1  // No method says anything about vectors that cannot be used.
        return (MethodSums.needNext(method).count + 2) * MemoryLayout<Double>.stride * resamples * places
    }

    /// Places with tokens, in their order.
    var strata: [Stratum] { Stratum.allCases.filter { parts[$0] != nil } }

    /// Documents that have tokens at a place.
    func documents(_ stratum: Stratum) -> Int { parts[stratum]?.documents ?? 0 }

    /// Adds a document.
    /// - Parameter weights: how often it stands in each resample.
    mutating func add(_ sums: [Stratum: MethodSums], weights: [Double]) {
        var isInHeadline = false
        for stratum in Stratum.allCases {
            guard let own = sums[stratum], own.terms.count > 0 else { continue }
            isInHeadline = isInHeadline || stratum.isInHeadline
            var part = parts.removeValue(forKey: stratum)
                ?? Part(sums: [Double](repeating: 0, count: resamples * needsNext.count), rows: [Double](repeating: 0, count: 2 * resamples))
            add(own.all, weights, to: &part)
            parts[stratum] = part
        }
        if isInHeadline { documents += 1 }
    }

    private func add(_ own: [OutcomeSum], _ weights: [Double], to part: inout Part) {
        let values = own.map(\.sum), count = needsNext.count
        let all = own.first?.rows ?? 0, withNext = needsNext.indices.lazy.filter { needsNext[$0] && own[$0].rows > 0 }.first.map { own[$0].rows } ?? 0
        part.documents += 1
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
