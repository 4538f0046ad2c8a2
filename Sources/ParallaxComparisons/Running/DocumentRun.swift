import Foundation
import Synchronization

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

/// What documents share with those that are paired with them: activations and greedy explanations, which a run of all documents in their
/// order computes once. Three times the longest document's tokens are kept, and the documents that the last ones are paired with.
final class DocumentShelf: Sendable {
    /// One document's. What is asked for twice at the same time is computed once.
    final class Entry: Sendable {
        let trace = Mutex<DocumentTrace?>(nil)
        /// By verbalizer and by the first token of rows that are written together.
        let written = Mutex<[Batch: [Verbalization]]>([:])
    }

    struct Batch: Hashable {
        var verbalizer: Int
        var rows: Range<Int>
    }

    private struct Held {
        var entries: [Int: Entry] = [:]
        /// Those that may go, the one longest unused first.
        var order: [Int] = []
    }

    private let kept = Mutex(Held())
    /// By document of the plan.
    private let tokens: [Int]
    private let limit: Int
    private let wrapped: Range<Int>

    init(_ plan: ComparisonPlan) {
        tokens = plan.documents.map(\.tokens.number)
        limit = (tokens.max() ?? 0).multiplied(clamped: 3)
        wrapped = plan.pairs.value?.wrapped ?? 0..<0
    }

    func entry(_ place: Int) -> Entry {
        kept.withLock { kept in
            let entry = kept.entries[place] ?? Entry()
            kept.entries[place] = entry
            guard !wrapped.contains(place) else { return entry }
            kept.order.removeAll { $0 == place }
            kept.order.append(place)
            var held = 0
            for other in kept.order { held = held.adding(clamped: tokens[other]) }
            while held > limit, let oldest = kept.order.first, oldest != place {
                held -= tokens[oldest]
                kept.entries[oldest] = nil
                kept.order.removeFirst()
            }
            return entry
        }
    }
}

/// A document's activations at the site, and what kind of place each token stands at.
struct DocumentTrace: Sendable {
    let tokens: DocumentTokens
    /// `[T, d]`
    let activations: Rows
    /// `[T, width of the site]` at the site and at those that transcoders read.
    let sources: [Site: Rows]
    let strata: [Stratum]

    /// Tokens whose vectors can be judged.
    var usable: [Int] { strata.indices.filter { strata[$0] != .unusable } }
}
