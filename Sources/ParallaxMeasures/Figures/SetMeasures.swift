/// Every definition that needs no model, for a set of activations and their reconstructions by one method.
///
///     let reference = MeasureReference(statistics)       // or MeasureReference(rows: activations)
///     let measures = try SetMeasures(activations: x, reconstruction: y, reference: reference)
///     measures.measure(.global).number                   // A
///     measures.measure(.global, .trueNorm).number        // A, rescaled to ‖x‖
///     measures.distribution(.normalised).median
///
/// No row is left out. A row for which a term is undefined makes the set's figure undefined, with the row named; a caller
/// that wants to leave rows out does so before, and says it in `reference.excluded`.
public struct SetMeasures: Sendable {
    let activations: Rows
    let reconstruction: Rows
    let reference: MeasureReference
    let terms: [TokenTerms]
    let sums: TermSums

    /// - Parameters:
    ///   - activations: `[N, d]`.
    ///   - reconstruction: `[N, d]`, row t belongs to row t of the activations.
    ///   - name: of the method, for the complaint.
    /// - Throws: `Complaint` for shapes that do not match, and for no rows.
    public init(activations: Rows, reconstruction: Rows, reference: MeasureReference, name: String = "reconstruction") throws {
        guard activations.count > 0, activations.width > 0 else {
            throw Complaint(
                "activations", expected: "at least one row of at least one value",
                found: "shape [\(activations.count), \(activations.width)]", remedy: "give a tensor [N, d] with a row a token")
        }
        guard activations.count == reconstruction.count, activations.width == reconstruction.width else {
            throw Complaint(
                name, expected: "shape [\(activations.count), \(activations.width)] as the activations have",
                found: "[\(reconstruction.count), \(reconstruction.width)]",
                remedy: "reconstruct the same tokens at the same site")
        }
        self.activations = activations
        self.reconstruction = reconstruction
        self.reference = reference
        let width = activations.width
        let terms = activations.values.withUnsafeBufferPointer { x in
            reconstruction.values.withUnsafeBufferPointer { y in
                (0..<activations.count).map { row in
                    let range = row * width..<(row + 1) * width
                    return TokenTerms.of(
                        UnsafeBufferPointer(rebasing: x[range]), UnsafeBufferPointer(rebasing: y[range]), reference: reference)
                }
            }
        }
        self.terms = terms
        sums = TermSums(terms, reference: reference)
    }

    /// The set's figure.
    ///
    /// `scale` matters to A, B, C, D, E, the norm ratio and the bias; the others are the same at any length. Definitions that
    /// need a model or a code are undefined here.
    public func measure(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> Measure {
        let sources = reference.sources(of: definition, rows: terms.count)
        return Measure(
            definition, space: definition.space, scale: scale, outcome: outcome(definition, scale), count: terms.count,
            meanSource: sources.mean,
            varianceSource: sources.variance, excluded: reference.excluded)
    }

    /// A row a token, for the definitions that are means over tokens; nil for the others (A, C, D, G, bias).
    public func perToken(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> [Outcome]? {
        switch definition {
        case .perToken: terms.map { $0.centredFVE(scale, reference: reference) }
        case .nmseRaw: terms.map { scale == .asIs ? $0.rawError : $0.normalisedError }
        case .normRatio: terms.map { scale == .asIs ? $0.normRatio : $0.normalisedError.map { _ in 1 } }
        case .normalised: terms.map { $0.normalisedFVE(reference.variance) }
        case .normalisedOracleScale: terms.map { $0.oracleFVE(reference.variance) }
        case .mseNormalised: terms.map(\.normalisedError)
        case .cosine: terms.map(\.cosine)
        case .centredCosine: terms.map(\.centredCosine)
        default: nil
        }
    }

    /// How `perToken` spreads; nil where the definition is no mean over tokens.
    public func distribution(_ definition: Definition, _ scale: ReconstructionScale = .asIs) -> Distribution? {
        perToken(definition, scale).map(Distribution.init)
    }
}

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
                func value(_ index: Int, _ share: Double) -> Double {
                    share == 0 ? Double(x[index]) : Double(x[index]) - share * Double(y[index])
                }
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
