import ParallaxCompute

/// One piece of background work, named by everything that determines its result.
///
/// The name is the identity: a result is accepted because it answers a request that is still wanted, never because of when it comes.
public enum Request: Hashable, Sendable {
    case openDictionaries
    case openVerbalizers
    /// Forward pass of a document: tokens, norms at every site, predictions.
    case trace(document: Int)
    /// μ and Var of every site, from all documents of the workspace or from its statistics file.
    case statistics
    /// A dictionary over every position of a document.
    case dictionary(document: Int, dictionary: Int, statistics: Int)
    /// One position with some features changed.
    case featureEdit(document: Int, position: Int, dictionary: Int, edits: [Int: FeatureEdit], statistics: Int)
    /// The explanations of some positions and what they reconstruct, in one batch, nearest first.
    case verbalize(document: Int, positions: [Int], verbalizer: Int, statistics: Int)
    /// What a changed text reconstructs.
    case textEdit(document: Int, position: Int, verbalizer: Int, text: String, statistics: Int)
    /// What neutral edits of an explanation do to its figures. `sentence` is the one that the person edits, which they spare.
    case noise(document: Int, position: Int, verbalizer: Int, sentence: Int?, statistics: Int)
    /// The logit lens at one site over a document.
    case lensRow(document: Int, row: Int)
    /// The logit lens at every site of one token.
    case lensColumn(document: Int, position: Int)
    /// The tokens that features promote.
    case promoted(dictionary: Int, features: [Int])
    /// How the two reconstructions agree; with the person's edits where there are any.
    case agreement(Pair)
    /// Features kept by the NLA's vectors of other tokens.
    case mismatch(document: Int, position: Int, dictionary: Int, verbalizer: Int)
    /// The reconstructions put back into the model.
    case splice(SpliceSubject)
    /// The same with neutral edits of the explanation; `sentence` as in `noise`.
    case spliceNoise(SpliceSubject, sentence: Int?)
    /// Features whose label holds the words.
    case featureSearch(dictionary: Int, words: String)
    /// Where a feature fires in all of so many documents.
    case firings(dictionary: Int, feature: Int, documents: Int)
    /// Features whose decoder rows point nearly where this one's does.
    case nearest(dictionary: Int, feature: Int)
    /// Every dictionary of a row put back into the model at one token.
    case sweep(document: Int, position: Int, row: Int)
    /// Every method over the documents, `first` first.
    case comparison(ComparisonKey, first: Int)
    /// The table of what is done; `version` is the number of documents behind it.
    case comparisonReport(ComparisonKey, ComparisonScope, version: Int)
    /// The tokens at which two methods are furthest apart.
    case differing(ComparisonKey, first: String, second: String, version: Int)
    /// What the tests of the claims will cost.
    case claimEstimate(ClaimSubject)
    /// The claims put to their tests.
    case claims(ClaimSubject)
    /// Appends what the person holds of a claim to the log of verdicts.
    case judge(JudgedClaim)
    /// Writes the view to files.
    case write(WrittenFinding)

    /// A finding on its way to its files. It is named by the act, not by what it holds: a figure may be no number, which is not equal to itself, and
    /// what is not equal to itself is asked for again for ever.
    public struct WrittenFinding: Hashable, Sendable {
        public let number: Int
        public let finding: Finding

        public static func == (a: Self, b: Self) -> Bool { a.number == b.number }
        public func hash(into hasher: inout Hasher) { hasher.combine(number) }
    }

    /// Both readings of one activation, as the person has them.
    public struct Pair: Hashable, Sendable {
        public var document: Int
        public var position: Int
        public var dictionary: Int
        public var edits: [Int: FeatureEdit]
        public var verbalizer: Int
        /// The changed text; nil for the explanation itself.
        public var text: String?
    }

    /// What is put back, and where.
    public struct SpliceSubject: Hashable, Sendable {
        public var document: Int
        public var position: Int
        public var row: Int
        public var dictionary: Int?
        public var edits: [Int: FeatureEdit]
        /// Nil where there is no explanation with a reconstruction.
        public var verbalizer: Int?
        public var text: String?
    }
}

extension Request {
    /// Work of one lane is done one after the other; lanes run side by side.
    public enum Lane: CaseIterable, Sendable {
        case model, effects, statistics, verbalizer, reconstructor, comparison, report, claims, features
    }

    public var lane: Lane {
        switch self {
        case .openDictionaries, .trace, .dictionary, .featureEdit: .model
        case .lensRow, .lensColumn, .promoted, .agreement, .splice, .spliceNoise, .featureSearch, .nearest, .sweep, .judge, .write: .effects
        case .statistics: .statistics
        case .openVerbalizers, .verbalize, .mismatch: .verbalizer
        case .textEdit, .noise: .reconstructor
        case .comparison: .comparison
        case .comparisonReport, .differing: .report
        case .claimEstimate, .claims: .claims
        case .firings: .features
        }
    }

    /// Done within a few milliseconds as a rule: a paint may wait for it, so that a key and its figures make one paint.
    public var isQuick: Bool {
        switch self {
        case .trace, .dictionary, .featureEdit: true
        default: false
        }
    }

    /// What stands beside the readings and may follow them a moment later: painted together, a few times a second at most.
    public var isAside: Bool {
        switch self {
        case .lensRow, .lensColumn, .promoted, .agreement, .mismatch, .splice, .spliceNoise, .noise, .claimEstimate, .claims, .firings, .nearest, .sweep: true
        default: false
        }
    }
}
