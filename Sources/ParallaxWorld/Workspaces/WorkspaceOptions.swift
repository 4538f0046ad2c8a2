import Foundation

/// What command-line options name: it makes a workspace, or takes the place of what one names.
public struct WorkspaceOptions: Sendable, Equatable {
    public var model: String?
    public var dictionaries: [String]
    public var av: String?
    public var ar: String?
    public var text: String?
    public var file: String?
    public var chat: String?
    /// What is looked at first.
    public var site: Site?
    public var bos: BOSRule?
    /// Of the file or the chat, where it is not UTF-8.
    public var encoding: TextEncoding?
    public var templateVariables: TemplateVariables

    public init(
        model: String? = nil, dictionaries: [String] = [], av: String? = nil, ar: String? = nil, text: String? = nil, file: String? = nil,
        chat: String? = nil, bos: BOSRule? = nil, site: Site? = nil, encoding: TextEncoding? = nil,
        templateVariables: TemplateVariables = TemplateVariables()
    ) {
        self.model = model
        self.dictionaries = dictionaries
        self.av = av
        self.ar = ar
        self.text = text
        self.file = file
        self.chat = chat
        self.bos = bos
        self.encoding = encoding
        self.templateVariables = templateVariables
        self.site = site
    }

    public var isEmpty: Bool { self == WorkspaceOptions() }

    /// The workspace with the options in the place of its own model, dictionaries, verbalizers or documents. What does
    /// not exist becomes a complaint, and what the workspace names stays.
    ///
    /// Paths are relative to `folder`. Options for dictionaries and for the NLA replace all of these; a text, a file or a chat stands
    /// beside the documents, and is alone where the model is another one or there are no others.
    public func applied(to base: Workspace = Workspace(), in folder: URL = Host.currentFolder) -> Workspace {
        var workspace = base
        if let site { workspace.lookedAt = site }
        func existing(_ path: String?, _ option: String) -> URL? {
            guard let path else { return nil }
            let url = URL(person: path, relativeTo: folder)
            guard let absence = path.isEmpty ? FileSystem.absence(path) : FileSystem.absence(url.path) else { return url }
            workspace.complaints.append(
                Complaint(
                    "--\(option)", expected: "an existing file or folder", found: FileSystem.named(path, absence),
                    remedy: "correct the path"))
            return nil
        }
        if let model = existing(model, "model") { workspace.model = model }
        let dictionaries = dictionaries.compactMap { text -> Workspace.DictionaryEntry? in
            do {
                let named = try DictionaryReference(text, in: folder)
                return existing(named.path, "dictionary").map { Workspace.DictionaryEntry(path: $0, site: named.site) }
            } catch let complaint as Complaint {
                workspace.complaints.append(complaint)
                return nil
            } catch { return nil }
        }
        if !dictionaries.isEmpty { workspace.dictionaries = dictionaries }
        let av = existing(av, "av"), ar = existing(ar, "ar")
        if let named = av ?? ar { workspace.verbalizers = [.init(name: named.lastPathComponent, av: av, ar: ar)] }
        var documents: [DocumentEntry] = []
        if let text { documents.append(.text(text)) }
        if let file = existing(file, "file") { documents.append(.file(file, encoding)) }
        if let chat = existing(chat, "chat") { documents.append(.chat(chat, encoding)) }
        // They stand beside the workspace's own, from which μ and Var are taken; token ids of another model would be others.
        if model == nil, !workspace.documents.isEmpty {
            workspace.given = documents
        } else if !documents.isEmpty {
            workspace.documents = documents
        }
        if let bos { workspace.bos = bos }
        workspace.templateVariables = workspace.templateVariables.overridden(by: templateVariables)
        return workspace
    }
}

/// Whether the documents of a workspace begin with the tokenizer's BOS token. All methods share one activation, so it is decided once for all of them.
public enum BOSRule: String, Sendable, CaseIterable {
    /// BOS stands where every dictionary that says how it was trained asks for it; otherwise the tokenizer (or the chat template) decides.
    case auto
    case always
    case never

