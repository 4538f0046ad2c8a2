/// Which figures a method has, and how they follow from sums.
struct FigureList: Sendable {
    typealias Column = VectorComparison.Column

    let methods: [ComparisonMethod]
    let reference: MeasureReference
    private let zero: Int?
    private let mean: Int?

    init(_ methods: [ComparisonMethod], reference: MeasureReference) {
        self.methods = methods
        self.reference = reference
        zero = methods.firstIndex { $0.recipe == .zero && $0.isSplicedAsIs }
        mean = methods.firstIndex { $0.recipe == .mean && $0.isSplicedAsIs }
    }

    private static let effects: [Definition] = [.kl, .klFollowing, .klRecoveredFromZero, .klRecoveredFromMean, .crossEntropyScoreFromZero, .crossEntropyScoreFromMean, .topTokenAgreement]

    /// The figures of a method, in the order of the report.
    func columns(_ method: Int) -> [Column] {
        var columns = VectorComparison.columns
        for (scale, isSpliced) in [(ReconstructionScale.asIs, methods[method].isSplicedAsIs), (.trueNorm, methods[method].isSplicedAtTrueNorm)] where isSpliced {
            columns += Self.effects.map { Column(definition: $0, scale: scale) }
        }
        let own = methods[method].columns
        if own.contains(.l0) { columns.append(Column(definition: .l0, scale: .asIs)) }
        if own.contains(.bitsNaive) { columns += [Definition.bitsNaive, .bitsSet, .bitsEntropy].map { Column(definition: $0, scale: .asIs) } }
        if own.contains(.bitsText) { columns.append(Column(definition: .bitsText, scale: .asIs)) }
        return columns
    }

    /// Methods whose sums a method's figures are functions of.
    func needed(_ method: Int) -> [Int] {
        let isSpliced = methods[method].isSplicedAsIs || methods[method].isSplicedAtTrueNorm
        return Set([method] + (isSpliced ? [zero, mean].compactMap { $0 } : [])).sorted()
    }

    /// A figure of a method; D is asked for elsewhere.
    func outcome(_ column: Column, _ method: Int, _ sums: SetSums) -> Outcome {
        if sums.methods[method].terms.count == 0, let why = sums.methods[method].absence { return .undefined(why) }
        return switch column.definition {
        case .kl: mean(column.scale == .asIs ? .kl : .klTrueNorm, method, sums)
        case .klFollowing: mean(column.scale == .asIs ? .klFollowing : .klFollowingTrueNorm, method, sums)
        case .topTokenAgreement: mean(column.scale == .asIs ? .topAgrees : .topAgreesTrueNorm, method, sums)
        case .klRecoveredFromZero: recovered(column.scale, method, zero, sums)
        case .klRecoveredFromMean: recovered(column.scale, method, mean, sums)
        case .crossEntropyScoreFromZero: score(column.scale, method, zero, sums)
        case .crossEntropyScoreFromMean: score(column.scale, method, mean, sums)
        case .l0: mean(.l0, method, sums)
        case .bitsNaive: mean(.bitsNaive, method, sums)
        case .bitsSet: mean(.bitsSet, method, sums)
        case .bitsEntropy: mean(.bitsEntropy, method, sums)
        case .bitsText: mean(.bitsText, method, sums)
        default: sums.methods[method].terms.outcome(column.definition, column.scale, reference: reference)
        }
    }

    /// The mean of a column over the tokens that have a value: the last position of a document has no next token, for any method.
    func mean(_ column: TokenColumn, _ method: Int, _ sums: SetSums) -> Outcome {
        guard let place = methods[method].columns.firstIndex(of: column) else { return .undefined("not measured for this method") }
        return sums.methods[method].columns[place].meanOfDefined
    }

    /// Tokens behind a figure.
    func count(_ column: Column, _ method: Int, _ sums: SetSums) -> Int {
        let own = sums.methods[method]
        let place: Int? =
            switch column.definition {
            case .klFollowing: methods[method].columns.firstIndex(of: column.scale == .asIs ? .klFollowing : .klFollowingTrueNorm)
            case .crossEntropyScoreFromZero, .crossEntropyScoreFromMean: methods[method].columns.firstIndex(of: column.scale == .asIs ? .crossEntropy : .crossEntropyTrueNorm)
            default: nil
            }
        return Int(place.map { own.columns[$0].defined } ?? own.terms.count)
    }

    private func recovered(_ scale: ReconstructionScale, _ method: Int, _ ablation: Int?, _ sums: SetSums) -> Outcome {
        guard let ablation else { return .undefined("the ablation was not spliced") }
        return OutputEffect.divergenceRecovered(reconstruction: mean(scale == .asIs ? .kl : .klTrueNorm, method, sums), ablation: mean(.kl, ablation, sums))
    }

    private func score(_ scale: ReconstructionScale, _ method: Int, _ ablation: Int?, _ sums: SetSums) -> Outcome {
        guard let ablation else { return .undefined("the ablation was not spliced") }
        return OutputEffect.crossEntropyScore(
            clean: sums.crossEntropy.meanOfDefined, reconstruction: mean(scale == .asIs ? .crossEntropy : .crossEntropyTrueNorm, method, sums),
            ablation: mean(.crossEntropy, ablation, sums))
    }
}
