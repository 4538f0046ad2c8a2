extension SentencePieceClass {
    /// normalizer, pre_tokenizer and decoder.
    /// - Parameters:
    ///   - rules: how the model normalises, which not every class heeds.
    ///   - settings: tokenizer_config.json.
    func parts(rules: [UInt8], _ settings: ComponentSettings) throws -> [String: OrderedJSON] {
        let rules = TokenizerPart.precompiled(rules), prependsSpace = try settings.bool("add_prefix_space", default: true)
        func normalizers(_ parts: [OrderedJSON]) -> OrderedJSON { TokenizerPart.sequence("normalizers", parts) }
        /// Words between white space, each with a ▁ before it.
        func words(_ prepends: String = "always") -> [String: OrderedJSON] {
            let metaspace = TokenizerPart.metaspace(prepends)
            return ["pre_tokenizer": TokenizerPart.sequence("pretokenizers", [TokenizerPart.object("WhitespaceSplit"), metaspace]), "decoder": metaspace]
        }
        /// The text with a ▁ for each space.
        func spaces(_ prepends: String = "always", _ before: [OrderedJSON] = []) -> [String: OrderedJSON] {
            let metaspace = TokenizerPart.metaspace(prepends)
            return ["pre_tokenizer": TokenizerPart.sequence("pretokenizers", before + [metaspace]), "decoder": metaspace]
        }
        func with(_ normalizer: OrderedJSON?, _ parts: [String: OrderedJSON]) -> [String: OrderedJSON] { normalizer.map { parts.merging(["normalizer": $0]) { $1 } } ?? parts }
        let scheme = prependsSpace ? "always" : "never"
        switch self {
        case .t5: return with(rules.first, words())
        case .xlmRoberta, .camembert: return with(rules.first, words(scheme))
        case .mbart: return words()
        case .mbart50: return with(normalizers(rules + [TokenizerPart.replace("Regex", " {2,}", " ")]), spaces())
        case .albert, .xlnet:
            let isAlbert = self == .albert, keepsAccents = isAlbert ? try settings.bool("keep_accents", default: false) : false
            let accents = keepsAccents ? [] : [TokenizerPart.object("NFKD"), TokenizerPart.object("StripAccents")]
            let lowercase = try settings.bool("do_lower_case", default: isAlbert) ? [TokenizerPart.object("Lowercase")] : []
            return with(normalizers(["``", "''"].map { TokenizerPart.replace("String", $0, "\"") } + accents + lowercase + rules), words(isAlbert ? scheme : "always"))
        case .debertaV2:
            let lowercase = try settings.bool("do_lower_case", default: false) ? [TokenizerPart.object("Lowercase")] : []
            let strip = TokenizerPart.object("Strip", ("strip_left", .bool(false)), ("strip_right", .bool(true)))
            let punctuation = try settings.bool("split_by_punct", default: false) ? [TokenizerPart.object("Punctuation", ("behavior", .string("Isolated")))] : []
            return with(normalizers(lowercase + [TokenizerPart.replace("Regex", #"\s{2,}|[\n\r\t]"#, " "), TokenizerPart.object("NFC"), strip]), spaces(prependsSpace ? "always" : "first", punctuation))
        case .bigBird: return with(normalizers([TokenizerPart.replace("Regex", " {2,}", "▁")]), spaces(scheme))
        case .pegasus: return with(normalizers((rules.isEmpty ? [TokenizerPart.replace("Regex", #"\n"#, " ")] : rules) + [TokenizerPart.replace("Regex", " {2,}", " ")]), spaces())
        case .gemma:
            let decoders = [TokenizerPart.replace("String", "▁", " "), TokenizerPart.object("ByteFallback"), TokenizerPart.object("Fuse")]
            return [
                "normalizer": TokenizerPart.replace("String", " ", "▁"), "pre_tokenizer": TokenizerPart.split("String", " ", "MergedWithPrevious"), "decoder": TokenizerPart.sequence("decoders", decoders),
            ]
        }
    }

    /// - Parameters:
    ///   - tokens: the content of each named special token.
    ///   - id: of a token that was added.
    func postProcessor(_ tokens: [String: String], _ settings: ComponentSettings, id: (String) -> Int?) throws -> OrderedJSON? {
        func token(_ name: String) -> [TokenizerPart.Token] { tokens[name].flatMap { content in id(content).map { [(content, $0)] } } ?? [] }
        switch self {
        case .t5, .pegasus: return TokenizerPart.template([], token("eos_token"))
        case .albert, .debertaV2, .bigBird: return TokenizerPart.template(token("cls_token"), token("sep_token"))
        case .xlnet: return TokenizerPart.template([], token("sep_token") + token("cls_token"))
        case .xlmRoberta, .camembert: return TokenizerPart.template(token("bos_token"), token("eos_token"))
        case .mbart, .mbart50:
            let name = try settings.text("src_lang", default: "en_XX")
            guard let language = id(name) else { throw settings.refused("a language of \(rawValue) as src_lang, like en_XX", "\"\(name.shortened)\"") }
            return self == .mbart ? TokenizerPart.template([], token("eos_token") + [(name, language)]) : TokenizerPart.template([(name, language)], token("eos_token"))
        case .gemma: return try VocabularyClass.gpt2.postProcessor(tokens, settings, id: id)
        }
    }
}
