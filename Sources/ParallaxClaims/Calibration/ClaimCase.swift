/// One claim with what the tests found, as calibration and study read it.
public struct ClaimCase: Sendable, Equatable {
    /// Where the claim comes from.
    public enum Source: String, Sendable, Codable {
        /// The verbalizer wrote it.
        case written
        /// A random other value of the class was put in the claim's place; false by construction.
        case randomSwap
        /// The false value that the AR likes most was put there.
        case bestLie
    }

    /// Titles tell documents apart; folds and bootstraps draw documents.
    public var document: String
    public var position: Int
    public var source: Source
    public var className: String
    public var kind: ClaimKind
    /// What it states.
    public var value: String
    /// In the order of `ClaimTest.allCases`; nil where a test is undefined or was not run.
    public var statistics: [Double?]
    /// Whether the document's text says so; nil where nobody knows.
    public var isTrue: Bool?
    /// Whether a held-out linear probe for the fact is right at this position; nil without a probe for it.
    public var isReadable: Bool?
    /// p_probe(stated value | h); nil without a probe.
    public var probePosterior: Double?

    public init(
        document: String, position: Int, source: Source, className: String, kind: ClaimKind, value: String, statistics: [Double?], isTrue: Bool? = nil, isReadable: Bool? = nil,
        probePosterior: Double? = nil
    ) {
        self.document = document
        self.position = position
        self.source = source
        self.className = className
        self.kind = kind
        self.value = value
        self.statistics = statistics
        self.isTrue = isTrue
        self.isReadable = isReadable
        self.probePosterior = probePosterior
    }
}
