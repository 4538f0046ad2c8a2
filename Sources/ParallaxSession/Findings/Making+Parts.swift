import Foundation
import ParallaxCompute

extension Making {
    /// Of a run on checkpoints.
    /// - Parameters:
    ///   - documents: those that the finding is about.
    ///   - wholly: as a comparison reads them, beyond what a screen reads of a document.
    ///   - mimics: files that the run was given beside the workspace.
    public init(_ instrument: Instrument, documents: [DocumentID], wholly: Bool = false, mimics: [URL] = []) {
        var room = Self.mostTokens
        self.init(
            workspace: instrument.workspace, parts: instrument.parts + mimics.map { Part("mimic", file: $0) },
            documents: documents.compactMap { document -> Document? in
                let library = instrument.library
                // One that cannot be read says so where its figures would stand.
                guard let ids = try? wholly ? library.tokenIDs(of: document) : library.tokens(of: document).ids else { return nil }
                return Document(
                    title: library.title(document), ids: ids, room: &room,
                    text: library.source(document) ?? instrument.tokenizer.decode(ids, skipSpecialTokens: false))
            })
    }

    /// Of a session on texts that were made elsewhere.
    init(_ bench: TextBench, documents: [DocumentID]) {
        var room = Self.mostTokens
        var parts = bench.texts.sources.map {
            Part("explanations", name: $0.name, path: $0.file.url.path, fingerprint: $0.file.fingerprint)
        }
        let workspace = bench.workspace
        parts += workspace.statistics.map { [Part("statistics", file: $0)] } ?? []
        parts += workspace.claims.rules.map { [Part("rules", file: $0)] } ?? []
        self.init(
            workspace: workspace, parts: parts,
            documents: documents.compactMap { document -> Document? in
                guard let page = try? bench.page(document) else { return nil }
                let text = page.texts.map { $0 ?? "" }.joined()
                return Document(title: bench.texts.documents[document.index].title, ids: Array(page.texts.indices), room: &room, text: text)
            })
    }

    /// Of vectors in files.
    public init(vectors: [URL]) { self.init(workspace: nil, parts: vectors.map { Part("vectors", file: $0) }, documents: []) }

    /// Of parts that were merged: what their plan names, and no file that was opened.
    public init(merged plan: ComparisonPlan) {
        func parts(_ role: String, _ own: [ComparisonPlan.Part]) -> [Part] {
            own.map { Part(role, name: $0.name, path: nil, fingerprint: $0.fingerprint) }
        }
        self.init(
            workspace: nil,
            parts: parts("model", [plan.model]) + parts("dictionary", plan.dictionaries) + parts("nla", plan.verbalizers)
                + parts("mimic", plan.mimics) + parts("statistics", [plan.statistics]),
            documents: [])
        comparison = ComparisonRequest(
            site: plan.site, documents: plan.documentsAreChosen ? plan.documents.map(\.index) : nil, mimics: plan.mimics.map(\.name),
            options: plan.options)
    }
}

extension Making.Document {
    /// - Parameter room: tokens that may still be written.
    init(title: String, ids: [Int], room: inout Int, text: String?) {
        let fits = ids.count <= room
        if fits { room -= ids.count }
        self.init(
            title: title, count: ids.count,
            checksum: "\(Fingerprint(bytes: ids.map { "\($0)" }.joined(separator: ",").utf8))", ids: fits ? ids : nil,
            text: fits ? text : nil)
    }
}

extension Instrument {
    /// Everything that was opened of the workspace, and every file that decides a figure.
    var parts: [Making.Part] {
        typealias Part = Making.Part
        func part(_ role: String, _ checkpoint: some Checkpoint, at folder: URL?) -> Part {
            Part(role, name: checkpoint.name, path: folder?.path ?? checkpoint.files.first?.path, fingerprint: checkpoint.fingerprint)
        }
        var parts = [part("model", model, at: workspace.model)]
        parts += workspace.model.map { [Part.tokenizer($0)] } ?? []
        for loaded in dictionaries.elements { parts.append(part("dictionary", loaded.autoencoder, at: loaded.autoencoder.folder)) }
        for labels in workspace.dictionaries.compactMap(\.labels) { parts.append(Part("labels", file: labels)) }
        for loaded in verbalizers.elements {
            let nla = loaded.nla, entry = workspace.verbalizers.first { $0.name == nla.name }
            if let av = nla.verbalizer { parts.append(part("av", av, at: entry?.av)) }
            if let ar = nla.reconstructor { parts.append(part("ar", ar, at: entry?.ar)) }
            if let texts = nla.texts { parts.append(part("explanations", texts, at: texts.url)) }
            for folder in [entry?.av, entry?.ar].compactMap(\.self) { parts.append(Part.tokenizer(folder)) }
        }
        let claims = workspace.claims
        for (role, file) in [
            ("statistics", workspace.statistics), ("rules", claims.rules), ("calibration", claims.calibration), ("mimic", claims.mimic)
        ] {
            if let file { parts.append(Part(role, file: file)) }
        }
        for document in workspace.documents + workspace.given {
            switch document {
            case .file(let file, _, _), .chat(let file, _, _): parts.append(Part("documents", file: file))
            case .text: break
            }
        }
        return parts
    }
}

extension Making.Part {
    /// What a folder's tokenizer and chat template are read from.
    private static let tokenizerFiles =
        [
            "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt",
            "vocab.txt",
            "chat_template.jinja", "chat_template.json", "config.json", "generation_config.json"
        ] + TokenizerFolder.sentencePieceNames

    static func tokenizer(_ folder: URL) -> Self {
        let sums = tokenizerFiles.compactMap { name in FileChecksum.of(folder.appending(path: name)).map { "\(name) \($0)" } }
        return Self(
            "tokenizer", name: folder.lastPathComponent, path: folder.path,
            fingerprint: "\(Fingerprint(bytes: sums.joined(separator: "\n").utf8))")
    }
}
