import Foundation

/// Everything that decides a comparison's result: what is measured, on which documents, from which statistics, with which checkpoints.
///
/// Two partials can be merged where their plans are equal, and a run continues a partial of its own plan only.
public struct ComparisonPlan: Sendable, Codable, Equatable {
    public struct DocumentName: Sendable, Codable, Equatable {
        /// In the workspace, from 0.
        public var index: Int
        public var title: String
        /// Its tokens that may be compared, by their ids: no BOS, no special and no template tokens. 0 where it cannot be read.
        public var tokens: Count

        public init(index: Int, title: String, tokens: Int) {
            self.index = index
            self.title = title
            self.tokens = Count(clamping: tokens)
        }
    }

    /// A checkpoint or a file by name and contents.
    public struct Part: Sendable, Codable, Equatable {
        public var name: String
        public var fingerprint: String
    }

    /// Of what a partial holds; 2 since sums of vectors stand apart by the place of the token.
    static let version = 2
    /// Resamples of all methods together: their figures are kept for differences.
    static let mostDraws = 1 << 24

    public var version = Self.version
    public let site: String
    /// d
    public let width: Int
    public let options: ComparisonOptions
    public let rule: ExclusionRule
    public let methods: [ComparisonMethod]
    /// Evaluated, in their order.
    public let documents: [DocumentName]
    /// What the statistics are taken from, in words.
    public let statisticsFrom: String
    /// Of the frozen statistics.
    public let statistics: Part
    public let model: Part
    public let dictionaries: [Part]
    public let verbalizers: [Part]
    public let mimics: [Part]
    /// What was done about the first token of documents ("with 50256"); nil where the tokenizer decided.
    public var beginning: String?

    /// Of the whole plan, in sixteen hexadecimal digits.
    public var fingerprint: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        // A plan holds numbers and texts only, so encoding cannot fail.
        guard let data = try? encoder.encode(self) else { return "" }
        return "\(Fingerprint(bytes: data))"
    }

    /// What `other` has that this one has not, in a few words; nil where they are equal.
    func difference(from other: ComparisonPlan) -> String? {
        if self == other { return nil }
        if site != other.site { return "site \(other.site)" }
        if model != other.model { return "model \(other.model.name) (\(other.model.fingerprint))" }
        if dictionaries != other.dictionaries { return "other dictionaries" }
        if verbalizers != other.verbalizers { return "other verbalizers" }
        if mimics != other.mimics { return "other mimic texts" }
        if documents != other.documents { return "other documents (\(other.documents.count))" }
        if beginning != other.beginning { return "another rule for BOS" }
        if options != other.options { return "other options" }
        if statistics != other.statistics { return "other statistics" }
        return "other methods"
    }
}
