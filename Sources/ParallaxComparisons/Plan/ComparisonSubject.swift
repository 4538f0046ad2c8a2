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

        /// What writes its texts.
        var writer: ActivationVerbalizer? { texts == nil ? verbalizer : nil }
    }

    /// Texts written without the activation.
    public struct Mimic: Sendable {
        public let name: String
        public let texts: ExplanationFile
    }

    public let model: LanguageModel
    public let tokenizer: Tokenizer
    public let site: Site
    /// Those that read the site and reconstruct it, and the transcoders that reconstruct it from another one.
    public let dictionaries: [SparseAutoencoder]
    public let verbalizers: [Verbalizer]
    public let mimics: [Mimic]
    /// What could not be used, and why.
    public let complaints: [Complaint]

    public let width: Int

    /// - Parameters:
    ///   - site: nil takes that of the first NLA, of the first dictionary, or of what the first transcoder reconstructs.
    ///   - verbalizers: of the workspace, opened; those of other sites are left aside, as are dictionaries.
    ///   - mimics: files of texts.
    /// - Throws: `Complaint` where nothing of the workspace reconstructs activations at the site.
    public init(
        model: LanguageModel, tokenizer: Tokenizer, dictionaries: [SparseAutoencoder], verbalizers: [OpenedNLA], site wanted: Site? = nil,
        mimics: [URL] = []
    ) throws {
        self.model = model
        self.tokenizer = tokenizer
        var complaints: [Complaint] = [], usable: [Verbalizer] = []
        for opened in verbalizers {
            do {
                usable.append(try Self.usable(opened))
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
        }
        for lost in dictionaries where lost.placement?.isTargetKnown == false {
            complaints.append(
                Complaint(
                    "dictionary \(lost.name)", expected: "a transcoder that says what it reconstructs",
                    found: "one that names only what it reads",
                    remedy: "add the output's site to its configuration"))
        }
        let dictionaries = dictionaries.filter { $0.placement?.isTargetKnown == true },
            autoencoders = dictionaries.filter { !$0.configuration.isTranscoder }
        guard
            let site = wanted ?? usable.first?.reconstructor.site ?? autoencoders.first?.placement?.site
                ?? dictionaries.first?.placement?.target
        else {
            throw Complaint(
                "workspace", expected: "a dictionary or an NLA to compare", found: "none that can be used",
                remedy: "add dictionaries or verbalizers to the workspace")
        }
        self.site = site
        width = try model.checkedWidth(of: site)
        self.verbalizers = usable.filter { $0.reconstructor.site == site }
        self.dictionaries = dictionaries.filter { $0.placement?.target == site }
        guard !self.verbalizers.isEmpty || !self.dictionaries.isEmpty else {
            let sites = Set(usable.map(\.reconstructor.site) + dictionaries.compactMap(\.placement?.target)).sorted().map(\.hookName)
                .listed()
            throw Complaint(
                "--site", expected: "a site of the workspace's dictionaries or NLAs (\(sites))", found: "\(site)",
                remedy: "name one of these")
        }
        self.mimics = try mimics.map { url in
            let texts = try ExplanationFile.open(url)
            if let other = texts.site, other != site {
                throw Complaint(
                    url.path, expected: "texts about \(site)", found: "\(other)",
                    remedy: "compare at that site, with --site \(other.hookName)")
            }
            return Mimic(name: url.deletingPathExtension().lastPathComponent, texts: texts)
        }
        self.complaints = complaints
    }

    private static func usable(_ opened: OpenedNLA) throws -> Verbalizer {
        guard let reconstructor = opened.reconstructor else {
            throw Complaint(
                "verbalizer \(opened.name)", expected: "an AR, without which its texts reconstruct nothing", found: "none",
                remedy: "add ar: … to it")
        }
        guard opened.verbalizer != nil || opened.texts != nil else {
            throw Complaint(
                "verbalizer \(opened.name)", expected: "an AV or a file of explanations", found: "neither",
                remedy: "add av: … or explanations: … to it")
        }
        return Verbalizer(name: opened.name, verbalizer: opened.verbalizer, texts: opened.texts, reconstructor: reconstructor)
    }

    /// What a dictionary reads: the site itself, or of a transcoder another one.
    func source(of dictionary: Int) -> Site { dictionaries[dictionary].placement?.site ?? site }

    /// Whether it reads another site than the compared one.
    func isTranscoder(_ dictionary: Int) -> Bool { dictionaries[dictionary].configuration.isTranscoder }

    /// Sites beside the compared one that transcoders read.
    public var sources: Set<Site> { Set(dictionaries.indices.map(source)).subtracting([site]) }

    /// A dictionary's name without the site's, which all of them share; of several of one name with as much of their paths as tells them apart.
    public func shortName(of dictionary: Int) -> String {
        let own = dictionaries[dictionary],
            namesakes = dictionaries.indices.filter { $0 != dictionary && dictionaries[$0].name == own.name }.map { dictionaries[$0] }
        guard namesakes.isEmpty else {
            func path(_ dictionary: SparseAutoencoder, _ count: Int) -> String {
                dictionary.folder.standardizedFileURL.pathComponents.suffix(count).joined(separator: "/")
            }
            let deepest = own.folder.standardizedFileURL.pathComponents.count
            let count = (2...max(2, deepest)).first { count in namesakes.allSatisfy { path($0, count) != path(own, count) } }
            return count.map { path(own, $0) } ?? "\(own.name) (\(dictionary + 1))"
        }
        let name = own.name, prefix = site.hookName + "-"
        return name.hasPrefix(prefix) && name.count > prefix.count ? String(name.dropFirst(prefix.count)) : name
    }

    func parts() -> (dictionaries: [ComparisonPlan.Part], verbalizers: [ComparisonPlan.Part], mimics: [ComparisonPlan.Part]) {
        (
            dictionaries.map(ComparisonPlan.Part.init), verbalizers.map { .init(name: $0.name, fingerprint: $0.fingerprint) },
            mimics.map { .init(name: $0.name, fingerprint: $0.texts.fingerprint) }
        )
    }
}

extension ComparisonSubject.Verbalizer {
    /// Of all that it is made of: comparisons have always put the AR first, and its value head before its sidecar.
    var fingerprint: String {
        var parts = [reconstructor.model.fingerprint, "\(reconstructor.head.fingerprint)", "\(reconstructor.sidecar.fingerprint)"]
        if let verbalizer { parts += [verbalizer.model.fingerprint, "\(verbalizer.sidecar.fingerprint)"] }
        if let texts { parts.append(texts.fingerprint) }
        return "\(Fingerprint(bytes: parts.joined().utf8))"
    }
}

extension ComparisonPlan.Part {
    init(_ checkpoint: some Checkpoint) { self.init(name: checkpoint.name, fingerprint: checkpoint.fingerprint) }
}

/// An NLA of a workspace as far as it could be opened: what writes or texts in its place, and what reads.
public struct OpenedNLA: Sendable {
    public let name: String
    public let verbalizer: ActivationVerbalizer?
    /// Written elsewhere.
    public let texts: ExplanationFile?
    public let reconstructor: ActivationReconstructor?

    public init(name: String, verbalizer: ActivationVerbalizer?, texts: ExplanationFile?, reconstructor: ActivationReconstructor?) {
        self.name = name
        self.verbalizer = verbalizer
        self.texts = texts
        self.reconstructor = reconstructor
    }

    /// All of it that was opened.
    public var checkpoints: [any Checkpoint] {
        let parts: [(any Checkpoint)?] = [verbalizer, reconstructor, texts]
        return parts.compactMap(\.self)
    }
}
