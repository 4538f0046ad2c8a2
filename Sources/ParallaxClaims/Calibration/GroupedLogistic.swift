import COpenBLAS
import Foundation

/// The logistic function and what goes with it, at any size of the argument.
enum Logistic {
    /// 1 / (1 + e^−x)
    static func probability(_ x: Double) -> Double {
        if x >= 0 { return 1 / (1 + exp(-x)) }
        let e = exp(x)
        return e / (1 + e)
    }

    /// log(p / (1 − p))
    static func logOdds(_ p: Double) -> Double { log(p) - log1p(-p) }

    /// log(1 + e^x)
    static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }

    /// −log p of what was so, in nats.
    static func loss(logOdds: Double, isTrue: Bool) -> Double { softplus(isTrue ? -logOdds : logOdds) }
}

/// Logistic regression in which groups of rows share coefficients and each may deviate from them: with ridge penalties on both, the
/// posterior mode of a model with partial pooling (Gelman and Hill 2007, chapter 12), found by Newton's method (Hastie, Tibshirani and
/// Friedman 2009, section 4.4.1).
///
///     log odds of row i of group g = Σ_j x_ij (shared_j + own_gj)
///
/// Minimises Σ_i [log(1 + e^η_i) − y_i η_i] + ½ Σ_j penalty_j shared_j² + ½ Σ_g Σ_j ownPenalty_j own_gj².
struct GroupedLogistic {
    struct Group {
        /// `[count, width]`
        var rows: [Double] = []
        var isTrue: [Bool] = []
        var count: Int { isTrue.count }
    }

    struct Coefficients: Equatable {
        /// `[width]`
        var shared: [Double]
        /// `[groups][own columns]`
        var own: [[Double]]
    }

    let groups: [Group]
    let width: Int
    /// The columns in which groups deviate.
    let ownColumns: [Int]
    /// `[width]`, above 0.
    let penalties: [Double]
    /// `[own columns]`, above 0.
    let ownPenalties: [Double]

    private static let mostSteps = 100
    /// Half the squared Newton decrement is about how far the objective still is from its minimum.
    private static let enough = 1e-10

    private var total: Int { width + groups.count * ownColumns.count }

    /// - Parameter start: where to begin; zeros where nil.
    /// - Throws: `Complaint` where the equations have no finite solution.
    func fit(from start: Coefficients? = nil) throws -> Coefficients {
        var current =
            start
            ?? Coefficients(
                shared: [Double](repeating: 0, count: width), own: groups.map { _ in [Double](repeating: 0, count: ownColumns.count) })
        var value = objective(current)
        for _ in 0..<Self.mostSteps {
            let (gradient, hessian) = derivatives(current)
            let step = try solve(hessian, gradient)
            let decrement = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
            guard decrement / 2 > Self.enough else { return current }
            // Newton's step overshoots where classes are nearly separated: halve it until it goes down.
            var length = 1.0
            while true {
                let next = moved(current, by: step, length: -length)
                let nextValue = objective(next)
                if nextValue < value {
                    (current, value) = (next, nextValue)
                    break
                }
                length /= 2
                if length < 1e-8 { return current }
            }
        }
        return current
    }

    /// Coefficients of group `g` together, `[width]`.
    func effective(_ coefficients: Coefficients, group g: Int) -> [Double] {
        var sum = coefficients.shared
        for (k, column) in ownColumns.enumerated() { sum[column] += coefficients.own[g][k] }
        return sum
    }

    func logOdds(_ coefficients: Coefficients, group g: Int) -> [Double] {
        let group = groups[g]
        guard group.count > 0 else { return [] }
        var result = [Double](repeating: 0, count: group.count)
        let effective = effective(coefficients, group: g)
        onOneThread {
            cblas_dgemv(
                CblasRowMajor, CblasNoTrans, Int32(clamping: group.count), Int32(clamping: width), 1, group.rows, Int32(clamping: width),
                effective, 1, 0, &result, 1)
        }
        return result
    }

