import Foundation
import ParallaxCompute

/// A copy of a dictionary's folder that a test may damage; removed when it goes out of use.
package final class DictionaryCopy {
    package let folder: URL
    private var configuration: URL { folder.appending(path: "cfg.json") }
    package var weights: URL { folder.appending(path: "sae_weights.safetensors") }

    package init(of source: URL) throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "dictionary-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        folder = place.appending(path: source.lastPathComponent)
        try FileManager.default.copyItem(at: source, to: folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }

    package convenience init(random name: String) throws { try self.init(of: DictionaryGolden.randomFolder.appending(path: name)) }

    /// Sets keys of cfg.json; nil removes one.
    package func configure(_ changes: [String: Any?]) throws {
        var object = try JSONSerialization.jsonObject(with: Data(contentsOf: configuration)) as? [String: Any] ?? [:]
        for (key, value) in changes { object[key] = value }
        try JSONSerialization.data(withJSONObject: object).write(to: configuration)
    }

    package func configure(text: String) throws { try Data(text.utf8).write(to: configuration) }

    /// Rewrites every value of an F32 tensor where it lies in the file.
    package func change(_ tensor: String, _ transform: (Float) -> Float) throws {
        guard let view = try SafetensorsFile(weights.path).tensors[tensor] else { return }
        var bytes = try Data(contentsOf: weights)
        let replaced = view.floats().map(transform).withUnsafeBytes { Data($0) }
        bytes.replaceSubrange(view.offset..<view.offset + replaced.count, with: replaced)
        try bytes.write(to: weights)
    }

    /// Replaces text of the safetensors header by text of the same length.
    package func changeHeader(_ text: String, to other: String) throws {
        var bytes = try Data(contentsOf: weights)
        guard text.utf8.count == other.utf8.count, let range = bytes.range(of: Data(text.utf8)) else {
            throw Complaint(weights.path, expected: "a header with \(text)", found: "none", remedy: "correct the test")
        }
        bytes.replaceSubrange(range, with: Data(other.utf8))
        try bytes.write(to: weights)
    }

    /// Lets two texts of the same length change places in the header, each of which stands there once.
    package func swapShapes(_ a: String, _ b: String) throws {
        let between = String(repeating: "#", count: a.utf8.count)
        try changeHeader(a, to: between)
        try changeHeader(b, to: a)
        try changeHeader(between, to: b)
    }

    package func truncate(to count: Int) throws { try Data(contentsOf: weights).prefix(count).write(to: weights) }
}
