import Foundation

/// What transformers (version 5) makes of a vocabulary that lies in a folder without tokenizer.json: the parts and special tokens that the
/// tokenizer's class has. To add one, write a case like its neighbours.
enum VocabularyClass: String, CaseIterable {
    case gpt2 = "GPT2Tokenizer"
    case neoX = "GPTNeoXTokenizer"
    case qwen2 = "Qwen2Tokenizer"
    case roberta = "RobertaTokenizer"
    case deberta = "DebertaTokenizer"
    case clip = "CLIPTokenizer"
    case blenderbot = "BlenderbotTokenizer"
    case bert = "BertTokenizer"
    case mpnet = "MPNetTokenizer"
    case funnel = "FunnelTokenizer"

    /// Classes that are another one under their own name.
    private static let others: [String: VocabularyClass] = [
        "CodeGenTokenizer": .gpt2, "BartTokenizer": .roberta, "LongformerTokenizer": .roberta, "LEDTokenizer": .roberta,
        "MvpTokenizer": .roberta, "DistilBertTokenizer": .bert,
        "ElectraTokenizer": .bert, "ConvBertTokenizer": .bert, "MobileBertTokenizer": .bert, "LayoutLMTokenizer": .bert,
        "SqueezeBertTokenizer": .bert, "LxmertTokenizer": .bert,
        "DPRQuestionEncoderTokenizer": .bert, "DPRContextEncoderTokenizer": .bert, "DPRReaderTokenizer": .bert
    ]

    /// - Parameter name: of a tokenizer's class.
    init?(named name: String) {
        guard let known = VocabularyClass(rawValue: name) ?? Self.others[name] else { return nil }
        self = known
    }

    /// Whether its vocabulary is a vocab.txt; else it is a vocab.json with its merges.txt.
    var readsLines: Bool { [.bert, .mpnet, .funnel].contains(self) }

    /// Whether the mask token takes the space before it along, where the folder's files do not describe it.
    var stripsBeforeMask: Bool { self == .mpnet || self == .blenderbot }

    /// What the last character of a word carries in the vocabulary.
    var wordEnd: String { self == .clip ? "</w>" : "" }

    /// Whether a character that the vocabulary has not is the unk_token.
    var usesUnknown: Bool { self == .clip }

    /// The special tokens that it has where the folder's files name no others.
    var standardTokens: [String: String] {
        Dictionary(ClassSpecialTokens.tokens(of: rawValue).map { ($0.name, $0.content) }) { first, _ in first }
    }

    private static let clipWords = #"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#

