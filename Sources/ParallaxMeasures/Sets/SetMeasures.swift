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
            throw Complaint("activations", expected: "at least one row of at least one value", found: "shape [\(activations.count), \(activations.width)]", remedy: "give a tensor [N, d] with a row a token")
        }
        guard activations.count == reconstruction.count, activations.width == reconstruction.width else {
            throw Complaint(
                name, expected: "shape [\(activations.count), \(activations.width)] as the activations have", found: "[\(reconstruction.count), \(reconstruction.width)]",
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
                    return TokenTerms.of(UnsafeBufferPointer(rebasing: x[range]), UnsafeBufferPointer(rebasing: y[range]), reference: reference)
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
        let sources = sources(definition)
        return Measure(
            definition, space: definition.space, scale: scale, outcome: outcome(definition, scale), count: terms.count, meanSource: sources.mean,
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

    private func sources(_ definition: Definition) -> (mean: StatisticSource, variance: StatisticSource) {
        switch definition {
        case .global, .perToken: (reference.meanSource, .notUsed)
        // D takes the means of x and of e over the very rows, whatever μ is given.
        case .residualVariance: (.rows(count: terms.count), .notUsed)
        case .centredCosine: (reference.directionSource, .notUsed)
        case .normalised, .normalisedOneScale, .normalisedOracleScale: (.notUsed, reference.varianceSource)
        default: (.notUsed, .notUsed)
        }
    }
}
