/// One `decoder` of tokenizer.json: turns vocabulary pieces (UTF-8) back into text. To add one, write a file like its neighbours and name it below.
protocol TokenDecoder: Sendable {
    init(_ settings: ComponentSettings) throws

    /// What the tokens become; joined, the last decoder's are the text.
    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]]

    /// Whether what these tokens become stays as it is whatever tokens follow.
    /// - Parameter fused: the tokens are the parts of one text, so that a match may span two of them.
    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool

    /// Whether this decoder makes one text of all tokens.
    var fuses: Bool { get }

    /// How many times as long as the tokens their text can be, at most, apart from a space for each of them.
    var growth: Double { get }

    /// Whether a token's text depends on the tokens beside it, more than on whether it is the first.
    var looksAround: Bool { get }
}

extension TokenDecoder {
    var fuses: Bool { false }
    var growth: Double { 1 }
    var looksAround: Bool { false }
}

enum TokenDecoders {
    /// Published decoders make three at most (U+FFFD of a byte).
    static let mostGrowth = 64.0

    private static let known: [String: any TokenDecoder.Type] = [
        "BPEDecoder": BytePairDecoder.self,
        "ByteFallback": ByteFallbackDecoder.self,
        "ByteLevel": ByteLevelDecoder.self,
        "CTC": CTCDecoder.self,
        "Fuse": FuseDecoder.self,
        "Metaspace": MetaspaceDecoder.self,
        "Replace": ReplaceDecoder.self,
        "Sequence": DecoderSequence.self,
        "Strip": StripDecoder.self,
        "WordPiece": WordPieceDecoder.self
    ]

    static func make(_ settings: ComponentSettings) throws -> any TokenDecoder {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        let decoder = try make.init(settings)
        guard decoder.growth <= mostGrowth else {
            throw settings.refused(
                "a decoder that makes at most \(Int(clamping: mostGrowth)) bytes of one",
                "\(type), which may make \(decoder.growth.rounded(.up).description)")
        }
        return decoder
    }
}

/// U+FFFD as UTF-8.
let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

/// `Sequence`: one decoder after the other.
struct DecoderSequence: TokenDecoder {
    private let parts: [any TokenDecoder]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("decoders").map(TokenDecoders.make)
    }

    var fuses: Bool { parts.contains { $0.fuses } }
    var looksAround: Bool { parts.contains { $0.looksAround } }
    var growth: Double { parts.reduce(1) { $0 * $1.growth } }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        parts.reduce(tokens) { $1.decoded($0, work) }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        var tokens = tokens
        var fused = fused
        for part in parts {
            guard part.isSettled(tokens, fused: fused, work) else { return false }
            tokens = part.decoded(tokens, work)
            fused = fused || part.fuses
        }
        return true
    }
}

/// `Fuse`: all tokens become one.
struct FuseDecoder: TokenDecoder {
    init(_ settings: ComponentSettings) {}
    var fuses: Bool { true }
    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] { [Array(tokens.joined())] }
    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { true }
}

/// `Replace`: one string for another in every token.
struct ReplaceDecoder: TokenDecoder {
    private let replacement: StringReplacement

    init(_ settings: ComponentSettings) throws {
        replacement = try StringReplacement(settings)
    }

    var growth: Double { replacement.growth }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] { tokens.map { replacement.applied(decoding: $0, work) } }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        guard fused else { return true }
        // What follows may make a match of what is no match yet, unless it is a single character.
        guard case .string(let pattern) = replacement.pattern else { return false }
        return String(decoding: pattern.bytes, as: UTF8.self).unicodeScalars.count == 1
    }
}

/// `Strip`: takes up to a number of one character off the ends of every token.
struct StripDecoder: TokenDecoder {
    private let content: [UInt8]
    private let start: Int
    private let stop: Int

