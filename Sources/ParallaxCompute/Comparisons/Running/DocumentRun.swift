import Foundation

/// A document on its way to a record: the activations, and what the methods share.
final class DocumentRun {
    let name: ComparisonPlan.DocumentName
    let ids: [Int]
    /// `[T, d]` at the site.
    let activations: Rows
    /// Keys and values of the whole document.
    let past: KeyValueCache
    let strata: [Stratum]
    var explanations: [[ExplanationBatch]] = []
    /// What the ARs make of texts, by verbalizer and text.
    var readings: [[String: Reading]] = []
    /// Of the activations, by dictionary.
    var codes: [Int: [SparseCode]] = [:]
    var seconds: [String: Double] = [:]

    /// A vector, or why there is none.
    typealias Reading = Known<[Float]>

    init(name: ComparisonPlan.DocumentName, ids: [Int], activations: Rows, past: KeyValueCache, strata: [Stratum]) {
        self.name = name
        self.ids = ids
        self.activations = activations
        self.past = past
        self.strata = strata
    }

    var count: Int { ids.count }

    /// Tokens whose vectors can be judged.
    var usable: [Int] { strata.indices.filter { strata[$0] != .unusable } }

    /// Tokens that the headline counts.
    var headline: [Int] { strata.indices.filter { strata[$0].isInHeadline } }

    /// Runs `body` and adds its time to a part of the work.
    func timed<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        defer { seconds[part, default: 0] += start.duration(to: .now) / .seconds(1) }
        return try body()
    }
}
