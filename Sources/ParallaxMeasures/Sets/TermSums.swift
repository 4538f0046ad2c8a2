/// The sums over rows of which every definition but D is a function; they add up over documents.
package struct TermSums: Sendable, Equatable {
    package enum Term: Int, CaseIterable {
        case squares
        /// max(‖x‖², ‖μ‖²): what the resolution of A is measured against.
        case size
        case squaredDeviation
        case squaredError
        case squaredErrorTrueNorm
        case reconstructionSquares
        case product
        /// ‖x‖² cos
        case alignedSquares
        case perToken
        case perTokenTrueNorm
        case nmseRaw
        case normRatio
        case normalised
        case oracle
        case normalisedError
        case cosine
        case centredCosine
    }

    /// In the order of the terms.
    package private(set) var sums = [OutcomeSum](repeating: OutcomeSum(), count: Term.allCases.count)

    package subscript(term: Term) -> OutcomeSum { sums[term.rawValue] }

    /// Rows.
    package var count: Double { self[.squares].rows }

    package init() {}

    /// - Parameter sums: in the order of the terms.
    package init(sums: [OutcomeSum]) {
        precondition(sums.count == Term.allCases.count)
        self.sums = sums
    }

    init(_ terms: [TokenTerms], reference: MeasureReference) {
        for (row, terms) in terms.enumerated() { add(terms, reference: reference, at: "row \(row)") }
    }

    /// - Parameter place: what the row is called in a sentence.
    package mutating func add(_ terms: TokenTerms, reference: MeasureReference, at place: @autoclosure () -> String) {
        func add(_ term: Term, _ outcome: Outcome) { sums[term.rawValue].add(outcome, at: place()) }
        add(.squares, .value(terms.squares))
        add(.size, .value(max(terms.squares, reference.meanSquares)))
        add(.squaredDeviation, terms.squaredDeviation)
        add(.squaredError, terms.squaredError(.asIs))
        add(.squaredErrorTrueNorm, terms.squaredError(.trueNorm))
        add(.reconstructionSquares, .value(terms.reconstructionSquares))
        add(.product, .value(terms.product))
        add(.alignedSquares, .value(terms.squares * (terms.cosine.number ?? 0)))
        add(.perToken, terms.centredFVE(.asIs, reference: reference))
        add(.perTokenTrueNorm, terms.centredFVE(.trueNorm, reference: reference))
        add(.nmseRaw, terms.rawError)
        add(.normRatio, terms.normRatio)
        add(.normalised, terms.normalisedFVE(reference.variance))
        add(.oracle, terms.oracleFVE(reference.variance))
        add(.normalisedError, terms.normalisedError)
        add(.cosine, terms.cosine)
        add(.centredCosine, terms.centredCosine)
    }

    /// Adds the rows behind `other`, which stand after these.
    package mutating func add(_ other: TermSums) {
        for index in sums.indices { sums[index].add(other.sums[index]) }
    }

    /// The set's figure; undefined for D, which needs sums of vectors, and for what is not computed from vectors.
    package func outcome(_ definition: Definition, _ scale: ReconstructionScale, reference: MeasureReference) -> Outcome {
        if let missing = Self.missing(definition, in: reference) { return .undefined(missing) }
        return switch definition {
        case .global: global(scale)
        case .uncentred: uncentred(scale)
        case .normalisedOneScale: oneScale(reference)
        case .bias: bias(scale)
        case .perToken: self[scale == .asIs ? .perToken : .perTokenTrueNorm].mean
        case .nmseRaw: self[scale == .asIs ? .nmseRaw : .normalisedError].mean
        case .normRatio: scale == .asIs ? self[.normRatio].mean : self[.normalisedError].mean.map { _ in 1 }
        case .normalised: self[.normalised].mean
        case .normalisedOracleScale: self[.oracle].mean
        case .mseNormalised: self[.normalisedError].mean
        case .cosine: self[.cosine].mean
        case .centredCosine: self[.centredCosine].mean
        default: .undefined("\(definition.name) is not computed from vectors alone")
        }
    }

    /// Why the whole set lacks what the definition is relative to; said once, not for every row.
    static func missing(_ definition: Definition, in reference: MeasureReference) -> String? {
        switch definition {
        case .global, .perToken: reference.mean.reason
        case .centredCosine: reference.direction.reason
        case .normalised, .normalisedOneScale, .normalisedOracleScale: reference.variance.reason
        default: nil
        }
    }

    /// Σ‖e_t‖².
    func squaredError(_ scale: ReconstructionScale) -> Outcome { self[scale == .asIs ? .squaredError : .squaredErrorTrueNorm].outcome }

    /// A, 1 − Σ‖e_t‖² / Σ‖x_t − μ‖².
    private func global(_ scale: ReconstructionScale) -> Outcome {
        self[.squaredDeviation].outcome.flatMap { deviation in
            guard deviation > Resolution.squared * self[.size].sum else { return .undefined("the activations do not differ from μ") }
            return squaredError(scale).map { 1 - $0 / deviation }
        }
    }

    /// C, 1 − Σ‖e_t‖² / Σ‖x_t‖².
    private func uncentred(_ scale: ReconstructionScale) -> Outcome {
        squaredError(scale).flatMap { error in
            let squares = self[.squares].sum
            return squares > 0 ? Outcome(1 - error / squares) : .undefined("all activations are zero vectors")
        }
    }

    /// G, 1 − (1 − max(0, mean_t cos)²) / Var.
    private func oneScale(_ reference: MeasureReference) -> Outcome {
        self[.normalisedError].mean.map(TokenTerms.oracleError).flatMap { error in
            reference.variance.outcome.map { 1 - error / $0 }
        }
    }

    /// E‖y‖² / E[x·y]. At the true norm y is ‖x‖ y/‖y‖: ‖y‖² becomes ‖x‖² and x·y becomes ‖x‖² cos.
    private func bias(_ scale: ReconstructionScale) -> Outcome {
        squaredError(scale).flatMap { _ in
            let squares = self[.squares].sum
            return TokenTerms.bias(
                squares: squares, reconstructionSquares: scale == .asIs ? self[.reconstructionSquares].sum : squares,
                product: self[scale == .asIs ? .product : .alignedSquares].sum)
        }
    }
}