    init(_ settings: ComponentSettings) throws {
        content = Array(String(try settings.scalar("content")).utf8)
        start = try settings.count("start", default: 0)
        stop = try settings.count("stop", default: 0)
    }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.map { token in
            var rest = token[...]
            for _ in 0..<min(start, token.count) where rest.starts(with: content) { rest = rest.dropFirst(content.count) }
            for _ in 0..<min(stop, token.count) where rest.suffix(content.count).elementsEqual(content) {
                rest = rest.dropLast(content.count)
            }
            return Array(rest)
        }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { !fused || stop == 0 }
}

/// `Metaspace`: the mark becomes a space, and nothing in the first token where the text got one prepended.
struct MetaspaceDecoder: TokenDecoder {
    private let metaspace: Metaspace

    init(_ settings: ComponentSettings) throws {
        metaspace = try Metaspace(settings)
    }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.enumerated().map { index, token in
            StringReplacement(metaspace.sought, by: index == 0 && metaspace.scheme != .never ? [] : [0x20]).applied(decoding: token, work)
        }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { true }
}

/// What transformers does without a decoder: pieces with spaces between them.
struct SpacesBetweenDecoder: TokenDecoder {
    init() {}
    init(_ settings: ComponentSettings) {}

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        tokens.enumerated().map { index, token in index == 0 ? token : [0x20] + token }
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool { true }
}

/// `ByteFallback`: runs of `<0x41>` tokens become the text that their bytes are; where they are no UTF-8, each becomes U+FFFD.
struct ByteFallbackDecoder: TokenDecoder {
    init(_ settings: ComponentSettings) {}

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var run: [UInt8] = []
        func endRun() {
            guard !run.isEmpty else { return }
            if run.withUnsafeBufferPointer(isValidUTF8) {
                result.append(run)
            } else {
                result.append(contentsOf: repeatElement(replacementCharacter, count: run.count))
            }
            run.removeAll()
        }
        for token in tokens {
            if let byte = Self.byte(of: token) {
                run.append(byte)
            } else {
                endRun()
                result.append(token)
            }
        }
        endRun()
        return result
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        !fused && tokens.last.map { Self.byte(of: $0) == nil } ?? true
    }

    private static func byte(of token: [UInt8]) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else { return nil }
        return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
    }
}

/// `ByteLevel`: characters of the byte-level alphabet back to bytes; what is no UTF-8 becomes U+FFFD.
struct ByteLevelDecoder: TokenDecoder {
    init(_ settings: ComponentSettings) {}

    var fuses: Bool { true }
    /// A byte that is no UTF-8, of one byte itself, becomes U+FFFD.
    var growth: Double { 3 }

    func decoded(_ tokens: [[UInt8]], _ work: TextWork) -> [[UInt8]] {
        let bytes = tokens.flatMap(Self.bytes)
        return [bytes.withUnsafeBufferPointer(isValidUTF8) ? bytes : Array(String(decoding: bytes, as: UTF8.self).utf8)]
    }

    func isSettled(_ tokens: [[UInt8]], fused: Bool, _ work: TextWork) -> Bool {
        !fused && tokens.last.map { !Self.endsInsideCharacter(tokens, last: $0) } ?? true
    }

    /// The bytes of a token; a token with a character outside the alphabet (an added one) stands for itself.
    private static func bytes(of token: [UInt8]) -> [UInt8] {
        token.withUnsafeBufferPointer { text in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(text.count)
            var offset = 0
            while offset < text.count {
                let (scalar, length) = scalar(in: text, at: offset)
                guard let byte = ByteLevelAlphabet.byte(of: scalar) else { return token }
                bytes.append(byte)
                offset += length
            }
            return bytes
        }
    }

    /// Whether the last bytes could be the beginning of a longer character.
    private static func endsInsideCharacter(_ tokens: [[UInt8]], last: [UInt8]) -> Bool {
        // The four last bytes tell; a token may be shorter than that.
        let tail = tokens.suffix(4).flatMap(bytes).suffix(4)
        guard let start = tail.lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return false }
        let needed = tail[start] >= 0xF0 ? 4 : tail[start] >= 0xE0 ? 3 : tail[start] >= 0xC0 ? 2 : 1
        return tail.endIndex - start < needed
    }
}
