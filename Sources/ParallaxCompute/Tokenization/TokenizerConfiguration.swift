import Foundation

/// What tokenizer_config.json adds to tokenizer.json, as transformers' AutoTokenizer (version 5) applies it: special tokens that it names.
/// Its add_bos_token and add_eos_token have no effect beside a tokenizer.json, whose post-processor alone decides.
struct TokenizerConfiguration {
    /// The names under which special tokens stand, in the order in which transformers adds them.
    private static let names = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]

    /// "bos_token" → "<s>" and so on, where present.
    let namedTokens: [(name: String, content: String)]
    private let tokens: [AddedToken]
    private let described: [(id: Int, token: AddedToken)]
    let chatTemplate: OrderedJSON?
    /// Published ones have up to 60 kB; what is read of them takes ten times their size.
    private static let longest = 1 << 23

    static let none = TokenizerConfiguration()

    private init() {
        namedTokens = []
        tokens = []
        described = []
        chatTemplate = nil
    }

    /// - Throws: a `Complaint` where the file is no JSON or a token in it is neither a string nor an object with `content`.
    static func open(folder: URL, cancellation: Cancellation? = nil) throws -> TokenizerConfiguration {
        let path = folder.appending(path: "tokenizer_config.json").path
        guard FileSystem.exists(path) else { return .none }
        return try TokenizerConfiguration(try JSONScanner.parse(try MappedFile.contents(of: path, atMost: longest), subject: path, cancellation), subject: path)
    }

    init(_ value: OrderedJSON, subject: String) throws {
        guard let members = value.object else {
            throw Complaint(subject, expected: "a JSON object", found: value.summary, remedy: "the file is damaged, fetch it again")
        }
        // Where a key occurs twice the last one counts.
        let values = Dictionary(members.map { ($0.key, $0.value) }) { $1 }
        let others = members.map(\.key).filter { key in
            key.hasSuffix("_token") && !Self.names.contains(key) && (values[key]?.string != nil || values[key]?["content"] != nil)
        }
        var named: [(name: String, content: String)] = []
        var tokens: [AddedToken] = []
        for name in Self.names + others {
            guard let entry = values[name], !entry.isNull, let token = try Self.token(entry, subject: subject) else { continue }
            named.append((name, token.content))
            tokens.append(token)
        }
        for entry in (values["extra_special_tokens"] ?? values["additional_special_tokens"])?.array ?? [] {
            if let token = try Self.token(entry, subject: subject) { tokens.append(token) }
        }
        namedTokens = named
        self.tokens = tokens
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
        for var token in tokens {
            if let known = descriptions[Array(token.content.utf8)] ?? added.id(of: token.content).flatMap({ added.tokens[$0] }) { token = known }
            token.isSpecial = true
            added.add([token], to: vocabulary)
        }
    }
}
