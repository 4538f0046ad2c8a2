import Foundation
import ParallaxCompute

/// A golden checkpoint of a family, as its library or its publisher left it.
public struct FamilyCheckpoint: Sendable, CustomStringConvertible {
    public let name: String
    public let url: URL
    public let width: Int
    /// Of a transcoder.
    public let isTranscoder: Bool

    public var description: String { name }

    private struct Entry: Decodable {
        let path: String
        let target: String?
    }

    /// Every golden of every family and container.
    public static let all: [FamilyCheckpoint] = ["libraries", "published"].flatMap { set -> [FamilyCheckpoint] in
        let folder = Places.computeGoldens.appending(path: "families")
        guard let data = try? Data(contentsOf: folder.appending(path: "\(set).json")),
            let entries = try? JSONDecoder().decode([String: Entry].self, from: data),
            let tensors = try? SafetensorsFile(folder.appending(path: "\(set).safetensors").path).tensors
        else { return [] }
        return entries.sorted { $0.key < $1.key }.map { name, entry in
            FamilyCheckpoint(
                name: name, url: folder.appending(path: set).appending(path: entry.path), width: tensors["\(name).input"]?.shape[1] ?? 0,
                isTranscoder: entry.target != nil)
        }
    }
}

/// A model, an NLA pair and documents of a checkpoint's width, made at random, with dictionaries where they can meet: behind block 0, transcoders
/// at its MLP.
public struct FamilyWorld {
    public let folder: URL
    public var workspace: URL { folder.appending(path: "families.yaml") }

    public static let residual = "blocks.0.hook_resid_post", mlpIn = "blocks.0.ln2.hook_normalized", mlpOut = "blocks.0.hook_mlp_out"

    /// - Parameter dictionaries: each where it lies.
    public init(in folder: URL, width: Int, dictionaries: [(url: URL, isTranscoder: Bool)], documents: Int = 4) throws {
        self.folder = folder
        let (model, av, ar) = (folder.appending(path: "model"), folder.appending(path: "av"), folder.appending(path: "ar"))
        try TinyCheckpoint.model(model, blocks: 2, seed: 1, width: width)
        try TinyCheckpoint.model(av, blocks: 2, seed: 3, width: width)
        try TinyCheckpoint.sidecar(av, role: "av", layer: 0, width: width)
        try TinyCheckpoint.model(ar, blocks: 1, seed: 4, width: width)
        try TinyCheckpoint.sidecar(ar, role: "ar", layer: 0, width: width)
        var lines = ["model: model", "dictionaries:"]
        for (url, isTranscoder) in dictionaries {
            lines += ["  - path: \(url.path)", "    site: \(isTranscoder ? Self.mlpIn : Self.residual)"]
        }
        lines += ["verbalizers:", "  - name: tiny", "    av: av", "    ar: ar", "documents:"]
        let texts = ["A ring of gold.", "Tom runs home.", "Rain in May, they say.", "Seven foxes sleep."]
        lines += texts.prefix(documents).map { "  - text: \($0)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: workspace)
    }
}
