/// What one method gives for the tokens of a document.
struct MethodOutput {
    /// `[T, d]`; zeros where it gives nothing.
    var rows: Rows
    /// Why it gives nothing, by token.
    var absent: [String?]
    /// For methods that write a code.
    var codes: [SparseCode]?
    /// The reconstructions of the quantised codes.
    var quantised: Rows?

    init(_ rows: Rows, absent: [String?]? = nil) {
        self.rows = rows
        self.absent = absent ?? Array(repeating: nil, count: rows.count)
    }

    /// The same vector for every token.
    init(_ vector: [Float], count: Int) { self.init(Rows(Array(repeating: vector, count: count), width: vector.count)) }
}
