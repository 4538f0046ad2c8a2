import Foundation

/// `nla_meta.yaml`, the contract of a natural language autoencoder's checkpoint: what stands at the marker, at which scale, in which prompt.
///
/// Schema 2 of the published checkpoints (Fraser-Taliente, Kantamneni, Ong et al. 2026), and schema 1. The old names `actor` and
/// `critic` are read where `av` and `ar` are absent.
public struct NLASidecar: Sendable, Equatable {
    public enum Role: String, Sendable {
        /// AV: a vector becomes text.
        case verbalizer = "activation verbalizer (AV)"
        /// AR: a text becomes a vector.
        case reconstructor = "activation reconstructor (AR)"
    }

    /// The marker of the AV's prompt, as ids of the checkpoint's tokenizer.
    public struct Marker: Sendable, Equatable {
        /// The text that stands for the activation in the prompt; encodes to the one id `tokenID`.
        public let text: String
        public let tokenID: Int
        public let leftNeighbourID: Int
        public let rightNeighbourID: Int

        package init(text: String, tokenID: Int, leftNeighbourID: Int, rightNeighbourID: Int) {
            self.text = text
            self.tokenID = tokenID
            self.leftNeighbourID = leftNeighbourID
            self.rightNeighbourID = rightNeighbourID
        }
    }

    /// Where the sidecar was read.
    public let path: String
    /// 1 or 2.
    public let schemaVersion: Int
    public let role: Role
    public let stage: String?
    public let baseCheckpoint: String?
    /// d, the width of the activations.
    public let width: Int
    /// K, the decoder block whose output the NLA describes; nil where the sidecar does not say it.
    public let layer: Int?
    /// ‖·‖₂ of the vector at the marker; never nil in an AV.
    public let injectionScale: Float?
    /// The norm to which both vectors were scaled for the training loss; nil = they were compared raw.
    public let lossScale: Double?
    /// The marker in an AV's prompt; nil in an AR.
    public let marker: Marker?
    /// The ids that end every tokenised AR prompt, where the sidecar of an AR says them.
    public let reconstructorSuffix: [Int]?
    /// The prompt of this role: the place is the marker's in an AV, the explanation's in an AR.
    public let template: PromptTemplate

    /// Of the bytes of the sidecar, as they were when it was read.
    package private(set) var fingerprint = Fingerprint([])

    /// Output of block K.
    public var site: Site? { layer.map { .residual($0 + 1) } }

    /// The sidecar of a checkpoint folder.
    /// - Throws: `Complaint` where it is missing, damaged, contradicts itself, or belongs to another kind of checkpoint.
    public static func open(folder: URL) throws -> NLASidecar {
        let file = folder.appending(path: "nla_meta.yaml")
        guard file.isThere else {
            throw Complaint(folder.path, expected: "an NLA checkpoint with nla_meta.yaml", found: otherKind(folder) ?? "no such file", remedy: "name the AV's or AR's own folder")
        }
        var sidecar = try NLASidecar(SidecarValue.document(of: file))
        sidecar.fingerprint = try MappedFile.reading(file.path) { Fingerprint(bytes: $0) }
        return sidecar
    }

    /// Trainers whose checkpoints are no folders of this kind leave their own files.
    private static func otherKind(_ folder: URL) -> String? {
        let telltale = ["ar_meta.json", "adapter_config.json"].first { folder.appending(path: $0).isThere }
        return telltale.map { "none, but \($0) (a checkpoint of EasyNLA or nanoNLA, or a LoRA adapter, which are of another kind)" }
    }
}
