/// The facts that a document's text has stated, position by position.
public struct DocumentFacts: Sendable, Equatable {
    /// Its id, which is its title.
    public let document: String
    /// Tokens, the special first one included; nil where the file does not say it.
    public let tokenCount: Int?
    /// What holds from a position on, ascending; the first value of a slot is the one that a description states.
    private let states: [(position: Int, values: [String: [String]])]

    public static func == (one: DocumentFacts, other: DocumentFacts) -> Bool {
        one.document == other.document && one.tokenCount == other.tokenCount && one.states.elementsEqual(other.states) { $0 == $1 }
    }

    /// Reads `{"id", "token_ids", "facts": [[position, {slot: [values]}], …]}` and steps over the rest.
    /// - Throws: `JSONFailure`
    init(_ cursor: inout JSONCursor) throws {
        var id: String?
        var tokens: Int?
        var changes: [(position: Int, values: [String: [String]])]?
        try cursor.eachMember { cursor, key in
            switch (key, try cursor.kind()) {
            case ("id", .string): id = try cursor.string()
            case ("id", .number): id = String(try cursor.integer())
            case ("token_ids", .array):
                var count = 0
                try cursor.eachElement {
                    try $0.skip()
                    count += 1
                }
                tokens = count
            case ("facts", .array): changes = try Self.changes(&cursor)
            default: try cursor.skip()
            }
        }
        guard let id else { throw cursor.failure("an id in the document") }
        guard let changes else { throw cursor.failure("facts in the document") }
        document = id
        tokenCount = tokens
        var now: [String: [String]] = [:]
        let ordered = changes.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
        states = ordered.map {
            now.merge($0.element.values) { $1 }
            return ($0.element.position, now)
        }
    }

    private static func changes(_ cursor: inout JSONCursor) throws -> [(position: Int, values: [String: [String]])] {
        var changes: [(position: Int, values: [String: [String]])] = []
        try cursor.eachElement { cursor in
            var position: Int?
            var values: [String: [String]] = [:]
            try cursor.eachElement { cursor in
                guard position != nil else {
                    let number = try cursor.integer()
                    guard (0...1_000_000_000).contains(number) else { throw cursor.failure("a position of 0 or more") }
                    return position = number
                }
                try cursor.eachMember { cursor, slot in
                    var list: [String] = []
                    try cursor.eachElement { list.append(try $0.string()) }
                    values[slot] = list
                }
            }
            guard let position else { throw cursor.failure("a position in every change of facts") }
            changes.append((position, values))
        }
        return changes
    }

    /// Where facts are known: from the first change to the last token.
    public var positions: Range<Int> {
        guard let first = states.first, let last = states.last else { return 0..<0 }
        return first.position..<max(last.position + 1, tokenCount ?? 0)
    }

    /// The values of every slot that has any; nil outside `positions`.
    public func values(at position: Int) -> [String: [String]]? {
        guard positions.contains(position) else { return nil }
        var low = 0, high = states.count
        while low < high {
            let middle = (low + high) / 2
            if states[middle].position <= position { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? states[low - 1].values : nil
    }
}
