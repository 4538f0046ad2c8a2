/// Which documents are copies of one another: what they say is no independent evidence, so a group stands on one side of a split and is drawn
/// as one. A group holds documents with equal tokens, one that is wholly the beginning of another, those whose runs of five tokens are
/// nearly the same set, and those that a person names as one; and whatever these have in common with a third.
///
///     let groups = DocumentGroups(ids)         // ids without BOS, special and template tokens
///     groups.first[7]                          // the first document of the group that document 7 belongs to
///
/// The work is near-linear in the tokens: copies are found by sorting, near-copies by the rarest runs that they must share (the prefix filter
/// of Bayardo, Ma and Srikant 2007), which is exact but for groups with more than `mostOfOneRun` members that share one run.
package struct DocumentGroups: Sendable, Equatable {
    /// Tokens of a run.
    package static let run = 5
    /// The Jaccard index of two sets of runs from which on their documents are near-copies, 0.8: in whole numbers, so that it is met exactly.
    private static let nearness = (part: 4, of: 5)
    /// Members of one group that are kept to compare with under a run: more would only find the group again.
    private static let mostOfOneRun = 32

    /// By document, the first of its group.
    package private(set) var first: [Int]

    /// - Parameters:
    ///   - documents: what each says, as token ids.
    ///   - named: the person's groups, by document; empty for none.
    package init(_ documents: [[Int]], named: [String?] = []) {
        first = Array(documents.indices)
        var seen: [String: Int] = [:]
        for (document, name) in named.enumerated() {
            guard let name, first.indices.contains(document) else { continue }
            join(document, seen[name, default: document])
            seen[name] = seen[name] ?? document
        }
        joinBeginnings(documents)
        joinNearCopies(documents)
        for document in first.indices { first[document] = root(document) }
    }

    /// Groups of more than one document, each in order.
    package var copies: [[Int]] {
        Dictionary(grouping: first.indices) { first[$0] }.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }

    private mutating func root(_ document: Int) -> Int {
        var root = document
        while first[root] != root { root = first[root] }
        var place = document
        while first[place] != root { (first[place], place) = (root, first[place]) }
        return root
    }

    private mutating func join(_ a: Int, _ b: Int) {
        let (a, b) = (root(a), root(b))
        first[max(a, b)] = min(a, b)
    }

    /// In the order of their ids a document stands behind its beginnings, with nothing between that does not begin so, too.
    private mutating func joinBeginnings(_ documents: [[Int]]) {
        // One that says nothing begins all of them.
        let sorted = documents.indices.filter { !documents[$0].isEmpty }.sorted { a, b in
            documents[a] == documents[b] ? a < b : documents[a].lexicographicallyPrecedes(documents[b])
        }
        var beginnings: [Int] = []
        for document in sorted {
            while let last = beginnings.last, !documents[document].starts(with: documents[last]) { beginnings.removeLast() }
            if let last = beginnings.last { join(document, last) }
            beginnings.append(document)
        }
    }

    private mutating func joinNearCopies(_ documents: [[Int]]) {
        // Runs by number, counted over the corpus.
        var numbers: [TokenRun: Int] = [:], counts: [Int] = []
        var runs = documents.map { ids -> [Int] in
            guard ids.count >= Self.run else { return [] }
            var own = Set<Int>()
            for start in 0...(ids.count - Self.run) {
                let run = TokenRun(ids, endingAt: start + Self.run - 1), number = numbers[run] ?? counts.count
                if number == counts.count {
                    numbers[run] = number
                    counts.append(0)
                }
                own.insert(number)
            }
            for number in own { counts[number] += 1 }
            return Array(own)
        }
        // The rarest first: two sets that are near share one of the first fifth.
        for place in runs.indices { runs[place].sort { (counts[$0], $0) < (counts[$1], $1) } }
        var holders: [Int: [Int]] = [:]
        let order = runs.indices.filter { !runs[$0].isEmpty }.sorted { (runs[$0].count, $0) < (runs[$1].count, $1) }
        for document in order {
            let own = runs[document], set = Set(own)
            let (part, of) = Self.nearness, enough = own.count - (own.count * part + of - 1) / of + 1
            for number in own.prefix(enough) where counts[number] > 1 {
                for other in holders[number] ?? [] where root(other) != root(document) {
                    let shorter = runs[other]
                    guard shorter.count * of >= part * own.count else { continue }
                    let shared = shorter.count { set.contains($0) }
                    if shared * of >= part * (own.count + shorter.count - shared) { join(document, other) }
                }
                let alike = holders[number]?.count { root($0) == root(document) } ?? 0
                if alike < Self.mostOfOneRun { holders[number, default: []].append(document) }
            }
        }
    }
}

/// The last tokens up to a position: as many as a run has, fewer only at a document's beginning, where it is the whole of what was said.
package struct TokenRun: Hashable, Sendable {
    private var ids: (Int32, Int32, Int32, Int32, Int32) = (-1, -1, -1, -1, -1)

    /// - Precondition: `end` is a position of `document`.
    package init(_ document: [Int], endingAt end: Int) {
        func id(_ back: Int) -> Int32 { end < back ? -1 : Int32(truncatingIfNeeded: document[end - back]) }
        ids = (id(4), id(3), id(2), id(1), id(0))
    }

    package static func == (a: TokenRun, b: TokenRun) -> Bool { a.ids == b.ids }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ids.0)
        hasher.combine(ids.1)
        hasher.combine(ids.2)
        hasher.combine(ids.3)
        hasher.combine(ids.4)
    }
}
