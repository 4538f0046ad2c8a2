import Foundation

/// A person's edits of features, done to others that the person did not choose: how much a figure moves under them is what any such edit does, and a
/// change inside it says nothing of the chosen features.
///
/// For a feature that fires here another one that fires here is switched off, or scaled by the same factor; in the place of one that is added
/// another silent one is added so strong that it adds a vector of the same length. Substitutes are drawn among those nearest in strength (f‖d‖) and in how
/// often they fire.
public enum NeutralFeatureEdits {
    /// A change beyond all of nineteen has p = 1/20.
    public static let most = 19
    /// With fewer there is no band: the widest of a handful says little.
    public static let fewest = 8
    /// Of the nearest, as many again as are drawn.
    private static let pool = 2 * most

    /// - Parameters:
    ///   - edits: the person's. Those that change nothing are left out.
    ///   - code: what fires at the position.
    ///   - firing: at how many tokens of the document each feature fires; none where it stands not there.
    ///   - seed: draws of another position are others.
    /// - Returns: `fewest` to `most` sets of edits, each of as many features as the person's and none of them twice the same; else empty.
    public static func edits(
        like edits: [Int: FeatureEdit], of code: SparseCode, firing: [Int: Int], in autoencoder: SparseAutoencoder, seed: Int
    ) -> [[Int: FeatureEdit]] {
        var random = RandomStream(seed: 5, stream: seed)
        let active = Dictionary(zip(code.features, code.activations), uniquingKeysWith: +)
        let changing = edits.sorted { $0.key < $1.key }.filter { feature, edit in
            (0..<autoencoder.featureCount).contains(feature) && edit.applied(to: active[feature] ?? 0) != active[feature] ?? 0
        }
        guard !changing.isEmpty else { return [] }
        let pools = changing.map { feature, edit in
            active[feature] == nil
                ? silent(like: feature, edit, active, edits, firing, autoencoder, &random)
                : firingHere(like: feature, edit, active, edits, firing, autoencoder)
        }
        var drawn: [[Int: FeatureEdit]] = [], seen: Set<[Int]> = []
        for _ in 0..<50 * most where drawn.count < most {
            var sample: [Int: FeatureEdit] = [:]
            for pool in pools {
                let free = pool.filter { sample[$0.feature] == nil }
                guard !free.isEmpty else { break }
                let other = free[random.index(below: free.count)]
                sample[other.feature] = other.edit
            }
            if sample.count == pools.count, seen.insert(sample.keys.sorted()).inserted { drawn.append(sample) }
        }
        return drawn.count < fewest ? [] : drawn
    }

    private typealias Substitute = (feature: Int, edit: FeatureEdit)

    /// Others that fire here, nearest first.
    private static func firingHere(
        like feature: Int, _ edit: FeatureEdit, _ active: [Int: Float], _ edits: [Int: FeatureEdit], _ firing: [Int: Int],
        _ autoencoder: SparseAutoencoder
    ) -> [Substitute] {
        guard let activation = active[feature] else { return [] }
        let strength = Double(abs(activation)) * autoencoder.stepLength(of: feature)
        // A value that is set is a factor of what was there.
        let same: FeatureEdit = if case .set(let value) = edit { .scale(value / activation) } else { edit }
        let others = active.filter { edits[$0.key] == nil }.compactMap { other, value -> (distance: Double, feature: Int)? in
            let own = Double(abs(value)) * autoencoder.stepLength(of: other)
            guard own > 0, strength > 0 else { return nil }
            return (abs(log(own / strength)) + distance(firing[other], firing[feature]), other)
        }
        return others.sorted { ($0.distance, $0.feature) < ($1.distance, $1.feature) }.prefix(pool).map { ($0.feature, same) }
    }

    /// Silent ones that fire about as often elsewhere.
    private static func silent(
        like feature: Int, _ edit: FeatureEdit, _ active: [Int: Float], _ edits: [Int: FeatureEdit], _ firing: [Int: Int],
        _ autoencoder: SparseAutoencoder, _ random: inout RandomStream
    ) -> [Substitute] {
        guard case .set(let value) = edit else { return [] }
        let length = autoencoder.stepLength(of: feature)
        func substitute(_ other: Int) -> Substitute? {
            guard other != feature, active[other] == nil, edits[other] == nil else { return nil }
            let own = autoencoder.stepLength(of: other)
            return own > 0 && length > 0 ? (other, .set(value * Float(length / own))) : nil
        }
        var found: [Substitute] = []
        func addKnown() {
            let known = random.shuffled(firing.keys.sorted()).map { (distance: distance(firing[$0], firing[feature]), feature: $0) }
            let order = known.indices.sorted { (known[$0].distance, $0) < (known[$1].distance, $1) }
            for index in order where found.count < pool { if let one = substitute(known[index].feature) { found.append(one) } }
        }
        // Most of a dictionary fires nowhere in a document: they are alike, and drawn as they are.
        func addUnknown() {
            var tried: Set<Int> = []
            for _ in 0..<20 * pool where found.count < pool {
                let other = random.index(below: autoencoder.featureCount)
                guard firing[other] == nil, tried.insert(other).inserted, let one = substitute(other) else { continue }
                found.append(one)
            }
        }
        if firing[feature] == nil {
            addUnknown()
            addKnown()
        } else {
            addKnown()
            addUnknown()
        }
        return found
    }

    /// Of how often two features fire, in nats; one more each, since there may be none.
    private static func distance(_ a: Int?, _ b: Int?) -> Double { abs(log(Double((a ?? 0) + 1) / Double((b ?? 0) + 1))) }

    /// The edits in words for a finding: "3551 off", "12 ×2.00", "40 set 1.50".
    public static func words(_ edits: [Int: FeatureEdit]) -> String {
        edits.sorted { $0.key < $1.key }.map { feature, edit in
            switch edit {
            case .off: "\(feature) off"
            case .scale(let factor): "\(feature) ×\(FigureText.magnitude(Double(factor)))"
            case .set(let value): "\(feature) set \(FigureText.magnitude(Double(value)))"
            }
        }.joined(separator: ", ")
    }
}
