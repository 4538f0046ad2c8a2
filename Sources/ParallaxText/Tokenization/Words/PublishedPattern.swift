import Foundation

/// The expressions by which published tokenizers cut words, scanned by hand in one pass: they are what almost every text goes through, and
/// none of them may take more than its length, whatever the text. Told by their exact text; any other expression goes to Oniguruma.
enum PublishedPattern: Equatable {
    case gpt2
    /// GPT-4 (cl100k), Llama 3, Qwen2 and many others, which differ in how many digits stay together.
    case cl100k(digits: Int)
    /// GPT-4o (o200k) and Mistral's Tekken, which has no contractions and one digit.
    case o200k(contractions: Bool, digits: Int)
    /// DeepSeek V3 cuts three times: digits, Chinese and Japanese, words.
    case deepSeekWords
    case deepSeekCharacters
    case digits(Int)

    /// As Qwen2's files have it.
    static let qwen2 = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    init?(_ expression: String) {
        guard let known = Self.known[Array(expression.utf8)] else { return nil }
        self = known
    }

    /// Every expression that is known, with how it is scanned.
    static let known: [[UInt8]: PublishedPattern] = {
        let contractions = "'s|'t|'re|'ve|'m|'ll|'d", space = #"\s*[\r\n]+|\s+(?!\S)|\s+"#
        func cl100k(_ digits: String) -> String {
            #"(?i:\#(contractions))|[^\r\n\p{L}\p{N}]?\p{L}+|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(space)"#
        }
        func o200k(_ tail: String, _ digits: String) -> String {
            let prefix = #"[^\r\n\p{L}\p{N}]?"#, upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#, lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
            return
                #"\#(prefix)\#(upper)*\#(lower)+\#(tail)|\#(prefix)\#(upper)+\#(lower)*\#(tail)|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(space)"#
        }
        let deepSeek =
            ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|"## + space
        let patterns: [(String, PublishedPattern)] = [
            (#"\#(contractions)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
            (cl100k(#"\p{N}{1,3}"#), .cl100k(digits: 3)), (cl100k(#"\p{N}"#), .cl100k(digits: 1)),
            (o200k("(?i:\(contractions))?", #"\p{N}{1,3}"#), .o200k(contractions: true, digits: 3)),
            (o200k("", #"\p{N}"#), .o200k(contractions: false, digits: 1)),
            // DeepSeek's file has the line ends themselves in place of \r\n.
            (deepSeek, .deepSeekWords), (deepSeek.replacing(#"\r\n"#, with: "\r\n"), .deepSeekWords),
            ("[一-龥぀-ゟ゠-ヿ]+", .deepSeekCharacters),
            (#"\p{N}{1,3}"#, .digits(3)), (#"\p{N}"#, .digits(1))
        ]
        return Dictionary(uniqueKeysWithValues: patterns.map { (Array($0.utf8), $1) })
    }()

    /// Where the match that begins at a place ends; nil where none begins there.
    @inline(__always)
    func end(in text: ScannedText, from start: Int) -> Int? {
        switch self {
        case .gpt2: GPT2Words.end(in: text, from: start)
        case .cl100k(let digits): CL100KWords.end(in: text, from: start, digits: digits)
        case .o200k(let contractions, let digits): O200KWords.end(in: text, from: start, contractions: contractions, digits: digits)
        case .deepSeekWords: DeepSeekWords.end(in: text, from: start)
        case .deepSeekCharacters: DeepSeekWords.endOfCharacters(in: text, from: start)
        case .digits(let most): DeepSeekWords.endOfDigits(in: text, from: start, most: most)
        }
    }
}

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
        if let published = PublishedPattern(expression) {
            self = .published(published)
        } else {
            self = .expression(try Expression(expression))
        }
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

/// A byte string that is looked for in texts, in one pass however much of it repeats (Knuth, Morris and Pratt).
struct SoughtString: Sendable {
    let bytes: [UInt8]
    /// How much of the beginning is matched still, where the byte behind a part of the string is another.
    private let fallbacks: [Int]

    /// - Parameter bytes: not empty, or it is never found.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var fallbacks = [0, 0], matched = 0
        for place in bytes.indices.dropFirst() {
            while matched > 0, bytes[place] != bytes[matched] { matched = fallbacks[matched] }
            if bytes[place] == bytes[matched] { matched += 1 }
            fallbacks.append(matched)
        }
        self.fallbacks = fallbacks
    }

    /// Where it stands, from left to right without overlaps.
    func forEachOccurrence(in text: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>) throws -> Void) rethrows {
        guard let base = text.baseAddress, let first = bytes.first else { return }
        var place = 0, matched = 0
        while place < text.count {
            if matched == 0 {
                guard let next = memchr(base + place, Int32(wide: first), text.count - place) else { return }
                place += UnsafeRawPointer(base + place).distance(to: next)
            }
            while matched > 0, text[place] != bytes[matched] { matched = fallbacks[matched] }
            if text[place] == bytes[matched] { matched += 1 }
            place += 1
            if matched == bytes.count {
                try found(place - matched..<place)
                matched = 0
            }
        }
    }
}

/// Where a string occurs, from left to right without overlaps.
func occurrences(of needle: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    SoughtString(needle).forEachOccurrence(in: text) { found.append($0) }
    return found
}
