import Foundation
import Synchronization

/// AV: a language model that writes what one residual-stream vector holds.
///
///     let verbalizer = try ActivationVerbalizer.open(folder: folder)
///     let texts = try verbalizer.verbalize(activations)   // [N, d] → N explanations, greedy
///
/// The vector, scaled to the sidecar's `injection_scale`, takes the place of the marker's embedding in the sidecar's prompt; the model then
/// answers (Fraser-Taliente, Kantamneni, Ong et al. 2026; `nla_inference.py` of the published code).
public final class ActivationVerbalizer: Sendable {
    public let folder: URL
    public let sidecar: NLASidecar
    /// Where the activations that it explains come from.
    public let site: Site?
    public let tokenizer: Tokenizer
    public let model: LanguageModel
    let marker: NLASidecar.Marker
    let injectionScale: Float
    package let prompt: InjectionPrompt
    let knownFingerprint = Kept<String>()
    /// Keys and values of the prompt before the marker, from their first use on.
    private let prefixCache = Mutex<KeyValueCache?>(nil)

    /// d, the width of the activations.
    public var inputSize: Int { sidecar.width }

    /// The canonical prompt, the marker included.
    public var promptTokenIDs: [Int] { prompt.ids }

    /// Opens an AV folder and holds its sidecar against its tokenizer, chat template and model.
    /// - Parameter site: Where the activations come from, for a sidecar that does not say it.
    /// - Throws: `Complaint` that says which part does not fit, what was expected and what was found.
    public static func open(folder: URL, site: Site? = nil) throws -> ActivationVerbalizer {
        let sidecar = try NLASidecar.open(folder: folder)
        guard sidecar.role == .verbalizer, let marker = sidecar.marker, let scale = sidecar.injectionScale else {
            throw Complaint(
                sidecar.path, expected: "the sidecar of an \(NLASidecar.Role.verbalizer.rawValue)",
                found: "that of an \(sidecar.role.rawValue)", remedy: "name the AV's folder")
        }
        let site = try sidecar.site(named: site)
        guard let chat = try ChatTemplate.open(folder: folder) else {
            throw Complaint(
                folder.path, expected: "a chat template (tokenizer_config.json or chat_template.jinja)", found: "none",
                remedy: "fetch the AV's tokenizer files")
        }
        let tokenizer = try Tokenizer.open(folder: folder)
        let prompt = try InjectionPrompt(sidecar, marker, tokenizer, chat)
        let model = try LanguageModel.open(folder: folder)
        try sidecar.checkWidth(model.configuration)
        return ActivationVerbalizer(
            folder: folder, sidecar: sidecar, site: site, tokenizer: tokenizer, model: model, marker: marker, injectionScale: scale,
            prompt: prompt)
    }

    private init(
        folder: URL, sidecar: NLASidecar, site: Site?, tokenizer: Tokenizer, model: LanguageModel, marker: NLASidecar.Marker,
        injectionScale: Float, prompt: InjectionPrompt
    ) {
        self.folder = folder
        self.sidecar = sidecar
        self.site = site
        self.tokenizer = tokenizer
        self.model = model
        self.marker = marker
        self.injectionScale = injectionScale
        self.prompt = prompt
    }

    /// A past that ends right before the marker, to be continued.
    func pastBeforeMarker(_ cancellation: Cancellation?) throws -> KeyValueCache {
        if let known = prefixCache.withLock({ $0 }) { return known.copy() }
        let cache = KeyValueCache()
        _ = try model.forward(ForwardRequest([.init(.tokens(Array(prompt.prefix)), cache: cache)]), cancellation: cancellation)
        prefixCache.withLock { $0 = cache }
        return cache.copy()
    }

    /// The marker with `vector` in its place, what follows it in the prompt, and `ids`, after the common beginning.
    func sequence(_ vector: [Float], _ ids: [Int], _ cancellation: Cancellation?) throws -> ForwardRequest.SequenceInput {
        sequence(vector, ids, cache: try pastBeforeMarker(cancellation))
    }

    /// - Parameter cache: a past that ends right before the marker; appended to.
    func sequence(_ vector: [Float], _ ids: [Int], cache: KeyValueCache) -> ForwardRequest.SequenceInput {
        let injection = ForwardRequest.Replacement(site: .residual(0), position: prompt.markerPosition, vector: vector)
        return .init(.tokens(Array(prompt.rest) + ids), cache: cache, replacements: [injection])
    }
}

extension NLASidecar {
    /// The sidecar's site, or `other` where it has none.
    /// - Throws: `Complaint` where the two are different.
    func site(named other: Site?) throws -> Site? {
        if let site, let other, site != other {
            throw Complaint(
                path, expected: "\(other), as named for it", found: "\(site)",
                remedy: "name the sidecar's own site, or choose the NLA of the other layer")
        }
        return site ?? other
    }

    func checkWidth(_ configuration: ModelConfiguration) throws {
        guard width == configuration.hiddenSize else {
            throw Complaint(
                path, expected: "d_model to be the model's hidden_size \(configuration.hiddenSize)", found: "\(width)",
                remedy: "use the sidecar and the model of one checkpoint")
        }
    }
}
