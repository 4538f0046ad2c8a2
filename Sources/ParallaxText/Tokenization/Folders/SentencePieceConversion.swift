import Foundation

/// What transformers (version 5) makes of a SentencePiece model: its own settings as components, or those of the tokenizer's class.
struct SentencePieceConversion {
    enum Kind: Equatable {
        /// By the model's own settings alone.
        case plain
        case llama
        case classed(SentencePieceClass)

        /// - Parameter name: of a tokenizer's class; nil for a name that is none of these.
        init?(named name: String) {
            switch name {
            case "TokenizersBackend", "PreTrainedTokenizerFast", "PreTrainedTokenizer": self = .plain
            case "LlamaTokenizer": self = .llama
            default:
                guard let own = SentencePieceClass(named: name) else { return nil }
                self = .classed(own)
            }
        }

        static let known = ["LlamaTokenizer"] + SentencePieceClass.allCases.map(\.rawValue)
    }

    let file: SentencePieceFile
    let kind: Kind
    private var isLlama: Bool { kind == .llama }
    private let subject: String
    /// The pieces by id, under the names that tokenizer_config.json gives them.
    private let pieces: [ArraySlice<UInt8>]
    private let userDefined: [String]

    /// Finding merges tries every cut of every piece.
    private static let mostCuts = 1 << 28

    /// - Parameter names: of pieces that tokenizer_config.json describes, by id.
    init(_ file: SentencePieceFile, _ kind: Kind, names: [Int: String], subject: String) throws {
        self.file = file
        self.kind = kind
        self.subject = subject
        guard [1, 2].contains(file.modelType) else {
            throw Complaint(
                subject, expected: "a SentencePiece model of type 1 (Unigram) or 2 (BPE)", found: "type \(file.modelType)",
                remedy: "use a tokenizer.json")
        }
        let own = file.pieces.map { $0.text[...] }
        if kind != .plain || file.modelType == 1 {
            pieces = own
        } else {
            let kept = Set(own.enumerated().filter { names[$0.offset] == nil }.map { Array($0.element) })
            pieces = own.enumerated().map { id, piece in
                guard let name = names[id].map({ Array($0.utf8) }), !kept.contains(name) else { return piece }
                return name[...]
            }
        }
        userDefined = zip(pieces, file.pieces).filter { $0.1.kind == .userDefined }.map { String(decoding: $0.0, as: UTF8.self) }
    }

    /// - Parameters:
    ///   - tokens: the content of each named special token.
    ///   - settings: tokenizer_config.json.
    func model(_ tokens: [String: String], _ settings: ComponentSettings) throws -> any TokenModel {
        if case .classed(let own) = kind {
            let (texts, scores, unknownID) = try own.pieces(file, tokens, settings)
            if own == .gemma {
                return try bytePairs(Vocabulary(texts, isMap: true), mergesByID, unknown: tokens["unk_token"], fallsBackToBytes: true)
            }
            return UnigramModel(Vocabulary(texts), scores: scores, unknownID: unknownID, fallsBackToBytes: false)
        }
        let vocabulary = Vocabulary(pieces, isMap: isLlama || file.modelType == 2)
        guard isLlama || file.modelType == 2 else {
            return UnigramModel(
                vocabulary, scores: file.pieces.map { Double($0.score) }, unknownID: file.unknownID, fallsBackToBytes: file.fallsBackToBytes
            )
        }
        return try isLlama
            ? bytePairs(vocabulary, mergesByID, unknown: nil, fallsBackToBytes: true)
            : bytePairs(
                vocabulary, mergesByScore, unknown: file.unknownPiece, fallsBackToBytes: file.fallsBackToBytes,
                ignoresMerges: !userDefined.isEmpty)
    }

    private func bytePairs(
        _ vocabulary: Vocabulary, _ merges: (Vocabulary) -> MergeTable, unknown: String?, fallsBackToBytes: Bool,
        ignoresMerges: Bool = false
    ) throws -> BytePairModel {
        guard pieces.reduce(0, { $0 + $1.count * $1.count }) <= Self.mostCuts else {
            throw Complaint(
                subject, expected: "pieces whose cuts into two are tried in \(Self.mostCuts) steps", found: "longer ones",
                remedy: "use a tokenizer.json")
        }
        return BytePairModel(
            vocabulary: vocabulary, merges: merges(vocabulary), unknown: unknown, fusesUnknown: true, fallsBackToBytes: fallsBackToBytes,
            ignoresMerges: ignoresMerges)
    }

    private typealias Cut = (whole: Int, left: Int, right: Int, place: Int)

