extension BytePairModel {
    /// Reads the `model` object of tokenizer.json, at which the scanner stands. Other models than BPE are refused by name.
    init(reading scanner: JSONScanner) throws {
        var scanner = scanner
        let subject = scanner.subject
        var settings: [(key: String, value: OrderedJSON)] = []
        var vocabulary: JSONScanner?
        var merges: JSONScanner?
        try scanner.object { scanner, key in
            switch key {
            case "vocab":
                vocabulary = scanner
                try scanner.skip()
            case "merges":
                merges = scanner
                try scanner.skip()
            default: settings.append((key, try scanner.value()))
            }
        }
        let component = ComponentSettings(subject: subject, part: "model", value: .object(settings))
        let type = component.value["type"]?.string ?? (merges == nil ? "unnamed" : "BPE")
        guard type == "BPE" else { throw component.refused("a model of type BPE", "\"\(type)\"") }
        guard var vocabulary, var merges else { throw component.refused("vocab and merges in the model", vocabulary == nil ? "no vocab" : "no merges") }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let text = component.value[key]?.string, !text.isEmpty { throw component.refused("no \(key) in the model", "\"\(text)\"") }
        }
        switch component.value["dropout"] {
        case nil, .null, .integer(0), .number(0): break
        case let dropout?: throw component.refused("no dropout in the model (it makes encoding random)", dropout.summary)
        }
        let pieces = try Vocabulary(&vocabulary)
        var unknownID: Int?
        if let unknown = component.value["unk_token"]?.string {
            unknownID = pieces.id(of: unknown)
            if unknownID == nil { throw component.refused("the unk_token in the vocabulary", "\"\(unknown)\", which it has not") }
        }
        self.init(
            vocabulary: pieces, merges: try MergeTable(&merges, pieces), unknownID: unknownID, fusesUnknown: try component.bool("fuse_unk", default: false),
            fallsBackToBytes: try component.bool("byte_fallback", default: false), ignoresMerges: try component.bool("ignore_merges", default: false))
    }
}

extension MergeTable {
    /// Reads merges, each as "a b" or as ["a", "b"], the first of them the first to be done.
    init(_ scanner: inout JSONScanner, _ vocabulary: Vocabulary) throws {
        self.init(expected: vocabulary.count)
        var rank: UInt32 = 0
        var left: [UInt8] = []
        var right: [UInt8] = []
        var whole: [UInt8] = []
        try scanner.array { scanner in
            func malformed(_ found: String) -> Complaint {
                Complaint(scanner.subject, expected: "\"a b\" or [\"a\", \"b\"] as merge \(rank)", found: found, remedy: "the file is damaged, fetch it again")
            }
            if scanner.peek() == UInt8(ascii: "[") {
                var count = 0
                try scanner.array { scanner in
                    if count == 0 { try scanner.string(into: &left) } else { try scanner.string(into: &right) }
                    count += 1
                }
                guard count == 2 else { throw malformed("an array of \(count)") }
            } else {
                try scanner.string(into: &whole)
                let parts = whole.split(separator: 0x20, omittingEmptySubsequences: false)
                guard parts.count == 2 else { throw malformed("\"\(String(decoding: whole, as: UTF8.self))\"") }
                left = Array(parts[0])
                right = Array(parts[1])
            }
            func id(_ piece: [UInt8]) throws -> UInt32 {
                guard let id = piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) else {
                    throw malformed("\"\(String(decoding: piece, as: UTF8.self))\", which the vocabulary has not")
                }
                return UInt32(id)
            }
            set(try id(left), try id(right), Merge(rank: rank, id: try id(left + right)))
            rank += 1
        }
    }
}
