import ParallaxCompute

/// What is known of the comparison: how far it is, and the reports that were asked for.
public struct ComparisonState: Sendable {
    /// How far the comparison of a key has come.
    public struct Progress: Equatable, Sendable {
        public var key: ComparisonKey
        /// Documents read for μ, Var and the rest, and of how many.
        public var estimated: (done: Int, total: Int)
        /// Evaluated documents that are done.
        public var done: Set<Int>
        /// Documents to evaluate; nil while estimates are made.
        public var total: Int?
        /// Which these are.
        public var evaluated: Set<Int>?
        /// What the comparison leaves aside or rests on that a person should know.
        public var complaints: [Complaint]

        public init(
            key: ComparisonKey, estimated: (done: Int, total: Int), done: Set<Int> = [], total: Int? = nil, evaluated: Set<Int>? = nil,
            complaints: [Complaint] = []
        ) {
            self.key = key
            self.estimated = estimated
            self.done = done
            self.total = total
            self.evaluated = evaluated
            self.complaints = complaints
        }

        public static func == (a: Progress, b: Progress) -> Bool {
            a.key == b.key && a.estimated == b.estimated && a.done == b.done && a.total == b.total && a.complaints == b.complaints
        }
    }

    public var progress: Progress?
    /// The documents that a comparison evaluates of itself; nil before one has told them.
    var evaluated: Set<Int>?
    /// Where the comparison was left.
    var page = ComparisonPage()
    public var report: Latest<ComparisonReportQuestion>?
    public var differing: Latest<DifferingQuestion>?

    public init() {}
}

/// Which comparison: of the dictionaries and NLAs of a row of the grid, over the documents that are evaluated.
///
/// Every third document estimates and is not evaluated, unless it is the one that is looked at: then it is, and estimates nothing.
public struct ComparisonKey: Hashable, Sendable {
    public var row: Int
    /// A document that would estimate otherwise, or that the person gave.
    public var extra: DocumentID?

    public init(row: Int, extra: DocumentID?) {
        self.row = row
        self.extra = extra
    }
}

/// What a report is about.
public enum ComparisonScope: Hashable, Sendable {
    case token(Place)
    case document(DocumentID)
    case set
}

/// What the person looks at in the comparison.
public struct ComparisonPage: Equatable, Sendable {
    public enum Breadth: String, CaseIterable, Sendable {
        case token, document, set
    }

    /// What stands under the table.
    public enum Panel: CaseIterable, Sendable {
        case verdicts, rates, spreads, effects
    }

    /// The tokens at which the highlighted method and its rival are furthest apart.
    public struct Differences: Equatable, Sendable {
        public var method: String
        public var rival: String
        public var highlighted = 0

        public init(method: String, rival: String) {
            self.method = method
            self.rival = rival
        }
    }

    public var breadth = Breadth.document
    public var panel = Panel.verdicts
    /// Index into `ComparisonColumn.all`.
    public var sort = 0
    public var isReversed = false
    /// The highlighted method, which stays so however the table is sorted; nil before the person has chosen one.
    public var method: String?
    public var differences: Differences?

    public init() {}
}