    /// - Parameters:
    ///   - asked: what each dictionary that says so was trained on (`DictionaryConfiguration.prependsBOS`).
    ///   - bos: nil where the tokenizer has no token to begin with.
    package func beginning(asked: [Bool], bos: Int?) -> TextBeginning {
        guard let bos else { return .asTokenized }
        switch self {
        case .auto: return !asked.isEmpty && asked.allSatisfy(\.self) ? .with(bos) : .asTokenized
        case .always: return .with(bos)
        case .never: return .without(bos)
        }
    }
}

extension BOSRule {
    /// Said where BOS is asked for and there is none to put anywhere.
    /// - Parameter subject: where it was asked for.
    package func complaint(_ subject: String, bos: Int?) -> Complaint? {
        guard self == .always, bos == nil else { return nil }
        return Complaint(
            subject, expected: "a bos_token or an eos_token in tokenizer_config.json, or a bos_token_id in config.json", found: "none",
            remedy: "leave it out: texts begin as the tokenizer begins them")
    }
}

/// What is done about the first token of a text or a conversation. Token ids that a document gives are left as they are.
public enum TextBeginning: Sendable, Equatable {
    case asTokenized
    /// This token first, once.
    case with(Int)
    /// The token that the tokenizer or the template puts first is taken away.
    case without(Int)

    /// - Parameters:
    ///   - ids: a text's, special tokens included; nothing stays nothing.
    ///   - isWritten: whether the text itself begins with the token, spelled out: that one is never taken away.
    package func applied(to ids: [Int], isWritten: (_ token: Int) -> Bool) -> [Int] {
        switch self {
        case .asTokenized: ids
        case .with(let bos): ids.isEmpty || ids.first == bos ? ids : [bos] + ids
        case .without(let bos): ids.first == bos && !isWritten(bos) ? Array(ids.dropFirst()) : ids
        }
    }
}

extension Tokenizer {
    /// The token that begins a text: the tokenizer's bos_token, else the model's bos_token_id, else the eos_token, as TransformerLens
    /// (`HookedTransformer.set_tokenizer`) and with it SAELens take it; nil where there is none.
    public func bos(of model: ModelConfiguration) -> Int? { bos(modelID: model.bosTokenID) }

    /// The same of a model's folder, whose config.json may be missing, or of a model that is not run here.
    package func bos(folder: URL) -> Int? {
        let file = try? ConfigurationFile(folder.appending(path: "config.json"))
        return bos(modelID: [file, file?.section("text_config")].lazy.compactMap { try? $0?.tokens("bos_token_id").first }.first)
    }

    /// The tokens that are called BOS, by the tokenizer or by the model: an eos_token that stands in for one ends texts, too.
    package func bosTokens(of model: ModelConfiguration) -> Set<Int> {
        Set([token(named: "bos_token"), model.bosTokenID].compactMap { $0 })
    }

    private func bos(modelID: Int?) -> Int? {
        token(named: "bos_token") ?? modelID.flatMap { piece($0) == nil ? nil : $0 } ?? token(named: "eos_token")
    }
}

extension TextBeginning {
    /// What differs from what the tokenizer does on its own, for people; nil where nothing does.
    package func change(by tokenizer: Tokenizer) -> String? {
        let own = try? tokenizer.encode("", addSpecialTokens: true).first
        switch self {
        case .asTokenized: return nil
        case .with(let bos):
            return own == bos
                ? nil : "texts begin with \(tokenizer.piece(bos) ?? "token \(bos)") (BOS), which the tokenizer does not put there"
        case .without(let bos):
            return own == bos ? "texts begin without \(tokenizer.piece(bos) ?? "token \(bos)") (BOS), which the tokenizer puts there" : nil
        }
    }

    /// The ids of a text, special tokens included.
    package func encode(_ text: String, _ tokenizer: Tokenizer, cancellation: Cancellation? = nil) throws -> [Int] {
        applied(to: try tokenizer.encode(text, addSpecialTokens: true, cancellation: cancellation)) { tokenizer.begins(text, with: $0) }
    }
}

extension Tokenizer {
    /// Whether a text spells a token out at its very beginning.
    package func begins(_ text: String, with token: Int) -> Bool {
        piece(token).map { !$0.isEmpty && text.utf8.starts(with: $0.utf8) } ?? false
    }
}
