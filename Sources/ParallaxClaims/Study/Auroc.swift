/// How well a score tells true claims from false ones: overall, and inside classes.
///
/// Within-class means: pairs inside one class only, pair-weighted, over classes with at least 20 true and 20 false claims. It leaves out what
/// the class alone tells.
struct Auroc: Sendable {
    static let fewestOfEach = 20

    private let overall: RankedClaims
    private let byClass: [RankedClaims]
    /// Classes that count within.
    let classes: [String]
    /// Claims with a score.
    let count: Int

    /// - Parameters:
    ///   - classes: those that count within; nil takes all with enough true and false claims among these.
    init(_ claims: [(score: Double, isTrue: Bool, document: Int, className: String)], classes chosen: [String]? = nil) {
        count = claims.count
        overall = RankedClaims(claims.map { ($0.score, $0.isTrue, $0.document) })
        let groups = Dictionary(grouping: claims, by: \.className)
        var kept: [String] = [], ranked: [RankedClaims] = []
        for name in groups.keys.sorted() {
            let claims = RankedClaims((groups[name] ?? []).map { ($0.score, $0.isTrue, $0.document) })
            let counts = chosen.map { $0.contains(name) } ?? (claims.trueCount >= Self.fewestOfEach && claims.falseCount >= Self.fewestOfEach)
            if counts {
                kept.append(name)
                ranked.append(claims)
            }
        }
        (classes, byClass) = (kept, ranked)
    }

    func overall(_ weights: [Double]) -> Outcome { overall.pairs(weights).share }

    func within(_ weights: [Double]) -> Outcome {
        guard !byClass.isEmpty else { return .undefined("no class has \(Self.fewestOfEach) true and \(Self.fewestOfEach) false claims") }
        return byClass.reduce(RankedClaims.Pairs()) { $0 + $1.pairs(weights) }.share
    }
}
