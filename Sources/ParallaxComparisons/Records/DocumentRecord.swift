/// What a comparison keeps of one document: scalars of every token and method, and sums of vectors for D and for PCA of every rank.
public struct DocumentRecord: Sendable {
    /// Why a value is missing.
    struct Reason: Sendable, Equatable, Codable {
        var text: String
        /// The method has nothing to say about the token (no text was supplied), so the token is no part of its set; otherwise it has, and
        /// the figure is undefined.
        var isAbsent: Bool
    }

    /// The sums of vectors that D needs.
    struct Sums: Sendable, Equatable {
        /// Of e = x − y.
        var error: StratifiedMoments
        /// Of what y is held against; nil where that is the activation of every token.
        var target: StratifiedMoments?
    }

    /// In the workspace, from 0.
    public let index: Int
    public let title: String
    /// Every token as text.
    public internal(set) var tokens: [String]
    public internal(set) var strata: [Stratum]
    /// Why the document could not be measured; it then has no tokens.
    public internal(set) var failure: String?
    var reasons: [Reason] = []
    /// `[columns, tokens]`; a missing one is a NaN that carries the index of its reason.
    var values: [Double]
    /// Of the activations.
    var activations: StratifiedMoments
    /// One a method.
    var sums: [Sums]
    /// Σ‖x − y_k‖² and Σ mse_nrm of PCA at rank k over the headline, `[d + 1]`; empty without PCA.
    var rankSquaredErrors: [Double] = []
    var rankNormalisedErrors: [Double] = []
    /// Seconds of each part of the work. Not part of the result.
    public internal(set) var seconds: [String: Double] = [:]

    public var tokenCount: Int { tokens.count }

    init(index: Int, title: String, tokens: [String], strata: [Stratum], layout: RecordLayout, width: Int) {
        self.index = index
        self.title = title
        self.tokens = tokens
        self.strata = strata
        values = [Double](repeating: 0, count: layout.count * tokens.count)
        activations = StratifiedMoments(width: width)
        sums = layout.methods.map { _ in Sums(error: StratifiedMoments(width: width), target: StratifiedMoments(width: width)) }
    }

    // MARK: Vectors

    /// Adds a token to a method's sums.
    mutating func add(_ x: [Float], less y: [Float], of method: Int, _ token: Int) {
        sums[method].error[strata[token]].add(x, less: y)
        sums[method].target?[strata[token]].add(x)
    }

    /// Forgets targets that are the activations, once all tokens are added.
    mutating func shareTargets(_ layout: RecordLayout) {
        for method in sums.indices where layout.methods[method].target == .activation && sums[method].error.counts == activations.counts { sums[method].target = nil }
    }

    // MARK: Values

    mutating func set(_ column: Int, _ token: Int, _ outcome: Outcome) {
        switch outcome {
        case .value(let number): values[column * tokenCount + token] = number
        case .undefined(let why): setMissing(column, token, Reason(text: why, isAbsent: false))
        }
    }

    mutating func setAbsent(_ column: Int, _ token: Int, _ why: String) { setMissing(column, token, Reason(text: why, isAbsent: true)) }

    private mutating func setMissing(_ column: Int, _ token: Int, _ reason: Reason) {
        let number = reasons.firstIndex(of: reason) ?? reasons.count
        if number == reasons.count { reasons.append(reason) }
        values[column * tokenCount + token] = Double(nan: UInt64(clamping: number), signaling: false).bare
    }

    func outcome(_ column: Int, _ token: Int) -> Outcome {
        let value = values[column * tokenCount + token]
        // A file may say what no figure is.
        return value.isNaN ? .undefined(reason(value)?.text ?? "no value") : Outcome(value, orUndefined: "a value beyond all numbers")
    }

    func isAbsent(_ column: Int, _ token: Int) -> Bool {
        let value = values[column * tokenCount + token]
        return value.isNaN && reason(value)?.isAbsent == true
    }

    private func reason(_ value: Double) -> Reason? {
        let number = Int(clamping: value.bitPattern & 0x0003_ffff_ffff_ffff)
        return reasons.indices.contains(number) ? reasons[number] : nil
    }
}

extension Double {
    /// A NaN without a sign, which has none to say.
    fileprivate var bare: Double { Double(bitPattern: bitPattern & 0x7fff_ffff_ffff_ffff) }
}
