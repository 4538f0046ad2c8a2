/// How often a probe is right on documents that did not teach it, beside chance.
public struct ProbeAccuracy: Sendable, Equatable, Codable {
    public let className: String
    public let count: Int
    public let documents: Int
    public let accuracy: Double
    /// Over documents, whose rows are right or wrong together (cluster-robust).
    public let standardError: Double
    /// Share of the most frequent value.
    public let chance: Double
    /// Rows whose value the probe never learnt, left out.
    public let unknown: Int

    init(className: String, hits: [Bool], values: [String], documents: [String], unknown: Int) {
        self.className = className
        self.unknown = unknown
        count = hits.count
        let right = Double(hits.count { $0 }), n = Double(max(1, hits.count))
        let accuracy = right / n
        var excess: [String: Double] = [:]
        for (hit, document) in zip(hits, documents) { excess[document, default: 0] += (hit ? 1 : 0) - accuracy }
        self.documents = excess.count
        self.accuracy = accuracy
        // In the order of documents: sums of doubles depend on it.
        let squares = excess.sorted { $0.key < $1.key }.reduce(0.0) { $0 + $1.value * $1.value }, filled = Double(excess.count)
        standardError = filled > 1 ? (squares * filled / (filled - 1)).squareRoot() / n : 0
        chance = Double(Dictionary(grouping: values, by: \.self).values.map(\.count).max() ?? 0) / n
    }

    /// Accuracy is at most chance + 2 standard errors: what is said of this fact is not read from h.
    public var cannotRead: Bool { accuracy <= chance + 2 * standardError }
}
