import Foundation

/// What transformers (version 5) makes of a SentencePiece model: its own settings as components, or those of LlamaTokenizer.
struct SentencePieceConversion {
    let file: SentencePieceFile
    let isLlama: Bool
    private let subject: String
    /// The pieces by id, under the names that tokenizer_config.json gives them.
    private let pieces: [ArraySlice<UInt8>]
    private let userDefined: [String]

    /// Finding merges tries every cut of every piece.
    private static let mostCuts = 1 << 28

    /// - Parameter names: of pieces that tokenizer_config.json describes, by id.
    init(_ file: SentencePieceFile, isLlama: Bool, names: [Int: String], subject: String) throws {
        self.file = file
        self.isLlama = isLlama
        self.subject = subject
        guard [1, 2].contains(file.modelType) else {
            throw Complaint(subject, expected: "a SentencePiece model of type 1 (Unigram) or 2 (BPE)", found: "type \(file.modelType)", remedy: "use a tokenizer.json")
        }
        let own = file.pieces.map { $0.text[...] }
        if isLlama || file.modelType == 1 {
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

    func model() throws -> any TokenModel {
        let vocabulary = Vocabulary(pieces, isMap: isLlama || file.modelType == 2)
        guard isLlama || file.modelType == 2 else {
            return UnigramModel(vocabulary, scores: file.pieces.map { Double($0.score) }, unknownID: file.unknownID, fallsBackToBytes: file.fallsBackToBytes)
        }
        guard pieces.reduce(0, { $0 + $1.count * $1.count }) <= Self.mostCuts else {
            throw Complaint(subject, expected: "pieces whose cuts into two are tried in \(Self.mostCuts) steps", found: "longer ones", remedy: "use a tokenizer.json")
        }
        return BytePairModel(
            vocabulary: vocabulary, merges: isLlama ? mergesByID(vocabulary) : mergesByScore(vocabulary), unknown: isLlama ? nil : file.unknownPiece, fusesUnknown: true,
            fallsBackToBytes: isLlama || file.fallsBackToBytes, ignoresMerges: !isLlama && !userDefined.isEmpty)
    }

    private typealias Cut = (whole: Int, left: Int, right: Int, place: Int)

    /// Every way in which a piece is two others.
    private func cuts(_ vocabulary: Vocabulary, _ isTaken: (Int) -> Bool) -> [Cut] {
        var cuts: [Cut] = []
        for (id, piece) in pieces.enumerated() where isTaken(id) && piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) == id {
            for place in piece.indices.dropFirst() where piece[place] & 0xC0 != 0x80 {
                let left = piece[..<place].withUnsafeBufferPointer { vocabulary.id(of: $0) }, right = piece[place...].withUnsafeBufferPointer { vocabulary.id(of: $0) }
                if let left, let right, isTaken(left), isTaken(right) { cuts.append((id, left, right, place - piece.startIndex)) }
            }
        }
        return cuts
    }

    private func table(_ cuts: [Cut]) -> MergeTable {
        var table = MergeTable(expected: cuts.count)
        for (rank, cut) in cuts.enumerated() { table.set(UInt32(clamping: cut.left), UInt32(clamping: cut.right), MergeTable.Merge(rank: UInt32(clamping: rank), id: UInt32(clamping: cut.whole))) }
        return table
    }

    /// By the id of what they merge into, then by the length of the first part.
    private func mergesByID(_ vocabulary: Vocabulary) -> MergeTable {
        table(cuts(vocabulary) { _ in true }.sorted { ($0.whole, $0.place) < ($1.whole, $1.place) })
    }

    /// By the score of what they merge into, the greatest first, then by its id and the first part. Only normal pieces merge.
    private func mergesByScore(_ vocabulary: Vocabulary) -> MergeTable {
        let taken = file.pieces.map { $0.kind == .normal }
        return table(cuts(vocabulary) { taken[$0] }.sorted { left, right in
            let scores = (file.pieces[left.whole].score, file.pieces[right.whole].score)
            return scores.0 != scores.1 ? scores.0 > scores.1 : (left.whole, left.place) < (right.whole, right.place)
        })
    }

    /// normalizer, pre_tokenizer and decoder.
    func parts(_ settings: ComponentSettings) throws -> [String: OrderedJSON] {
        func object(_ type: String, _ members: (key: String, value: OrderedJSON)...) -> OrderedJSON { .object([("type", .string(type))] + members) }
        func replace(_ kind: String, _ pattern: String, _ content: String) -> OrderedJSON { object("Replace", ("pattern", .object([(kind, .string(pattern))])), ("content", .string(content))) }
        func sequence(_ key: String, _ parts: [OrderedJSON]) -> OrderedJSON { object("Sequence", (key, .array(parts))) }
        let isLegacy = try settings.bool("legacy", default: !isLlama), addsPrefix = isLlama ? try settings.bool("add_prefix_space", default: true) : file.addsDummyPrefix
        let metaspace = object("Metaspace", ("replacement", .string("▁")), ("prepend_scheme", .string(!addsPrefix ? "never" : isLegacy ? "always" : "first")), ("split", .bool(false)))
        let strip = object("Strip", ("content", .string(" ")), ("start", .integer(1)), ("stop", .integer(0))), spaces = replace("String", "▁", " "), bytes = object("ByteFallback"), fuse = object("Fuse")
        if isLlama { return ["pre_tokenizer": metaspace, "decoder": sequence("decoders", [spaces, bytes, fuse] + (addsPrefix ? [strip] : []))] }

        var normalizers: [OrderedJSON] = []
        if !file.rules.isEmpty { normalizers.append(object("Precompiled", ("precompiled_charsmap", .string(Data(file.rules).base64EncodedString())))) }
        if file.removesExtraSpaces { normalizers += [replace("Regex", #"\A +| +\z"#, ""), replace("Regex", " {2,}", " ")] }
        if file.escapesSpaces { normalizers.append(replace("String", " ", "▁")) }
        if addsPrefix, isLegacy { normalizers.append(replace("Regex", #"\A▁"#, "▁▁")) }
        var cuts = addsPrefix ? [metaspace] : []
        if !userDefined.isEmpty {
            let sorted = userDefined.enumerated().sorted { left, right in
                let lengths = (left.element.unicodeScalars.count, right.element.unicodeScalars.count)
                return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : left.offset < right.offset
            }
            cuts.append(object("Split", ("pattern", .object([("Regex", .string(sorted.map { Self.escaped($0.element) }.joined(separator: "|")))])), ("behavior", .string("Isolated")), ("invert", .bool(false))))
        }
        let decoders = [spaces] + (file.fallsBackToBytes ? [bytes] : []) + (addsPrefix ? [fuse, strip] : file.fallsBackToBytes ? [fuse] : [])
        return ["normalizer": sequence("normalizers", normalizers), "decoder": sequence("decoders", decoders)].merging(cuts.isEmpty ? [:] : ["pre_tokenizer": sequence("pretokenizers", cuts)]) { $1 }
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
    var looksForTokensAsWritten: Bool { !isLlama && file.addsDummyPrefix }

    /// The special tokens by the names that they have in the model.
    var standardTokens: [String: String] {
        guard !isLlama else { return ["unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"] }
        return [("unk_token", file.unknownID, file.unknownPiece), ("bos_token", file.bosID, file.bosPiece), ("eos_token", file.eosID, file.eosPiece)]
            .reduce(into: [:]) { tokens, token in if token.1 >= 0 { tokens[token.0] = token.2 } }
    }

    /// Control tokens, which are special, and for LlamaTokenizer those of the person who trained the model.
    var addedTokens: [AddedToken] {
        file.pieces.filter { $0.kind == .control || (isLlama && $0.kind == .userDefined) }
            .map { AddedToken(content: String(decoding: $0.text, as: UTF8.self), isNormalized: false, isSpecial: $0.kind == .control) }
    }
}
