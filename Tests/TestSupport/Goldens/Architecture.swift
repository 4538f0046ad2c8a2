import Foundation
import ParallaxCompute

/// A tiny random checkpoint of a family and what transformers computes with it (Goldens/architectures/make.py). `llama.yarn` is `llama` with
/// the configuration `config.yarn.json`, and has a golden of its own.
package struct Architecture: CustomStringConvertible {
    package let name: String

    package init(_ name: String) { self.name = name }

    package var description: String { name }

    package static let folder = Places.computeGoldens.appending(path: "architectures")
    /// With their named sites.
    package static let families = ["llama", "mistral", "qwen2", "qwen3", "gemma2", "gemma3_text", "gemma3", "gpt2", "gpt_neox", "phi3"].map(
        Architecture.init)
    package static let variants = [
        "llama.plain", "llama.linear", "llama.yarn", "llama.yarn-weighted", "mistral.everything", "gemma2.uncapped", "gpt2.inverse",
        "gpt_neox.sequential"
    ].map(Architecture.init)

    private var parts: [String] { name.split(separator: ".").map(String.init) }
    package var folder: URL { Self.folder.appending(path: parts[0]) }
    package var golden: Golden { get throws { try Golden(at: Self.folder.appending(path: "\(name).safetensors")) } }
    package var configurationFile: String { parts.count > 1 ? "config.\(parts[1]).json" : "config.json" }

    /// The checkpoint, altered.
    package func rewritten(
        _ configurationFile: String? = nil, tensor: (String, [Int], [Float]) -> [Float]? = { $2 }, rename: (String) -> String = { $0 }
    ) throws -> RewrittenCheckpoint {
        try RewrittenCheckpoint(of: folder, configurationFile: configurationFile ?? self.configurationFile, tensor: tensor, rename: rename)
    }

    package func model() throws -> LanguageModel {
        try parts.count > 1 ? rewritten().open() : LanguageModel.open(folder: folder)
    }
}
