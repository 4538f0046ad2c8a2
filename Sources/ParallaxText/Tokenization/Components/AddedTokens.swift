/// A token that is looked for in the text before the model sees it (`added_tokens` of tokenizer.json).
struct AddedToken: Sendable, Equatable {
    var content: String
    /// Matches only where no word character is beside it.
    var isSingleWord = false
    /// Takes the white space to its left along.
    var stripsLeft = false
    /// Takes the white space to its right along.
    var stripsRight = false
    /// Is looked for, in normalised form, in the normalised text.
    var isNormalized = false
    /// Is left out where decoding skips special tokens.
    var isSpecial = false

    init(content: String, isNormalized: Bool, isSpecial: Bool) {
        self.content = content
        self.isNormalized = isNormalized
        self.isSpecial = isSpecial
    }

    /// - Throws: a `Complaint` where `content` is missing or a flag is no boolean.
    init(_ value: OrderedJSON, subject: String) throws {
        let settings = ComponentSettings(subject: subject, part: "added token", value: value)
        content = try settings.text("content")
        isSingleWord = try settings.bool("single_word", default: false)
        stripsLeft = try settings.bool("lstrip", default: false)
        stripsRight = try settings.bool("rstrip", default: false)
        isSpecial = try settings.bool("special", default: false)
        isNormalized = try settings.bool("normalized", default: !isSpecial)
    }

    static func == (left: AddedToken, right: AddedToken) -> Bool {
        left.content.utf8.elementsEqual(right.content.utf8) && left.isSingleWord == right.isSingleWord
            && left.stripsLeft == right.stripsLeft
            && left.stripsRight == right.stripsRight && left.isNormalized == right.isNormalized && left.isSpecial == right.isSpecial
    }
}

/// The added tokens with their ids, as huggingface/tokenizers numbers them: a token that the model's vocabulary has keeps that id, any other
/// gets the next one after the vocabulary, whatever the file says.
struct AddedVocabulary: Sendable {
    private var contents = ByteStringTable()
    /// The ids in the order their tokens were first added.
    private var ids: [Int] = []
    private(set) var tokens: [Int: AddedToken] = [:]
    private var greatestID: Int?

    init() {}

    /// One more than the greatest id; 0 without added tokens.
    var idLimit: Int { greatestID.map { $0 + 1 } ?? 0 }

    /// Every token that is looked for, special ones first (where two have the same form the first one wins).
    var searched: [(token: AddedToken, id: Int)] {
        let all = ids.compactMap { id in tokens[id].map { (token: $0, id: id) } }
        return all.filter { $0.token.isSpecial } + all.filter { !$0.token.isSpecial }
    }

    func id(of content: String) -> Int? {
        Array(content.utf8).withUnsafeBufferPointer { contents.index(of: $0) }.map { ids[$0] }
    }

    /// Adds tokens in order; one that is there already takes the new flags.
    mutating func add(_ more: [AddedToken], to vocabulary: Vocabulary) {
        for token in more where !token.content.isEmpty {
            let id = id(of: token.content) ?? vocabulary.id(of: token.content) ?? nextID(after: vocabulary)
            let (_, isNew) = Array(token.content.utf8).withUnsafeBufferPointer { contents.insert($0) }
            if isNew { ids.append(id) }
            tokens[id] = token
            greatestID = max(greatestID ?? id, id)
        }
    }

    private func nextID(after vocabulary: Vocabulary) -> Int {
        max(vocabulary.count, idLimit)
    }
}

/// Finds added tokens in a text: the leftmost, of those the longest, without overlaps; then what their flags say about words and white space.
struct AddedTokenMatcher: Sendable {
    enum Segment {
        case token(Int)
        case text(Range<Int>)
    }

    private let finder: ByteStringFinder
    private let tokens: [(token: AddedToken, id: Int)]

    /// - Parameter forms: what a token looks like in the texts that are searched, by its id.
    init(_ tokens: [(token: AddedToken, id: Int)], forms: [Int: [UInt8]]) {
        finder = ByteStringFinder(tokens.map { forms[$0.id] ?? [] })
        self.tokens = tokens
    }

