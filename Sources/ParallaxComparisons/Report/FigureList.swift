/// Which figures a method has, and how they follow from sums.
struct FigureList: Sendable {
    typealias Column = VectorComparison.Column

    let methods: [ComparisonMethod]
    let reference: MeasureReference

    init(_ methods: [ComparisonMethod], reference: MeasureReference) {
        self.methods = methods
        self.reference = reference
    }

    private static let effects: [Definition] = [
        .kl, .klFollowing, .klRecoveredFromZero, .klRecoveredFromMean, .crossEntropyScoreFromZero, .crossEntropyScoreFromMean,
        .topTokenAgreement
    ]

    /// The figures of a method, in the order of the report.
    func columns(_ method: Int) -> [Column] {
        var columns = VectorComparison.columns
        for (scale, isSpliced) in [
            (ReconstructionScale.asIs, methods[method].isSplicedAsIs), (.trueNorm, methods[method].isSplicedAtTrueNorm)
        ] where isSpliced {
            columns += Self.effects.map { Column(definition: $0, scale: scale) }
        }
        let own = methods[method].columns
        if own.contains(.l0) { columns.append(Column(definition: .l0, scale: .asIs)) }
        if own.contains(.bitsNaive) {
            columns += [Definition.bitsNaive, .bitsSet, .bitsEntropy].map { Column(definition: $0, scale: .asIs) }
        }
        if own.contains(.bitsText) { columns.append(Column(definition: .bitsText, scale: .asIs)) }
        return columns
    }

    /// A figure of a method; D is asked for elsewhere.
    func outcome(_ column: Column, _ method: Int, _ sums: MethodSums) -> Outcome {
        if sums.terms.count == 0, let why = sums.absence { return .undefined(why) }
        return switch column.definition {
        case .kl: mean(column.scale == .asIs ? .kl : .klTrueNorm, method, sums)
        case .klFollowing: mean(column.scale == .asIs ? .klFollowing : .klFollowingTrueNorm, method, sums)
        case .topTokenAgreement: mean(column.scale == .asIs ? .topAgrees : .topAgreesTrueNorm, method, sums)
        case .klRecoveredFromZero: recovered(column.scale, .zeroDivergence, method, sums)
        case .klRecoveredFromMean: recovered(column.scale, .meanDivergence, method, sums)
        case .crossEntropyScoreFromZero: score(column.scale, .zeroCrossEntropy, method, sums)
        case .crossEntropyScoreFromMean: score(column.scale, .meanCrossEntropy, method, sums)
        case .l0: mean(.l0, method, sums)
        case .bitsNaive: mean(.bitsNaive, method, sums)
        case .bitsSet: mean(.bitsSet, method, sums)
        case .bitsEntropy: mean(.bitsEntropy, method, sums)
        case .bitsText: mean(.bitsText, method, sums)
        default: sums.terms.outcome(column.definition, column.scale, reference: reference)
        }
    }

    /// The mean of a column over the method's tokens, less those that no token follows where the column needs one. One that has no value
    /// leaves the mean without one: over the rest it would be a figure of another set, and of an easier one.
    func mean(_ column: TokenColumn, _ method: Int, _ sums: MethodSums) -> Outcome {
        guard let place = methods[method].columns.firstIndex(of: column) else { return .undefined("not measured for this method") }
        return Self.mean(sums.columns[place], needsNext: column.needsNext)
    }

    /// The same over the tokens that have a value.
    func meanOfDefined(_ column: TokenColumn, _ method: Int, _ sums: MethodSums) -> Outcome {
        guard let place = methods[method].columns.firstIndex(of: column) else { return .undefined("not measured for this method") }
        return sums.columns[place].meanOfDefined
    }

    private static func mean(_ sum: OutcomeSum, needsNext: Bool) -> Outcome {
        sum.rows == 0 && needsNext ? .undefined("no token follows in the document") : sum.mean
    }

    /// Tokens behind a figure.
    func count(_ column: Column, _ method: Int, _ sums: MethodSums) -> Int {
        let place: Int? =
            switch column.definition {
            case .klFollowing: methods[method].columns.firstIndex(of: column.scale == .asIs ? .klFollowing : .klFollowingTrueNorm)
            case .crossEntropyScoreFromZero, .crossEntropyScoreFromMean:
                methods[method].columns.firstIndex(of: column.scale == .asIs ? .crossEntropy : .crossEntropyTrueNorm)
            default: nil
            }
        return Int(clamping: place.map { sums.columns[$0].rows } ?? sums.terms.count)
    }

    /// Of what the effects of a method are relative to, over the method's own tokens.
    private func mean(_ baseline: RecordLayout.Baseline, _ method: Int, _ sums: MethodSums) -> Outcome {
        Self.mean(sums.baselines[baseline.rawValue], needsNext: baseline.needsNext)
    }

    private func recovered(_ scale: ReconstructionScale, _ ablation: RecordLayout.Baseline, _ method: Int, _ sums: MethodSums) -> Outcome {
        OutputEffect.divergenceRecovered(
            reconstruction: mean(scale == .asIs ? .kl : .klTrueNorm, method, sums), ablation: mean(ablation, method, sums))
    }

    private func score(_ scale: ReconstructionScale, _ ablation: RecordLayout.Baseline, _ method: Int, _ sums: MethodSums) -> Outcome {
        OutputEffect.crossEntropyScore(
            clean: mean(.clean, method, sums), reconstruction: mean(scale == .asIs ? .crossEntropy : .crossEntropyTrueNorm, method, sums),
            ablation: mean(ablation, method, sums))
    }
}

/// One figure of a method: a definition at a scale, its interval, and how many tokens it rests on.
public struct ComparisonFigure: Sendable, Codable, Equatable {
    public struct Interval: Sendable, Codable, Equatable {
        public var low: Double
        public var high: Double

        public init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    public let definition: Definition
    public let scale: ReconstructionScale
    /// nil where undefined.
    public let value: Double?
    /// Why there is no value.
    public let why: String?
    /// 95 %, by a bootstrap over documents; nil where there are too few or one of them has no value.
    public var interval: Interval?
    /// Tokens.
    public let count: Int
    /// Why it rests on too little; nil where it does not.
    public let unstable: String?

    public init(
        _ definition: Definition, _ scale: ReconstructionScale = .asIs, _ outcome: Outcome, interval: Interval? = nil, count: Int,
        unstable: String? = nil
    ) {
        self.definition = definition
        self.scale = scale
        value = outcome.number
        why = outcome.reason
        self.interval = interval
        self.count = count
        self.unstable = outcome.number == nil ? nil : unstable
    }

    /// What stands before the number: "~" where it rests on too little.
    public var mark: String { unstable == nil ? "" : FigureText.unstable }

    /// The path in the JSON: "cosine", "fve.global", "rescaled.kl".
    public var key: String { VectorComparison.Column(definition: definition, scale: scale).key }
    /// "A", "KL", "A rescaled".
    public var symbol: String { VectorComparison.Column(definition: definition, scale: scale).symbol }
}
