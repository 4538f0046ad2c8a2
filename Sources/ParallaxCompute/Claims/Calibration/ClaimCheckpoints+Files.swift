import Foundation

extension ClaimCheckpoints {
    /// Of the folders that a workspace names.
    /// - Parameters:
    ///   - explanations: a file of texts in place of an AV.
    ///   - rules: their fingerprint.
    /// - Throws: `Complaint` where a file cannot be read.
    public init(model: String, av: URL?, ar: URL?, explanations: URL?, dictionary: URL?, rules: ClaimRules) throws {
        try self.init(
            model: model, av: av.map(Self.nla) ?? explanations.map(Self.file) ?? "none", ar: ar.map(Self.nla) ?? "none", dictionary: dictionary.map(Self.files), rules: rules.fingerprint)
    }

    private static func nla(_ folder: URL) throws -> String {
        var parts = [try WeightStore(folder: folder).fingerprint.description, try file(folder.appending(path: "nla_meta.yaml"))]
        let head = folder.appending(path: "value_head.safetensors")
        if head.isThere { parts.append(Fingerprint(Array(try SafetensorsFile(head.path).tensors.values)).description) }
        return "\(Fingerprint(bytes: parts.joined().utf8))"
    }

    private static func file(_ url: URL) throws -> String {
        let mapped = try MappedFile(url.path)
        return withExtendedLifetime(mapped) { "\(Fingerprint(bytes: mapped.bytes))" }
    }

    /// Names, sizes, and evenly spaced pieces of the files of a folder, whatever their format.
    private static func files(of folder: URL) throws -> String {
        let names = (try? FileSystem.names(in: folder.path)) ?? []
        var parts: [String] = []
        for name in names {
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
