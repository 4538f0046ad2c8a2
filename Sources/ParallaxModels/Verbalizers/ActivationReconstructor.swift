import Foundation
import Synchronization

/// AR: turns an explanation back into the vector that it explains.
///
///     let reconstructor = try ActivationReconstructor.open(folder: folder)
///     let vectors = try reconstructor.reconstruct(texts)   // N explanations → [N, d]
///
/// The base model cut after block K without a final norm reads the sidecar's prompt; a linear map of the last token's state is the answer
/// (Fraser-Taliente, Kantamneni, Ong et al. 2026; `nla_inference.py` of the published code). The norm of the answer means nothing:
/// compare directions, and rescale before patching.
public final class ActivationReconstructor: Sendable {
    public let folder: URL
    public let sidecar: NLASidecar
    /// Where the activations that it reconstructs come from: the output of its own last block.
    public let site: Site
    public let tokenizer: Tokenizer
    public let model: LanguageModel
    /// `[d, d]`, and `[d]` where the head has a bias.
    let valueHead: Linear
    /// What stands in its files and is not used.
    public let notes: [Complaint]
    /// The file of the value head, whatever of it is used.
    package let head: SafetensorsFile
    let knownFingerprint = Kept<String>()
    /// The ids that begin every prompt.
    package let prefix: [Int]
    /// Keys and values of `prefix`, from their first use on.
    let prefixCache = Mutex<KeyValueCache?>(nil)

    /// d, the width of the vectors.
    public var outputSize: Int { sidecar.width }

    /// Opens an AR folder and holds its sidecar against its tokenizer, configuration and value head.
    /// - Parameter site: Where the activations come from; refused where the checkpoint says another.
    /// - Throws: `Complaint` that says which part does not fit, what was expected and what was found.
    public static func open(folder: URL, site: Site? = nil) throws -> ActivationReconstructor {
        let sidecar = try NLASidecar.open(folder: folder)
        guard sidecar.role == .reconstructor else {
            throw Complaint(
                sidecar.path, expected: "the sidecar of an \(NLASidecar.Role.reconstructor.rawValue)",
                found: "that of an \(sidecar.role.rawValue)", remedy: "name the AR's folder")
        }
        let tokenizer = try Tokenizer.open(folder: folder)
        try checkSuffix(sidecar, tokenizer)
        let model = try LanguageModel.open(folder: folder, role: .reconstructor)
        try sidecar.checkWidth(model.configuration)
        let own = Site.residual(model.configuration.blockCount)
        if let layer = sidecar.layer, sidecar.site != own {
            throw Complaint(
                folder.appending(path: "config.json").path,
                expected: "num_hidden_layers \(layer + 1), one more than the sidecar's layer \(layer)",
                found: "\(model.configuration.blockCount)", remedy: "use the sidecar and the model of one checkpoint")
        }
        if let site, site != own {
            throw Complaint(
                sidecar.path, expected: "\(site), as named for it", found: "\(own)",
                remedy: "name the AR's own site, or choose the AR of the other layer")
        }
        let head = try SafetensorsFile(folder.appending(path: "value_head.safetensors").path)
        return try ActivationReconstructor(
            folder: folder, sidecar: sidecar, site: own, tokenizer: tokenizer, model: model, valueHead: try valueHead(head, sidecar.width),
            head: head)
    }

    private init(
        folder: URL, sidecar: NLASidecar, site: Site, tokenizer: Tokenizer, model: LanguageModel,
        valueHead: (map: Linear, notes: [Complaint]), head: SafetensorsFile
    ) throws {
        self.folder = folder
        self.sidecar = sidecar
        self.site = site
        self.tokenizer = tokenizer
        self.model = model
        self.valueHead = valueHead.map
        notes = model.notes + valueHead.notes
        self.head = head
        let ids = try ["", "a", "1"].map { try Self.ids(of: $0, sidecar.template, tokenizer) }
        prefix = Array(ids[0].prefix(ids.dropFirst().map { zip(ids[0], $0).prefix { $0 == $1 }.count }.min() ?? 0))
    }

