import Foundation
import ParallaxCompute

/// A workspace as a finding carries it: every path that was followed, every option that decides a figure. The keys are those of the workspace's file.
public struct ResolvedWorkspace: Codable, Sendable, Equatable {
    public struct Labels: Codable, Sendable, Equatable {
        public var path: String
        public var feature: String?
        public var label: String?
        public var encoding: String?
    }

    public struct Dictionary: Codable, Sendable, Equatable {
        public var path: String
        public var labels: Labels?
        public var site: String?
    }

    public struct Verbalizer: Codable, Sendable, Equatable {
        public var name: String
        public var av: String?
        public var ar: String?
        public var explanations: String?
        public var encoding: String?
    }

    /// One of `file`, `chat` and `text`.
    public struct Document: Codable, Sendable, Equatable {
        public var file: String?
        public var chat: String?
        public var text: String?
        public var encoding: String?
        public var group: String?
    }

    public struct Claims: Codable, Sendable, Equatable {
        public var rules: String?
        public var truth: [String]
        public var calibration: String?
        public var verdicts: String?
        public var mimic: String?
        public var prompt: String?

        public init(
            rules: String? = nil, truth: [String], calibration: String? = nil, verdicts: String? = nil, mimic: String? = nil,
            prompt: String? = nil
        ) {
            self.rules = rules
            self.truth = truth
            self.calibration = calibration
            self.verdicts = verdicts
            self.mimic = mimic
            self.prompt = prompt
        }
    }

    /// Nil where options made it.
    public var file: String?
    public var model: String?
    public var dictionaries: [Dictionary]
    public var verbalizers: [Verbalizer]
    public var documents: [Document]
    /// What options gave beside them; nil for nothing.
    public var given: [Document]?
    public var statistics: String?
    public var claims: Claims
    public var bos: String
    /// NAME=JSON each.
    public var variables: [String]

    public init(_ workspace: Workspace) {
        file = workspace.file?.path
        model = workspace.model?.path
        dictionaries = workspace.dictionaries.map { entry in
            let settings = entry.labelSettings
            return Dictionary(
                path: entry.path.path,
                labels: entry.labels.map {
                    Labels(path: $0.path, feature: settings.feature, label: settings.label, encoding: settings.encoding?.rawValue)
                },
                site: entry.site?.hookName)
        }
        verbalizers = workspace.verbalizers.map {
            Verbalizer(
                name: $0.name, av: $0.av?.path, ar: $0.ar?.path, explanations: $0.explanations?.path, encoding: $0.encoding?.rawValue)
        }
        documents = workspace.documents.map(Self.document)
        given = workspace.given.isEmpty ? nil : workspace.given.map(Self.document)
        statistics = workspace.statistics?.path
        let own = workspace.claims
        claims = Claims(
            rules: own.rules?.path, truth: own.truth.map(\.path), calibration: own.calibration?.path, verdicts: own.verdicts?.path,
            mimic: own.mimic?.path, prompt: own.prompt)
        bos = workspace.bos.rawValue
        variables = workspace.templateVariables.options
    }
}

extension ResolvedWorkspace {
    private static func document(_ entry: DocumentEntry) -> Document {
        switch entry {
        case .file(let url, let encoding, let group): Document(file: url.path, encoding: encoding?.rawValue, group: group)
        case .chat(let url, let encoding, let group): Document(chat: url.path, encoding: encoding?.rawValue, group: group)
        case .text(let text, let group): Document(text: text, group: group)
        }
    }

    /// The workspace again.
    /// - Parameter locate: where a path that the finding names is now.
    /// - Throws: `Complaint` for a model, a checkpoint or a file that is not there, and for a rule, a site or an encoding that is none.
    public func workspace(locate: (String) throws -> URL) throws -> Workspace {
        var workspace = Workspace(file: file.map { URL(filePath: $0) }, model: try model.map(locate))
        workspace.dictionaries = try dictionaries.map { entry in
            Workspace.DictionaryEntry(
                path: try locate(entry.path), labels: try (entry.labels?.path).map(locate),
                site: try entry.site.map { try Site(named: $0) },
                labelSettings: LabelSettings(
                    feature: entry.labels?.feature, label: entry.labels?.label, encoding: try Self.encoding(entry.labels?.encoding)))
        }
        workspace.verbalizers = try verbalizers.map { entry in
            Workspace.VerbalizerEntry(
                name: entry.name, av: try entry.av.map(locate), ar: try entry.ar.map(locate),
                explanations: try entry.explanations.map(locate), encoding: try Self.encoding(entry.encoding))
        }
        workspace.documents = try documentEntries(locate: locate)
        workspace.given = try givenEntries(locate: locate)
        workspace.statistics = try statistics.map(locate)
        // Neither documents of known truth nor what a person said of claims decides a figure.
        workspace.claims = Workspace.Claims(
            rules: try claims.rules.map(locate), calibration: try claims.calibration.map(locate), mimic: try claims.mimic.map(locate),
            prompt: claims.prompt)
        try apply(to: &workspace)
        return workspace
    }

    public func documentEntries(locate: (String) throws -> URL) throws -> [DocumentEntry] { try Self.entries(documents, locate) }

    /// What options gave, which no file of the workspace names.
    public func givenEntries(locate: (String) throws -> URL) throws -> [DocumentEntry] { try Self.entries(given ?? [], locate) }

    private static func entries(_ documents: [Document], _ locate: (String) throws -> URL) throws -> [DocumentEntry] {
        try documents.map { entry in
            let encoding = try Self.encoding(entry.encoding)
            if let text = entry.text { return .text(text, group: entry.group) }
            if let chat = entry.chat { return .chat(try locate(chat), encoding, group: entry.group) }
            return .file(try locate(entry.file ?? ""), encoding, group: entry.group)
        }
    }

    /// The rules that stand in no file of the workspace's, or in options that took their place.
    public func apply(to workspace: inout Workspace) throws {
        guard let rule = BOSRule(rawValue: bos) else {
            throw Complaint(
                "workspace.bos", expected: "one of \(BOSRule.allCases.map(\.rawValue).joined(separator: ", "))",
                found: "\"\(bos.shortened)\"",
                remedy: "verify a finding as parallax wrote it")
        }
        workspace.bos = rule
        workspace.templateVariables = try TemplateVariables(options: variables)
    }

    private static func encoding(_ name: String?) throws -> TextEncoding? {
        try name.map { try TextEncoding.named($0, subject: "the finding") }
    }
}
