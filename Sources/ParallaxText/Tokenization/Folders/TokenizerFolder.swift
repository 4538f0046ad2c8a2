import Foundation

/// A tokenizer that lies in a folder without tokenizer.json: vocab.json with merges.txt, vocab.txt, or a SentencePiece model. What
/// else it needs its class tells, and the special tokens that tokenizer_config.json, special_tokens_map.json and added_tokens.json name, as
/// transformers (version 5) takes them.
package struct TokenizerFolder {
    private let folder: URL
    private let cancellation: Cancellation?
    private let settings: ComponentSettings
    /// special_tokens_map.json, which counts where no tokens are described.
    private let map: OrderedJSON?

    private static let tokenNames = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
    /// Of the small files.
    private static let longest = 1 << 23

    private init(_ folder: URL, _ cancellation: Cancellation?) throws {
        self.folder = folder
        self.cancellation = cancellation
        let path = folder.appending(path: "tokenizer_config.json").path
        settings = ComponentSettings(
            subject: path, part: "tokenizer_config.json", value: try Self.object(path, cancellation) ?? .object([]))
        map =
            settings.value["added_tokens_decoder"] == nil
            ? try Self.object(folder.appending(path: "special_tokens_map.json").path, cancellation) : nil
    }

    /// - Throws: a `Complaint` that names what lies in the folder, and how it becomes a tokenizer.json, where nothing is read here.
    static func read(_ folder: URL, _ cancellation: Cancellation?) throws -> TokenizerFile {
        func has(_ name: String) -> Bool { FileSystem.exists(folder.appending(path: name).path) }
        let pairs = has("vocab.json") && has("merges.txt"), lines = has("vocab.txt")
        if pairs || lines { return try TokenizerFolder(folder, cancellation).read(hasPairs: pairs) }
        guard let model = sentencePieceName(has) else { throw nothingReadable(folder, has) }
        let whole = try TokenizerFolder(folder, cancellation)
        // Of these the vocabulary is vocab.json, and the model only cuts.
        if has("vocab.json") {
            let name = try whole.statedClass().name ?? ClassSpecialTokens.anyTokenizer
            guard !unconverted.contains(name), name != ClassSpecialTokens.anyTokenizer || model == anyModel else {
                throw nothingReadable(folder, has)
            }
        }
        return try whole.readSentencePiece(model)
    }

    /// Only this name is that of models of no class in particular.
    private static let anyModel = "tokenizer.model"
    /// What SentencePiece models are called, by the class.
    package static let sentencePieceNames = [
        anyModel, "spiece.model", "sentencepiece.bpe.model", "spm.model", "sentencepiece.model"
    ]

    /// Whether a tokenizer.json or a bare vocabulary lies there.
    package static func holdsTokenizer(_ has: (String) -> Bool) -> Bool {
        has("tokenizer.json") || (has("vocab.json") && has("merges.txt")) || has("vocab.txt") || sentencePieceName(has) != nil
    }

    package static func sentencePieceName(_ has: (String) -> Bool) -> String? { sentencePieceNames.first(where: has) }

    /// To be run in the folder, whose name may be anything.
    private static let conversion =
        "convert it there with: python -c \"from transformers import AutoTokenizer as T; T.from_pretrained('.').save_pretrained('.')\""

    /// Classes that have no tokenizer.json.
    private static let unconverted: Set = [
        "MarianTokenizer", "M2M100Tokenizer", "Speech2TextTokenizer", "SiglipTokenizer", "GPTSw3Tokenizer", "BertGenerationTokenizer",
        "PLBartTokenizer", "BertJapaneseTokenizer"
    ]
    private static let idsInstead = "transformers has no tokenizer.json for it either: give token ids (--ids, token_ids in documents)"

    private static func nothingReadable(_ folder: URL, _ has: (_ name: String) -> Bool) -> Complaint {
        func refused(_ found: String, _ remedy: String) -> Complaint {
            Complaint(
                folder.appending(path: "tokenizer.json").path,
                expected: "a readable file, or a SentencePiece model, vocab.json with merges.txt, or vocab.txt beside it", found: found,
                remedy: remedy)
        }
        if has("tekken.json") { return refused("tekken.json (Mistral's own form)", conversion) }
        if has("source.spm") || has("target.spm") {
            return refused("a Marian tokenizer (source.spm, target.spm and vocab.json)", idsInstead)
        }
        if has("vocab.json"), let model = sentencePieceName(has) {
            return refused("\(model) beside a vocab.json, as M2M100 and Speech2Text have it", idsInstead)
        }
        for half in ["vocab.json", "merges.txt"] where has(half) { return refused("\(half) alone", "put the other file beside it") }
        let names = ((try? FileSystem.names(in: folder.path)) ?? []).sorted()
        let found =
            names.isEmpty
            ? "no file"
            : names.prefix(8).map { $0.shortened }.joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
        return refused(found, "name the folder that the model was saved in, or put its tokenizer there")
    }

    private static func object(_ path: String, _ cancellation: Cancellation?) throws -> OrderedJSON? {
        guard FileSystem.exists(path) else { return nil }
        let value = try JSONText.value(try MappedFile.contents(of: path, atMost: longest), subject: path, cancellation)
        guard value.object != nil else {
            throw Complaint(path, expected: "a JSON object", found: value.summary, remedy: "the file is damaged, fetch it again")
        }
        return value
    }

    private func object(_ name: String) throws -> OrderedJSON? { try Self.object(folder.appending(path: name).path, cancellation) }

    private func tokenizerClass(hasPairs: Bool) throws -> VocabularyClass {
        let known = VocabularyClass.allCases.filter { $0.readsLines != hasPairs },
            files = hasPairs ? "vocab.json and merges.txt" : "vocab.txt"
        let stated = try statedClass()
        if let name = stated.name {
            guard let own = VocabularyClass(named: name), own.readsLines != hasPairs else {
                throw refused("\(files) of \(known.map(\.rawValue).joined(separator: ", "))", stated)
            }
            return own
        }
        // A vocabulary with merges that nothing else is said of is GPT-2's form; one of lines may be that of many classes.
        guard hasPairs else { throw refused("\(files) of \(known.map(\.rawValue).joined(separator: ", "))", stated) }
        return .gpt2
    }

    /// The class that transformers opens the folder with, without "Fast" (nil where no file says anything of it), and how the files say it.
    private typealias StatedClass = (name: String?, words: String)

    /// tokenizer_class of tokenizer_config.json, else of config.json, else the class that belongs to the model's type; some types stand for a
    /// class of their own whatever is written.
    private func statedClass() throws -> StatedClass {
        let model = try object("config.json"), type = model?["model_type"]?.string
        let declared = settings.value["tokenizer_class"]?.string, inModel = model?["tokenizer_class"]?.string
        guard declared != nil || inModel != nil || type != nil else { return (nil, "no tokenizer_class in tokenizer_config.json") }
        let named = (declared ?? inModel).map { "the tokenizer_class \"\($0.shortened)\"\(declared == nil ? " of config.json" : "")" }
        let words = named ?? "no tokenizer_class"
        // A Llama's own class is asked for by its name alone.
        let isUnnamedLlama = named == nil && type == "llama"
        let name = isUnnamedLlama ? nil : ClassSpecialTokens.name(declared: declared, inModel: inModel, modelType: type) { false }
        return (name ?? ClassSpecialTokens.anyTokenizer, type.map { "\(words), and the model_type \"\($0.shortened)\"" } ?? words)
    }

    private func refused(_ expected: String, _ stated: StatedClass) -> Complaint {
        Complaint(
            folder.path, expected: expected, found: stated.words,
            remedy: Self.unconverted.contains(stated.name ?? "") ? Self.idsInstead : Self.conversion)
    }

    private func read(hasPairs: Bool) throws -> TokenizerFile {
        let own = try tokenizerClass(hasPairs: hasPairs),
            named = try namedTokens(own.standardTokens, stripsBeforeMask: own.stripsBeforeMask)
        let contents = named.mapValues(\.content)
        let model: any TokenModel =
            hasPairs ? try bytePairs(own, unknown: contents["unk_token"]) : try wordPieces(unknown: contents["unk_token"] ?? "[UNK]")
        let tokens = try addedTokens(named)
        var added = AddedVocabulary()
        added.add(tokens, to: model.vocabulary)
        var parts = try own.parts(settings)
        parts["post_processor"] = try own.postProcessor(contents, settings) { added.id(of: $0) }
        return try TokenizerFile(subject: folder.path, model: model, addedTokens: tokens, parts: parts, cancellation)
    }

    /// - Parameter file: its name.
    private func readSentencePiece(_ file: String) throws -> TokenizerFile {
        let path = folder.appending(path: file).path, stated = try statedClass()
        let kind = stated.name.map { SentencePieceConversion.Kind(named: $0) } ?? .plain
        guard let kind, kind != .plain || file == Self.anyModel else {
            throw refused(
                "\(file) of \(SentencePieceConversion.Kind.known.joined(separator: ", "))"
                    + (file == Self.anyModel ? ", or of no class in particular" : ""), stated)
        }
        let names = Dictionary(
            (settings.value["added_tokens_decoder"]?.object ?? []).compactMap { key, entry in
                Int(foreign: key).flatMap { id in entry["content"]?.string.map { (id, $0) } }
            }
        ) { $1 }
        let bytes = try MappedFile.contents(of: path)
        guard !Self.isTiktoken(bytes) else {
            throw Complaint(
                path, expected: "a SentencePiece model (protobuf)",
                found: "lines of byte strings with their ranks, as tiktoken writes them", remedy: Self.conversion)
        }
        let conversion = try SentencePieceConversion(try SentencePieceFile(bytes, subject: path), kind, names: names, subject: path)
        let named = try namedTokens(conversion.standardTokens, stripsBeforeMask: conversion.stripsBeforeMask),
            contents = named.mapValues(\.content), model = try conversion.model(contents, settings)
        let tokens = try addedTokens(named, conversion.addedTokens(settings), describedAsWritten: conversion.looksForTokensAsWritten)
        var added = AddedVocabulary()
        added.add(tokens, to: model.vocabulary)
        var parts = try conversion.parts(settings)
        parts["post_processor"] = try conversion.postProcessor(contents, settings) { added.id(of: $0) }
        return try TokenizerFile(subject: folder.path, model: model, addedTokens: tokens, parts: parts, cancellation)
    }

    /// Whether it begins with a byte string in base64, a space and a number.
    private static func isTiktoken(_ bytes: [UInt8]) -> Bool {
        let fields = bytes.prefix(1024).split(separator: UInt8(ascii: "\n"))[...].first?.split(separator: 0x20) ?? []
        return fields.count == 2 && Data(base64Encoded: Data(fields[0])) != nil
            && Int(foreign: String(decoding: fields[1], as: UTF8.self)) != nil
    }

    private func bytePairs(_ own: VocabularyClass, unknown: String?) throws -> BytePairModel {
        let vocabPath = folder.appending(path: "vocab.json").path, mergesPath = folder.appending(path: "merges.txt").path
        let vocabulary = try JSONText.read(try MappedFile.contents(of: vocabPath), subject: vocabPath, cancellation) {
            try Vocabulary(&$0)
        }
        let merges = try MergeTable.read(lines: try MappedFile.contents(of: mergesPath), vocabulary, subject: mergesPath)
        return BytePairModel(
            vocabulary: vocabulary, merges: merges, unknown: own.usesUnknown ? unknown : nil, fusesUnknown: false, fallsBackToBytes: false,
            ignoresMerges: false,
            affixes: BytePairModel.Affixes(suffix: Array(own.wordEnd.utf8)))
    }

    private func wordPieces(unknown: String) throws -> WordPieceModel {
        let path = folder.appending(path: "vocab.txt").path, bytes = try MappedFile.contents(of: path, atMost: Self.longest)
        guard bytes.withUnsafeBufferPointer(isValidUTF8) else {
            throw Complaint(
                path, expected: "a vocabulary in UTF-8", found: "bytes that are none", remedy: "the file is damaged, fetch it again")
        }
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let pieces = lines.map { line in line.withUnsafeBufferPointer { line.prefix(startOfWhitespace(in: $0, before: $0.count)) } }
        return WordPieceModel(Vocabulary(pieces, isMap: true), unknown: unknown, prefix: "##", longestWord: 100)
    }

    /// The special tokens by name.
    /// - Parameter stripsBeforeMask: whether the mask token takes the space before it along where nothing but its content is said.
    private func namedTokens(_ standard: [String: String], stripsBeforeMask: Bool) throws -> [String: AddedToken] {
        var values = standard.mapValues { OrderedJSON.string($0) }
        for source in [settings.value, map].compactMap({ $0 }) {
            for name in Self.tokenNames { if let value = source[name] { values[name] = value } }
        }
        var tokens = try values.filter { !$0.value.isNull }.mapValues { try Self.token($0, settings.subject) }
        if stripsBeforeMask, values["mask_token"]?.string != nil { tokens["mask_token"]?.stripsLeft = true }
        return tokens
    }

    private static func token(_ value: OrderedJSON, _ subject: String) throws -> AddedToken {
        if let content = value.string { return AddedToken(content: content, isNormalized: false, isSpecial: true) }
        return try AddedToken(value, subject: subject)
    }

    /// Those of added_tokens_decoder, or of added_tokens.json where there are none, by id.
    private func describedTokens(special: Set<String>) throws -> [AddedToken] {
        if let entries = settings.value["added_tokens_decoder"]?.object {
            return try entries.compactMap { key, entry in Int(foreign: key).map { ($0, entry) } }.sorted { $0.0 < $1.0 }.map {
                try AddedToken($0.1, subject: settings.subject)
            }
        }
        guard let entries = try object("added_tokens.json")?.object else { return [] }
        return entries.compactMap { entry in entry.value.integer.map { (entry.key, $0) } }.sorted { $0.1 < $1.1 }
            .map { content, _ in
                AddedToken(content: content, isNormalized: !special.contains(content), isSpecial: special.contains(content))
            }
    }

    /// All of them in the order in which they get their ids.
    /// - Parameters:
    ///   - own: those of the vocabulary's own file.
    ///   - describedAsWritten: whether described tokens are looked for in the text as it is written, whatever their description says.
    private func addedTokens(_ named: [String: AddedToken], _ own: [AddedToken] = [], describedAsWritten: Bool = false) throws
        -> [AddedToken]
    {
        let keys = ["extra_special_tokens", "additional_special_tokens"]
        let extra = [map, settings.value].lazy.compactMap { file in keys.lazy.compactMap { file?[$0]?.array }.first }.first ?? []
        // A named token is special, whatever the vocabulary's own file says of it.
        let names = Set(named.values.map(\.content))
        let ownTokens = own.map { token in
            var token = token
            if names.contains(token.content) { token.isSpecial = true }
            return token
        }
        // A string is special; an object says itself whether it is.
        let extras = try ownTokens + extra.map { try Self.token($0, settings.subject) }
        let described = try describedTokens(special: names.union(extras.map(\.content))).map { token in
            var token = token
            if describedAsWritten { token.isNormalized = false }
            return token
        }
        // A named token keeps the flags of its description.
        let flags = Dictionary(described.map { ($0.content, $0) }) { $1 }
        return described
            + Self.tokenNames.compactMap { name in
                guard let own = named[name] else { return nil }
                var token = flags[own.content] ?? own
                token.isSpecial = true
                return token
            } + extras
    }
}
