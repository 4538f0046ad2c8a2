/// One explanation of each token of a document, as far as there is one.
struct ExplanationBatch {
    /// nil where there is none, and then why.
    var texts: [String?]
    var reasons: [String?]
    /// As the AV wrote them; those of a file are tokenised.
    var ids: [[Int]?]
    /// Natural logarithm of the probability given the activation.
    var logProbabilities: [Double?]

    init(count: Int, why: String) {
        texts = Array(repeating: nil, count: count)
        reasons = Array(repeating: why, count: count)
        ids = Array(repeating: nil, count: count)
        logProbabilities = Array(repeating: nil, count: count)
    }

    mutating func set(_ token: Int, _ text: String, ids: [Int]?, logProbability: Double?) {
        texts[token] = text
        reasons[token] = nil
        self.ids[token] = ids
        logProbabilities[token] = logProbability
    }

    /// - Parameter written: one explanation a token of the range.
    mutating func set(_ range: Range<Int>, _ written: [Verbalization]) {
        for (token, written) in zip(range, written) { set(token, written.text, ids: written.tokenIDs, logProbability: written.logProbability) }
    }
}
