import Foundation

/// What tokenizer_config.json adds to tokenizer.json, as transformers' AutoTokenizer applies it.
struct TokenizerConfiguration {
    /// The names under which special tokens stand, in the order in which transformers adds them.
    private static let names = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]

    /// "bos_token" → "<s>" and so on, where present.
    let namedTokens: [(name: String, content: String)]
    private let tokens: [AddedToken]
    private let described: [(id: Int, token: AddedToken)]
    private let addsFirst: Bool?
    private let addsLast: Bool?
    let chatTemplate: OrderedJSON?

    static let none = TokenizerConfiguration()

    private init() {
        namedTokens = []
        tokens = []
        described = []
        addsFirst = nil
        addsLast = nil
        chatTemplate = nil
    }

    /// - Throws: a `Complaint` where the file is no JSON or a token in it is neither a string nor an object with `content`.
    static func open(folder: URL) throws -> TokenizerConfiguration {
        let path = folder.appending(path: "tokenizer_config.json").path
        guard FileManager.default.fileExists(atPath: path) else { return .none }
        return try TokenizerConfiguration(try JSONScanner.parse([UInt8](try MappedFile(path).bytes), subject: path), subject: path)
    }

    init(_ value: OrderedJSON, subject: String) throws {
        let settings = ComponentSettings(subject: subject, part: "tokenizer configuration", value: value)
        var named: [(name: String, content: String)] = []
        var tokens: [AddedToken] = []
        for name in Self.names {
            guard let entry = value[name], !entry.isNull, let token = try Self.token(entry, subject: subject) else { continue }
            named.append((name, token.content))
            tokens.append(token)
        }
        for entry in (value["extra_special_tokens"] ?? value["additional_special_tokens"])?.array ?? [] {
            if let token = try Self.token(entry, subject: subject) { tokens.append(token) }
        }
        namedTokens = named
        self.tokens = tokens
        described = try (value["added_tokens_decoder"]?.object ?? []).compactMap { key, entry in
            Int(key).map { ($0, entry) }
        }.sorted { $0.0 < $1.0 }.map { ($0.0, try AddedToken($0.1, subject: subject)) }
        addsFirst = value["add_bos_token"] == nil ? nil : try settings.bool("add_bos_token", default: false)
        addsLast = value["add_eos_token"] == nil ? nil : try settings.bool("add_eos_token", default: false)
        chatTemplate = value["chat_template"]
    }

    private static func token(_ value: OrderedJSON, subject: String) throws -> AddedToken? {
        if let content = value.string { return AddedToken(content: content, isNormalized: false, isSpecial: true) }
        return try AddedToken(value, subject: subject)
    }

    func content(of name: String) -> String? { namedTokens.first { $0.name == name }?.content }

    /// Adds the tokens that are described or named here. A named token keeps the flags that a description gives it and becomes special.
    func extend(_ added: inout AddedVocabulary, _ vocabulary: Vocabulary) {
        added.add(described.map(\.token).filter { added.id(of: $0.content) == nil }, to: vocabulary)
        for var token in tokens {
            if let known = described.first(where: { $0.token.content.utf8.elementsEqual(token.content.utf8) })?.token ?? added.id(of: token.content).flatMap({ added.tokens[$0] }) {
                token = known
            }
            token.isSpecial = true
            added.add([token], to: vocabulary)
        }
    }

    /// The post-processor that takes the place of the file's own: where add_bos_token or add_eos_token is spelled out.
    func postProcessor(_ added: AddedVocabulary) -> TemplatePostProcessor? {
        guard addsFirst != nil || addsLast != nil else { return nil }
        func id(_ name: String) -> Int? { content(of: name).flatMap(added.id) }
        return TemplatePostProcessor(first: addsFirst == true ? id("bos_token") : nil, last: addsLast == true ? id("eos_token") : nil)
    }
}
