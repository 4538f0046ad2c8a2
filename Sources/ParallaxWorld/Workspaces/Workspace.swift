import Foundation

/// What belongs together: a model, dictionaries, verbalizers and documents, as `parallax.yaml` or options name them.
///
/// A workspace only names things. What it names exists, but nothing has been opened; whatever was missing or made no
/// sense stands in `complaints`, and the rest can be used.
public struct Workspace: Sendable {
    public struct DictionaryEntry: Sendable, Equatable {
        public var path: URL
        /// A file or a folder of feature labels.
        public var labels: URL?
        /// Only where the checkpoint does not say it.
        public var site: Site?
        /// How the labels' file is read, where that does not go without saying.
        public var labelSettings: LabelSettings

        public init(path: URL, labels: URL? = nil, site: Site? = nil, labelSettings: LabelSettings = LabelSettings()) {
            self.path = path
            self.labels = labels
            self.site = site
            self.labelSettings = labelSettings
        }
    }

    /// An NLA pair, or half of one, or only texts that were made elsewhere.
    public struct VerbalizerEntry: Sendable, Equatable {
        public var name: String
        public var av: URL?
        public var ar: URL?
        public var explanations: URL?
        /// Of the explanations' file, where it is not UTF-8.
        public var encoding: TextEncoding?

        public init(name: String, av: URL? = nil, ar: URL? = nil, explanations: URL? = nil, encoding: TextEncoding? = nil) {
            self.name = name
            self.av = av
            self.ar = ar
            self.explanations = explanations
            self.encoding = encoding
        }
    }

    /// What claims of explanations are split, judged and calibrated with.
    public struct Claims: Sendable, Equatable {
        /// Rules for splitting and classes; the standard ones without it.
        public var rules: URL?
        /// Documents whose facts are known, for calibrating and studying only.
        public var truth: [URL]
        /// As `parallax claims calibrate` writes it.
        public var calibration: URL?
        /// A person's verdicts, one a line; the file may be yet to come.
        public var verdicts: URL?
        /// Explanations by writers who saw the text and not the activation.
        public var mimic: URL?
        /// What the language model is asked over the visible text, which stands in the place of `{text}`.
        public var prompt: String?

        public init(
            rules: URL? = nil, truth: [URL] = [], calibration: URL? = nil, verdicts: URL? = nil, mimic: URL? = nil, prompt: String? = nil
        ) {
            self.rules = rules
            self.truth = truth
            self.calibration = calibration
            self.verdicts = verdicts
            self.mimic = mimic
            self.prompt = prompt
        }
    }

    public static let fileName = "parallax.yaml"

    /// The files and folders that it names, itself among them.
    package var files: [URL] {
        let documents = (documents + given).compactMap { entry -> URL? in
            switch entry {
            case .file(let url, _, _), .chat(let url, _, _): url
            case .text: nil
            }
        }
        return [file, model, statistics, claims.rules, claims.calibration, claims.verdicts, claims.mimic].compactMap { $0 }
            + dictionaries.flatMap { [$0.path, $0.labels].compactMap { $0 } }
            + verbalizers.flatMap { [$0.av, $0.ar, $0.explanations].compactMap { $0 } } + documents + claims.truth
    }

    /// Where it was read from; nil where options made it.
    public var file: URL?
    public var model: URL?
    public var dictionaries: [DictionaryEntry]
    public var verbalizers: [VerbalizerEntry]
    public var documents: [DocumentEntry]
    /// What options give beside the workspace's own documents: looked at first, as a text that is typed there, and no part of what μ, Var and
    /// comparisons rest on.
    public var given: [DocumentEntry] = []
    /// What comparisons take from other documents, as `parallax statistics` writes it.
    public var statistics: URL?
    public var claims: Claims
    /// Whether documents begin with BOS.
    public var bos = BOSRule.auto
    /// What the model's chat template is given beside messages, as enable_thinking.
    public var templateVariables = TemplateVariables()
    public var complaints: [Complaint]
    /// The site that a person wants to look at first; nil leaves it to the explorer.
    public var lookedAt: Site?