    private func objective(_ coefficients: Coefficients) -> Double {
        var sum = 0.0
        for g in groups.indices {
            for (odds, isTrue) in zip(logOdds(coefficients, group: g), groups[g].isTrue) {
                sum += Logistic.softplus(odds) - (isTrue ? odds : 0)
            }
            for (k, penalty) in ownPenalties.enumerated() { sum += penalty * coefficients.own[g][k] * coefficients.own[g][k] / 2 }
        }
        for (j, penalty) in penalties.enumerated() { sum += penalty * coefficients.shared[j] * coefficients.shared[j] / 2 }
        return sum
    }

    private func derivatives(_ coefficients: Coefficients) -> (gradient: [Double], hessian: [Double]) {
        let total = total, k = ownColumns.count
        var gradient = [Double](repeating: 0, count: total), hessian = [Double](repeating: 0, count: total * total)
        for j in 0..<width {
            gradient[j] = penalties[j] * coefficients.shared[j]
            hessian[j * total + j] = penalties[j]
        }
        for g in groups.indices {
            let first = width + g * k
            for a in 0..<k {
                gradient[first + a] = ownPenalties[a] * coefficients.own[g][a]
                hessian[(first + a) * total + first + a] = ownPenalties[a]
            }
            guard groups[g].count > 0 else { continue }
            let (slope, gram) = moments(coefficients, group: g)
            for i in 0..<width {
                gradient[i] += slope[i]
                for j in 0..<width { hessian[i * total + j] += gram[i * width + j] }
            }
            for (a, i) in ownColumns.enumerated() {
                gradient[first + a] += slope[i]
                for j in 0..<width {
                    hessian[(first + a) * total + j] += gram[i * width + j]
                    hessian[j * total + first + a] += gram[i * width + j]
                }
                for (b, j) in ownColumns.enumerated() { hessian[(first + a) * total + first + b] += gram[i * width + j] }
            }
        }
        return (gradient, hessian)
    }

    /// Xᵀ(p − y) and Xᵀ diag(p(1 − p)) X of one group: what every block of the Hessian is made of.
    private func moments(_ coefficients: Coefficients, group g: Int) -> (slope: [Double], gram: [Double]) {
        let group = groups[g]
        let chances = logOdds(coefficients, group: g).map(Logistic.probability)
        let residuals = zip(chances, group.isTrue).map { $0 - ($1 ? 1 : 0) }
        var weighted = group.rows
        for row in 0..<group.count {
            let weight = chances[row] * (1 - chances[row])
            for i in row * width..<(row + 1) * width { weighted[i] *= weight }
        }
        var slope = [Double](repeating: 0, count: width), gram = [Double](repeating: 0, count: width * width)
        let (n, w) = (Int32(clamping: group.count), Int32(clamping: width))
        onOneThread {
            cblas_dgemv(CblasRowMajor, CblasTrans, n, w, 1, group.rows, w, residuals, 1, 0, &slope, 1)
            cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, w, w, n, 1, group.rows, w, weighted, w, 0, &gram, w)
        }
        return (slope, gram)
    }

    private func solve(_ hessian: [Double], _ gradient: [Double]) throws -> [Double] {
        var matrix = hessian, result = gradient
        var n = Int32(clamping: total), one: Int32 = 1, leading = n, info: Int32 = 0
        onOneThread { dposv_("L", &n, &one, &matrix, &leading, &result, &leading, &info, 1) }
        guard info == 0, result.allSatisfy(\.isFinite) else {
            throw Complaint(
                "calibration", expected: "statistics that a logistic regression can be fitted to",
                found: "equations without a finite solution (dposv: \(info))",
                remedy: "look for statistics of enormous size among the cases")
        }
        return result
    }

    private func moved(_ coefficients: Coefficients, by step: [Double], length: Double) -> Coefficients {
        var result = coefficients
        for j in 0..<width { result.shared[j] += length * step[j] }
        for g in groups.indices {
            for k in ownColumns.indices { result.own[g][k] += length * step[width + g * ownColumns.count + k] }
        }
        return result
    }

    /// BLAS on this thread, as everywhere.
    private func onOneThread(_ body: () -> Void) {
        ComputeThreads.share(1, grain: 1, operations: 0) { _ in body() }
    }
}
