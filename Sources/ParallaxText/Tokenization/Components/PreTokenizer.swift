/// One `pre_tokenizer` of tokenizer.json: cuts pieces into smaller ones. To add one, write a file like its neighbours and name it below.
protocol PreTokenizer: Sendable {
    init(_ settings: ComponentSettings) throws
    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces

    /// Whether it matters to it that the first piece begins where the text begins.
    var asksForStart: Bool { get }
}

extension PreTokenizer {
    var asksForStart: Bool { false }

    /// `split` with what comes of it bounded.
    func cut(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        let result = try split(pieces, work)
        try work.allow(bytesOfPieces: result.bytes.count)
        try work.allow(result.ends.count, "pieces", "a pre_tokenizer")
        return result
    }
}

enum PreTokenizers {
    private static let known: [String: any PreTokenizer.Type] = [
        "BertPreTokenizer": BertPreTokenizer.self,
        "ByteLevel": ByteLevelPreTokenizer.self,
        "CharDelimiterSplit": CharDelimiterPreTokenizer.self,
        "Digits": DigitsPreTokenizer.self,
        "FixedLength": FixedLengthPreTokenizer.self,
        "Metaspace": MetaspacePreTokenizer.self,
        "Punctuation": PunctuationPreTokenizer.self,
        "Sequence": PreTokenizerSequence.self,
        "Split": SplitPreTokenizer.self,
        "UnicodeScripts": UnicodeScriptsPreTokenizer.self,
        "Whitespace": WhitespacePreTokenizer.self,
        "WhitespaceSplit": WhitespaceSplitPreTokenizer.self
    ]

    static func make(_ settings: ComponentSettings) throws -> any PreTokenizer {
        let type = try settings.type(of: Array(known.keys))
        guard let make = known[type] else { throw settings.unknownType(type, known: Array(known.keys)) }
        return try make.init(settings)
    }
}

/// `Sequence`: one pre-tokenizer after the other.
struct PreTokenizerSequence: PreTokenizer {
    private let parts: [any PreTokenizer]

    init(_ settings: ComponentSettings) throws {
        parts = try settings.list("pretokenizers").map(PreTokenizers.make)
    }

    var asksForStart: Bool { parts.contains { $0.asksForStart } }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        try parts.reduce(pieces) { try $1.cut($0, work) }
    }
}

/// A text cut into pieces that are tokenised each by itself: UTF-8 end to end, none empty.
struct Pieces {
    private(set) var bytes: [UInt8]
    private(set) var ends: [Int] = []
    /// Whether the first piece begins where the whole text begins (before normalisation).
    let startsText: Bool

    /// One piece.
    init(_ bytes: [UInt8], startsText: Bool) {
        self.bytes = bytes
        self.startsText = startsText
        if !bytes.isEmpty { ends.append(bytes.count) }
    }

    /// No piece yet, for a pre-tokenizer to fill from `others`.
    init(from others: Pieces) {
        bytes = []
        bytes.reserveCapacity(others.bytes.count + others.bytes.count / 8)
        startsText = others.startsText
    }

    func forEach(_ work: TextWork, _ body: (UnsafeBufferPointer<UInt8>) throws -> Void) throws {
        try bytes.withUnsafeBufferPointer { all in
            var start = 0
            for end in ends {
                try work.step()
                try body(UnsafeBufferPointer(rebasing: all[start..<end]))
                start = end
            }
        }
    }

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// Ends the piece that was appended to; nothing appended is no piece.
    mutating func endPiece() {
        if bytes.count > ends.last ?? 0 { ends.append(bytes.count) }
    }
}

/// What becomes of the stretches that a pattern matched: `behavior` of tokenizer.json.
enum SplitBehaviour: String {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
    case contiguous = "Contiguous"

    init(_ settings: ComponentSettings) throws {
        let name = try settings.text("behavior")
        guard let behaviour = SplitBehaviour(rawValue: name) else {
            throw settings.refused(
                "a behavior of Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous", "\"\(name.shortened)\"")
        }
        self = behaviour
    }

    /// Whether two neighbouring stretches stay apart, each a match or what stands between two. Two matches may be neighbours, with nothing
    /// between them.
    @inline(__always)
    fileprivate func cuts(_ left: Bool, _ right: Bool) -> Bool {
        switch self {
        case .removed, .isolated: true
        case .mergedWithPrevious: left || !right
        case .mergedWithNext: !left || right
        case .contiguous: left != right
        }
    }
}

/// Cuts pieces into the stretches that it is given, by a behaviour.
struct PieceSplitter {
    private(set) var pieces: Pieces
    private let behaviour: SplitBehaviour
    /// Of the last stretch of this piece.
    private var wasMatch: Bool?

    init(_ behaviour: SplitBehaviour, from others: Pieces) {
        self.behaviour = behaviour
        pieces = Pieces(from: others)
    }

    /// The next stretch of the piece; it may be empty, as a match is that takes nothing.
    @inline(__always)
    mutating func append(_ stretch: Slice<UnsafeBufferPointer<UInt8>>, isMatch: Bool) {
        if let wasMatch, behaviour.cuts(wasMatch, isMatch) { pieces.endPiece() }
        wasMatch = isMatch
        if !isMatch || behaviour != .removed { pieces.append(stretch) }
    }

    /// The last stretch of a piece was the last.
    mutating func endPiece() {
        pieces.endPiece()
        wasMatch = nil
    }
}

/// `Split`: cuts at a string or a regular expression.
struct SplitPreTokenizer: PreTokenizer {
    private let pattern: TextPattern
    private let behaviour: SplitBehaviour
    /// Whether what the pattern leaves out takes the place of what it matches.
    private let inverts: Bool

    init(_ settings: ComponentSettings) throws {
        pattern = try settings.pattern()
        behaviour = try SplitBehaviour(settings)
        inverts = try settings.bool("invert", default: false)
    }

    func split(_ pieces: Pieces, _ work: TextWork) throws -> Pieces {
        var splitter = PieceSplitter(behaviour, from: pieces)
        try pieces.forEach(work) { piece in
            var end = 0
            try pattern.forEachMatch(in: piece, work) { match in
                if match.lowerBound > end { splitter.append(piece[end..<match.lowerBound], isMatch: inverts) }
                splitter.append(piece[match], isMatch: !inverts)
                end = match.upperBound
            }
            if end < piece.count { splitter.append(piece[end...], isMatch: inverts) }
            splitter.endPiece()
        }
        return splitter.pieces
    }
}
