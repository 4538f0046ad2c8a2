import Foundation

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
        return Complaint(subject, expected: "a bos_token or an eos_token in tokenizer_config.json, or a bos_token_id in config.json", found: "none", remedy: "leave it out: texts begin as the tokenizer begins them")
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

    private func bos(modelID: Int?) -> Int? { token(named: "bos_token") ?? modelID.flatMap { piece($0) == nil ? nil : $0 } ?? token(named: "eos_token") }
}

extension TextBeginning {
    /// What differs from what the tokenizer does on its own, for people; nil where nothing does.
    package func change(by tokenizer: Tokenizer) -> String? {
        let own = try? tokenizer.encode("", addSpecialTokens: true).first
        switch self {
        case .asTokenized: return nil
        case .with(let bos): return own == bos ? nil : "texts begin with \(tokenizer.piece(bos) ?? "token \(bos)") (BOS), which the tokenizer does not put there"
        case .without(let bos): return own == bos ? "texts begin without \(tokenizer.piece(bos) ?? "token \(bos)") (BOS), which the tokenizer puts there" : nil
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
