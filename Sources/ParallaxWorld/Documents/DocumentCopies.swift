/// The documents of a workspace that say what others have said: how they are counted wherever documents are evidence.
///
///     let copies = try DocumentCopies(Array(titles.indices), read: reader, cancellation: cancellation)
///     copies.first(of: 7)          // 3: document 7 stands where 3 stands and is drawn as one with it
///     copies.repeated(among: [3, 7])[7]  // which of its tokens 3 has said before; they count once
package struct DocumentCopies: Sendable, Equatable {
    /// Tokens that are searched for copies at most, in the order of the documents: their runs are held at the same time, 30 bytes each.
    package static let mostTokens = 1 << 22

    /// Of documents in groups of more than one: the first of the group.
    private var firsts: [Int: Int] = [:]
    /// What they say.
    private var texts: [Int: [Int]] = [:]
    /// Groups of more than one document, each in order.
    package private(set) var groups: [[Int]] = []
    /// Documents that were not searched since those before them hold `mostTokens`.
    package private(set) var unsearched = 0

    package static let none = DocumentCopies()

    private init() {}

    /// - Parameters:
    ///   - numbers: documents in their order, by their numbers.
    ///   - comparable: what each says: ids without BOS, special and template tokens.
    ///   - named: the person's groups.
    package init(_ numbers: [Int], comparable: [[Int]], named: [String?] = []) {
        let found = DocumentGroups(comparable, named: named)
        for places in found.copies {
            groups.append(places.map { numbers[$0] })
            for place in places {
                firsts[numbers[place]] = numbers[places[0]]
                texts[numbers[place]] = comparable[place]
            }
        }
    }

    /// Reads documents until they hold `mostTokens`; one that cannot be read is no copy.
    /// - Throws: `CancellationError`.
    package init(_ numbers: [Int], read reader: DocumentReader, mostTokens: Int = Self.mostTokens, cancellation: Cancellation) throws {
        var texts: [[Int]] = [], tokens = 0
        for number in numbers where tokens < mostTokens {
            try cancellation.check()
            let read: DocumentTokens?
            do { read = try reader.read(number, cancellation) } catch is Complaint { read = nil }
            texts.append(read.map { tokens in tokens.comparable.map { tokens.ids[$0] } } ?? [])
            tokens += texts[texts.count - 1].count
        }
        self.init(Array(numbers.prefix(texts.count)), comparable: texts, named: numbers.prefix(texts.count).map(reader.documents.group))
        unsearched = numbers.count - texts.count
    }

    private static func ranges(_ flags: [Bool]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for place in flags.indices where flags[place] {
            if let last = ranges.last, last.upperBound == place {
                ranges[ranges.count - 1] = last.lowerBound..<place + 1
            } else {
                ranges.append(place..<place + 1)
            }
        }
        return ranges
    }

    /// The first document of the group; the document itself where it is alone.
    package func first(of document: Int) -> Int { firsts[document] ?? document }

    /// All documents of its group, itself among them.
    package func group(of document: Int) -> [Int] { firsts[document].flatMap { first in groups.first { $0[0] == first } } ?? [document] }

    /// Whether it has copies.
    package func isInGroup(_ document: Int) -> Bool { firsts[document] != nil }

    /// What some documents say again: by document, the places among its comparable tokens whose run of tokens one of its group has that
    /// stands before it among these. Copies that are not among them take nothing away.
    package func repeated(among documents: [Int]) -> [Int: [Range<Int>]] {
        var before: [Int: Set<TokenRun>] = [:], repeated: [Int: [Range<Int>]] = [:]
        for document in documents {
            guard let first = firsts[document], let text = texts[document] else { continue }
            let runs = text.indices.map { TokenRun(text, endingAt: $0) }, said = before[first] ?? []
            let ranges = Self.ranges(runs.map(said.contains))
            if !ranges.isEmpty { repeated[document] = ranges }
            before[first, default: []].formUnion(runs)
        }
        return repeated
    }

    private static let mostGroups = 4, mostMembers = 6

    /// The groups that hold some of these documents, in one sentence; nil for none.
    package func sentence(among documents: some Collection<Int>, titles: [String]) -> String? {
        let those = Set(documents), found = groups.filter { !those.isDisjoint(with: $0) }
        var parts: [String] = []
        if !found.isEmpty {
            let told = found.prefix(Self.mostGroups).map { group in
                group.prefix(Self.mostMembers).map { titles[$0].shortened }.joined(separator: " = ")
                    + (group.count > Self.mostMembers ? " and \(group.count - Self.mostMembers) more" : "")
            }
            let more = found.count > told.count ? "; and \(found.count - told.count) more groups" : ""
            parts.append(
                "copies, near-copies or documents of one group, which count as one document and where they say the same once: "
                    + told.joined(separator: "; ") + more)
        }
        if unsearched > 0 {
            parts.append(
                "copies were looked for among the first \(Self.mostTokens) tokens: \(unsearched) documents were not held against others")
        }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }
}
