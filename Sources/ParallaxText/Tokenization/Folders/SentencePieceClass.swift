/// What transformers (version 5) makes of a SentencePiece model by the class of the tokenizer, where that is more than the model's own settings:
/// which pieces stand in front of and behind the model's, and the parts around it. To add one, write a case like its neighbours.
enum SentencePieceClass: String, CaseIterable {
    case t5 = "T5Tokenizer"
    case gemma = "GemmaTokenizer"
    case albert = "AlbertTokenizer"
    case xlnet = "XLNetTokenizer"
    case mbart = "MBartTokenizer"
    case mbart50 = "MBart50Tokenizer"
    case xlmRoberta = "XLMRobertaTokenizer"
    case camembert = "CamembertTokenizer"
    case debertaV2 = "DebertaV2Tokenizer"
    case bigBird = "BigBirdTokenizer"
    case pegasus = "PegasusTokenizer"

    /// - Parameter name: of a tokenizer's class.
    init?(named name: String) {
        guard let known = name == "MT5Tokenizer" ? .t5 : SentencePieceClass(rawValue: name) else { return nil }
        self = known
    }

    private static let languages =
        "ar_AR cs_CZ de_DE en_XX es_XX et_EE fi_FI fr_XX gu_IN hi_IN it_IT ja_XX kk_KZ ko_KR lt_LT lv_LV my_MM ne_NP nl_XX ro_RO ru_RU si_LK tr_TR vi_VN zh_CN"
        .split(separator: " ").map(String.init)
    private static let furtherLanguages =
        "af_ZA az_AZ bn_IN fa_IR he_IL hr_HR id_ID ka_GE km_KH mk_MK ml_IN mn_MN mr_IN pl_PL ps_AF pt_XX sv_SE sw_KE ta_IN te_IN th_TH tl_XX uk_UA ur_PK xh_ZA gl_ES sl_SI"
        .split(separator: " ").map(String.init)

    private var languages: [String] { self == .mbart50 ? Self.languages + Self.furtherLanguages : self == .mbart ? Self.languages : [] }

    /// Whether the mask token takes the space before it along, where the folder's files do not describe it.
    var stripsBeforeMask: Bool { [.xlnet, .mbart, .mbart50, .camembert, .bigBird].contains(self) }

    /// Pieces with their scores, by id, and which of them is the unknown one.
    typealias Pieces = (texts: [ArraySlice<UInt8>], scores: [Double], unknownID: Int)

    /// - Parameter tokens: the content of each named special token.
    /// - Throws: `Complaint` where the model has no unknown piece where this class has it.
    func pieces(_ file: SentencePieceFile, _ tokens: [String: String], _ settings: ComponentSettings) throws -> Pieces {
        var texts: [ArraySlice<UInt8>] = [], scores: [Double] = []
        func add(_ text: String, _ score: Double = 0) {
            texts.append(Array(text.utf8)[...])
            scores.append(score)
        }
        func add(named names: String...) { for name in names { if let text = tokens[name] { add(text) } } }
        func addModel(from first: Int = 0) {
            for piece in file.pieces.dropFirst(first) {
                texts.append(piece.text[...])
                scores.append(Double(piece.score))
            }
        }
        let unknown = Array((tokens["unk_token"] ?? "").utf8)
        func place(from first: Int = 0, scored: Bool) -> Int? {
            texts.indices.dropFirst(first).first { texts[$0].elementsEqual(unknown) && (!scored || scores[$0] == 0) }
        }
        let unknownID: Int?
        switch self {
        case .t5:
            addModel()
            for number in (0..<(try extraTokens(settings))).reversed() { add("<extra_id_\(number)>") }
            unknownID = 2
        case .gemma, .albert:
            addModel()
            unknownID = self == .albert ? 1 : file.unknownID
        case .xlnet:
            addModel()
            unknownID = file.unknownID
        case .mbart, .mbart50, .xlmRoberta:
            add(named: self == .mbart50 ? "cls_token" : "bos_token", "pad_token", "eos_token", "unk_token")
            addModel(from: 3)
            for language in languages { add(language) }
            add(named: "mask_token")
            unknownID = 3
        case .camembert:
            add("<s>NOTUSED")
            add(named: "pad_token")
            add("</s>NOTUSED")
            add(named: "unk_token")
            add("<unk>NOTUSED", -100)
            addModel(from: 1)
            add(named: "mask_token")
            unknownID = place(scored: false) ?? 0
        case .debertaV2:
            addModel()
            unknownID = place(scored: true) ?? file.unknownID
        case .bigBird:
            addModel()
            unknownID = place(scored: true) ?? 100
        case .pegasus:
            add(named: "pad_token", "eos_token")
            // As the conversion has them where no file names them, which is not as the class has them.
            let mask = settings.value["mask_token"] == nil ? "<mask_1>" : tokens["mask_token"] ?? "",
                sentence = try settings.text("mask_token_sent", default: "<mask_2>")
            add(mask)
            if sentence != mask { add(sentence) }
            for number in try unknownNumbers(settings) { add("<unk_\(number)>", -100) }
            addModel(from: 2)
            unknownID = place(from: 1, scored: true)
        }
        guard let unknownID, texts.indices.contains(unknownID) else {
            throw settings.refused(
                "a SentencePiece model with the unknown piece where \(rawValue) has it",
                "\(file.pieces.count) pieces, with it at \(file.unknownID)")
        }
        return (texts, scores, unknownID)
    }

