/// A family of decoders: what its `config.json` means, and how its files name their tensors. A family is one small file beside this one
/// and an entry in `all`; what it is made of are the pieces, which all families share.
package struct ModelFamily: Sendable {
    /// As `config.json` names it.
    package let modelTypes: [String]
    /// The object of `config.json` that describes the language model, in multimodal wrappers.
    var section: String?
    /// The family's name of a key, by its common name (`attribute_map` of transformers).
    package var spellings: [String: String] = [:]
    /// Common keys that count only as the family spells them, whatever stands beside; null means the family's default then.
    var ownKeys: Set<String> = []
    /// What transformers' configuration class takes for a key that is left out, where it is not what the common reading takes.
    package var defaults: [String: JSONValue] = [:]
    package var names = TensorNames()
    /// Completes a configuration of the common kind: RMS norms, gated MLP, no biases, no positions yet.
    let settle: @Sendable (ConfigurationFile, inout ModelConfiguration) throws -> Void

    package static let all: [ModelFamily] = [llama, mistral, qwen2, qwen3, gemma, gemma2, gemma3Text, gemma3, gpt2, gptNeoX, phi3]
}
