/// What tokenizer.json says, read in one pass: the large parts straight into their tables, the small ones as values.
struct TokenizerFile {
    let subject: String
    let model: any TokenModel
    let addedTokens: [AddedToken]
    let normalizer: (any Normalizer)?
    let preTokenizer: (any PreTokenizer)?
    let postProcessor: (any PostProcessor)?
    let decoder: (any TokenDecoder)?

    /// The parts beside the model are small in all published files; their values take ten times their text.
    private static let longestPart = 1 << 22
    /// A text goes through all of them.
    private static let mostComponents = 256
    /// Of all regular expressions together: compiled they take up to 4000 times as much.
    private static let longestExpressions = 40_000

    init(_ bytes: [UInt8], subject: String, _ cancellation: Cancellation?) throws {
        var scanner = JSONScanner(bytes, subject: subject)
        scanner.cancellation = cancellation
        guard scanner.peek() == UInt8(ascii: "{") else {
            throw Complaint(
                subject, expected: "a JSON object as huggingface/tokenizers writes it", found: bytes.isEmpty ? "an empty file" : "something else",
                remedy: "export the tokenizer as tokenizer.json")
        }
        var parts: [String: OrderedJSON] = [:]
        var added: [AddedToken] = []
        var model: (any TokenModel)?
        try scanner.object { scanner, key in
            switch key {
            case "model": model = try ModelReader.read(&scanner)
            case "added_tokens": added = try Self.addedTokens(&scanner)
            case "normalizer", "pre_tokenizer", "post_processor", "decoder":
                parts[key] = try scanner.value(atMost: Self.longestPart)
            default: try scanner.check()
            }
        }
        try scanner.end()
        guard let model else {
            throw Complaint(subject, expected: "a model (\(ModelReader.known.joined(separator: ", ")))", found: "no key \"model\"", remedy: "export the tokenizer as tokenizer.json")
        }
        try self.init(subject: subject, model: model, addedTokens: added, parts: parts, cancellation)
    }

    /// - Parameter parts: normalizer, pre_tokenizer, post_processor and decoder, each as in tokenizer.json.
    init(subject: String, model: any TokenModel, addedTokens: [AddedToken], parts: [String: OrderedJSON], _ cancellation: Cancellation?) throws {
        self.subject = subject
        let size = parts.values.reduce((components: 0, expressions: 0)) { Self.sum($0, Self.size(of: $1)) }
        guard size.components <= Self.mostComponents else {
            throw Complaint(subject, expected: "at most \(Self.mostComponents) components", found: "\(size.components)", remedy: "use another tokenizer.json")
        }
        guard size.expressions <= Self.longestExpressions else {
            throw Complaint(subject, expected: "regular expressions of at most \(Self.longestExpressions) bytes together", found: "\(size.expressions)", remedy: "use another tokenizer.json")
        }
        func make<Part>(_ name: String, _ make: (ComponentSettings) throws -> Part) throws -> Part? {
            guard let value = parts[name], !value.isNull else { return nil }
            return try make(ComponentSettings(subject: subject, part: name, value: value))
        }
        normalizer = try make("normalizer", Normalizers.make)
        try cancellation?.check()
        preTokenizer = try make("pre_tokenizer", PreTokenizers.make)
        try cancellation?.check()
        postProcessor = try make("post_processor", PostProcessors.make)
        decoder = try make("decoder", TokenDecoders.make)
        self.addedTokens = addedTokens
        self.model = model
    }

    private static func addedTokens(_ scanner: inout JSONScanner) throws -> [AddedToken] {
        guard scanner.peek() == UInt8(ascii: "[") else {
            throw Complaint(scanner.subject, expected: "an array as added_tokens", found: try scanner.value(atMost: longestPart).summary, remedy: "the file is damaged, fetch it again")
        }
        var tokens: [AddedToken] = []
        try scanner.array { scanner in tokens.append(try AddedToken(try scanner.value(atMost: longestPart), subject: scanner.subject)) }
        return tokens
    }

    /// How many components a part has, and how many bytes of regular expressions.
    private static func size(of value: OrderedJSON) -> (components: Int, expressions: Int) {
        if let elements = value.array { return elements.reduce((0, 0)) { sum($0, size(of: $1)) } }
        return (value.object ?? []).reduce((0, 0)) { size, member in
            switch (member.key, member.value) {
            case ("type", .string): sum(size, (1, 0))
            case ("Regex", .string(let expression)): sum(size, (0, expression.utf8.count))
            default: sum(size, Self.size(of: member.value))
            }
        }
    }

    private static func sum(_ left: (components: Int, expressions: Int), _ right: (components: Int, expressions: Int)) -> (components: Int, expressions: Int) {
        (left.components + right.components, left.expressions + right.expressions)
    }
}
