import Foundation
import ParallaxCompute

/// What a finding was made with: everything that a stranger needs to make it again and to see what is other than it was. `w`, `compare --json`,
/// `claims --json` and the page with figures carry this one block, under "made".
public struct Making: Codable, Sendable, Equatable {
    /// What is in the file beside the block.
    public enum Kind: String, Codable, Sendable {
        case finding, comparison, vectors, claims
    }

    /// Something that figures rest on, by what it holds.
    public struct Part: Codable, Sendable, Equatable {
        /// "model", "tokenizer", "dictionary", "labels", "av", "ar", "explanations", "statistics", "rules", "calibration", "mimic", "documents", "vectors".
        public var role: String
        public var name: String
        /// Nil where nothing was opened by this run: parts that were merged.
        public var path: String?
        /// Of weights as ``Fingerprint`` samples them, else a checksum of the whole file.
        public var fingerprint: String

        public init(_ role: String, name: String, path: String?, fingerprint: String) {
            self.role = role
            self.name = name
            self.path = path
            self.fingerprint = fingerprint
        }

        /// A file or a folder of files, read whole.
        init(_ role: String, file: URL) {
            self.init(role, name: file.lastPathComponent, path: file.path, fingerprint: FileChecksum.of(file) ?? "unreadable")
        }
    }

    /// A document that the finding is about.
    public struct Document: Codable, Sendable, Equatable {
        public var title: String
        public var count: Int
        /// Of the ids, which stand here or not.
        public var checksum: String
        /// Nil behind the first `Making.mostTokens` tokens of all documents.
        public var ids: [Int]?
        /// As it was given; of a conversation as the template makes it. Nil where `ids` is.
        public var text: String?
    }

    /// What computed it. Two of these that are equal compute the same bits.
    public struct Machine: Codable, Sendable, Equatable {
        public var processor: String
        public var threads: Int
        public var kernels: String
        public var blas: String
        public var core: String

        public static var this: Machine {
            typealias Facts = ParallaxCompute.Machine
            return Machine(
                processor: Facts.processor, threads: ComputeThreads.count, kernels: Facts.kernels, blas: Facts.blas, core: Facts.blasCore)
        }
    }

    public var version: String
    /// See `ThisProgram.commit`.
    public var commit: String?
    /// The checksum of the running program.
    public var executable: String?
    /// ISO 8601.
    public var date: String
    /// The arguments, the program's own name left out.
    public var command: [String]
    /// Where it was run, and where relative paths begin.
    public var folder: String
    public var machine: Machine
    /// Nil for parts that were merged, and for vectors.
    public var workspace: ResolvedWorkspace?
    public var parts: [Part]
    public var documents: [Document]
    /// What was asked; one of these.
    public var look: LookRequest?
    public var comparison: ComparisonRequest?
    public var vectors: VectorsRequest?
    public var claims: ClaimsRequest?

    /// Ids and texts of documents that one finding carries: beyond them it is checksums, or the supplement outgrows the paper.
    static let mostTokens = 100_000

    public init(workspace: Workspace?, parts: [Part], documents: [Document]) {
        version = ThisProgram.version
        commit = ThisProgram.commit
        executable = ThisProgram.checksum
        date = ISO8601DateFormatter().string(from: Date())
        command = Host.arguments
        folder = Host.currentFolder.path
        machine = .this
        self.workspace = workspace.map(ResolvedWorkspace.init)
        self.parts = parts
        self.documents = documents
    }

    public var kind: Kind { look != nil ? .finding : comparison != nil ? .comparison : claims != nil ? .claims : .vectors }
}

/// What `compare WORKSPACE` was asked.
public struct ComparisonRequest: Codable, Sendable, Equatable {
    /// A hook's name; nil leaves it to the workspace.
    public var site: String?
    /// By number; nil evaluates those that estimate nothing.
    public var documents: [Int]?
    /// Files of texts written without the activation.
    public var mimics: [String]
    public var options: ComparisonOptions

    public init(site: String?, documents: [Int]?, mimics: [String], options: ComparisonOptions) {
        self.site = site
        self.documents = documents
        self.mimics = mimics
        self.options = options
    }
}

/// What `compare --activations` was asked; every tensor as FILE[:NAME].
public struct VectorsRequest: Codable, Sendable, Equatable {
    public struct Method: Codable, Sendable, Equatable {
        public var name: String
        public var tensor: String

        public init(name: String, tensor: String) {
            self.name = name
            self.tensor = tensor
        }
    }

    public var activations: String
    public var reconstructions: [Method]
    public var mean: String?
    public var variance: Double?

    public init(activations: String, reconstructions: [Method], mean: String?, variance: Double?) {
        self.activations = activations
        self.reconstructions = reconstructions
        self.mean = mean
        self.variance = variance
    }
}

/// What `claims` was asked.
public struct ClaimsRequest: Codable, Sendable, Equatable {
    public var verbalizer: String
    public var document: Int?
    public var position: Int?
    /// Of the usable positions of a document, every n-th.
    public var every: Int?
    /// Tests that were not run.
    public var off: [String]
    public var blind: Bool
    /// Samples of the AV and the seed of all that is drawn.
    public var samples: Int
    public var seed: UInt64

    public init(verbalizer: String, document: Int?, position: Int?, every: Int?, off: [String], blind: Bool) {
        self.verbalizer = verbalizer
        self.document = document
        self.position = position
        self.every = every
        self.off = off
        self.blind = blind
        let options = ClaimOptions()
        samples = options.samples
        seed = options.seed
    }
}

/// A finding as it is written: what was found, and the block that says what it was made with, at one level.
public struct MadeFinding<Body: Encodable>: Encodable {
    private let body: Body
    private let making: Making

    public init(_ body: Body, _ making: Making) {
        self.body = body
        self.making = making
    }

    private enum Key: String, CodingKey { case schema, kind, made }

    public func encode(to encoder: any Encoder) throws {
        try body.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(FindingSchema.version, forKey: .schema)
        try container.encode(making.kind, forKey: .kind)
        try container.encode(making, forKey: .made)
    }
}
