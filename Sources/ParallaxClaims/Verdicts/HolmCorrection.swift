/// Holm's correction (1979): what is called significant on a page has a chance of at most α to hold one false alarm.
enum HolmCorrection {
    /// Corrected tail probabilities in the order given; nil stays nil and counts for nothing.
    ///
    /// The k-th smallest of m is multiplied by m − k + 1, is never below a smaller one's, and never above 1.
    static func corrected(_ tails: [Double?]) -> [Double?] {
        let order = tails.indices.filter { tails[$0] != nil }.sorted { (tails[$0] ?? 0, $0) < (tails[$1] ?? 0, $1) }
        var result = tails, largest = 0.0
        for (rank, place) in order.enumerated() {
            largest = max(largest, min(1, (tails[place] ?? 1) * Double(order.count - rank)))
            result[place] = largest
        }
        return result
    }
}
