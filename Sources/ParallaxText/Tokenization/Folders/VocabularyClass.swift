/// What transformers (version 5) makes of a vocabulary that lies in a folder without tokenizer.json: the parts and special tokens that the
/// tokenizer's class has. To add one, write a case like its neighbours.
enum VocabularyClass: String, CaseIterable {
    case gpt2 = "GPT2Tokenizer"
    case neoX = "GPTNeoXTokenizer"
    case qwen2 = "Qwen2Tokenizer"
    case roberta = "RobertaTokenizer"
    case bert = "BertTokenizer"

    /// By `model_type` of config.json.
    init?(modelType: String) {
        let classes: [String: VocabularyClass] = ["gpt2": .gpt2, "opt": .gpt2, "gpt_neox": .neoX, "qwen2": .qwen2, "roberta": .roberta, "bert": .bert]
        guard let known = classes[modelType] else { return nil }
        self = known
    }

    /// Whether its vocabulary is a vocab.txt; else it is a vocab.json with its merges.txt.
    var readsLines: Bool { self == .bert }

    /// The special tokens that it has where the folder's files name no others.
    var standardTokens: [String: String] { Dictionary(ClassSpecialTokens.tokens(of: rawValue).map { ($0.name, $0.content) }) { first, _ in first } }

    /// normalizer, pre_tokenizer and decoder.
    /// - Parameter settings: tokenizer_config.json.
    func parts(_ settings: ComponentSettings) throws -> [String: OrderedJSON] {
        func object(_ type: String, _ members: (key: String, value: OrderedJSON)...) -> OrderedJSON { .object([("type", .string(type))] + members) }
        func byteLevel(usesRegex: Bool) throws -> OrderedJSON {
            object("ByteLevel", ("add_prefix_space", .bool(try settings.bool("add_prefix_space", default: false))), ("use_regex", .bool(usesRegex)))
        }
        switch self {
        case .gpt2, .roberta: return ["pre_tokenizer": try byteLevel(usesRegex: true), "decoder": object("ByteLevel")]
        case .neoX: return ["normalizer": object("NFC"), "pre_tokenizer": try byteLevel(usesRegex: true), "decoder": object("ByteLevel")]
        case .qwen2:
            let words = object("Split", ("pattern", .object([("Regex", .string(PublishedPattern.qwen2))])), ("behavior", .string("Isolated")), ("invert", .bool(false)))
            return ["normalizer": object("NFC"), "pre_tokenizer": object("Sequence", ("pretokenizers", .array([words, try byteLevel(usesRegex: false)]))), "decoder": object("ByteLevel")]
        case .bert:
            let lowercases = try settings.bool("do_lower_case", default: true)
            let normalizer = object(
                "BertNormalizer", ("clean_text", .bool(true)), ("handle_chinese_chars", .bool(try settings.bool("tokenize_chinese_chars", default: true))),
                ("strip_accents", .bool(try settings.bool("strip_accents", default: lowercases))), ("lowercase", .bool(lowercases)))
            return ["normalizer": normalizer, "pre_tokenizer": object("BertPreTokenizer"), "decoder": object("WordPiece", ("prefix", .string("##")), ("cleanup", .bool(true)))]
        }
    }

    /// - Parameters:
    ///   - tokens: the content of each named special token.
    ///   - id: of a token that was added.
    func postProcessor(_ tokens: [String: String], _ settings: ComponentSettings, id: (String) -> Int?) throws -> OrderedJSON? {
        func token(_ name: String) -> (content: String, id: Int)? { tokens[name].flatMap { content in id(content).map { (content, $0) } } }
        func template(_ first: (content: String, id: Int)?, _ last: (content: String, id: Int)?) -> OrderedJSON {
            func item(_ token: (content: String, id: Int)?) -> [OrderedJSON] { token.map { [.object([("SpecialToken", .object([("id", .string($0.content))]))])] } ?? [] }
            let specials = [first, last].compactMap { $0 }.map { token in (key: token.content, value: OrderedJSON.object([("ids", .array([.integer(token.id)]))])) }
            let text = OrderedJSON.object([("Sequence", .object([("id", .string("A"))]))])
            return .object([("type", .string("TemplateProcessing")), ("single", .array(item(first) + [text] + item(last))), ("special_tokens", .object(specials))])
        }
        switch self {
        case .gpt2, .neoX, .qwen2:
            return template(try settings.bool("add_bos_token", default: false) ? token("bos_token") : nil, try settings.bool("add_eos_token", default: false) ? token("eos_token") : nil)
        case .bert: return template(token("cls_token"), token("sep_token"))
        case .roberta:
            guard let first = token("cls_token"), let last = token("sep_token") else { return nil }
            return .object([("type", .string("RobertaProcessing")), ("sep", .array([.string(last.content), .integer(last.id)])), ("cls", .array([.string(first.content), .integer(first.id)]))])
        }
    }
}
