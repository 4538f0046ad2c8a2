/// What Split and Replace look for.
enum TextPattern: Sendable {
    /// Not empty.
    case string(SoughtString)
    case published(PublishedPattern)
    case expression(Expression)

    init(string: String) throws {
        // A string is an expression to tokenizers, and an empty one matches between all characters.
        self = string.isEmpty ? .expression(try Expression("")) : .string(SoughtString(Array(string.utf8)))
    }

    /// - Throws: `RegexFailure` that says what is wrong with it.
    init(expression: String) throws {
        if let published = PublishedPattern(expression) { self = .published(published) } else { self = .expression(try Expression(expression)) }
    }

    /// Where it occurs in a text, from left to right without overlaps. Only an expression matches what is empty.
    func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ work: TextWork, _ found: (Range<Int>) throws -> Void) throws {
        switch self {
        case .string(let string):
            try string.forEachOccurrence(in: text) { place in
                try work.step()
                try found(place)
            }
        case .published(let published):
            let scanned = ScannedText(text)
            var place = 0
            while place < text.count {
                try work.step()
                if let end = published.end(in: scanned, from: place) {
                    try found(place..<end)
                    place = end
                } else {
                    place += scalar(in: text, at: place).length
                }
            }
        case .expression(let expression): try work.search(for: expression).forEachMatch(in: text, found)
        }
    }
}
