/// Where the values of a document's record stand: a column after the other, each with one value a token.
struct RecordLayout: Sendable {
    /// What is kept of a token whatever the method.
    enum DocumentColumn: Int, CaseIterable {
        case squares
        case squaredDeviation
        /// Of the clean run; undefined at the last position.
        case crossEntropy
    }

    let methods: [ComparisonMethod]
    /// The first column of each method.
    private let starts: [Int]
    let count: Int

    init(_ methods: [ComparisonMethod]) {
        self.methods = methods
        var starts: [Int] = [], next = DocumentColumn.allCases.count
        for method in methods {
            starts.append(next)
            next += method.columns.count
        }
        self.starts = starts
        count = next
    }

    /// nil where the method does not keep it.
    func column(_ method: Int, _ column: TokenColumn) -> Int? {
        methods[method].columns.firstIndex(of: column).map { starts[method] + $0 }
    }
}
