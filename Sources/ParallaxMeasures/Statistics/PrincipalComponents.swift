import COpenBLAS

/// The eigenvectors of a covariance: the best linear code of every rank.
///
///     let basis = try PrincipalComponents(sums)                // of other documents
///     let y = basis.reconstruct(x, rank: 16)                   // μ + U₁₆ U₁₆ᵀ (x − μ)
///
/// Of each eigenvector and its negative, the one whose element of largest magnitude (the first of equals) is positive is taken.
public struct PrincipalComponents: Sendable {
    /// Rows behind the covariance.
    public let count: Int
    /// μ, `[width]`.
    public let mean: [Double]
    /// Of the covariance Σ(x − μ)(x − μ)ᵀ / n, descending, `[width]`. None is below 0.
    public let eigenvalues: [Double]
    /// `[width, width]`: row k is the eigenvector of `eigenvalues[k]`, of length 1.
    private let vectors: [Double]

    public var width: Int { mean.count }

    /// The highest rank that the rows behind the covariance span: n rows vary in n − 1 directions at most.
    public var highestRank: Int { min(width, max(0, count - 1)) }

    /// - Throws: `Complaint` for sums of fewer than two rows, and where the eigenvalues are not found.
    public init(_ sums: CovarianceSums) throws {
        guard sums.count >= 2 else {
            throw Complaint(
                "PCA", expected: "a covariance of two activations at least", found: "\(sums.count)", remedy: "give more documents")
        }
        let width = sums.width, share = 1 / Double(sums.count)
        var matrix = sums.products.map { $0 * share }
        let ascending = try Self.solve(&matrix, width: width)
        count = sums.count
        mean = sums.mean
        // Rounding may leave a hair below zero where nothing varies.
        eigenvalues = ascending.reversed().map { max(0, $0) }
        vectors = Self.descending(matrix, width: width)
    }

    /// Replaces the matrix by its eigenvectors, a row each; returns the eigenvalues. Both ascending.
    private static func solve(_ matrix: inout [Double], width: Int) throws -> [Double] {
        var values = [Double](repeating: 0, count: width)
        var n = Int32(clamping: width), leading = n, info: Int32 = 0, workSize: Int32 = -1, integerSize: Int32 = -1
        var bestWork = 0.0, bestInteger: Int32 = 0
        matrix.withUnsafeMutableBufferPointer { matrix in
            values.withUnsafeMutableBufferPointer { values in
                // BLAS below LAPACK runs on this thread, as everywhere.
                ComputeThreads.share(1, grain: 1, operations: 0) { _ in
                    // The upper triangle by rows is the lower one by columns. The first call asks for the sizes of the work space.
                    dsyevd_(
                        "V", "L", &n, matrix.baseAddress, &leading, values.baseAddress, &bestWork, &workSize, &bestInteger, &integerSize,
                        &info, 1, 1)
                    guard info == 0 else { return }
                    (workSize, integerSize) = (Int32(clamping: bestWork), bestInteger)
                    var work = [Double](repeating: 0, count: Int(wide: workSize)),
                        integers = [Int32](repeating: 0, count: Int(wide: integerSize))
                    dsyevd_(
                        "V", "L", &n, matrix.baseAddress, &leading, values.baseAddress, &work, &workSize, &integers, &integerSize, &info, 1,
                        1)
                }
            }
        }
        guard info == 0, values.allSatisfy(\.isFinite) else {
            throw Complaint(
                "PCA", expected: "a covariance of finite numbers", found: "one whose eigenvalues are not found (dsyevd: \(info))",
                remedy: "gather the statistics anew")
        }
        return values
    }

    private static func descending(_ ascending: [Double], width: Int) -> [Double] {
        var result = [Double](repeating: 0, count: width * width)
        for k in 0..<width {
            let source = (width - 1 - k) * width
            var largest = 0.0
            for i in 0..<width where abs(ascending[source + i]) > abs(largest) { largest = ascending[source + i] }
            for i in 0..<width { result[k * width + i] = largest < 0 ? -ascending[source + i] : ascending[source + i] }
        }
        return result
    }

    /// Eigenvector k, `[width]`.
    public func vector(_ k: Int) -> [Double] { Array(vectors[k * width..<(k + 1) * width]) }

