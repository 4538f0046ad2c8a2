/// Reads the `model` object of tokenizer.json: the large parts straight into their tables, wherever they stand in it.
package struct ModelReader {
    private var vocabulary: Vocabulary?
    /// Of a vocabulary that is a list, as Unigram's is.
    private var scores: [Double]?
    private var settings: [(key: String, value: OrderedJSON)] = []
    /// Where the merges begin: they need the vocabulary and the prefix, which may come behind them.
    private var mergesStart: JSONCursor?
    private var merges: MergeTable?
    private var prefixOfMerges = 0

    package static let known = ["BPE", "Unigram", "WordLevel", "WordPiece"]
    private static let keys: Set = [
        "type", "continuing_subword_prefix", "end_of_word_suffix", "dropout", "unk_token", "fuse_unk", "byte_fallback", "ignore_merges",
        "unk_id", "max_input_chars_per_word"
    ]
    /// Looking for pieces takes ten bytes a byte. The largest published vocabulary of a model that does has 3 MB.
    private static let longestPieces = 1 << 23

    /// Reads the object at which the cursor stands.
    static func read(_ cursor: inout JSONCursor) throws -> any TokenModel {
        var reader = ModelReader()
        try cursor.eachMember { cursor, key in
            switch key {
            case "vocab": try reader.readVocabulary(&cursor)
            case "merges": try reader.passMerges(&cursor)
            case _ where keys.contains(key): reader.settings.append((key, try cursor.orderedValue(atMost: 1 << 16)))
            default: try cursor.skip()
            }
        }
        return try reader.model(cursor.subject)
    }

    private mutating func readVocabulary(_ cursor: inout JSONCursor) throws {
        switch try cursor.kind() {
        case .object: vocabulary = try Vocabulary(&cursor)
        case .array:
            let list = try Self.scoredPieces(&cursor)
            vocabulary = list.vocabulary
            scores = list.scores
        default:
            throw Complaint(
                cursor.subject, expected: "an object or an array as vocab of the model",
                found: try cursor.orderedValue(atMost: 1 << 16).summary,
                remedy: "the file is damaged, fetch it again")
        }
    }

    private static func scoredPieces(_ cursor: inout JSONCursor) throws -> (vocabulary: Vocabulary, scores: [Double]) {
        var pieces: [ArraySlice<UInt8>] = [], scores: [Double] = [], piece: [UInt8] = []
        try cursor.eachElement { cursor in
            var count = 0
            try cursor.eachElement { cursor in
                switch count {
                case 0:
                    try cursor.string(into: &piece)
                    pieces.append(piece[...])
                case 1:
                    switch try cursor.orderedValue() {
                    case .integer(let score): scores.append(Double(score))
                    case .number(let score) where score.isFinite: scores.append(score)
                    case let other:
                        throw Complaint(
                            cursor.subject, expected: "a number as the score of \"\(String(decoding: piece, as: UTF8.self).shortened)\"",
                            found: other.summary, remedy: "the file is damaged, fetch it again")
                    }
                default: try cursor.skip()
                }
                count += 1
            }
            guard count == 2 else {
                throw Complaint(
                    cursor.subject, expected: "[\"piece\", score] as piece \(pieces.count) of the vocab", found: "an array of \(count)",
                    remedy: "the file is damaged, fetch it again")
            }
        }
        return (Vocabulary(pieces), scores)
    }

    private mutating func passMerges(_ cursor: inout JSONCursor) throws {
        mergesStart = cursor
        guard let vocabulary else { return try cursor.skip() }
        prefixOfMerges = prefix.count
        do { merges = try MergeTable.read(&cursor, vocabulary, prefix: prefixOfMerges) } catch let error
            where error is Complaint || error is JSONFailure
        {
            // They may be right with a prefix that comes behind them; else they are refused when all is known.
            if let start = mergesStart { cursor = start }
            try cursor.skip()
        }
    }

    private var prefix: [UInt8] { Array((OrderedJSON.object(settings)["continuing_subword_prefix"]?.string ?? "").utf8) }

    private mutating func model(_ subject: String) throws -> any TokenModel {
        let component = ComponentSettings(subject: subject, part: "model", value: .object(settings))
        // Files from before types were written tell their model by what they have.
        let untyped =
            mergesStart != nil
            ? "BPE"
            : scores != nil
                ? "Unigram"
                : component.value["max_input_chars_per_word"] != nil
                    ? "WordPiece" : component.value["unk_token"] != nil ? "WordLevel" : "unnamed"
        let type = component.value["type"]?.string ?? untyped
        guard Self.known.contains(type) else { throw component.unknownType(type, known: Self.known) }
        guard let vocabulary else { throw component.refused("a vocab in the model", "none") }
        guard (scores != nil) == (type == "Unigram") else {
            throw component.refused(
                "\(type == "Unigram" ? "an array" : "an object") as vocab of a model of type \(type)",
                scores != nil ? "an array" : "an object")
        }
        if ["Unigram", "WordPiece"].contains(type), vocabulary.size > Self.longestPieces {
            throw component.refused(
                "pieces of at most \(Self.longestPieces) bytes together in a model of type \(type)", "\(vocabulary.size)")
        }
        switch type {
        case "WordLevel": return WordLevelModel(vocabulary, unknown: try component.text("unk_token"))
        case "WordPiece":
            return WordPieceModel(
                vocabulary, unknown: try component.text("unk_token"),
                prefix: try component.text("continuing_subword_prefix", default: "##"),
                longestWord: try component.count("max_input_chars_per_word", default: 100))
        case "Unigram":
            let unknown = try component.optionalCount("unk_id"), scores = scores ?? []
            if let unknown, unknown >= scores.count {
                throw component.refused("an unk_id below the \(scores.count) pieces of the vocab", "\(unknown)")
            }
            return UnigramModel(
                vocabulary, scores: scores, unknownID: unknown, fallsBackToBytes: try component.bool("byte_fallback", default: false))
        default: return try bytePairModel(vocabulary, component)
        }
    }

    private mutating func bytePairModel(_ vocabulary: Vocabulary, _ component: ComponentSettings) throws -> BytePairModel {
        let affixes = BytePairModel.Affixes(prefix: prefix, suffix: Array(try component.text("end_of_word_suffix", default: "").utf8))
        if var start = mergesStart, merges == nil || prefixOfMerges != affixes.prefix.count {
            merges = try MergeTable.read(&start, vocabulary, prefix: affixes.prefix.count)
        }
        guard let merges else { throw component.refused("merges in the model", "none") }
        switch component.value["dropout"] {
        case nil, .null, .integer(0), .number(0): break
        case let dropout?: throw component.refused("no dropout in the model (it makes encoding random)", dropout.summary)
        }
        return BytePairModel(
            vocabulary: vocabulary, merges: merges, unknown: component.value["unk_token"]?.string,
            fusesUnknown: try component.bool("fuse_unk", default: false),
            fallsBackToBytes: try component.bool("byte_fallback", default: false),
            ignoresMerges: try component.bool("ignore_merges", default: false), affixes: affixes)
    }
}
