/// Documents dealt into folds, so that no claim is judged by what was learnt from its own document.
struct DocumentFolds {
    let count: Int
    private let foldOf: [String: Int]

    /// - Parameters:
    ///   - documents: titles; one that stands twice counts once.
    ///   - count: fewer where there are fewer documents.
    init(_ documents: [String], count: Int, seed: UInt64) {
        var seen = Set<String>()
        var order = documents.filter { seen.insert($0).inserted }
        var stream = RandomStream(seed: seed, stream: 0)
        order.shuffle(using: &stream)
        let count = max(1, min(count, order.count))
        self.count = count
        foldOf = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0 % count) })
    }

    func fold(of document: String) -> Int { foldOf[document] ?? 0 }
}
