/// The sums of one method over a set of tokens, of which its figures are functions.
struct MethodSums: Sendable {
    var terms = TermSums()
    /// In the order of the method's columns; those of vectors stay empty.
    var columns: [OutcomeSum]
    /// What the effects of splicing are relative to, over the same tokens; empty for methods that are not spliced.
    var baselines: [OutcomeSum]
    /// Why the method has nothing to say about the first token that it leaves out.
    var absence: String?

    init(_ method: ComparisonMethod) {
        columns = Array(repeating: OutcomeSum(), count: method.columns.count)
        let isSpliced = method.isSplicedAsIs || method.isSplicedAtTrueNorm
        baselines = Array(repeating: OutcomeSum(), count: isSpliced ? RecordLayout.Baseline.allCases.count : 0)
    }

    /// Of one resample of the same method.
    /// - Parameter sums: in the order of `all`.
    init(_ method: ComparisonMethod, all sums: [OutcomeSum], absence: String?) {
        self.init(method)
        let first = TermSums.Term.allCases.count, second = first + columns.count
        precondition(sums.count == second + baselines.count)
        terms = TermSums(sums: Array(sums[..<first]))
        columns = Array(sums[first..<second])
        baselines = Array(sums[second...])
        self.absence = absence
    }

    /// Every sum, in one row.
    var all: [OutcomeSum] { terms.sums + columns + baselines }

    /// Which of `all` leave out the rows that no token follows in the document.
    static func needNext(_ method: ComparisonMethod) -> [Bool] {
        TermSums.Term.allCases.map { _ in false } + method.columns.map(\.needsNext)
            + (MethodSums(method).baselines.isEmpty ? [] : RecordLayout.Baseline.allCases.map(\.needsNext))
    }

    mutating func add(_ other: MethodSums) {
        terms.add(other.terms)
        absence = absence ?? other.absence
        for index in columns.indices { columns[index].add(other.columns[index]) }
        for index in baselines.indices { baselines[index].add(other.baselines[index]) }
    }
}

/// The sums of all methods over a set of tokens.
struct SetSums: Sendable {
    var methods: [MethodSums]
    /// Tokens.
    var count = 0

    init(_ methods: [ComparisonMethod]) { self.methods = methods.map(MethodSums.init) }

    mutating func add(_ other: SetSums) {
        for index in methods.indices { methods[index].add(other.methods[index]) }
        count += other.count
    }

    /// Adds one token of a document.
    mutating func add(_ token: Int, of record: DocumentRecord, layout: RecordLayout, reference: MeasureReference) {
        count += 1
        func place() -> String { "\(record.title), token \(token)" }
        // The last position of a document has no next token, and nothing behind it, for any method.
        let hasNext = record.outcome(RecordLayout.DocumentColumn.crossEntropy.rawValue, token).number != nil
        for (index, method) in layout.methods.enumerated() {
            guard let terms = record.terms(index, token, layout: layout) else {
                methods[index].absence =
                    methods[index].absence ?? layout.column(index, .reconstructionSquares).flatMap { record.outcome($0, token).reason }
                continue
            }
            methods[index].terms.add(terms, reference: reference, at: place())
            let vectors = method.columns.prefix { TokenColumn.geometry.contains($0) || TokenColumn.target.contains($0) }.count
            for baseline in RecordLayout.Baseline.allCases.prefix(methods[index].baselines.count) where hasNext || !baseline.needsNext {
                let outcome = layout.column(baseline).map { record.outcome($0, token) } ?? .undefined("the ablation was not spliced")
                methods[index].baselines[baseline.rawValue].add(outcome, at: place())
            }
            for column in vectors..<method.columns.count where hasNext || !method.columns[column].needsNext {
                methods[index].columns[column].add(record.outcome(layout.column(index, method.columns[column])!, token), at: place())
            }
        }
    }
}

extension DocumentRecord {
    /// What the definitions need of one token and one method; nil where the method has nothing to say about it.
    func terms(_ method: Int, _ token: Int, layout: RecordLayout) -> TokenTerms? {
        func outcome(_ column: TokenColumn) -> Outcome { self.outcome(layout.column(method, column)!, token) }
        guard let first = layout.column(method, .reconstructionSquares), !isAbsent(first, token) else { return nil }
        let ofTarget = layout.methods[method].target == .output
        let squares = ofTarget ? outcome(.squares) : self.outcome(RecordLayout.DocumentColumn.squares.rawValue, token)
        let deviation = ofTarget ? outcome(.squaredDeviation) : self.outcome(RecordLayout.DocumentColumn.squaredDeviation.rawValue, token)
        let ofReconstruction = outcome(.reconstructionSquares)
        return TokenTerms(
            flaw: squares.reason ?? ofReconstruction.reason, squares: squares.number ?? 0,
            reconstructionSquares: ofReconstruction.number ?? 0,
            product: outcome(.product).number ?? 0, squaredError: outcome(.squaredError).number ?? 0, squaredDeviation: deviation,
            cosine: outcome(.cosine), normalisedError: outcome(.normalisedError), centredCosine: outcome(.centredCosine))
    }
}

/// What is gathered of the values of single tokens, in constant memory: sums and counts in the first pass, quantiles in as many as they take.
struct SpreadSums: Sendable {
    typealias Spread = MethodReport.Spread

    private let column: VectorComparison.Column
    private var count = 0
    private var sum = 0.0
    private var minimum: Double?
    private var maximum: Double?
    private var belowZero = 0
    private var aboveOne = 0
    private var histogram = [Int](repeating: 0, count: Spread.bins)
    private var search: QuantileSearch
    private var isFirstPass = true

    /// - Parameter limit: values that there can be.
    init(_ column: VectorComparison.Column, atMost limit: Int) {
        self.column = column
        search = QuantileSearch(shares: [0.1, 0.5, 0.9], atMost: limit)
    }

    var isDone: Bool { search.isDone }

    mutating func add(_ outcome: Outcome) {
        guard let value = outcome.number, !isDone else { return }
        search.add(value)
        guard isFirstPass else { return }
        count += 1
        sum += value
        minimum = min(minimum ?? value, value)
        maximum = max(maximum ?? value, value)
        if value < 0 { belowZero += 1 }
        if value > 1 { aboveOne += 1 }
        histogram[Spread.bin(value, column.definition)] += 1
    }

    mutating func endPass() {
        isFirstPass = false
        search.endPass()
    }

    var spread: Spread {
        let quantiles = search.quantiles, isKL = column.definition == .kl
        func share(_ part: Int) -> Double? { count > 0 ? Double(part) / Double(count) : nil }
        return Spread(
            definition: column.definition, scale: column.scale, count: count, mean: count > 0 ? Outcome(sum / Double(count)).number : nil,
            median: quantiles[1], p10: quantiles[0],
            p90: quantiles[2], minimum: minimum, maximum: maximum, shareBelowZero: isKL ? nil : share(belowZero),
            shareAboveOneNat: isKL ? share(aboveOne) : nil,
            histogram: histogram.map { share($0) ?? 0 })
    }
}

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
