import COpenBLAS
import Foundation

/// The objective of a multinomial logistic regression and its minimum, in double.
struct SoftmaxRegression {
    /// `[n, width]`
    let rows: [Double]
    /// 0..<classes, `[n]`
    let labels: [Int]
    let width: Int
    let classes: Int
    let penalty: Double

    private static let mostSteps = 300
    private static let memory = 10

    /// Σ −log softmax + ½ penalty ‖W‖², and its gradient.
    /// - Parameter parameters: W `[classes, width]`, then the biases `[classes]`.
    func objective(_ parameters: [Double]) -> (value: Double, gradient: [Double]) {
        let n = labels.count, size = classes * width
        // First the scores without biases, then p − y in their place.
        var scores = [Double](repeating: 0, count: n * classes), gradient = [Double](repeating: 0, count: parameters.count), value = 0.0
        ComputeThreads.share(1, grain: 1, operations: 0) { _ in
            cblas_dgemm(
                CblasRowMajor, CblasNoTrans, CblasTrans, Int32(clamping: n), Int32(clamping: classes), Int32(clamping: width), 1, rows,
                Int32(clamping: width), parameters, Int32(clamping: width), 0, &scores, Int32(clamping: classes))
        }
        for row in 0..<n {
            let first = row * classes
            var largest = -Double.infinity, sum = 0.0
            for k in 0..<classes {
                scores[first + k] += parameters[size + k]
                largest = max(largest, scores[first + k])
            }
            for k in 0..<classes { sum += exp(scores[first + k] - largest) }
            let whole = largest + log(sum)
            value += whole - scores[first + labels[row]]
            for k in 0..<classes {
                scores[first + k] = exp(scores[first + k] - whole) - (k == labels[row] ? 1 : 0)
                gradient[size + k] += scores[first + k]
            }
        }
        ComputeThreads.share(1, grain: 1, operations: 0) { _ in
            cblas_dgemm(
                CblasRowMajor, CblasTrans, CblasNoTrans, Int32(clamping: classes), Int32(clamping: width), Int32(clamping: n), 1, scores,
                Int32(clamping: classes), rows, Int32(clamping: width), 0, &gradient, Int32(clamping: width))
        }
        for i in 0..<size {
            value += penalty * parameters[i] * parameters[i] / 2
            gradient[i] += penalty * parameters[i]
        }
        return (value, gradient)
    }

    /// L-BFGS from zeros, with steps halved until the objective falls enough (Armijo).
    func solved() -> [Double] {
        var current = [Double](repeating: 0, count: classes * (width + 1))
        guard !labels.isEmpty else { return current }
        var (value, gradient) = objective(current)
        var pairs: [(step: [Double], change: [Double], curvature: Double)] = []
        for _ in 0..<Self.mostSteps {
            guard gradient.lazy.map(abs).max() ?? 0 > 1e-6 * Double(labels.count) else { break }
            let direction = Self.direction(gradient, pairs)
            let slope = Self.dot(direction, gradient)
            guard slope < 0 else { break }
            var length = pairs.isEmpty ? min(1, 1 / (-slope).squareRoot()) : 1.0
            var next = current, found = (value: Double.infinity, gradient: gradient)
            while length > 1e-12 {
                for i in next.indices { next[i] = current[i] + length * direction[i] }
                found = objective(next)
                if found.value <= value + 1e-4 * length * slope { break }
                length /= 2
            }
            guard found.value < value else { break }
            let step = zip(next, current).map { $0 - $1 }, change = zip(found.gradient, gradient).map { $0 - $1 }
            let curvature = Self.dot(step, change)
            if curvature > 1e-12 { pairs.append((step, change, curvature)) }
            if pairs.count > Self.memory { pairs.removeFirst() }
            let fall = value - found.value
            (current, value, gradient) = (next, found.value, found.gradient)
            if fall < 1e-9 * max(1, abs(value)) { break }
        }
        return current
    }

    /// −H g by the two loops of L-BFGS.
    private static func direction(_ gradient: [Double], _ pairs: [(step: [Double], change: [Double], curvature: Double)]) -> [Double] {
        var q = gradient, shares: [Double] = []
        for pair in pairs.reversed() {
            let share = dot(pair.step, q) / pair.curvature
            shares.append(share)
            add(-share, pair.change, to: &q)
        }
        if let last = pairs.last { scale(last.curvature / dot(last.change, last.change), &q) }
        for (pair, share) in zip(pairs, shares.reversed()) { add(share - dot(pair.change, q) / pair.curvature, pair.step, to: &q) }
        scale(-1, &q)
        return q
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double { cblas_ddot(Int32(clamping: a.count), a, 1, b, 1) }
    private static func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
        cblas_daxpy(Int32(clamping: a.count), factor, a, 1, &b, 1)
    }
    private static func scale(_ factor: Double, _ a: inout [Double]) { cblas_dscal(Int32(clamping: a.count), factor, &a, 1) }
}
