/// Count, mean and spread of vectors, in double: what remains of rows that are not kept.
///
/// The spread is held about the mean (Welford 1962; merging by Chan, Golub and LeVeque 1983) and not as Σ‖x‖², because
/// Σ‖x‖² − n‖μ‖² loses every digit where ‖μ‖ is large beside the spread, as in models with massive activations, and
/// 1 − ‖v̄‖² where all directions nearly agree.
public struct Moments: Sendable, Equatable {
    public internal(set) var count = 0
    /// `[width]`; zeros while `count` is 0.
    public internal(set) var mean: [Double]
    /// Σ‖x − mean‖².
    public internal(set) var squaredDeviation = 0.0

    public init(width: Int) {
        mean = [Double](repeating: 0, count: width)
    }

    /// As they were stored.
    package init(count: Int, mean: [Double], squaredDeviation: Double) {
        self.count = count
        self.mean = mean
        self.squaredDeviation = squaredDeviation
    }

    public var width: Int { mean.count }

    /// Σx.
    public var sum: [Double] { mean.map { $0 * Double(count) } }

    /// Σ‖x‖².
    public var sumOfSquares: Double { squaredDeviation + Double(count) * squaredLength(mean) }

    /// Σ‖x − mean‖² / n; nil without rows.
    public var meanSquaredDeviation: Double? { count == 0 ? nil : squaredDeviation / Double(count) }

    /// Adds one vector, each element times `scale`.
    /// - Precondition: `row.count == width`, all elements finite.
    public mutating func add(_ row: [Float], scale: Double = 1) {
        precondition(row.count == width, "a row of \(row.count) values does not fit moments of width \(width)")
        add { Double(row[$0]) * scale }
    }

    /// Adds the difference of two vectors, taken in double.
    package mutating func add(_ row: [Float], less other: [Float]) {
        precondition(row.count == width && other.count == width)
        add { Double(row[$0]) - Double(other[$0]) }
    }

    @inline(__always)
    private mutating func add(_ element: (Int) -> Double) {
        count += 1
        let share = 1 / Double(count)
        var squares = 0.0
        for i in 0..<width {
            let difference = element(i) - mean[i]
            mean[i] += difference * share
            squares += difference * difference
        }
        squaredDeviation += squares * (Double(count - 1) * share)
    }

    /// Adds all rows behind `other`. The result depends in its last digits on the order of merging: fold documents in their order.
    /// - Precondition: equal widths.
    public mutating func merge(_ other: Moments) {
        precondition(other.width == width)
        if other.count == 0 { return }
        if count == 0 {
            self = other
            return
        }
        let (n, m) = (Double(count), Double(other.count))
        let share = m / (n + m)
        var squares = 0.0
        for i in 0..<width {
            let difference = other.mean[i] - mean[i]
            mean[i] += difference * share
            squares += difference * difference
        }
        squaredDeviation += other.squaredDeviation + squares * (n * share)
        count = count.adding(clamped: other.count)
    }

    /// Takes away rows that were merged or added before.
    /// - Precondition: equal widths, `other.count <= count`.
    public mutating func subtract(_ other: Moments) {
        precondition(other.width == width && other.count <= count)
        if other.count == 0 { return }
        if other.count == count {
            self = Moments(width: width)
            return
        }
        let (n, m) = (Double(count - other.count), Double(other.count))
        var squares = 0.0
        for i in 0..<width {
            let rest = mean[i] + (mean[i] - other.mean[i]) * (m / n)
            let difference = other.mean[i] - rest
            mean[i] = rest
            squares += difference * difference
        }
        // Rounding may leave a hair below zero where nothing varies.
        squaredDeviation = max(0, squaredDeviation - other.squaredDeviation - squares * (n * m / (n + m)))
        count -= other.count
    }
}

/// ‖v‖².
package func squaredLength(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }
}
