import Foundation

/// The name that calibrations had for a dictionary before dictionaries knew themselves: of its folder's files, whatever these were. Files of
/// calibrations that hold it are still accepted for the same folder.
///
/// It was one constant for every dictionary given as a file, and did not hold the weights of one that keeps them a folder below: those are not.
enum FormerFingerprint {
    /// - Returns: nil where there was none that told dictionaries apart, or where a file of the folder cannot be read.
    static func of(_ dictionary: SparseAutoencoder) -> String? {
        let folder = dictionary.folder
        guard folder.isFolder, let weights = dictionary.files.first, weights.deletingLastPathComponent().standardizedFileURL.path == folder.standardizedFileURL.path else { return nil }
        return try? fingerprint(of: folder)
    }

    /// Names, sizes, and evenly spaced pieces.
    private static func fingerprint(of folder: URL) throws -> String {
        var parts: [String] = []
        for name in try FileSystem.names(in: folder.path) {
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
