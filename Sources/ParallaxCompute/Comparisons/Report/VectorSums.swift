/// The sums of vectors of one method by document, of which D is a function; with weights, for a bootstrap.
struct VectorSums: Sendable {
    private var errors: [Moments] = []
    private var targets: [Moments] = []

    mutating func add(error: Moments, target: Moments) {
        errors.append(error)
        targets.append(target)
    }

    /// D, 1 − Σ_i Var(e_i) / Σ_i Var(x_i). Unbiased on both sides, so that N − 1 falls out.
    var outcome: Outcome {
        var (error, target) = (Moments(width: targets.first?.width ?? 0), Moments(width: targets.first?.width ?? 0))
        for index in errors.indices {
            error.merge(errors[index])
            target.merge(targets[index])
        }
        return Self.outcome(error: error.squaredDeviation, target: target.squaredDeviation, squares: target.sumOfSquares, count: Double(target.count))
    }

    /// The share of Σ‖e‖² that a constant added to every row would take away: what D does not see.
    var constantShareOfError: Double? {
        var error = Moments(width: errors.first?.width ?? 0)
        for moments in errors { error.merge(moments) }
        let squares = error.sumOfSquares
        return squares > 0 ? max(0, 1 - error.squaredDeviation / squares) : nil
    }

    /// The same for documents that count as often as `weights` say.
    func outcome(weights: [Double]) -> Outcome {
        let (ofErrors, _, _) = Self.deviation(errors, weights), (ofTargets, squares, count) = Self.deviation(targets, weights)
        return Self.outcome(error: ofErrors, target: ofTargets, squares: squares, count: count)
    }

    private static func outcome(error: Double, target: Double, squares: Double, count: Double) -> Outcome {
        guard count > 1 else { return .undefined("a variance needs two rows") }
        guard target > Resolution.squared * squares else { return .undefined("the activations do not vary") }
        return Outcome(1 - error / target)
    }

    private static func deviation(_ moments: [Moments], _ weights: [Double]) -> (deviation: Double, squares: Double, count: Double) {
        var mean = [Double](repeating: 0, count: moments.first?.width ?? 0), count = 0.0
        for (moments, weight) in zip(moments, weights) where weight > 0 && moments.count > 0 {
            let own = weight * Double(moments.count)
            count += own
            for i in mean.indices { mean[i] += (moments.mean[i] - mean[i]) * (own / count) }
        }
        var deviation = 0.0
        for (moments, weight) in zip(moments, weights) where weight > 0 && moments.count > 0 {
            var between = 0.0
            for i in mean.indices { between += (moments.mean[i] - mean[i]) * (moments.mean[i] - mean[i]) }
            deviation += weight * (moments.squaredDeviation + Double(moments.count) * between)
        }
        return (deviation, deviation + count * squaredLength(mean), count)
    }
}
