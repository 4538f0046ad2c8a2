import Foundation

/// A document on its way to a record: the activations, and what the methods share.
final class DocumentRun {
    /// In the plan's documents.
    let place: Int
    let name: ComparisonPlan.DocumentName
    let trace: DocumentTrace
    /// Keys and values of the whole document.
    let past: KeyValueCache
    var explanations: [[ExplanationBatch]] = []
    /// Of every evaluated token, in a mismatched pair.
    var partners: [Int: Known<ComparisonRunner.Partner>] = [:]
    /// Their explanations, by verbalizer and own token.
    var partnerTexts: [[Int: Known<String>]] = []
    /// What the ARs make of texts, by verbalizer and text.
    var readings: [[String: Reading]] = []
    /// Of the activations, by dictionary.
    var codes: [Int: [SparseCode]] = [:]
    var seconds: [String: Double] = [:]

    /// A vector, or why there is none.
    typealias Reading = Known<[Float]>

    init(place: Int, name: ComparisonPlan.DocumentName, trace: DocumentTrace, past: KeyValueCache) {
        self.place = place
        self.name = name
        self.trace = trace
        self.past = past
    }

    var tokens: DocumentTokens { trace.tokens }
    var ids: [Int] { trace.tokens.ids }
    var count: Int { ids.count }
    /// `[T, d]` at the site.
    var activations: Rows { trace.activations }
    var strata: [Stratum] { trace.strata }

    /// Tokens whose vectors can be judged.
    var usable: [Int] { trace.usable }

    /// Tokens that the headline counts.
    var headline: [Int] { strata.indices.filter { strata[$0].isInHeadline } }

    /// Runs `body` and adds its time to a part of the work.
    func timed<Result>(_ part: String, _ body: () throws -> Result) rethrows -> Result {
        let start = ContinuousClock.now
        defer { seconds[part, default: 0] += start.duration(to: .now) / .seconds(1) }
        return try body()
    }
}
