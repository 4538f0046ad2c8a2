/// The sums of vectors of one method, of which D is a function.
struct VectorSums: Sendable {
    /// Of e = x − y.
    var error: StratifiedMoments
    /// Of what y is held against; nil while that is the activation of every token.
    private(set) var target: StratifiedMoments?

    init(width: Int) { error = StratifiedMoments(width: width) }

    /// - Parameter activations: those of all documents before this one.
    mutating func add(_ method: Int, of record: DocumentRecord, activations: StratifiedMoments) {
        error.merge(record.sums[method].error)
        if target == nil, record.sums[method].target != nil { target = activations }
        target?.merge(record.sums[method].target ?? record.activations)
    }

    /// D, 1 − Σ_i Var(e_i) / Σ_i Var(x_i). Unbiased on both sides, so that N − 1 falls out.
    static func residualVariance(error: VectorSpread, target: VectorSpread) -> Outcome {
        guard target.count > 1 else { return .undefined("a variance needs two rows") }
        guard target.deviation > Resolution.squared * target.squares else { return .undefined("the activations do not vary") }
        return Outcome(1 - error.deviation / target.deviation)
    }

    /// The share of Σ‖e‖² in the headline that a constant added to every row would take away: what D does not see.
    var constantShareOfError: Double? {
        let error = error.headline, squares = error.sumOfSquares
        return squares > 0 ? max(0, 1 - error.squaredDeviation / squares) : nil
    }
}

/// How vectors spread: what D needs of a set of them.
struct VectorSpread: Sendable {
    /// Σ‖z − z̄‖²
    var deviation: Double
    /// Σ‖z‖²
    var squares: Double
    /// Rows; in a resample as often as they were drawn.
    var count: Double
}

extension VectorSpread {
    init(_ moments: Moments) { self.init(deviation: moments.squaredDeviation, squares: moments.sumOfSquares, count: Double(moments.count)) }
}
