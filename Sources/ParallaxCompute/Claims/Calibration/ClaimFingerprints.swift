import Foundation

/// Which checkpoints and rules the figures of claims belong to.
public struct ClaimFingerprints: Sendable, Equatable, Codable {
    /// By part: "model", "AV", "AR", "dictionary", "rules", "explanations".
    public let parts: [String: String]

    public init(parts: [String: String]) { self.parts = parts }

    /// - Throws: `Complaint` where a file cannot be read.
    public init(model: String, av: URL?, ar: URL?, explanations: URL?, dictionary: URL?, rules: ClaimRules) throws {
        var parts = ["model": model, "rules": rules.fingerprint]
        if let av { parts["AV"] = try Self.nla(av) }
        if let ar { parts["AR"] = try Self.nla(ar) }
        if let explanations { parts["explanations"] = try Self.file(explanations) }
        if let dictionary { parts["dictionary"] = try Self.files(of: dictionary) }
        self.parts = parts
    }

    /// The first part in which another set differs, in words; nil where they are the same.
    public func difference(from other: ClaimFingerprints) -> String? {
        Set(parts.keys).union(other.parts.keys).sorted().first { parts[$0] != other.parts[$0] }.map { name in
            "another \(name) (\(other.parts[name] ?? "none"), not \(parts[name] ?? "none"))"
        }
    }

    private static func nla(_ folder: URL) throws -> String {
        var parts = [try WeightStore(folder: folder).fingerprint.description, try file(folder.appending(path: "nla_meta.yaml"))]
        let head = folder.appending(path: "value_head.safetensors")
        if FileManager.default.fileExists(atPath: head.path) { parts.append(Fingerprint(Array(try SafetensorsFile(head.path).tensors.values)).description) }
        return "\(Fingerprint(bytes: parts.joined().utf8))"
    }

    private static func file(_ url: URL) throws -> String {
        let mapped = try MappedFile(url.path)
        return withExtendedLifetime(mapped) { "\(Fingerprint(bytes: mapped.bytes))" }
    }

    /// Names, sizes, and evenly spaced pieces of the files of a folder, whatever their format.
    private static func files(of folder: URL) throws -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
        var parts: [String] = []
        for name in names where !name.hasPrefix(".") {
            let url = folder.appending(path: name)
            guard !url.isFolder else { continue }
            let mapped = try MappedFile(url.path)
            withExtendedLifetime(mapped) {
                let count = mapped.bytes.count
                let pieces = stride(from: 0, to: count, by: max(1, count / 16)).flatMap { mapped.bytes[$0..<min(count, $0 + 64)] }
                parts.append("\(name) \(count) \(Fingerprint(bytes: pieces))")
            }
        }
        return "\(Fingerprint(bytes: parts.joined(separator: "\n").utf8))"
    }
}
