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

/// A sum over rows that says which rows have no value: undefined as soon as one has none, because a sum over the rest would be a
/// figure of another set.
package struct OutcomeSum: Sendable, Equatable {
    /// Behind a reference: sums are kept by the thousand, and hardly any has one.
    private final class Missing: Sendable, Equatable {
        let place: String
        let why: String
        let count: Double
        /// All missing rows give the same reason.
        let isUniform: Bool

        init(place: String, why: String, count: Double, isUniform: Bool) {
            self.place = place
            self.why = why
            self.count = count
            self.isUniform = isUniform
        }

        static func == (a: Missing, b: Missing) -> Bool {
            a.place == b.place && a.why == b.why && a.count == b.count && a.isUniform == b.isUniform
        }
    }

    /// Of the rows that have a value.
    package private(set) var sum = 0.0
    /// With and without a value. A bootstrap counts a row as often as it was drawn.
    package private(set) var rows = 0.0
    private var missing: Missing?

    package init() {}

    /// A sum that was kept as numbers.
    /// - Parameter other: the sum of all rows, whose reason those that are missing have.
    package init(sum: Double, rows: Double, missing count: Double, like other: OutcomeSum) {
        self.sum = sum
        self.rows = rows
        if count > 0, let known = other.missing {
            missing = Missing(place: known.place, why: known.why, count: count, isUniform: known.isUniform)
        }
    }

    /// - Parameter place: what the row is called in a sentence.
    package mutating func add(_ outcome: Outcome, at place: @autoclosure () -> String) {
        rows += 1
        switch outcome {
        case .value(let number): sum += number
        case .undefined(let why):
            guard let known = missing else {
                missing = Missing(place: place(), why: why, count: 1, isUniform: true)
                return
            }
            missing = Missing(place: known.place, why: known.why, count: known.count + 1, isUniform: known.isUniform && known.why == why)
        }
    }

    /// Adds the rows behind `other`, which stand after these.
    package mutating func add(_ other: OutcomeSum) {
        sum += other.sum
        rows += other.rows
        guard let theirs = other.missing else { return }
        guard let known = missing else {
            missing = theirs
            return
        }
        missing = Missing(
            place: known.place, why: known.why, count: known.count + theirs.count,
            isUniform: known.isUniform && theirs.isUniform && known.why == theirs.why)
    }

    /// Rows that have none.
    package var missingRows: Double { missing?.count ?? 0 }

    /// Rows that have a value.
    var defined: Double { rows - missingRows }

    /// Why some row has none.
    var reason: String? { missing?.why }

    var outcome: Outcome {
        guard rows > 0 else { return .undefined("there are no rows") }
        guard let missing else { return Outcome(sum) }
        if rows == 1 { return .undefined(missing.why) }
        if missing.count == rows, missing.isUniform { return .undefined("\(missing.why) (all \(Int(clamping: rows)) rows)") }
        let others = Int(clamping: missing.count - 1)
        return .undefined("\(missing.place): \(missing.why)" + (others == 0 ? "" : " (and \(others) other row\(others == 1 ? "" : "s"))"))
    }

    package var mean: Outcome { outcome.map { $0 / rows } }

    /// The mean over the rows that have a value: for figures that some rows cannot have by their place alone.
    package var meanOfDefined: Outcome { defined > 0 ? Outcome(sum / defined) : .undefined(missing?.why ?? "there are no rows") }
}
