/// What decides: a combination with its thresholds and its null. There is one with all tests and one without those that read the text.
public struct ClaimRule: Sendable, Equatable, Codable {
    public let combination: ClaimCombination
    public let thresholds: ClaimThresholds
    /// Of `ClaimCombination.evidence` for random swaps, each by the fold that its document did not teach.
    public let null: PooledNulls
    /// Mean −log p of what was so over held-out written claims, nats.
    public let heldOutLoss: Double

    /// - Parameters:
    ///   - fitted: to `written`.
    ///   - written: written claims of known truth.
    init(_ fitted: CrossFittedCombination, written: [ClaimCase], swaps: [ClaimCase], lies: [ClaimCase], options: ClaimCalibrationOptions) {
        combination = fitted.whole
        heldOutLoss = fitted.loss
        func probability(_ claim: ClaimCase) -> Double { fitted.combination(for: claim).probability(claim.statistics, className: claim.className) }
        func byClass(_ claims: [ClaimCase]) -> [String: [Double]] { Dictionary(grouping: claims, by: \.className).mapValues { $0.map(probability) } }
        let (writtenOf, swapsOf, liesOf) = (Dictionary(grouping: written, by: \.className), byClass(swaps), byClass(lies))
        thresholds = ClaimThresholds(writtenOf.keys.sorted().map { name in
            ThresholdSearch(
                options: options,
                written: (writtenOf[name] ?? []).map { .init(document: $0.document, className: name, probability: probability($0), isTrue: $0.isTrue == true) },
                swaps: swapsOf[name] ?? [], lies: liesOf[name] ?? [], classes: [name])
        })
        null = PooledNulls(
            swaps.map { ($0.className, $0.kind, fitted.combination(for: $0).evidence($0.statistics, className: $0.className)) }, fewest: options.fewestDraws, keeping: 500)
    }

    var isSound: Bool { combination.isSound && thresholds.isSound && null.isSound && heldOutLoss.isFinite }
}
