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
        /// The number of the first of its copies, which may be itself; nil where it has none.
        var group: Count?
        /// Places among its comparable tokens that an evaluated copy has said before; nil for none. `tokens` leaves them out.
        var repeated: [Range<Int>]?

        public init(index: Int, title: String, tokens: Int, group: Int? = nil, repeated: [Range<Int>]? = nil) {
            self.index = index
            self.title = title
            self.tokens = Count(clamping: tokens)
            self.group = group.map { Count(clamping: $0) }
            self.repeated = repeated
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
    /// Which documents are copies, in words; nil where none is.
    public var copies: String?

    /// Whether the documents were named; else they are those that estimate nothing.
    public var documentsAreChosen: Bool { statisticsFrom != ComparisonPreparation.everyThird }

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

/// What a person chooses about a comparison.
public struct ComparisonOptions: Sendable, Codable, Equatable {
    /// Which methods are put back into the model.
    public enum Splicing: String, Sendable, Codable, CaseIterable {
        case none
        /// Dictionaries, NLAs, the best draw, mimics, the document's mean, and both ablations.
        case main
        case all
    }

    /// k, explanations drawn at temperature 1 for each activation.
    public var samples = 4
    public var seed: UInt64 = 0
    /// Evaluated tokens at most; documents are taken whole, in order, until they hold as many.
    public var tokenLimit: Int?
    public var forcedL0s = [4, 8]
    public var ranks = [1, 2, 4, 8, 16, 32, 64, 128]
    public var splicing = Splicing.main
    /// n, of the figures over the positions behind the spliced one.
    public var following = 8
    /// B, of a quantised coefficient.
    public var coefficientBits = 4
    public var maximumExplanationTokens = 200
    /// Vectors of other documents that neighbours, principal components, frequencies and quantisers are taken from.
    public var poolSize = 8192
    /// Of the bootstrap over documents.
    public var resamples = 1000

    public init() {}

    /// - Throws: `Complaint` for a number that makes no sense.
    public func check() throws {
        func require(_ isFine: Bool, _ name: String, _ expected: String, _ found: Int) throws {
            if !isFine { throw Complaint(name, expected: expected, found: "\(found)", remedy: "give another number") }
        }
        try require((0...1000).contains(samples), "--samples", "0 to 1000 explanations of each activation", samples)
        try require((0...10_000).contains(following), "--splice-next", "0 to 10000 positions", following)
        try require((1...16).contains(coefficientBits), "bits of a coefficient", "1 to 16", coefficientBits)
        try require((2...1 << 24).contains(poolSize), "vectors of other documents", "2 to \(1 << 24)", poolSize)
        try require(
            (0...1_000_000).contains(maximumExplanationTokens), "tokens of an explanation", "0 to 1000000", maximumExplanationTokens)
        try require((1...10_000).contains(resamples), "resamples", "1 to 10000", resamples)
        for l0 in forcedL0s { try require(l0 >= 1, "--forced-l0", "1 or more active features", l0) }
        for rank in ranks { try require(rank >= 1, "--pca", "ranks of 1 or more", rank) }
        if let tokenLimit { try require(tokenLimit >= 1, "--tokens", "1 or more", tokenLimit) }
    }
}

extension ComparisonPlan {
    /// What makes no sense in a plan that was read from a file; nil where nothing does.
    func flaw(with basis: ReportBasis) -> String? {
        guard version == Self.version else { return "version \(version)" }
        guard (1...StatisticsFile.widest).contains(width), basis.mean.values.count == width else { return "vectors of width \(width)" }
        guard basis.costs.count == methods.count, basis.writingCosts.count == verbalizers.count,
            basis.textReferences.count == verbalizers.count,
            basis.vocabularies.count == verbalizers.count
        else { return "costs of other methods" }
        for method in methods {
            guard
                method.columns
                    == ComparisonMethod(name: method.name, recipe: method.recipe, target: method.target, options: options).columns
            else {
                return "other values of \(method.name)"
            }
            guard method.dictionary.map({ dictionaries.indices.contains($0) }) ?? true,
                method.verbalizer.map({ verbalizers.indices.contains($0) }) ?? true,
                method.target == .activation || method.verbalizer != nil
            else { return "a method of no checkpoint, \(method.name)" }
        }
        guard documents.allSatisfy({ (0...Count.most).contains($0.index) }) else { return "a document of a number that cannot be" }
        guard Set(documents.map(\.index)).count == documents.count else { return "a document that stands twice" }
        guard documents.allSatisfy({ ($0.repeated ?? []).allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= Count.most } }) else {
            return "a document that repeats what cannot be"
        }
        do { try options.check() } catch { return "options that make no sense" }
        guard methods.count.multiplied(clamped: options.resamples) <= Self.mostDraws else {
            return "\(options.resamples) resamples of \(methods.count) methods"
        }
        return nil
    }
}
