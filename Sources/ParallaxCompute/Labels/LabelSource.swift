import Foundation

/// One file of labels, read whole: which feature has which label, and what in it is none.
struct LabelSource {
    private(set) var labels: [(feature: UInt32, label: FeatureLabel)] = []
    private(set) var formatName: String
    private(set) var complaint: Complaint?
    /// Rows about features, labelled or not.
    private(set) var featureCount: Int
    private(set) var badRows = 0

    /// What a pipe may give in the place of a file.
    private static let longestStream = 64 << 20

    /// - Throws: `Complaint` where the file cannot be read.
    init(_ url: URL) throws {
        if let feature = DelphiLabels.feature(url), let label = DelphiLabels.label(url) {
            labels = [(feature, label)]
            (formatName, featureCount) = ("delphi explanation", 1)
            return
        }
        let mapped = try MappedFile(url.path, stream: Self.longestStream)
        let storage: any ByteStorage = mapped.bytes.starts(with: GzipFile.magic) ? try GzipFile.unpacked(mapped) : mapped
        let file = LabelFile(storage, path: url.path)
        let labels = file.labels
        // One value over many lines looks to the line reader like rows without an index; one value on one line like a single row, of which it
        // knows only what stands on top.
        let isOneRow = file.count == 1 && file.badRows == 0 && labels.first?.label.isWritten == true
        if file.count <= 1, !isOneRow, Self.beginsLikeJSON(storage.bytes), let document = DocumentLabels(storage.bytes) {
            (self.labels, formatName, featureCount) = (document.labels, document.formatName, document.featureCount)
            return
        }
        (formatName, complaint, featureCount, badRows) = (file.formatName, file.complaint, file.count, file.badRows)
        self.labels = labels
    }

    private static func beginsLikeJSON(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}
