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
            throw Complaint(
                folder.path, expected: "an NLA checkpoint with nla_meta.yaml", found: otherKind(folder) ?? "no such file",
                remedy: "name the AV's or AR's own folder")
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

extension NLASidecar {
    private static let tokenIDs = 0...Int(wide: Int32.max)

    init(_ root: SidecarValue) throws {
        try Self.checkKind(root)
        schemaVersion = try root.value("schema_version")?.integer(1...2) ?? 1
        path = root.file
        role = try root.value("role").map { try Self.role($0) } ?? Self.role(byTemplatesOf: root)
        stage = try root.value("stage")?.text()
        baseCheckpoint = try root.value("base_checkpoint")?.text()
        width = try root.required("d_model", "the width of the activations").integer(1...1_000_000)
        layer = try Self.layer(root)
        if let norm = try root.value("extraction.norm"), try norm.text().lowercased() != "none" {
            throw norm.complaint(expected: "none (raw activations)", remedy: "use an NLA of raw activations")
        }
        injectionScale = try Self.scale(root.value("extraction.injection_scale"), width: width).map(Float.init)
        lossScale =
            if let entry = try root.entry("extraction.mse_scale") { try Self.scale(entry, width: width) } else {
                Double(width).squareRoot()
            }
        switch role {
        case .verbalizer:
            marker = try Self.marker(root)
            reconstructorSuffix = nil
            template = try Self.template(root, "av", "actor", place: "injection_char")
        case .reconstructor:
            marker = nil
            reconstructorSuffix = try root.value("tokens.critic_suffix_ids")?.integers(Self.tokenIDs)
            template = try Self.template(root, "ar", "critic", place: "explanation")
        }
        if role == .verbalizer, injectionScale == nil {
            throw Complaint(
                path, expected: "extraction.injection_scale (the norm of the vector at the marker)", found: "none",
                remedy:
                    "use a sidecar that has it (EasyNLA and nanoNLA checkpoints never do: they add the vector at the output of block 1 and are not supported)"
            )
        }
    }

    private static func checkKind(_ root: SidecarValue) throws {
        guard case .mapping = root.node else { throw root.complaint(expected: "an NLA sidecar, a mapping") }
        let kind = try root.required("kind", "nla_model")
        let name = try kind.text()
        guard name != "nla_model" else { return }
        let letters = name.lowercased().filter(\.isLetter)
        if let trainer = ["EasyNLA", "nanoNLA"].first(where: { letters.contains($0.lowercased()) }) {
            throw kind.complaint(
                expected: "nla_model", found: "\"\(name.shortened)\"",
                remedy: "\(trainer) checkpoints add the vector at the output of block 1 and are not supported, use a published NLA")
        }
        throw kind.complaint(
            expected: "nla_model",
            remedy: name == "nla_dataset"
                ? "this is the sidecar of a data set, name the model's folder" : "this kind is unknown, use a published NLA")
    }

    private static func role(_ value: SidecarValue) throws -> Role {
        switch try value.text() {
        case "av", "actor": .verbalizer
        case "ar", "critic": .reconstructor
        default: throw value.complaint(expected: "av (or actor), ar (or critic)")
        }
    }

    /// Sidecars without a role hold the template of one role alone.
    private static func role(byTemplatesOf root: SidecarValue) throws -> Role {
        func holds(_ names: [String]) throws -> Bool { try names.contains { try root.value("prompt_templates.\($0)") != nil } }
        switch (try holds(["av", "actor"]), try holds(["ar", "critic"])) {
        case (true, false): return .verbalizer
        case (false, true): return .reconstructor
        case (true, true):
            throw Complaint(
                root.file, expected: "role (av or ar)", found: "none, and the prompt templates of both",
                remedy: "write role: av or role: ar into the sidecar")
        case (false, false):
            throw Complaint(
                root.file, expected: "role (av or ar)", found: "neither a role nor a prompt template that would tell it",
                remedy: "use a complete sidecar")
        }
    }

