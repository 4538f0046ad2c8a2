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
            for _ in 0..<min(stop, token.count) where rest.suffix(content.count).elementsEqual(content) { rest = rest.dropLast(content.count) }
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
