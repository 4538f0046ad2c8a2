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
        model: String? = nil, dictionaries: [String] = [], av: String? = nil, ar: String? = nil, text: String? = nil, file: String? = nil, chat: String? = nil, bos: BOSRule? = nil, site: Site? = nil, encoding: TextEncoding? = nil,
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
    /// Paths are relative to `folder`. Options for dictionaries and for the NLA replace all of these; a text, a file or a chat comes first among
    /// the documents, and is alone where the model is another one.
    public func applied(to base: Workspace = Workspace(), in folder: URL = Host.currentFolder) -> Workspace {
        var workspace = base
        if let site { workspace.lookedAt = site }
        func existing(_ path: String?, _ option: String) -> URL? {
            guard let path else { return nil }
            let url = URL(person: path, relativeTo: folder)
            guard let absence = path.isEmpty ? FileSystem.absence(path) : FileSystem.absence(url.path) else { return url }
            workspace.complaints.append(Complaint("--\(option)", expected: "an existing file or folder", found: FileSystem.named(path, absence), remedy: "correct the path"))
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
        // They stand before the workspace's own, from which μ and Var are taken; token ids of another model would be others.
        if !documents.isEmpty { workspace.documents = documents + (model == nil ? workspace.documents : []) }
        if let bos { workspace.bos = bos }
        workspace.templateVariables = workspace.templateVariables.overridden(by: templateVariables)
        return workspace
    }
}
