import Foundation

/// delphi's explanations: `explanations/layers.5_latent17.txt`, each a JSON string; the score's folders lie beside.
enum DelphiLabels {
    /// The feature that a file is about; nil for another file.
    static func feature(_ file: URL) -> UInt32? {
        guard file.pathExtension == "txt", let mark = file.lastPathComponent.range(of: "_latent", options: .backwards) else { return nil }
        return UInt32(file.lastPathComponent[mark.upperBound...].dropLast(4))
    }

    /// - Returns: nil where the file holds no JSON string.
    static func label(_ file: URL) -> FeatureLabel? {
        guard let mapped = try? MappedFile(file.path) else { return nil }
        var cursor = JSONCursor(mapped.bytes)
        guard let text = try? cursor.string(), (try? cursor.finish()) != nil else { return nil }
        return FeatureLabel(text: text)
    }
}