    /// Adds a complaint, unless so many have been added that more would say nothing new.
    mutating func complain(_ complaint: Complaint) {
        switch complaints.count {
        case ..<Complaint.mostTold: complaints.append(complaint)
        case Complaint.mostTold:
            complaints.append(
                Complaint(
                    complaint.subject, expected: complaint.expected, found: complaint.found + ", and more such entries",
                    remedy: complaint.remedy))
        default: break
        }
    }

    public init(
        file: URL? = nil, model: URL? = nil, dictionaries: [DictionaryEntry] = [], verbalizers: [VerbalizerEntry] = [],
        documents: [DocumentEntry] = [], statistics: URL? = nil,
        claims: Claims = Claims(), complaints: [Complaint] = []
    ) {
        self.file = file
        self.model = model
        self.dictionaries = dictionaries
        self.verbalizers = verbalizers
        self.documents = documents
        self.statistics = statistics
        self.claims = claims
        self.complaints = complaints
    }

    /// Opens a workspace file, or the `parallax.yaml` of a folder. A file of explanations is a workspace of these alone, without a model.
    /// - Throws: `Complaint` where there is no such file or it is no YAML mapping. Anything less goes into `complaints`.
    public static func open(_ file: URL) throws -> Workspace {
        var file = file
        if file.isFolder {
            file = file.appending(path: fileName)
            guard file.isThere else {
                throw Complaint(
                    file.deletingLastPathComponent().path, expected: "a folder with a \(fileName)", found: "none",
                    remedy: "name a workspace file, or use --model and --dictionary")
            }
        }
        guard !["yaml", "yml", ""].contains(file.pathExtension.lowercased()) else {
            var reader = try WorkspaceReader(file)
            return reader.read()
        }
        do {
            _ = try ExplanationFile.open(file)
            return Workspace(verbalizers: [.init(name: file.deletingPathExtension().lastPathComponent, explanations: file)])
        } catch {
            // Whatever it is called: what names a model or an NLA is a workspace.
            var reader = try? WorkspaceReader(file)
            guard let workspace = reader?.read(), workspace.model != nil || !workspace.verbalizers.isEmpty else { throw error }
            return workspace
        }
    }
}

extension Workspace {
    /// The workspace that is opened when none is named: `SampleData/parallax.yaml`.
    /// - Throws: `Complaint` where it cannot be found.
    public static func sample() throws -> Workspace {
        try open(
            sampleFile(
                environment: Host.environment, executable: Host.executable, currentFolder: Host.currentFolder))
    }

    /// `PARALLAX_SAMPLE` (a workspace or its folder), else the nearest `SampleData` above the executable, else above the
    /// current folder.
    package static func sampleFile(environment: [String: String], executable: URL?, currentFolder: URL) throws -> URL {
        let remedy = "name a workspace, or set PARALLAX_SAMPLE to the folder of the sample"
        if let named = environment["PARALLAX_SAMPLE"], !named.isEmpty {
            var url = URL(person: named, relativeTo: currentFolder)
            if url.isFolder { url = url.appending(path: fileName) }
            guard url.isThere else {
                throw Complaint(
                    "PARALLAX_SAMPLE", expected: "a workspace or its folder", found: "\"\(named.shortened)\", where there is none",
                    remedy: remedy)
            }
            return url
        }
        let starts = [executable?.deletingLastPathComponent(), currentFolder].compactMap(\.self)
        for start in starts {
            var folder = start.standardizedFileURL
            while true {
                let url = folder.appending(path: "SampleData").appending(path: fileName)
                if url.isThere { return url }
                let above = folder.deletingLastPathComponent().standardizedFileURL
                guard above.path.count < folder.path.count else { break }
                folder = above
            }
        }
        throw Complaint(
            "the sample", expected: "SampleData/\(fileName) above the program or the current folder", found: "none", remedy: remedy)
    }
}
