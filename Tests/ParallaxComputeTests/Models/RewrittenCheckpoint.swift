import Foundation
import ParallaxCompute
import Testing

/// A copy of a checkpoint in a temporary folder, with some of its tensors or its configuration altered: a mechanism is
/// switched off by its weights, so that the program needs no switch.
final class RewrittenCheckpoint {
    let folder: URL

    /// - Parameters:
    ///   - configuration: Keys to set; `nil` removes one.
    ///   - withoutPrefix: Leaves `model.` out of the tensors' names, as bare decoders are saved.
    ///   - tensor: Given name, shape and values of each tensor; returns the new values, or nil to leave the tensor out.
    init(
        of original: URL, configuration: [String: (any Sendable)?] = [:], withoutPrefix: Bool = false,
        tensor: (_ name: String, _ shape: [Int], _ values: [Float]) -> [Float]? = { $2 }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "parallax-checkpoint-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let text = try Data(contentsOf: original.appending(path: "config.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        for (key, value) in configuration { object[key] = value }
        try JSONSerialization.data(withJSONObject: object).write(to: folder.appending(path: "config.json"))

        let store = try WeightStore(folder: original)
        var tensors: [(name: String, tensor: OutputTensor)] = []
        for name in store.names {
            let view = try store.tensor(name)
            if let values = tensor(name, view.shape, view.floats()) { tensors.append((withoutPrefix ? name.replacing(/^model\./, with: "") : name, .floats(view.shape, values))) }
        }
        try SafetensorsWriter.write(tensors, metadata: [:], to: folder.appending(path: "model.safetensors"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func open(role: LanguageModel.Role = .language) throws -> LanguageModel { try LanguageModel.open(folder: folder, role: role) }

    static let tinyGrouped = Golden.folder.appending(path: "tiny-grouped")
    static let tinyTied = Golden.folder.appending(path: "tiny-tied")
}
