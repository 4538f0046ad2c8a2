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
        /// What the comparison leaves aside or rests on that a person should know.
        public var complaints: [Complaint]

        public init(key: ComparisonKey, estimated: (done: Int, total: Int), done: Set<Int> = [], total: Int? = nil, complaints: [Complaint] = []) {
            self.key = key
            self.estimated = estimated
            self.done = done
            self.total = total
            self.complaints = complaints
        }

        public static func == (a: Progress, b: Progress) -> Bool { a.key == b.key && a.estimated == b.estimated && a.done == b.done && a.total == b.total && a.complaints == b.complaints }
    }

    public var progress: Progress?
    /// Where the comparison was left.
    var page = ComparisonPage()
    public var report: Latest<ComparisonReportQuestion>?
    public var differing: Latest<DifferingQuestion>?

    public init() {}
}
