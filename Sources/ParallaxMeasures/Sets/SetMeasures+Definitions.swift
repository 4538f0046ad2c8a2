/// The definitions for a set: D from the vectors, the others from sums.
extension SetMeasures {
    func outcome(_ definition: Definition, _ scale: ReconstructionScale) -> Outcome {
        definition == .residualVariance ? residualVariance(scale) : sums.outcome(definition, scale, reference: reference)
    }

    /// Σ‖e_t‖².
    private func squaredError(_ scale: ReconstructionScale) -> Outcome { sums.squaredError(scale) }

    /// D, 1 − Σ_i Var(e_i) / Σ_i Var(x_i). Unbiased on both sides, so that N − 1 falls out.
    private func residualVariance(_ scale: ReconstructionScale) -> Outcome {
        guard terms.count > 1 else { return .undefined("a variance needs two rows") }
        return squaredError(scale).flatMap { _ in
            let (ofX, squares) = spread(of: nil)
            guard ofX > Resolution.squared * squares else { return .undefined("the activations do not vary") }
            return Outcome(1 - spread(of: scale).deviation / ofX)
        }
    }

    /// The share of Σ‖e‖² that a constant added to every row would take away, ‖mean e‖² N / Σ‖e‖²: what D does not see.
    var constantShareOfError: Double? {
        guard squaredError(.asIs).number != nil else { return nil }
        let (deviation, squares) = spread(of: .asIs)
        return squares > 0 ? max(0, 1 - deviation / squares) : nil
    }

    /// The row that weighs most in A, and its share of Σ‖x_t − μ‖².
    var heaviestRow: (row: Int, share: Double)? {
        let weights = terms.compactMap(\.squaredDeviation.number)
        guard weights.count == terms.count, let row = weights.indices.max(by: { weights[$0] < weights[$1] }) else { return nil }
        let total = weights.reduce(0, +)
        return total > 0 ? (row, weights[row] / total) : nil
    }

    /// Σ‖z_t − z̄‖² and Σ‖z_t‖² of the errors at a scale, or of the activations for nil. In two passes: about the mean, not
    /// as a difference of large sums.
    private func spread(of scale: ReconstructionScale?) -> (deviation: Double, squares: Double) {
        let width = activations.width
        func share(_ row: Int) -> Double {
            switch scale {
            case nil: 0
            case .asIs: 1
            case .trueNorm: (terms[row].squares / terms[row].reconstructionSquares).squareRoot()
            }
        }
        return activations.values.withUnsafeBufferPointer { x in
            reconstruction.values.withUnsafeBufferPointer { y in
                func value(_ index: Int, _ share: Double) -> Double { share == 0 ? Double(x[index]) : Double(x[index]) - share * Double(y[index]) }
                var mean = [Double](repeating: 0, count: width)
                for row in terms.indices {
                    let share = share(row)
                    for i in 0..<width { mean[i] += value(row * width + i, share) }
                }
                for i in 0..<width { mean[i] /= Double(terms.count) }
                var (deviation, squares) = (0.0, 0.0)
                for row in terms.indices {
                    let share = share(row)
                    for i in 0..<width {
                        let z = value(row * width + i, share)
                        deviation += (z - mean[i]) * (z - mean[i])
                        squares += z * z
                    }
                }
                return (deviation, squares)
            }
        }
    }
}
