import Foundation

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
            let value = try JSONScanner.parse(try MappedFile.contents(of: path, atMost: longest), subject: path, cancellation)
            guard let members = value.object else { throw Complaint(path, expected: "a JSON object", found: value.summary, remedy: "the file is damaged, fetch it again") }
            return members
        }
        var given = try members("tokenizer_config.json") ?? []
        // Older folders name special tokens in a file of their own, which counts where the configuration describes no added tokens.
        if !given.contains(where: { $0.key == "added_tokens_decoder" }) { given += try members("special_tokens_map.json") ?? [] }
        let declared = given.last { $0.key == "tokenizer_class" }?.value.string
        return try TokenizerConfiguration(given, subject: folder.appending(path: "tokenizer_config.json").path) { ClassSpecialTokens.standardTokens(declared: declared, folder: folder, missing: $0) }
    }

    /// - Parameters:
    ///   - members: what the files say. Where a key occurs twice the last one counts.
    ///   - standard: the tokens of the class, which count for names that no file has, not even with null.
    private init(_ members: [(key: String, value: OrderedJSON)], subject: String, standard: (_ missing: Set<String>) -> ClassSpecialTokens.Tokens) throws {
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
        for entry in [values["extra_special_tokens"]?.array, values["additional_special_tokens"]?.array].lazy.compactMap({ $0 }).first(where: { !$0.isEmpty }) ?? [] {
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
            if let known = descriptions[Array(token.content.utf8)] ?? added.id(of: token.content).flatMap({ added.tokens[$0] }) { token = known }
            token.isSpecial = true
            added.add([token], to: vocabulary)
        }
    }
}