    /// μ + U_k U_kᵀ (x − μ), `[width]`.
    /// - Parameters:
    ///   - row: `[width]`.
    ///   - rank: k, 0 (the mean) to `width` (the row itself).
    public func reconstruct(_ row: [Float], rank: Int) -> [Float] {
        let coordinates = coordinates(row, rank: rank)
        var result = mean
        for k in 0..<rank { for i in 0..<width { result[i] += coordinates[k] * vectors[k * width + i] } }
        return result.map { Float($0) }
    }

    /// U_kᵀ (x − μ), `[rank]`.
    func coordinates(_ row: [Float], rank: Int) -> [Double] {
        precondition(
            row.count == width && (0...width).contains(rank), "rank \(rank) of a row of \(row.count) values does not fit width \(width)")
        let centred = (0..<width).map { Double(row[$0]) - mean[$0] }
        return (0..<rank).map { k in
            var sum = 0.0
            for i in 0..<width { sum += vectors[k * width + i] * centred[i] }
            return sum
        }
    }
}

extension PrincipalComponents {
    /// The error of every rank at once: what it takes to find the rank that is as good as another method.
    public struct RankErrors: Sendable {
        /// mean ‖x − y_k‖² at rank k, `[width + 1]`.
        public let squared: [Outcome]
        /// mean mse_nrm = 2(1 − cos(x, y_k)) at rank k, `[width + 1]`; undefined where a reconstruction has no direction.
        public let normalised: [Outcome]

        /// The lowest rank whose mean ‖x − y_k‖² is no larger than `error`; nil where no rank is that good.
        public func rank(matchingSquared error: Double) -> Int? { Self.lowest(squared, error) }

        /// The lowest rank whose mean mse_nrm is no larger than `error`; nil where no rank is that good.
        public func rank(matchingNormalised error: Double) -> Int? { Self.lowest(normalised, error) }

        private static func lowest(_ errors: [Outcome], _ error: Double) -> Int? {
            errors.firstIndex { $0.number.map { $0 <= error } ?? false }
        }
    }

    /// Errors of every rank over rows, which should be of other documents than the covariance.
    /// - Parameter rows: `[n, width]`.
    public func errors(_ rows: Rows) -> RankErrors {
        var squared = [Double](repeating: 0, count: width + 1), normalised = squared
        var flaw = [String?](repeating: rows.count == 0 ? "there are no rows" : nil, count: width + 1)
        let meanSquares = squaredLength(mean), along = (0..<width).map { k in dot(vector(k), mean) }
        for row in 0..<rows.count {
            let x = rows[row]
            let coordinates = coordinates(x, rank: width)
            var (squares, product, error) = (0.0, 0.0, 0.0)
            for i in 0..<width {
                squares += Double(x[i]) * Double(x[i])
                product += Double(x[i]) * mean[i]
                error += (Double(x[i]) - mean[i]) * (Double(x[i]) - mean[i])
            }
            var reconstructionSquares = meanSquares
            for k in 0...width {
                if k > 0 {
                    // y_k = y_{k−1} + c u: ‖x − y‖² falls by c², x·y grows by c (x·u), ‖y‖² by 2 c (μ·u) + c².
                    let c = coordinates[k - 1]
                    error -= c * c
                    product += c * (c + along[k - 1])
                    reconstructionSquares += 2 * c * along[k - 1] + c * c
                }
                squared[k] += max(0, error)
                if squares > 0, reconstructionSquares > 0 {
                    // ‖x − y‖² = ‖x‖² + ‖y‖² − 2 x·y keeps the digits of 1 − cos near 1.
                    let lengths = (squares * reconstructionSquares).squareRoot(),
                        difference = squares.squareRoot() - reconstructionSquares.squareRoot()
                    normalised[k] +=
                        k == 0 || product <= 0.75 * lengths
                        ? 2 * (1 - product / lengths) : max(0, max(0, error) - difference * difference) / lengths
                } else if flaw[k] == nil {
                    flaw[k] =
                        "row \(row): \(squares > 0 ? "the reconstruction" : "the activation") is the zero vector, which has no direction"
                }
            }
        }
        let n = Double(rows.count)
        return RankErrors(
            squared: squared.map { rows.count == 0 ? .undefined("there are no rows") : Outcome($0 / n) },
            normalised: zip(normalised, flaw).map { sum, why in why.map { .undefined($0) } ?? Outcome(sum / n) })
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
