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
                    let lengths = (squares * reconstructionSquares).squareRoot(), difference = squares.squareRoot() - reconstructionSquares.squareRoot()
                    normalised[k] += k == 0 || product <= 0.75 * lengths ? 2 * (1 - product / lengths) : max(0, max(0, error) - difference * difference) / lengths
                } else if flaw[k] == nil {
                    flaw[k] = "row \(row): \(squares > 0 ? "the reconstruction" : "the activation") is the zero vector, which has no direction"
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