    /// Calls `found` for tokens and what stands between them, from left to right.
    func forEachSegment(of text: UnsafeBufferPointer<UInt8>, _ work: TextWork, _ found: (Segment) throws -> Void) throws {
        var done = 0, searched = 0, white = 0..<0
        if !finder.isEmpty {
            for find in finder.finds(in: text).reversed() where find.range.lowerBound >= searched {
                try work.step()
                searched = find.range.upperBound
                let (token, id) = tokens[find.index]
                var (start, end) = (find.range.lowerBound, find.range.upperBound)
                if token.isSingleWord, touchesWord(start, end, in: text) { continue }
                if token.stripsLeft { start = startOfWhitespace(in: text, before: start, notBefore: done) }
                if token.stripsRight {
                    // A run of white space is walked through once, however many tokens stand in it.
                    if !white.contains(end) { white = end..<endOfWhitespace(in: text, from: end) }
                    end = max(end, white.upperBound)
                }
                if done < start { try found(.text(done..<start)) }
                try found(.token(id))
                done = end
            }
        }
        if done < text.count { try found(.text(done..<text.count)) }
    }

    private func touchesWord(_ start: Int, _ end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        (start > 0 && scalar(in: text, before: start).scalar.isWordCharacter)
            || (end < text.count && scalar(in: text, at: end).scalar.isWordCharacter)
    }
}

/// Byte strings that are looked for in a text, all of them in one pass: at every place the longest that begins there.
///
/// The automaton of Aho and Corasick over the strings from their ends, which the text is read through from its end: the state at a place
/// tells every string that begins there. However the strings overlap, a byte of the text costs the same.
struct ByteStringFinder: Sendable {
    struct Find {
        let range: Range<Int>
        /// Which string, in the order they were given.
        let index: Int
    }

    private var children: [UInt64: Int32] = [:]
    /// The children of the root: most of a text is passed over by these alone.
    private var roots = [Int32](repeating: 0, count: 256)
    /// Of each state, where to go on when the text goes another way.
    private var fallbacks: [Int32] = [0]
    /// Of each state, the longest string that begins where it stands, -1 for none.
    private var longest: [Int32] = [-1]
    private let lengths: [Int]

    /// Where two strings are the same the first one is found; an empty one never is.
    init(_ strings: [[UInt8]]) {
        lengths = strings.map(\.count)
        // The parent and the byte of each state; states are numbered as the strings come.
        var parents: [(state: Int32, byte: UInt8, depth: Int)] = [(0, 0, 0)]
        for (index, string) in strings.enumerated() where !string.isEmpty {
            var state: Int32 = 0
            for (depth, byte) in string.reversed().enumerated() {
                let next = child(of: state, byte) ?? Int32(clamping: parents.count)
                if next == parents.count {
                    children[Self.key(state, byte)] = next
                    if state == 0 { roots[Int(wide: byte)] = next }
                    parents.append((state, byte, depth + 1))
                    longest.append(-1)
                }
                state = next
            }
            if longest[Int(wide: state)] < 0 { longest[Int(wide: state)] = Int32(clamping: index) }
        }
        fallbacks = [Int32](repeating: 0, count: parents.count)
        // The shallow states first: a fallback is always shallower.
        for state in parents.indices.dropFirst().sorted(by: { parents[$0].depth < parents[$1].depth }) {
            let (parent, byte, depth) = parents[state]
            if depth > 1 { fallbacks[state] = next(after: fallbacks[Int(wide: parent)], byte) }
            if longest[state] < 0 { longest[state] = longest[Int(wide: fallbacks[state])] }
        }
    }

    var isEmpty: Bool { fallbacks.count == 1 }

    /// At every place of the text the longest string that begins there, from the last place to the first.
    func finds(in text: UnsafeBufferPointer<UInt8>) -> [Find] {
        var finds: [Find] = [], state: Int32 = 0
        for place in text.indices.reversed() {
            state = state == 0 ? roots[Int(wide: text[place])] : next(after: state, text[place])
            if state != 0, case let index = Int(wide: longest[Int(wide: state)]), index >= 0 {
                finds.append(Find(range: place..<place + lengths[index], index: index))
            }
        }
        return finds
    }

    private func next(after state: Int32, _ byte: UInt8) -> Int32 {
        var state = state
        while state != 0 {
            if let child = children[Self.key(state, byte)] { return child }
            state = fallbacks[Int(wide: state)]
        }
        return roots[Int(wide: byte)]
    }

    private func child(of state: Int32, _ byte: UInt8) -> Int32? { children[Self.key(state, byte)] }

    private static func key(_ state: Int32, _ byte: UInt8) -> UInt64 { UInt64(wide: UInt32(bitPattern: state)) << 8 | UInt64(wide: byte) }
}
