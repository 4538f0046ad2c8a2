extension BytePairModel {
    /// Reads the `model` object of tokenizer.json, at which the scanner stands. Other models than BPE are refused by name.
    init(reading scanner: inout JSONScanner) throws {
        let subject = scanner.subject
        var settings: [(key: String, value: OrderedJSON)] = []
        // The merges need the vocabulary. Where they come first they are passed over and read at the end.
        var vocabulary: Vocabulary?
        var merges: MergeTable?
        var earlyMerges: JSONScanner?
        try scanner.object { scanner, key in
            switch key {
            case "vocab":
                // Other models keep a list here; their type is told below.
                if scanner.peek() == UInt8(ascii: "{") { vocabulary = try Vocabulary(&scanner) } else { try scanner.skip() }
            case "merges":
                if let vocabulary {
                    merges = try MergeTable(&scanner, vocabulary)
                } else {
                    earlyMerges = scanner
                    try scanner.skip()
                }
            case "type", "continuing_subword_prefix", "end_of_word_suffix", "dropout", "unk_token", "fuse_unk", "byte_fallback", "ignore_merges":
                settings.append((key, try scanner.value(atMost: 1 << 16)))
            default: try scanner.check()
            }
        }
        let component = ComponentSettings(subject: subject, part: "model", value: .object(settings))
        let type = component.value["type"]?.string ?? (merges == nil && earlyMerges == nil ? "unnamed" : "BPE")
        guard type == "BPE" else { throw component.refused("a model of type BPE", "\"\(type.shortened)\"") }
        guard let pieces = vocabulary else { throw component.refused("a vocab in the model", "none") }
        if var early = earlyMerges { merges = try MergeTable(&early, pieces) }
        guard let merges else { throw component.refused("merges in the model", "none") }
        for key in ["continuing_subword_prefix", "end_of_word_suffix"] {
            if let text = component.value[key]?.string, !text.isEmpty { throw component.refused("no \(key) in the model", "\"\(text.shortened)\"") }
        }
        switch component.value["dropout"] {
        case nil, .null, .integer(0), .number(0): break
        case let dropout?: throw component.refused("no dropout in the model (it makes encoding random)", dropout.summary)
        }
        var unknownID: Int?
        if let unknown = component.value["unk_token"]?.string {
            unknownID = pieces.id(of: unknown)
            if unknownID == nil { throw component.refused("the unk_token in the vocabulary", "\"\(unknown.shortened)\", which it has not") }
        }
        self.init(
            vocabulary: pieces, merges: merges, unknownID: unknownID, fusesUnknown: try component.bool("fuse_unk", default: false),
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
            func malformed(_ found: @autoclosure () -> String) -> Complaint {
                Complaint(scanner.subject, expected: "\"a b\" or [\"a\", \"b\"] as merge \(rank)", found: found(), remedy: "the file is damaged, fetch it again")
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
                guard let space = whole.firstIndex(of: 0x20), !whole[(space + 1)...].contains(0x20) else { throw malformed("\"\(String(decoding: whole, as: UTF8.self).shortened)\"") }
                left.replaceSubrange(left.indices, with: whole[..<space])
                right.replaceSubrange(right.indices, with: whole[(space + 1)...])
            }
            func id(_ piece: [UInt8]) throws -> UInt32 {
                guard let id = piece.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) else {
                    throw malformed("\"\(String(decoding: piece, as: UTF8.self).shortened)\", which the vocabulary has not")
                }
                return UInt32(clamping: id)
            }
            whole.replaceSubrange(whole.indices, with: left)
            whole.append(contentsOf: right)
            set(try id(left), try id(right), Merge(rank: rank, id: try id(whole)))
            rank += 1
        }
    }
}
