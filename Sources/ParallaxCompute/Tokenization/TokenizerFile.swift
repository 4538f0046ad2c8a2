/// What tokenizer.json says, read in one pass: the large parts straight into their tables, the small ones as values.
struct TokenizerFile {
    let model: BytePairModel
    let addedTokens: [AddedToken]
    let normalizer: (any Normalizer)?
    let preTokenizer: (any PreTokenizer)?
    let postProcessor: (any PostProcessor)?
    let decoder: (any TokenDecoder)?

    init(_ bytes: [UInt8], subject: String) throws {
        var scanner = JSONScanner(bytes, subject: subject)
        guard scanner.peek() == UInt8(ascii: "{") else {
            throw Complaint(subject, expected: "a JSON object as huggingface/tokenizers writes it", found: bytes.isEmpty ? "an empty file" : "something else", remedy: "export the tokenizer as tokenizer.json")
        }
        var parts: [String: OrderedJSON] = [:]
        var model: BytePairModel?
        try scanner.object { scanner, key in
            if key == "model" {
                model = try BytePairModel(reading: &scanner)
            } else {
                parts[key] = try scanner.value()
            }
        }
        try scanner.end()
        guard let model else {
            throw Complaint(subject, expected: "a model (BPE)", found: "no key \"model\"", remedy: "export the tokenizer as tokenizer.json")
        }
        func make<Part>(_ name: String, _ make: (ComponentSettings) throws -> Part) throws -> Part? {
            guard let value = parts[name], !value.isNull else { return nil }
            return try make(ComponentSettings(subject: subject, part: name, value: value))
        }
        normalizer = try make("normalizer", Normalizers.make)
        preTokenizer = try make("pre_tokenizer", PreTokenizers.make)
        postProcessor = try make("post_processor", PostProcessors.make)
        decoder = try make("decoder", TokenDecoders.make)
        let added = parts["added_tokens"] ?? .array([])
        guard let tokens = added.array else {
            throw Complaint(subject, expected: "an array as added_tokens", found: added.summary, remedy: "the file is damaged, fetch it again")
        }
        addedTokens = try tokens.map { try AddedToken($0, subject: subject) }
        self.model = model
    }
}