    /// The prompt as raw text with special tokens: its BOS, where the tokenizer writes one, belongs to it.
    package static func ids(of text: String, _ template: PromptTemplate, _ tokenizer: Tokenizer, _ cancellation: Cancellation? = nil) throws
        -> [Int]
    {
        try tokenizer.encode(template.filled(with: text.stripped), addSpecialTokens: true, cancellation: cancellation)
    }

    static func checkSuffix(_ sidecar: NLASidecar, _ tokenizer: Tokenizer) throws {
        guard let suffix = sidecar.reconstructorSuffix else { return }
        let ids = try ids(of: "A text.", sidecar.template, tokenizer)
        guard ids.suffix(suffix.count) == suffix[...] else {
            throw Complaint(
                sidecar.path, expected: "the AR's prompt to end with critic_suffix_ids \(tokenizer.named(suffix))",
                found: tokenizer.named(ids.suffix(suffix.count)),
                remedy: "use the tokenizer that belongs to this checkpoint")
        }
    }

    private static func valueHead(_ file: SafetensorsFile, _ width: Int) throws -> (Linear, [Complaint]) {
        func refused(_ found: String) -> Complaint {
            Complaint(
                file.path, expected: "a tensor weight [\(width), \(width)]", found: found,
                remedy: "fetch the AR's value_head.safetensors again")
        }
        let tensors = file.tensors
        guard let weight = tensors["weight"] else { throw refused(tensors.isEmpty ? "no tensor" : tensors.keys.sorted().listed()) }
        guard weight.shape == [width, width] else { throw refused("shape \(weight.shape)") }
        let bias = tensors["bias"]
        if let bias, bias.shape != [width] {
            throw Complaint(
                file.path, expected: "a bias of shape [\(width)] beside weight", found: "shape \(bias.shape)",
                remedy: "fetch the AR's value_head.safetensors again")
        }
        let others = tensors.keys.filter { !["weight", "bias"].contains($0) }.sorted()
        let notes =
            others.isEmpty
            ? []
            : [
                Complaint(
                    file.path, expected: "weight, and bias where there is one",
                    found: "\(others.listed()) beside them, which no part of the AR uses",
                    remedy: "ask where it belongs: the AR is computed without it")
            ]
        return (Linear(weight: try WeightMatrix(weight, layout: .outputsByInputs), bias: bias?.floats()), notes)
    }
}

extension ActivationReconstructor {
    /// Continuations of one past at a time: each holds a copy of it.
    private static let variantsTogether = 32

    /// The vectors of a text and of others that differ from it somewhere: what they have in common with its beginning is run once.
    /// - Returns: `[1 + variants, d]`, the text's own first; what `reconstruct` gives, up to rounding.
    /// - Throws: `Complaint` for a text that is too long; `CancellationError`.
    public func reconstruct(_ text: String, variants: [String], cancellation: Cancellation? = nil) throws -> Rows {
        let own = try prompt(of: text, cancellation), others = try variants.map { try prompt(of: $0, cancellation) }
        let cache = own.count > prefix.count && own.starts(with: prefix) ? try pastOfPrefix(cancellation) : KeyValueCache()
        let start = cache.count
        let first = try model.forward(ForwardRequest([.init(.tokens(Array(own[start...])), cache: cache)]), cancellation: cancellation)[0]
            .output
        var states = first[first.count - 1]
        var next = 0
        while next < others.count {
            var end = next, tokens = 0, inputs: [ForwardRequest.SequenceInput] = []
            while end < others.count,
                inputs.isEmpty || (inputs.count < Self.variantsTogether && tokens + others[end].count <= Self.tokensTogether)
            {
                // The last id always runs: its state is the answer.
                let common = min(zip(own, others[end]).prefix { $0 == $1 }.count, others[end].count - 1)
                let past = cache.copy()
                past.truncate(to: common)
                inputs.append(.init(.tokens(Array(others[end][common...])), cache: past))
                tokens += others[end].count - common
                end += 1
            }
            for result in try model.forward(ForwardRequest(inputs), cancellation: cancellation) {
                states += result.output[result.output.count - 1]
            }
            next = end
        }
        return valueHead.apply(Rows(count: 1 + others.count, width: outputSize, values: states))
    }
}
