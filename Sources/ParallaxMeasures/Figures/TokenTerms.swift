/// What one activation x and its reconstruction y contribute to every definition: the sums behind TokenFigures and SetMeasures.
package struct TokenTerms: Sendable {
    /// Why nothing can be said of this pair; nil for two finite vectors of equal width.
    package let flaw: String?
    /// ‖x‖².
    package let squares: Double
    /// ‖y‖².
    package let reconstructionSquares: Double
    /// x·y.
    package let product: Double
    /// ‖x − y‖².
    package let squaredError: Double
    /// ‖x − μ‖²; undefined without μ.
    package let squaredDeviation: Outcome
    package let cosine: Outcome
    /// mse_nrm = 2(1 − cos).
    package let normalisedError: Outcome
    package let centredCosine: Outcome

    package init(
        flaw: String?, squares: Double, reconstructionSquares: Double, product: Double, squaredError: Double, squaredDeviation: Outcome,
        cosine: Outcome, normalisedError: Outcome, centredCosine: Outcome
    ) {
        self.flaw = flaw
        self.squares = squares
        self.reconstructionSquares = reconstructionSquares
        self.product = product
        self.squaredError = squaredError
        self.squaredDeviation = squaredDeviation
        self.cosine = cosine
        self.normalisedError = normalisedError
        self.centredCosine = centredCosine
    }

    /// - Parameters:
    ///   - x: `[d]`.
    ///   - y: `[d]`.
    package static func of(_ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, reference: MeasureReference) -> TokenTerms {
        guard x.count == y.count else { return flawed("the reconstruction has \(y.count) values, the activation \(x.count)") }
        let sums = sums(x, y)
        guard sums.squares.isFinite else { return flawed("the activation holds a value that is NaN or infinite") }
        guard sums.reconstructionSquares.isFinite else { return flawed("the reconstruction holds a value that is NaN or infinite") }

        let agreement = DirectionAgreement(width: x.count, a: { Double(x[$0]) }, b: { Double(y[$0]) })
        let noDirection = Outcome.undefined(sums.squares == 0 ? zeroActivation : zeroReconstruction)
        let mean = meanTerms(x, y, reference)
        let centred: Outcome =
            if agreement == nil {
                noDirection
            } else if mean.reconstructionIsMean {
                .undefined("the reconstruction is μ and says nothing beyond it")
            } else {
                centredCosine(x, y, squares: sums.squares, reconstructionSquares: sums.reconstructionSquares, reference.direction)
            }
        return TokenTerms(
            flaw: nil, squares: sums.squares, reconstructionSquares: sums.reconstructionSquares, product: sums.product,
            squaredError: sums.squaredError,
            squaredDeviation: mean.deviation, cosine: agreement.map { Outcome($0.cosine) } ?? noDirection,
            normalisedError: agreement.map { Outcome($0.squaredDistance) } ?? noDirection, centredCosine: centred)
    }

    static let zeroActivation = "the activation is the zero vector, which has no direction"
    package static let zeroReconstruction = "the reconstruction is the zero vector, which has no direction"

    private static func flawed(_ flaw: String) -> TokenTerms {
        TokenTerms(
            flaw: flaw, squares: 0, reconstructionSquares: 0, product: 0, squaredError: 0, squaredDeviation: .undefined(flaw),
            cosine: .undefined(flaw),
            normalisedError: .undefined(flaw), centredCosine: .undefined(flaw))
    }

    private static func sums(
        _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>
    ) -> (squares: Double, reconstructionSquares: Double, product: Double, squaredError: Double) {
        var (xx, yy, xy, ee) = (0.0, 0.0, 0.0, 0.0)
        for i in 0..<x.count {
            let (a, b) = (Double(x[i]), Double(y[i]))
            xx += a * a
            yy += b * b
            xy += a * b
            ee += (a - b) * (a - b)
        }
        return (xx, yy, xy, ee)
    }

    private static func meanTerms(
        _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, _ reference: MeasureReference
    ) -> (deviation: Outcome, reconstructionIsMean: Bool) {
        guard let mean = reference.mean.value else { return (.undefined(reference.mean.reason ?? ""), false) }
        guard mean.count == x.count else { return (.undefined("μ has \(mean.count) values, the activation \(x.count)"), false) }
        var (deviation, distance) = (0.0, 0.0)
        for i in 0..<x.count {
            let (a, b) = (Double(x[i]) - mean[i], Double(y[i]) - mean[i])
            deviation += a * a
            distance += b * b
        }
        return (Outcome(deviation), distance <= Resolution.mean * Resolution.mean * reference.meanSquares)
    }

    private static func centredCosine(
        _ x: UnsafeBufferPointer<Float>, _ y: UnsafeBufferPointer<Float>, squares: Double, reconstructionSquares: Double,
        _ known: Known<[Double]>
    ) -> Outcome {
        guard let u = known.value else { return .undefined(known.reason ?? "") }
        guard u.count == x.count else { return .undefined("the unit mean has \(u.count) values, the activation \(x.count)") }
        var (alongX, alongY) = (0.0, 0.0)
        for i in 0..<x.count {
            alongX += Double(x[i]) * u[i]
            alongY += Double(y[i]) * u[i]
        }
        let agreement = DirectionAgreement(width: x.count, a: { Double(x[$0]) - alongX * u[$0] }, b: { Double(y[$0]) - alongY * u[$0] })
        guard let agreement, agreement.squaresA > Resolution.squared * squares,
            agreement.squaresB > Resolution.squared * reconstructionSquares
        else {
            let ofX =
                agreement.map { $0.squaresA <= Resolution.squared * squares }
                ?? (abs(alongX) >= squares.squareRoot() * (1 - Resolution.squared))
            return .undefined(
                "the \(ofX ? "activation" : "reconstruction") lies along the unit mean direction, and nothing is left without it")
        }
        return Outcome(agreement.cosine)
    }
}

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
        return squares > 0
            ? Outcome(reconstructionSquares.squareRoot() / squares.squareRoot()) : .undefined("the activation is the zero vector")
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
