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
        func cl100k(_ digits: String) -> String { #"(?i:\#(contractions))|[^\r\n\p{L}\p{N}]?\p{L}+|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n]*|\#(space)"# }
        func o200k(_ tail: String, _ digits: String) -> String {
            let prefix = #"[^\r\n\p{L}\p{N}]?"#, upper = #"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"#, lower = #"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"#
            return #"\#(prefix)\#(upper)*\#(lower)+\#(tail)|\#(prefix)\#(upper)+\#(lower)*\#(tail)|\#(digits)| ?[^\s\p{L}\p{N}]+[\r\n/]*|\#(space)"#
        }
        let deepSeek = ##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|"## + space
        let patterns: [(String, PublishedPattern)] = [
            (#"\#(contractions)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#, .gpt2),
            (cl100k(#"\p{N}{1,3}"#), .cl100k(digits: 3)), (cl100k(#"\p{N}"#), .cl100k(digits: 1)),
            (o200k("(?i:\(contractions))?", #"\p{N}{1,3}"#), .o200k(contractions: true, digits: 3)),
            (o200k("", #"\p{N}"#), .o200k(contractions: false, digits: 1)),
            // DeepSeek's file has the line ends themselves in place of \r\n.
            (deepSeek, .deepSeekWords), (deepSeek.replacing(#"\r\n"#, with: "\r\n"), .deepSeekWords),
            ("[一-龥぀-ゟ゠-ヿ]+", .deepSeekCharacters),
            (#"\p{N}{1,3}"#, .digits(3)), (#"\p{N}"#, .digits(1)),
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
