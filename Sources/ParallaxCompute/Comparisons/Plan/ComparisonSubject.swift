import Foundation

/// The checkpoints of a workspace that meet at one site.
public struct ComparisonSubject: Sendable {
    /// An NLA: what writes, what reads, or texts in place of the first.
    public struct Verbalizer: Sendable {
        public let name: String
        public let verbalizer: ActivationVerbalizer?
        /// Where there is a file its texts stand, and the AV scores them only.
        public let texts: ExplanationFile?
        public let reconstructor: ActivationReconstructor
        let fingerprint: String

        /// What writes its texts.
        var writer: ActivationVerbalizer? { texts == nil ? verbalizer : nil }
    }

    /// Texts written without the activation.
    public struct Mimic: Sendable {
        public let name: String
        public let texts: ExplanationFile
        let fingerprint: String
    }

    public let model: LanguageModel
    public let modelName: String
    public let modelFingerprint: String
    public let tokenizer: Tokenizer
    public let site: Site
    public let dictionaries: [SparseAutoencoder]
    public let verbalizers: [Verbalizer]
    public let mimics: [Mimic]
    /// What could not be used, and why.
    public let complaints: [Complaint]

    public let width: Int

    /// - Parameters:
    ///   - site: nil takes that of the first NLA, or of the first dictionary.
    ///   - dictionaries: of the workspace, opened; those of other sites are left aside.
    ///   - mimics: files of texts.
    /// - Throws: `Complaint` where nothing of the workspace reconstructs activations at the site.
    public init(
        workspace: Workspace, site wanted: Site? = nil, model: LanguageModel, modelName: String, modelFingerprint: String, tokenizer: Tokenizer,
        dictionaries: [SparseAutoencoder], mimics: [URL] = []
    ) throws {
        self.model = model
        self.modelName = modelName
        self.modelFingerprint = modelFingerprint
        self.tokenizer = tokenizer
        var complaints: [Complaint] = []
        var opened: [Verbalizer] = []
        for entry in workspace.verbalizers {
            do {
                let verbalizer = try Self.open(entry, width: model.configuration.hiddenSize)
                opened.append(verbalizer)
                complaints += verbalizer.reconstructor.notes + (verbalizer.verbalizer?.model.notes ?? [])
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
        }
        // What a transcoder reads is not what it reconstructs: beside the other methods, which read h, it would compute from something else.
        let autoencoders = dictionaries.filter { !$0.configuration.isTranscoder }
        for transcoder in dictionaries where transcoder.configuration.isTranscoder {
            complaints.append(
                Complaint(
                    "dictionary \(transcoder.name)", expected: "a dictionary that reconstructs what it reads", found: "a transcoder from \(transcoder.site) to \(transcoder.targetSite)",
                    remedy: "look at it in the explorer, at \(transcoder.targetSite)"))
        }
        guard let site = wanted ?? opened.first?.reconstructor.site ?? autoencoders.first?.site else {
            throw Complaint("workspace", expected: "a dictionary or an NLA to compare", found: "none that can be used", remedy: "add dictionaries or verbalizers to the workspace")
        }
        self.site = site
        width = try model.checkedWidth(of: site)
        verbalizers = opened.filter { $0.reconstructor.site == site }
        self.dictionaries = autoencoders.filter { $0.site == site }
        guard !verbalizers.isEmpty || !self.dictionaries.isEmpty else {
            let sites = Set(opened.map(\.reconstructor.site) + autoencoders.map(\.site)).sorted().map(\.hookName).listed()
            throw Complaint("--site", expected: "a site of the workspace's dictionaries or NLAs (\(sites))", found: "\(site)", remedy: "name one of these")
        }
        self.mimics = try mimics.map { url in
            let texts = try ExplanationFile.open(url)
            if let other = texts.site, other != site {
                throw Complaint(url.path, expected: "texts about \(site)", found: "\(other)", remedy: "compare at that site, with --site \(other.hookName)")
            }
            return Mimic(name: url.deletingPathExtension().lastPathComponent, texts: texts, fingerprint: try Self.fingerprint(file: url))
        }
        self.complaints = complaints
    }

    private static func open(_ entry: Workspace.VerbalizerEntry, width: Int) throws -> Verbalizer {
        guard let ar = entry.ar else {
            throw Complaint("verbalizer \(entry.name)", expected: "an AR, without which its texts reconstruct nothing", found: "none", remedy: "add ar: … to it")
        }
        let reconstructor = try ActivationReconstructor.open(folder: ar)
        let verbalizer = try entry.av.map { try ActivationVerbalizer.open(folder: $0, site: reconstructor.site) }
        let texts = try entry.explanations.map { try ExplanationFile.open($0) }
        guard verbalizer != nil || texts != nil else {
            throw Complaint("verbalizer \(entry.name)", expected: "an AV or a file of explanations", found: "neither", remedy: "add av: … or explanations: … to it")
        }
        if let other = texts?.site, other != reconstructor.site {
            throw Complaint("verbalizer \(entry.name)", expected: "explanations of the AR's \(reconstructor.site)", found: "those of \(other)", remedy: "use a matching pair")
        }
        guard reconstructor.outputSize == width, verbalizer.map({ $0.inputSize == width }) ?? true else {
            throw Complaint("verbalizer \(entry.name)", expected: "activations of width \(width), as the model has", found: "\(reconstructor.outputSize)", remedy: "use an NLA trained on this model")
        }
        var parts = try [WeightStore(folder: ar).fingerprint.description, Fingerprint(Array(SafetensorsFile(ar.appending(path: "value_head.safetensors").path).tensors.values)).description]
        parts.append(try fingerprint(file: ar.appending(path: "nla_meta.yaml")))
        if let av = entry.av {
            parts.append(try WeightStore(folder: av).fingerprint.description)
            parts.append(try fingerprint(file: av.appending(path: "nla_meta.yaml")))
        }
        if texts != nil, let file = entry.explanations { parts.append(try fingerprint(file: file)) }
        return Verbalizer(
            name: entry.name, verbalizer: verbalizer, texts: texts, reconstructor: reconstructor, fingerprint: "\(Fingerprint(bytes: parts.joined().utf8))")
    }

    private static func fingerprint(file: URL) throws -> String {
        let mapped = try MappedFile(file.path)
        return withExtendedLifetime(mapped) { "\(Fingerprint(bytes: mapped.bytes))" }
    }

    /// A dictionary's name without the site's, which all of them share.
    public func shortName(of dictionary: Int) -> String {
        let name = dictionaries[dictionary].name, prefix = site.hookName + "-"
        return name.hasPrefix(prefix) && name.count > prefix.count ? String(name.dropFirst(prefix.count)) : name
    }

    func parts() throws -> (dictionaries: [ComparisonPlan.Part], verbalizers: [ComparisonPlan.Part], mimics: [ComparisonPlan.Part]) {
        let ofDictionaries = try dictionaries.map { dictionary in
            let weights = try SafetensorsFile(dictionary.folder.appending(path: "sae_weights.safetensors").path)
            let settings = try Self.fingerprint(file: dictionary.folder.appending(path: "cfg.json"))
            return ComparisonPlan.Part(name: dictionary.name, fingerprint: "\(Fingerprint(Array(weights.tensors.values)))-\(settings)")
        }
        return (
            ofDictionaries, verbalizers.map { .init(name: $0.name, fingerprint: $0.fingerprint) }, mimics.map { .init(name: $0.name, fingerprint: $0.fingerprint) }
        )
    }
}
