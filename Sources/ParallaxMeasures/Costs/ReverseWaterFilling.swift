import Foundation

/// The rate–distortion curve of a Gaussian with these eigenvalues: D = Σ min(θ, λ_i), R = Σ max(0, ½ log2(λ_i/θ)).
///
/// A reference, not a bound: activations are no Gaussian, and real codes may lie below it.
public struct ReverseWaterFilling: Sendable {
    public struct Point: Sendable, Equatable {
        /// θ.
        public let level: Double
        /// R, bits a vector.
        public let rate: Double
        /// D, expected squared error of a vector.
        public let distortion: Double
    }

    /// Descending, those above 0.
    public let eigenvalues: [Double]
    /// Said beside the curve where the covariance came from too few tokens.
    public let warning: String?

    /// - Parameters:
    ///   - eigenvalues: of the covariance of the space shown, in any order; those at or below 0 carry nothing.
    ///   - tokens: N behind the covariance.
    /// - Throws: `Complaint` for eigenvalues that are not finite, or none above 0.
    public init(eigenvalues: [Double], tokens: Int) throws {
        let useful = eigenvalues.filter { $0 > 0 }.sorted(by: >)
        guard !useful.isEmpty, eigenvalues.allSatisfy(\.isFinite) else {
            throw Complaint(
                "eigenvalues", expected: "finite numbers, one above 0 at least", found: "\(eigenvalues.count) that are not",
                remedy: "estimate the covariance from more tokens")
        }
        self.eigenvalues = useful
        warning =
            tokens < 10 * eigenvalues.count
            ? "\(tokens) tokens for \(eigenvalues.count) dimensions: the small eigenvalues are too small, the curve too low" : nil
    }

    /// The point with water at θ, which is above 0: at 0 the rate would be infinite.
    public func point(level: Double) -> Point {
        let level = max(level, .leastNormalMagnitude)
        var (rate, distortion) = (0.0, 0.0)
        for value in eigenvalues {
            distortion += min(level, value)
            if value > level { rate += 0.5 * log2(value / level) }
        }
        return Point(level: level, rate: rate, distortion: distortion)
    }

    /// The point at a rate in bits; with k eigenvalues above the water, log2 θ = (Σ_k log2 λ_i − 2R) / k.
    public func point(rate: Double) -> Point {
        let wanted = max(0, rate)
        var logs = 0.0
        for (index, value) in eigenvalues.enumerated() {
            logs += log2(value)
            let level = exp2((logs - 2 * wanted) / Double(index + 1))
            let next = index + 1 < eigenvalues.count ? eigenvalues[index + 1] : 0
            if level >= next, level <= value * (1 + 1e-12) { return point(level: min(level, value)) }
        }
        return point(level: eigenvalues[0])
    }

    /// `count` points from rate 0 to `highestRate`.
    public func curve(to highestRate: Double, count: Int) -> [Point] {
        (0..<max(2, count)).map { point(rate: highestRate * Double($0) / Double(max(2, count) - 1)) }
    }
}
