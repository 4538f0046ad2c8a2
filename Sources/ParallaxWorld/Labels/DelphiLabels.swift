import Foundation

/// delphi's explanations: `explanations/layers.5_latent17.txt`, each a JSON string; the score's folders lie beside.
enum DelphiLabels {
    /// The feature that a file is about; nil for another file.
    static func feature(_ file: URL) -> UInt32? {
        guard file.pathExtension == "txt", let mark = file.lastPathComponent.range(of: "_latent", options: .backwards) else { return nil }
        return UInt32(foreign: file.lastPathComponent[mark.upperBound...].dropLast(4))
    }

    /// - Returns: nil where the file holds no JSON string.
    static func label(_ file: URL) -> FeatureLabel? {
        let text = try? MappedFile.reading(file.path) { bytes in
            var cursor = JSONCursor(bytes)
            let text = try cursor.string(atMost: LabelList.longestText)
            try cursor.finish()
            return text
        }
        return (text ?? nil).map { FeatureLabel(text: $0) }
    }
}
