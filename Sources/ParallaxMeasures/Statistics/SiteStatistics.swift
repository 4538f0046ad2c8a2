/// What figures need to know about the activations of a site, gathered from documents: μ, Var and the unit mean direction
/// as mergeable double sums, with the names of the documents and of what was left out.
///
///     var others = all
///     try others.subtract(thisDocument)      // leave-one-document-out
///     let figures = TokenFigures(activation: x, reconstruction: y, statistics: others)
public struct SiteStatistics: Sendable, Equatable {
    public let width: Int
    /// Where the activations were read, and of which checkpoint; nil where the caller did not say.
    public internal(set) var site: Site?
    public internal(set) var model: String?
    /// Names, in the order of merging.
    public internal(set) var documents: [String]
    /// Of x.
    public internal(set) var raw: Moments
    /// Of v = x/‖x‖, over the same tokens.
    public internal(set) var unit: Moments
    public internal(set) var exclusions: [Exclusion]

    static let notFinite = "not finite"
    static let zeroVector = "zero vector"

    /// - Parameters:
    ///   - width: elements of an activation.
    ///   - model: a fingerprint of the checkpoint.
    public init(width: Int, site: Site? = nil, model: String? = nil, documents: [String] = []) {
        self.width = width
        self.site = site
        self.model = model
        self.documents = documents
        raw = Moments(width: width)
        unit = Moments(width: width)
        exclusions = []
    }

    /// Tokens behind the sums.
    public var count: Int { raw.count }

    /// μ, `[width]`, in the activations' own units.
    public var mean: [Double] { raw.mean }

    /// mean ‖x − μ‖²; nil without tokens.
    public var meanSquaredDeviation: Double? { raw.meanSquaredDeviation }

    /// Var = mean ‖v − v̄‖² = 1 − ‖v̄‖², the same number in the published √d scaling; nil without tokens.
    public var variance: Double? { unit.meanSquaredDeviation }

    /// v̄, `[width]`, not of unit length.
    public var unitMean: [Double] { unit.mean }

    /// μ and Var from few tokens are unstable: says so.
    public var warning: String? { source.warning.map { "μ and Var from \(source.text): \($0)" } }

    public var source: StatisticSource { .documents(Provenance(documents: documents, tokens: count, excluded: exclusions)) }

    /// Adds one activation. One that is not finite, and a zero vector, which has no direction, are excluded, counted and named.
    /// - Precondition: `row.count == width`.
    public mutating func add(_ row: [Float]) {
        let squares = row.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard squares.isFinite else { return exclude(Self.notFinite) }
        guard squares > 0 else { return exclude(Self.zeroVector) }
        raw.add(row)
        unit.add(row, scale: 1 / squares.squareRoot())
    }

    /// Counts a token that the caller leaves out.
    public mutating func exclude(_ name: String, count: Int = 1) {
        if let known = exclusions.firstIndex(where: { $0.name == name }) {
            exclusions[known] = Exclusion(name: name, count: exclusions[known].count.adding(clamped: count))
        } else {
            exclusions.append(Exclusion(name: name, count: count))
        }
    }

    /// Adds the tokens behind `other`, which stand after these.
    /// - Throws: `Complaint` for sums of another width, site or model.
    public mutating func merge(_ other: SiteStatistics) throws {
        try requireSameSource(other)
        if documents.isEmpty {
            site = site ?? other.site
            model = model ?? other.model
        }
        raw.merge(other.raw)
        unit.merge(other.unit)
        for exclusion in other.exclusions { exclude(exclusion.name, count: exclusion.count) }
        documents += other.documents
    }

    /// Takes away the tokens behind `other`, which were merged before.
    /// - Throws: `Complaint` where `other` is no part of these sums.
    public mutating func subtract(_ other: SiteStatistics) throws {
        try requireSameSource(other)
        var remaining = documents
        for name in other.documents {
            guard let index = remaining.firstIndex(of: name) else { throw notAPart(other, "no document \"\(name)\"") }
            remaining.remove(at: index)
        }
        guard other.raw.count <= raw.count, other.unit.count <= unit.count else { throw notAPart(other, "only \(count) tokens") }
        for exclusion in other.exclusions {
            guard let known = exclusions.first(where: { $0.name == exclusion.name }), known.count >= exclusion.count else {
                throw notAPart(other, "fewer tokens excluded as \(exclusion.name)")
            }
        }
        raw.subtract(other.raw)
        unit.subtract(other.unit)
        for exclusion in other.exclusions { exclude(exclusion.name, count: -exclusion.count) }
        exclusions.removeAll { $0.count == 0 }
        documents = remaining
    }

    private func notAPart(_ other: SiteStatistics, _ found: String) -> Complaint {
        Complaint(
            "statistics", expected: "sums that contain the \(other.count) tokens of \(other.documents.joined(separator: ", "))",
            found: found,
            remedy: "subtract only what was merged")
    }

    private func requireSameSource(_ other: SiteStatistics) throws {
        func refuse(_ expected: String, _ found: String) -> Complaint {
            Complaint(
                "statistics", expected: expected, found: found, remedy: "make the statistics of every document from the same model and site"
            )
        }
        guard width == other.width else { throw refuse("activations of width \(width)", "\(other.width)") }
        if let site, let theirs = other.site, site != theirs { throw refuse("\(site)", "\(theirs)") }
        if let model, let theirs = other.model, model != theirs { throw refuse("statistics of model \(model)", theirs) }
    }
}

/// What one document contributes to the statistics of a site: the smallest part that shards pass around.
public struct DocumentStatistics: Sendable, Equatable {
    /// Place in the corpus; documents are merged in this order.
    public let index: Int
    public let sums: SiteStatistics
    /// Median ‖x‖ of the tokens kept; nil where none was.
    public let normMedian: Double?

    init(index: Int, sums: SiteStatistics, normMedian: Double?) {
        self.index = index
        self.sums = sums
        self.normMedian = normMedian
    }

    public var name: String { sums.documents[0] }

    /// - Parameters:
    ///   - activations: `[T, d]`, a row per position of the document.
    ///   - bos: positions that hold a BOS token.
    ///   - repeated: positions that a copy among the other documents has said before.
    ///   - model: a fingerprint of the checkpoint.
    public init(
        index: Int, name: String, activations: Rows, bos: Set<Int>, repeated: Set<Int> = [], rule: ExclusionRule = .workspace,
        site: Site? = nil, model: String? = nil
    ) {
        var sums = SiteStatistics(width: activations.width, site: site, model: model, documents: [name])
        let rows = (0..<activations.count).map { activations[$0] }
        let norms = rows.map { $0.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let excluded = rule.excluded(norms: norms, bos: bos, repeated: repeated)
        for (position, row) in rows.enumerated() {
            if let reason = excluded[position] { sums.exclude(reason) } else { sums.add(row) }
        }
        self.init(
            index: index, sums: sums, normMedian: ExclusionRule.median(norms.indices.filter { excluded[$0] == nil }.map { norms[$0] }))
    }
}
