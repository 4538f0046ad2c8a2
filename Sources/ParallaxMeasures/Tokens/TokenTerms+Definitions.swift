/// The definitions for one token. Each is the term that SetMeasures averages, where the set's figure is an average.
extension TokenTerms {
    /// ‖x − y‖² of the reconstruction at this scale. At the true norm: ‖x − ‖x‖ y/‖y‖‖² = ‖x‖² mse_nrm.
    package func squaredError(_ scale: ReconstructionScale) -> Outcome {
        switch scale {
        case .asIs: flaw.map { .undefined($0) } ?? Outcome(squaredError)
        case .trueNorm: normalisedError.map { $0 * squares }
        }
    }

    /// B's term, 1 − ‖e‖² / ‖x − μ‖².
    package func centredFVE(_ scale: ReconstructionScale, reference: MeasureReference) -> Outcome {
        squaredDeviation.flatMap { deviation in
            guard deviation > Resolution.squared * max(squares, reference.meanSquares) else { return .undefined("the activation is μ") }
            return squaredError(scale).map { 1 - $0 / deviation }
        }
    }

    /// E's term, ‖e‖² / ‖x‖².
    var rawError: Outcome {
        if let flaw { return .undefined(flaw) }
        return squares > 0 ? Outcome(squaredError / squares) : .undefined("the activation is the zero vector")
    }

    /// ‖y‖ / ‖x‖.
    var normRatio: Outcome {
        if let flaw { return .undefined(flaw) }
        return squares > 0 ? Outcome(reconstructionSquares.squareRoot() / squares.squareRoot()) : .undefined("the activation is the zero vector")
    }

    /// ‖y‖² / x·y.
    var bias: Outcome {
        if let flaw { return .undefined(flaw) }
        return Self.bias(squares: squares, reconstructionSquares: reconstructionSquares, product: product)
    }

    static func bias(squares: Double, reconstructionSquares: Double, product: Double) -> Outcome {
        if squares == 0 { return .undefined("the activation is the zero vector") }
        if reconstructionSquares == 0 { return .undefined("the reconstruction is the zero vector") }
        guard abs(product) > Resolution.squared * squares.squareRoot() * reconstructionSquares.squareRoot() else {
            return .undefined("the reconstruction is orthogonal to the activation")
        }
        return Outcome(reconstructionSquares / product)
    }

    /// F's term, 1 − 2(1 − cos) / Var.
    package func normalisedFVE(_ variance: Known<Double>) -> Outcome {
        normalisedError.flatMap { error in variance.outcome.map { 1 - error / $0 } }
    }

    /// (1 − max(0, cos)²), the least squared distance from v to any non-negative multiple of y.
    var oracleError: Outcome { normalisedError.map(Self.oracleError) }

    /// 1 − max(0, c)² from m = 2(1 − c): m(1 − m/4), which keeps the digits near c = 1.
    static func oracleError(_ normalisedError: Double) -> Double {
        normalisedError >= 2 ? 1 : normalisedError * (1 - normalisedError / 4)
    }

    /// G*'s term.
    func oracleFVE(_ variance: Known<Double>) -> Outcome {
        oracleError.flatMap { error in variance.outcome.map { 1 - error / $0 } }
    }
}

extension Known<Double> {
    package var outcome: Outcome {
        switch self {
        case .known(let number): Outcome(number)
        case .missing(let why): .undefined(why)
        }
    }
}
