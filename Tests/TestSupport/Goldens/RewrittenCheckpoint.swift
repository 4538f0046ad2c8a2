import Foundation
import ParallaxCompute

/// A copy of a checkpoint in a temporary folder, with some of its tensors or its configuration altered: a mechanism is
/// switched off by its weights, so that the program needs no switch.
package final class RewrittenCheckpoint {
    package let folder: URL

    /// - Parameters:
    ///   - configuration: Keys to set; `nil` removes one.
    ///   - configurationFile: Read in the place of `config.json`.
    ///   - extra: Names of tensors to add.
    ///   - tensor: Given name, shape and values of each tensor; returns the new values, or nil to leave the tensor out.
    ///   - rename: The new name of a tensor.
    package init(
        of original: URL, configuration: [String: (any Sendable)?] = [:], configurationFile: String = "config.json", extra: [String] = [],
        tensor: (_ name: String, _ shape: [Int], _ values: [Float]) -> [Float]? = { $2 }, rename: (String) -> String = { $0 }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "parallax-checkpoint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = try Data(contentsOf: original.appending(path: configurationFile))
        var object = try required(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        for (key, value) in configuration { object[key] = value }
        try JSONSerialization.data(withJSONObject: object).write(to: folder.appending(path: "config.json"))

        let store = try WeightStore(folder: original)
        var tensors: [(name: String, tensor: OutputTensor)] = []
        for name in store.names {
            let view = try store.tensor(name)
            if let values = tensor(name, view.shape, view.floats()) { tensors.append((rename(name), .floats(view.shape, values))) }
        }
        tensors += extra.map { ($0, .floats([2], [1, 2])) }
        try SafetensorsWriter.write(tensors, metadata: [:], to: folder.appending(path: "model.safetensors"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    package func open(role: LanguageModel.Role = .language) throws -> LanguageModel { try LanguageModel.open(folder: folder, role: role) }

    package static let tinyGrouped = Golden.folder.appending(path: "tiny-grouped")
    package static let tinyTied = Golden.folder.appending(path: "tiny-tied")
}
