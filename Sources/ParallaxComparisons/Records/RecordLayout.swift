/// Where the values of a document's record stand: a column after the other, each with one value a token.
struct RecordLayout: Sendable {
    /// What is kept of a token whatever the method.
    enum DocumentColumn: Int, CaseIterable {
        case squares
        case squaredDeviation
        /// Of the clean run; undefined at the last position.
        case crossEntropy
    }

    /// What the effect of a splice is relative to.
    enum Baseline: Int, CaseIterable {
        case clean
        case zeroDivergence
        case zeroCrossEntropy
        case meanDivergence
        case meanCrossEntropy

        var needsNext: Bool {
            switch self {
            case .clean, .zeroCrossEntropy, .meanCrossEntropy: true
            case .zeroDivergence, .meanDivergence: false
            }
        }
    }

    let methods: [ComparisonMethod]
    /// The ablations.
    private let zero: Int?
    private let mean: Int?
    /// The first column of each method.
    private let starts: [Int]
    let count: Int

    init(_ methods: [ComparisonMethod]) {
        self.methods = methods
        var starts: [Int] = [], next = DocumentColumn.allCases.count
        for method in methods {
            starts.append(next)
            next += method.columns.count
        }
        self.starts = starts
        count = next
        zero = methods.firstIndex { $0.recipe == .zero }
        mean = methods.firstIndex { $0.recipe == .mean }
    }

    /// nil where the ablation was not spliced.
    func column(_ baseline: Baseline) -> Int? {
        switch baseline {
        case .clean: DocumentColumn.crossEntropy.rawValue
        case .zeroDivergence: zero.flatMap { column($0, .kl) }
        case .zeroCrossEntropy: zero.flatMap { column($0, .crossEntropy) }
        case .meanDivergence: mean.flatMap { column($0, .kl) }
        case .meanCrossEntropy: mean.flatMap { column($0, .crossEntropy) }
        }
    }

    /// nil where the method does not keep it.
    func column(_ method: Int, _ column: TokenColumn) -> Int? {
        methods[method].columns.firstIndex(of: column).map { starts[method] + $0 }
    }
}