    /// More are nobody's.
    private static let mostExtraTokens = 1 << 16

    private func extraTokens(_ settings: ComponentSettings) throws -> Int {
        let count = try settings.count("extra_ids", default: 100)
        guard count <= Self.mostExtraTokens else { throw settings.refused("at most \(Self.mostExtraTokens) as extra_ids", "\(count)") }
        return count
    }

    private func unknownNumbers(_ settings: ComponentSettings) throws -> Range<Int> {
        let offset = try settings.count("offset", default: 103)
        guard offset <= Self.mostExtraTokens else { throw settings.refused("at most \(Self.mostExtraTokens) as offset", "\(offset)") }
        return 2..<max(2, offset)
    }

    /// Tokens that it adds itself.
    func ownTokens(_ settings: ComponentSettings) throws -> [String] {
        switch self {
        case .t5: try (0..<extraTokens(settings)).map { "<extra_id_\($0)>" }
        case .mbart, .mbart50: languages
        case .pegasus: try [settings.text("mask_token_sent", default: "<mask_1>")] + unknownNumbers(settings).map { "<unk_\($0)>" }
        default: []
        }
    }
}

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
            return [
                "pre_tokenizer": TokenizerPart.sequence("pretokenizers", [TokenizerPart.object("WhitespaceSplit"), metaspace]),
                "decoder": metaspace
            ]
        }
        /// The text with a ▁ for each space.
        func spaces(_ prepends: String = "always", _ before: [OrderedJSON] = []) -> [String: OrderedJSON] {
            let metaspace = TokenizerPart.metaspace(prepends)
            return ["pre_tokenizer": TokenizerPart.sequence("pretokenizers", before + [metaspace]), "decoder": metaspace]
        }
        func with(_ normalizer: OrderedJSON?, _ parts: [String: OrderedJSON]) -> [String: OrderedJSON] {
            normalizer.map { parts.merging(["normalizer": $0]) { $1 } } ?? parts
        }
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
            return with(
                normalizers(["``", "''"].map { TokenizerPart.replace("String", $0, "\"") } + accents + lowercase + rules),
                words(isAlbert ? scheme : "always"))
        case .debertaV2:
            let lowercase = try settings.bool("do_lower_case", default: false) ? [TokenizerPart.object("Lowercase")] : []
            let strip = TokenizerPart.object("Strip", ("strip_left", .bool(false)), ("strip_right", .bool(true)))
            let punctuation =
                try settings.bool("split_by_punct", default: false)
                ? [TokenizerPart.object("Punctuation", ("behavior", .string("Isolated")))] : []
            return with(
                normalizers(lowercase + [TokenizerPart.replace("Regex", #"\s{2,}|[\n\r\t]"#, " "), TokenizerPart.object("NFC"), strip]),
                spaces(prependsSpace ? "always" : "first", punctuation))
        case .bigBird: return with(normalizers([TokenizerPart.replace("Regex", " {2,}", "▁")]), spaces(scheme))
        case .pegasus:
            return with(
                normalizers(
                    (rules.isEmpty ? [TokenizerPart.replace("Regex", #"\n"#, " ")] : rules) + [TokenizerPart.replace("Regex", " {2,}", " ")]
                ), spaces())
        case .gemma:
            let decoders = [TokenizerPart.replace("String", "▁", " "), TokenizerPart.object("ByteFallback"), TokenizerPart.object("Fuse")]
            return [
                "normalizer": TokenizerPart.replace("String", " ", "▁"),
                "pre_tokenizer": TokenizerPart.split("String", " ", "MergedWithPrevious"),
                "decoder": TokenizerPart.sequence("decoders", decoders)
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
        switch self {
        case .t5, .pegasus: return TokenizerPart.template([], token("eos_token"))
        case .albert, .debertaV2, .bigBird: return TokenizerPart.template(token("cls_token"), token("sep_token"))
        case .xlnet: return TokenizerPart.template([], token("sep_token") + token("cls_token"))
        case .xlmRoberta, .camembert: return TokenizerPart.template(token("bos_token"), token("eos_token"))
        case .mbart, .mbart50:
            let name = try settings.text("src_lang", default: "en_XX")
            guard let language = id(name) else {
                throw settings.refused("a language of \(rawValue) as src_lang, like en_XX", "\"\(name.shortened)\"")
            }
            return self == .mbart
                ? TokenizerPart.template([], token("eos_token") + [(name, language)])
                : TokenizerPart.template([(name, language)], token("eos_token"))
        case .gemma: return try VocabularyClass.gpt2.postProcessor(tokens, settings, id: id)
        }
    }
}
