/// The active features of one row by an ``ActivationRule``, found block by block of its pre-activations.
struct FeatureSelection {
    typealias Entry = TopSelection.Entry

    private var top: TopSelection?
    /// Of each group its largest so far, feature -1 where none is positive.
    private var winners: [Entry] = []
    private var found: [Entry] = []

    init(_ rule: ActivationRule) {
        switch rule {
        case .topK(let k): top = TopSelection(limit: k)
        case .groupMax(let groups): winners = [Entry](repeating: (0, -1), count: groups)
        case .relu, .jumpReLU, .gated: break
        }
    }

    /// Takes the pre-activations of the features from `first` on.
    mutating func offer(_ p: UnsafeBufferPointer<Float>, from first: Int, of dictionary: SparseAutoencoder) {
        switch dictionary.configuration.rule {
        case .topK: top?.offerPositive(p, from: first)
        case .relu: for i in p.indices where p[i] > 0 { found.append((p[i], first + i)) }
        case .jumpReLU:
            dictionary.thresholds.withUnsafeBufferPointer { thresholds in
                for i in p.indices where p[i] > 0 && p[i] > thresholds[first + i] { found.append((p[i], first + i)) }
            }
        case .groupMax:
            let size = dictionary.featureCount / winners.count
            for i in p.indices where p[i] > winners[(first + i) / size].value { winners[(first + i) / size] = (p[i], first + i) }
        case .gated:
            guard let gate = dictionary.gate else { return }
            for i in p.indices where p[i] + gate.bias[first + i] > 0 {
                let magnitude = gate.magnitudeScale[first + i] * p[i] + gate.magnitudeBias[first + i]
                if magnitude > 0 { found.append((magnitude, first + i)) }
            }
        }
    }

    /// Highest first, of equal ones the lower feature first.
    var entries: [Entry] { top?.sorted ?? (found + winners.filter { $0.index >= 0 }).sorted(by: TopSelection.precedes) }
}
