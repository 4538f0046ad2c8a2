import Foundation

/// One file of labels: which feature has which label, and what in it is none.
struct LabelSource {
    private(set) var labels = LabelList()
    private(set) var formatName: String
    private(set) var complaint: Complaint?
    /// Rows about features, labelled or not.
    private(set) var featureCount: Int
    private(set) var badRows = 0

    /// What a pipe may give in the place of a file.
    private static let longestStream = 64 << 20
    /// What a packed file may unpack to: an export's batches are some megabytes.
    private static let longestUnpacked = 256 << 20
    /// One value that is no row a line is unpacked as a whole.
    private static let longestDocument = 128 << 20

    /// - Parameter limit: bytes of the (unpacked) text that are looked at, to see whether it is one of labels.
    /// - Throws: `Complaint` where the file cannot be read.
    init(_ url: URL, limit: Int? = nil) throws {
        if let feature = DelphiLabels.feature(url), let label = DelphiLabels.label(url) {
            labels.add(feature, label)
            (formatName, featureCount) = ("delphi explanation", 1)
            return
        }
        let mapped = try MappedFile(url.path, stream: Self.longestStream), isPacked = mapped.bytes.starts(with: GzipStream.magic)
        defer { withExtendedLifetime(mapped) {} }
        let file = isPacked
            ? try LabelFile(GzipStream(mapped), path: url.path, limit: limit ?? Self.longestUnpacked, mustEnd: limit == nil) : LabelFile(mapped.bytes, path: url.path, limit: limit ?? .max)
        // One value over many lines looks to the line reader like rows without an index; one value on one line like a single row, of which it
        // knows only what stands on top.
        let isOneRow = file.count == 1 && file.badRows == 0 && file.labels.first?.label.isWritten == true
        if file.count <= 1, !isOneRow, let storage = try Self.document(mapped, isPacked), let document = DocumentLabels(storage.bytes) {
            (labels, formatName, featureCount) = (document.labels, document.formatName, document.featureCount)
            complaint = labels.isFull ? labels.tooMany(url.path) : nil
            return
        }
        (labels, formatName, complaint, featureCount, badRows) = (file.labels, file.formatName, file.complaint, file.count, file.badRows)
    }

    /// The text, unpacked, where it begins like JSON.
    private static func document(_ mapped: MappedFile, _ isPacked: Bool) throws -> (any ByteStorage)? {
        guard isPacked else { return mapped.bytes.count <= longestDocument && beginsLikeJSON(mapped.bytes) ? mapped : nil }
        var stream = try GzipStream(mapped), bytes: [UInt8] = []
        while let piece = try stream.next() {
            if bytes.isEmpty, !beginsLikeJSON(piece) { return nil }
            guard bytes.count + piece.count <= longestDocument else { return nil }
            bytes.append(contentsOf: piece)
        }
        return try MemoryBytes(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    private static func beginsLikeJSON(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
}