    /// K from every key that may say it.
    /// - Throws: `Complaint` where two of them disagree.
    private static func layer(_ root: SidecarValue) throws -> Int? {
        let keys = ["critic.extraction_layer_index", "ar.num_hidden_layers", "critic.num_hidden_layers", "extraction.layer_index"]
        let said = try keys.compactMap { key in try root.value(key).map { (key: key, layer: try $0.integer(0...99_999)) } }
        guard let first = said.first else { return nil }
        if let other = said.first(where: { $0.layer != first.layer }) {
            throw Complaint(
                root.file, expected: "one layer", found: "\(first.key) \(first.layer) and \(other.key) \(other.layer)",
                remedy: "correct the sidecar (both mean K, counted from 0; num_hidden_layers of config.json is K + 1)")
        }
        return first.layer
    }

    /// A number, a number written as text, `sqrt_d_model`; null, `raw` and `none` mean that nothing is scaled.
    private static func scale(_ value: SidecarValue?, width: Int) throws -> Double? {
        guard let value, !value.isNull, case let text = try value.text(), text != "raw", text != "none" else { return nil }
        if text == "sqrt_d_model" { return Double(width).squareRoot() }
        // As a Float it must still be a norm that a vector can have.
        guard let number = Double(text), number.isFinite, Float(number) > 0, Float(number).isFinite else {
            throw value.complaint(expected: "a positive number, \"sqrt_d_model\" or null")
        }
        return number
    }

    private static func marker(_ root: SidecarValue) throws -> Marker {
        func id(_ name: String, _ meaning: String) throws -> Int { try root.required("tokens.\(name)", meaning).integer(tokenIDs) }
        return try Marker(
            text: root.required("tokens.injection_char", "the marker's text").text(), tokenID: id("injection_token_id", "the marker's id"),
            leftNeighbourID: id("injection_left_neighbor_id", "the id before the marker"),
            rightNeighbourID: id("injection_right_neighbor_id", "the id after the marker"))
    }

    private static func template(_ root: SidecarValue, _ name: String, _ oldName: String, place: String) throws -> PromptTemplate {
        for key in [name, oldName].map({ "prompt_templates.\($0)" }) {
            guard let value = try root.value(key), case let text = try value.text(), !text.isEmpty else { continue }
            return try PromptTemplate(text, place: place, source: value.name)
        }
        throw Complaint(root.file, expected: "prompt_templates.\(name) (or \(oldName))", found: "none", remedy: "use a complete sidecar")
    }
}

extension NLASidecar {
    /// Holds the sidecar against the tokenizer and the chat template of its folder, without a model.
    /// - Throws: `Complaint` where they make another prompt than the sidecar says.
    package func checkTokenizer(of folder: URL) throws {
        let tokenizer = try Tokenizer.open(folder: folder)
        switch role {
        case .reconstructor: try ActivationReconstructor.checkSuffix(self, tokenizer)
        case .verbalizer:
            guard let marker, let chat = try ChatTemplate.open(folder: folder) else { return }
            _ = try InjectionPrompt(self, marker, tokenizer, chat)
        }
    }
}

/// An AV or an AR: a model with a sidecar, and the AR's value head.
protocol NLACheckpoint: Checkpoint {
    var folder: URL { get }
    var model: LanguageModel { get }
    var sidecar: NLASidecar { get }
    /// The AR's.
    var valueHeadFile: SafetensorsFile? { get }
    var knownFingerprint: Kept<String> { get }
}

extension NLACheckpoint {
    public var name: String { folder.lastPathComponent }

    public var fingerprint: String {
        knownFingerprint.get {
            "\(Fingerprint(bytes: (model.fingerprint + "\(sidecar.fingerprint)" + (valueHeadFile.map { "\($0.fingerprint)" } ?? "")).utf8))"
        }
    }

    public var files: [URL] { model.files + [URL(filePath: sidecar.path)] + (valueHeadFile.map { [URL(filePath: $0.path)] } ?? []) }

    public func checkIntact() throws {
        try model.checkIntact()
        try valueHeadFile?.checkIntact()
    }
}

extension ActivationVerbalizer: NLACheckpoint {
    var valueHeadFile: SafetensorsFile? { nil }
}

extension ActivationReconstructor: NLACheckpoint {
    var valueHeadFile: SafetensorsFile? { head }
}
