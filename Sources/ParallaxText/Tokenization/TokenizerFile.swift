import Foundation

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
        var parts: [String: OrderedJSON] = [:]
        var added: [AddedToken] = []
        var model: (any TokenModel)?
        try JSONText.read(bytes, subject: subject, cancellation) { cursor in
            guard (try? cursor.kind()) == .object else {
                throw Complaint(
                    subject, expected: "a JSON object as huggingface/tokenizers writes it",
                    found: bytes.isEmpty ? "an empty file" : "something else",
                    remedy: "export the tokenizer as tokenizer.json")
            }
            try cursor.eachMember { cursor, key in
                switch key {
                case "model": model = try ModelReader.read(&cursor)
                case "added_tokens": added = try Self.addedTokens(&cursor)
                case "normalizer", "pre_tokenizer", "post_processor", "decoder":
                    parts[key] = try cursor.orderedValue(atMost: Self.longestPart)
                default: try cursor.skip()
                }
            }
        }
        guard let model else {
            throw Complaint(
                subject, expected: "a model (\(ModelReader.known.joined(separator: ", ")))", found: "no key \"model\"",
                remedy: "export the tokenizer as tokenizer.json")
        }
        try self.init(subject: subject, model: model, addedTokens: added, parts: parts, cancellation)
    }

    /// - Parameter parts: normalizer, pre_tokenizer, post_processor and decoder, each as in tokenizer.json.
    init(subject: String, model: any TokenModel, addedTokens: [AddedToken], parts: [String: OrderedJSON], _ cancellation: Cancellation?)
        throws
    {
        self.subject = subject
        let size = parts.values.reduce((components: 0, expressions: 0)) { Self.sum($0, Self.size(of: $1)) }
        guard size.components <= Self.mostComponents else {
            throw Complaint(
                subject, expected: "at most \(Self.mostComponents) components", found: "\(size.components)",
                remedy: "use another tokenizer.json")
        }
        guard size.expressions <= Self.longestExpressions else {
            throw Complaint(
                subject, expected: "regular expressions of at most \(Self.longestExpressions) bytes together", found: "\(size.expressions)",
                remedy: "use another tokenizer.json")
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

    private static func addedTokens(_ cursor: inout JSONCursor) throws -> [AddedToken] {
        guard try cursor.kind() == .array else {
            throw Complaint(
                cursor.subject, expected: "an array as added_tokens", found: try cursor.orderedValue(atMost: longestPart).summary,
                remedy: "the file is damaged, fetch it again")
        }
        var tokens: [AddedToken] = []
        try cursor.eachElement { cursor in
            tokens.append(try AddedToken(try cursor.orderedValue(atMost: longestPart), subject: cursor.subject))
        }
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

    private static func sum(_ left: (components: Int, expressions: Int), _ right: (components: Int, expressions: Int)) -> (
        components: Int, expressions: Int
    ) {
        (left.components + right.components, left.expressions + right.expressions)
    }
}

/// What tokenizer_config.json and special_tokens_map.json add to tokenizer.json, as transformers' AutoTokenizer (version 5) applies them: special
/// tokens that they name, or that the tokenizer's class has where they do not.
/// Their add_bos_token and add_eos_token have no effect beside a tokenizer.json, whose post-processor alone decides.
struct TokenizerConfiguration {
    /// The names under which special tokens stand, in the order in which transformers adds them.
    private static let names = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]

    /// "bos_token" → "<s>" and so on, where present.
    let namedTokens: [(name: String, content: String)]
    private let tokens: [AddedToken]
    /// Tokens of the class: they count only where the vocabulary has them.
    private let standardTokens: [AddedToken]
    private let described: [(id: Int, token: AddedToken)]
    let chatTemplate: OrderedJSON?
    /// Published ones have up to 60 kB; what is read of them takes ten times their size.
    private static let longest = 1 << 23

    /// Nothing beside tokenizer.json.
    static let none = TokenizerConfiguration()

    private init() { (namedTokens, tokens, standardTokens, described, chatTemplate) = ([], [], [], [], nil) }

    /// - Throws: a `Complaint` where a file is no JSON or a token in it is neither a string nor an object with `content`.
    static func open(folder: URL, cancellation: Cancellation? = nil) throws -> TokenizerConfiguration {
        func members(_ name: String) throws -> [(key: String, value: OrderedJSON)]? {
            let path = folder.appending(path: name).path
            guard FileSystem.exists(path) else { return nil }
            let value = try JSONText.value(try MappedFile.contents(of: path, atMost: longest), subject: path, cancellation)
            guard let members = value.object else {
                throw Complaint(path, expected: "a JSON object", found: value.summary, remedy: "the file is damaged, fetch it again")
            }
            return members
        }
        var given = try members("tokenizer_config.json") ?? []
        // Older folders name special tokens in a file of their own, which counts where the configuration describes no added tokens.
        if !given.contains(where: { $0.key == "added_tokens_decoder" }) { given += try members("special_tokens_map.json") ?? [] }
        let declared = given.last { $0.key == "tokenizer_class" }?.value.string
        return try TokenizerConfiguration(given, subject: folder.appending(path: "tokenizer_config.json").path) {
            ClassSpecialTokens.standardTokens(declared: declared, folder: folder, missing: $0)
        }
    }

    /// - Parameters:
    ///   - members: what the files say. Where a key occurs twice the last one counts.
    ///   - standard: the tokens of the class, which count for names that no file has, not even with null.
    private init(
        _ members: [(key: String, value: OrderedJSON)], subject: String, standard: (_ missing: Set<String>) -> ClassSpecialTokens.Tokens
    ) throws {
        let values = Dictionary(members.map { ($0.key, $0.value) }) { $1 }
        var others = members.map(\.key).filter { key in
            key.hasSuffix("_token") && !Self.names.contains(key) && (values[key]?.string != nil || values[key]?["content"] != nil)
        }.map { (name: $0, value: values[$0]) }
        // Named ones stand in an object, nameless ones in a list.
        for (name, value) in values["extra_special_tokens"]?.object ?? [] { others.append((name, value)) }
        var named: [(name: String, content: String)] = []
        var tokens: [AddedToken] = [], standardTokens: [AddedToken] = []
        for (name, value) in Self.names.map({ (name: $0, value: values[$0]) }) + others {
            guard let value, !value.isNull, let token = try Self.token(value, subject: subject) else { continue }
            named.removeAll { $0.name == name }
            named.append((name, token.content))
            tokens.append(token)
        }
        for entry in [values["extra_special_tokens"]?.array, values["additional_special_tokens"]?.array].lazy.compactMap({ $0 }).first(
            where: { !$0.isEmpty }) ?? []
        {
            if let token = try Self.token(entry, subject: subject) { tokens.append(token) }
        }
        for (name, content) in standard(Set(Self.names.filter { values[$0] == nil })) {
            named.append((name, content))
            standardTokens.append(AddedToken(content: content, isNormalized: false, isSpecial: true))
        }
        namedTokens = named
        (self.tokens, self.standardTokens) = (tokens, standardTokens)
        described = try (values["added_tokens_decoder"]?.object ?? []).compactMap { key, entry in
            Int(foreign: key).map { ($0, entry) }
        }.sorted { $0.0 < $1.0 }.map { ($0.0, try AddedToken($0.1, subject: subject)) }
        chatTemplate = values["chat_template"]
    }

    private static func token(_ value: OrderedJSON, subject: String) throws -> AddedToken? {
        if let content = value.string { return AddedToken(content: content, isNormalized: false, isSpecial: true) }
        return try AddedToken(value, subject: subject)
    }

    /// Adds the tokens that are described or named here. A named token keeps the flags that a description gives it and becomes special.
    func extend(_ added: inout AddedVocabulary, _ vocabulary: Vocabulary) {
        added.add(described.map(\.token).filter { added.id(of: $0.content) == nil }, to: vocabulary)
        // By their bytes: strings that are canonically equivalent are different tokens.
        let descriptions = Dictionary(described.map { (Array($0.token.content.utf8), $0.token) }) { first, _ in first }
        for var token in tokens + standardTokens.filter({ added.id(of: $0.content) != nil || vocabulary.id(of: $0.content) != nil }) {
            if let known = descriptions[Array(token.content.utf8)] ?? added.id(of: token.content).flatMap({ added.tokens[$0] }) {
                token = known
            }
            token.isSpecial = true
            added.add([token], to: vocabulary)
        }
    }
}

extension MappedFile {
    /// The bytes of a small file, copied: what is read of them later does not depend on the file any more.
    /// - Parameter most: the longest that is taken; the largest tokenizer.json that is published has 34 MB.
    /// - Throws: as `init`; a `Complaint` where the file is longer.
    static func contents(of path: String, atMost most: Int = 1 << 27) throws -> [UInt8] {
        let file = try MappedFile(path)
        guard file.bytes.count <= most else {
            throw Complaint(path, expected: "a file of at most \(most) bytes", found: "\(file.bytes.count)", remedy: "name the right file")
        }
        let bytes = withExtendedLifetime(file) { [UInt8](file.bytes) }
        try file.checkIntact()
        return bytes
    }
}
