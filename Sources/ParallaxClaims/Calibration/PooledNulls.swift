/// Null distributions from calibration documents: of a class where it has enough draws, else of all claims of its kind, else of all claims.
public struct PooledNulls: Sendable, Equatable, Codable {
    struct Pool: Sendable, Equatable, Codable {
        /// Draws that were seen; those kept are spaced evenly over their quantiles.
        let count: Int
        let kept: [Double]
    }

    let fewest: Int
    var classes: [String: Pool]
    var kinds: [String: Pool]
    var all: Pool?

    /// - Parameters:
    ///   - draws: of random swaps.
    ///   - fewest: pools with fewer draws are left out.
    ///   - keeping: at most so many draws of a pool.
    init(_ draws: [(className: String, kind: ClaimKind, value: Double)], fewest: Int, keeping: Int) {
        self.fewest = fewest
        func pool(_ values: [Double]) -> Pool? {
            let sorted = values.filter(\.isFinite).sorted()
            guard sorted.count >= fewest else { return nil }
            // The middle of each of `keeping` equal parts: never a value that was not drawn.
            let kept = sorted.count <= keeping ? sorted : (0..<keeping).map { sorted[(2 * $0 + 1) * sorted.count / (2 * keeping)] }
            return Pool(count: sorted.count, kept: kept)
        }
        classes = Dictionary(grouping: draws, by: \.className).compactMapValues { pool($0.map(\.value)) }
        kinds = Dictionary(grouping: draws, by: \.kind.rawValue).compactMapValues { pool($0.map(\.value)) }
        all = pool(draws.map(\.value))
    }

    /// nil where even all together are too few.
    public func null(className: String, kind: ClaimKind) -> ClaimNull? {
        if let pool = classes[className] { return named(pool, "of class \(className)") }
        if let pool = kinds[kind.rawValue] {
            return named(pool, "of all claims of kind \(kind.rawValue), since class \(className) has fewer than \(fewest)")
        }
        return all.map { named($0, "of all classes, since class \(className) has fewer than \(fewest)") }
    }

    private func named(_ pool: Pool, _ of: String) -> ClaimNull {
        let kept = pool.kept.count < pool.count ? ", \(pool.kept.count) of them kept" : ""
        return ClaimNull(pool.kept, source: "\(pool.count) random swaps \(of) in calibration documents\(kept)")
    }

    var isSound: Bool {
        let pools = Array(classes.values) + Array(kinds.values) + (all.map { [$0] } ?? [])
        return fewest > 0
            && pools.allSatisfy {
                $0.kept.count <= $0.count && !$0.kept.isEmpty && $0.kept.count <= 100_000 && $0.kept.allSatisfy(\.isFinite)
                    && $0.kept == $0.kept.sorted()
            }
    }
}

extension PooledNulls.Pool {
    private enum Key: String, CodingKey { case count, kept }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        count = try container.decode(Int.self, forKey: .count)
        kept = try container.decode(PackedDoubles.self, forKey: .kept).values
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: .count)
        try container.encode(PackedDoubles(kept), forKey: .kept)
    }
}

/// Combinations that decide nothing: what parts of the evidence reach alone, and what is lost without each. None reads the text.
public struct ClaimReferences: Sendable, Equatable, Codable {
    public struct LeftOut: Sendable, Equatable, Codable {
        public let test: ClaimTest
        public let combination: ClaimCombination
    }

    /// No test: the base rate of the class.
    public let classAlone: ClaimCombination
    public let resamplingAlone: ClaimCombination
    /// All tests but one, in the order of the tests.
    public let leavingOut: [LeftOut]

    var isSound: Bool {
        classAlone.isSound && resamplingAlone.isSound && leavingOut.allSatisfy(\.combination.isSound)
            && Set(leavingOut.map(\.test)).count == leavingOut.count
    }
}
