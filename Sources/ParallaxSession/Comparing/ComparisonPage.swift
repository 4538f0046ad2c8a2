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