    /// Every way in which a piece is two others.
    private func cuts(_ vocabulary: Vocabulary, _ isTaken: (Int) -> Bool) -> [Cut] {
        var cuts: [Cut] = []
        for (id, piece) in pieces.enumerated() where isTaken(id) && piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) == id {
            for place in piece.indices.dropFirst() where piece[place] & 0xC0 != 0x80 {
                let left = piece[..<place].withUnsafeBufferPointer { vocabulary.id(of: $0) },
                    right = piece[place...].withUnsafeBufferPointer { vocabulary.id(of: $0) }
                if let left, let right, isTaken(left), isTaken(right) { cuts.append((id, left, right, place - piece.startIndex)) }
            }
        }
        return cuts
    }

    private func table(_ cuts: [Cut]) -> MergeTable {
        var table = MergeTable(expected: cuts.count)
        for (rank, cut) in cuts.enumerated() {
            table.set(
                UInt32(clamping: cut.left), UInt32(clamping: cut.right),
                MergeTable.Merge(rank: UInt32(clamping: rank), id: UInt32(clamping: cut.whole)))
        }
        return table
    }

    /// By the id of what they merge into, then by the length of the first part.
    private func mergesByID(_ vocabulary: Vocabulary) -> MergeTable {
        table(cuts(vocabulary) { _ in true }.sorted { ($0.whole, $0.place) < ($1.whole, $1.place) })
    }

    /// By the score of what they merge into, the greatest first, then by its id and the first part. Only normal pieces merge.
    private func mergesByScore(_ vocabulary: Vocabulary) -> MergeTable {
        let taken = file.pieces.map { $0.kind == .normal }
        return table(
            cuts(vocabulary) { taken[$0] }.sorted { left, right in
                let scores = (file.pieces[left.whole].score, file.pieces[right.whole].score)
                return scores.0 != scores.1 ? scores.0 > scores.1 : (left.whole, left.place) < (right.whole, right.place)
            })
    }

    /// normalizer, pre_tokenizer and decoder.
    func parts(_ settings: ComponentSettings) throws -> [String: OrderedJSON] {
        if case .classed(let own) = kind { return try own.parts(rules: file.rules, settings) }
        let isLegacy = try settings.bool("legacy", default: !isLlama),
            addsPrefix = isLlama ? try settings.bool("add_prefix_space", default: true) : file.addsDummyPrefix
        let metaspace = TokenizerPart.metaspace(!addsPrefix ? "never" : isLegacy ? "always" : "first", splits: false)
        let strip = TokenizerPart.object("Strip", ("content", .string(" ")), ("start", .integer(1)), ("stop", .integer(0))),
            spaces = TokenizerPart.replace("String", "▁", " ")
        let bytes = TokenizerPart.object("ByteFallback"), fuse = TokenizerPart.object("Fuse")
        if isLlama {
            return [
                "pre_tokenizer": metaspace,
                "decoder": TokenizerPart.sequence("decoders", [spaces, bytes, fuse] + (addsPrefix ? [strip] : []))
            ]
        }

        var normalizers = TokenizerPart.precompiled(file.rules)
        if file.removesExtraSpaces {
            normalizers += [TokenizerPart.replace("Regex", #"\A +| +\z"#, ""), TokenizerPart.replace("Regex", " {2,}", " ")]
        }
        if file.escapesSpaces { normalizers.append(TokenizerPart.replace("String", " ", "▁")) }
        if addsPrefix, isLegacy { normalizers.append(TokenizerPart.replace("Regex", #"\A▁"#, "▁▁")) }
        var cuts = addsPrefix ? [metaspace] : []
        if !userDefined.isEmpty {
            let sorted = userDefined.enumerated().sorted { left, right in
                let lengths = (left.element.unicodeScalars.count, right.element.unicodeScalars.count)
                return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : left.offset < right.offset
            }
            cuts.append(TokenizerPart.split("Regex", sorted.map { Self.escaped($0.element) }.joined(separator: "|"), "Isolated"))
        }
        let decoders =
            [spaces] + (file.fallsBackToBytes ? [bytes] : []) + (addsPrefix ? [fuse, strip] : file.fallsBackToBytes ? [fuse] : [])
        return ["normalizer": TokenizerPart.sequence("normalizers", normalizers), "decoder": TokenizerPart.sequence("decoders", decoders)]
            .merging(cuts.isEmpty ? [:] : ["pre_tokenizer": TokenizerPart.sequence("pretokenizers", cuts)]) { $1 }
    }

    /// Each character that means something in a regular expression behind a backslash.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".unicodeScalars.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }

    /// Each stretch between added tokens gets a prefix of its own.
    var looksForTokensAsWritten: Bool { kind == .plain && file.addsDummyPrefix }

    /// The special tokens by the names that they have in the model.
    var standardTokens: [String: String] {
        if case .classed(let own) = kind {
            return Dictionary(ClassSpecialTokens.tokens(of: own.rawValue).map { ($0.name, $0.content) }) { first, _ in first }
        }
        guard !isLlama else { return ["unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"] }
        return [
            ("unk_token", file.unknownID, file.unknownPiece), ("bos_token", file.bosID, file.bosPiece),
            ("eos_token", file.eosID, file.eosPiece)
        ]
        .reduce(into: [:]) { tokens, token in if token.1 >= 0 { tokens[token.0] = token.2 } }
    }

    var stripsBeforeMask: Bool { if case .classed(let own) = kind { own.stripsBeforeMask } else { false } }

    /// Control tokens, which are special, those of the class, and for all classes those of the person who trained the model.
    func addedTokens(_ settings: ComponentSettings) throws -> [AddedToken] {
        var own: [AddedToken] = [], hasModels = true
        if case .classed(let kind) = kind {
            own = try kind.ownTokens(settings).map { AddedToken(content: $0, isNormalized: false, isSpecial: true) }
            hasModels = kind != .pegasus
        }
        return own
            + file.pieces.filter { hasModels && ($0.kind == .control || (kind != .plain && $0.kind == .userDefined)) }
            .map { AddedToken(content: String(decoding: $0.text, as: UTF8.self), isNormalized: false, isSpecial: $0.kind == .control) }
    }

    /// - Parameter id: of a token that was added.
    func postProcessor(_ tokens: [String: String], _ settings: ComponentSettings, id: (String) -> Int?) throws -> OrderedJSON? {
        if case .classed(let own) = kind { return try own.postProcessor(tokens, settings, id: id) }
        return try VocabularyClass.gpt2.postProcessor(tokens, settings, id: id)
    }
}