    /// normalizer, pre_tokenizer and decoder.
    /// - Parameter settings: tokenizer_config.json.
    func parts(_ settings: ComponentSettings) throws -> [String: OrderedJSON] {
        func byteLevel(usesRegex: Bool = true, addsSpace: Bool = false) throws -> OrderedJSON {
            TokenizerPart.object(
                "ByteLevel", ("add_prefix_space", .bool(try settings.bool("add_prefix_space", default: addsSpace))),
                ("use_regex", .bool(usesRegex)))
        }
        let nfc = TokenizerPart.object("NFC"), bytes = TokenizerPart.object("ByteLevel")
        switch self {
        case .gpt2, .roberta, .deberta: return ["pre_tokenizer": try byteLevel(), "decoder": bytes]
        case .blenderbot: return ["pre_tokenizer": try byteLevel(addsSpace: true), "decoder": bytes]
        case .neoX: return ["normalizer": nfc, "pre_tokenizer": try byteLevel(), "decoder": bytes]
        case .qwen2:
            let words = TokenizerPart.split("Regex", PublishedPattern.qwen2, "Isolated")
            return [
                "normalizer": nfc, "pre_tokenizer": TokenizerPart.sequence("pretokenizers", [words, try byteLevel(usesRegex: false)]),
                "decoder": bytes
            ]
        case .clip:
            let plain = TokenizerPart.object("ByteLevel", ("add_prefix_space", .bool(false)), ("use_regex", .bool(true)))
            return [
                "normalizer": TokenizerPart.sequence(
                    "normalizers", [nfc, TokenizerPart.replace("Regex", #"\s+"#, " "), TokenizerPart.object("Lowercase")]),
                "pre_tokenizer": TokenizerPart.sequence(
                    "pretokenizers", [TokenizerPart.split("Regex", Self.clipWords, "Removed", invert: true), plain]),
                // A space behind each word, and none at the ends.
                "decoder": TokenizerPart.sequence(
                    "decoders",
                    [
                        bytes, TokenizerPart.replace("String", wordEnd, " "),
                        TokenizerPart.object("Strip", ("content", .string(" ")), ("start", .integer(1)), ("stop", .integer(1)))
                    ])
            ]
        case .bert, .mpnet, .funnel:
            let lowercases = try settings.bool("do_lower_case", default: true)
            let normalizer = TokenizerPart.object(
                "BertNormalizer", ("clean_text", .bool(self == .funnel ? try settings.bool("clean_text", default: true) : true)),
                ("handle_chinese_chars", .bool(try settings.bool("tokenize_chinese_chars", default: true))),
                ("strip_accents", .bool(try settings.bool("strip_accents", default: lowercases))),
                ("lowercase", .bool(lowercases)))
            return [
                "normalizer": normalizer, "pre_tokenizer": TokenizerPart.object("BertPreTokenizer"),
                "decoder": TokenizerPart.object("WordPiece", ("prefix", .string("##")), ("cleanup", .bool(true)))
            ]
        }
    }

    /// - Parameters:
    ///   - tokens: the content of each named special token.
    ///   - id: of a token that was added.
    func postProcessor(_ tokens: [String: String], _ settings: ComponentSettings, id: (String) -> Int?) throws -> OrderedJSON? {
        func token(_ name: String) -> [TokenizerPart.Token] {
            tokens[name].flatMap { content in id(content).map { [(content, $0)] } } ?? []
        }
        func roberta(_ first: String, _ last: String) -> OrderedJSON? {
            guard let first = token(first).first, let last = token(last).first else { return nil }
            return TokenizerPart.roberta(first, last)
        }
        switch self {
        case .gpt2, .neoX, .qwen2, .blenderbot:
            return TokenizerPart.template(
                try settings.bool("add_bos_token", default: false) ? token("bos_token") : [],
                try settings.bool("add_eos_token", default: false) ? token("eos_token") : [])
        case .bert, .deberta, .funnel: return TokenizerPart.template(token("cls_token"), token("sep_token"))
        case .roberta, .mpnet: return roberta("cls_token", "sep_token")
        case .clip: return roberta("bos_token", "eos_token")
        }
    }
}

/// Parts of a tokenizer as tokenizer.json would have them.
enum TokenizerPart {
    static func object(_ type: String, _ members: (key: String, value: OrderedJSON)...) -> OrderedJSON {
        .object([("type", .string(type))] + members)
    }

    /// - Parameter kind: "String" or "Regex".
    static func replace(_ kind: String, _ pattern: String, _ content: String) -> OrderedJSON {
        object("Replace", ("pattern", .object([(kind, .string(pattern))])), ("content", .string(content)))
    }

    /// - Parameter key: "normalizers", "pretokenizers" or "decoders".
    static func sequence(_ key: String, _ parts: [OrderedJSON]) -> OrderedJSON { object("Sequence", (key, .array(parts))) }

    /// - Parameter prepends: "always", "first" or "never".
    static func metaspace(_ prepends: String, splits: Bool = true) -> OrderedJSON {
        object("Metaspace", ("replacement", .string("▁")), ("prepend_scheme", .string(prepends)), ("split", .bool(splits)))
    }

    static func split(_ kind: String, _ pattern: String, _ behavior: String, invert: Bool = false) -> OrderedJSON {
        object("Split", ("pattern", .object([(kind, .string(pattern))])), ("behavior", .string(behavior)), ("invert", .bool(invert)))
    }

    /// - Parameter rules: of a SentencePiece model; none where there are none.
    static func precompiled(_ rules: [UInt8]) -> [OrderedJSON] {
        rules.isEmpty ? [] : [object("Precompiled", ("precompiled_charsmap", .string(Data(rules).base64EncodedString())))]
    }

    /// A special token by its content and id.
    typealias Token = (content: String, id: Int)

    /// A text between special tokens.
    static func template(_ before: [Token], _ after: [Token]) -> OrderedJSON {
        func items(_ tokens: [Token]) -> [OrderedJSON] {
            tokens.map { .object([("SpecialToken", .object([("id", .string($0.content))]))]) }
        }
        let specials = (before + after).map { token in
            (key: token.content, value: OrderedJSON.object([("ids", .array([.integer(token.id)]))]))
        }
        let text = OrderedJSON.object([("Sequence", .object([("id", .string("A"))]))])
        return .object([
            ("type", .string("TemplateProcessing")), ("single", .array(items(before) + [text] + items(after))),
            ("special_tokens", .object(specials))
        ])
    }

    static func roberta(_ first: Token, _ last: Token) -> OrderedJSON {
        .object([
            ("type", .string("RobertaProcessing")), ("sep", .array([.string(last.content), .integer(last.id)])),
            ("cls", .array([.string(first.content), .integer(first.id)]))
        ])
    }
}
