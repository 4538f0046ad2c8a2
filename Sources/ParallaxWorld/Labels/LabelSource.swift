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
    /// - Throws: `Complaint` where the file cannot be read, or does not say what is a feature and what is its label.
    init(_ url: URL, _ settings: LabelSettings = LabelSettings(), limit: Int? = nil) throws {
        if let feature = DelphiLabels.feature(url), let label = DelphiLabels.label(url) {
            labels.add(feature, label)
            (formatName, featureCount) = ("delphi explanation", 1)
            return
        }
        let mapped = try MappedFile(url.path, stream: Self.longestStream), isPacked = mapped.bytes.starts(with: GzipStream.magic)
        if isPacked, limit == nil, Self.statesTooMuch(mapped.bytes) { throw LabelFile.tooLong(url.path, limit: Self.longestUnpacked) }
        let storage: any ByteStorage = isPacked ? mapped : try TextStorage.converted(mapped, path: url.path, encoding: settings.encoding) ?? mapped
        defer { withExtendedLifetime((mapped, storage)) {} }
        // One value over many lines would look to the line reader like rows without an index, or like rows of the numbers in it.
        if let storage = try Self.document(storage, isPacked) {
            let document = try DocumentLabels(storage.bytes, settings, path: url.path)
            (labels, formatName, featureCount) = (document.labels, document.formatName, document.featureCount)
            complaint = labels.isFull ? labels.tooMany(url.path) : nil
            return
        }
        let file = isPacked
            ? try LabelFile(GzipStream(mapped), path: url.path, settings: settings, limit: limit ?? Self.longestUnpacked, mustEnd: limit == nil)
            : try LabelFile(storage.bytes, path: url.path, settings: settings, limit: limit ?? .max)
        (labels, formatName, complaint, featureCount, badRows) = (file.labels, file.formatName, file.complaint, file.count, file.badRows)
    }

    /// Whether the end of a packed file says that more comes out of it than is read. What no compression reaches is not believed: then the file is
    /// damaged, or something else stands behind it, and it is unpacked to see.
    private static func statesTooMuch(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 18 else { return false }
        let stated = Int(wide: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)))
        return stated > longestUnpacked && stated / 1032 <= bytes.count
    }

    /// The text, unpacked, where it is one JSON value and not one a line.
    private static func document(_ storage: any ByteStorage, _ isPacked: Bool) throws -> (any ByteStorage)? {
        guard isPacked else { return storage.bytes.count <= longestDocument && isOneValue(storage.bytes) ? storage : nil }
        guard let file = storage as? MappedFile else { return nil }
        var stream = try GzipStream(file), bytes: [UInt8] = []
        while let piece = try stream.next() {
            bytes.append(contentsOf: piece)
            if bytes.count == piece.count, !bytes.withUnsafeBytes(isOneValue) { return nil }
            guard bytes.count <= longestDocument else { return nil }
        }
        return try MemoryBytes(count: bytes.count) { $0.copyBytes(from: bytes) }
    }

    /// Whether a text begins with a list, or with an object that does not end with its line, or is all there is.
    private static func isOneValue(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var start = LineIndex.byteOrderMark(bytes)
        while start < bytes.count, bytes[start] <= 0x20 { start += 1 }
        guard start < bytes.count else { return false }
        if bytes[start] == UInt8(ascii: "[") { return true }
        guard bytes[start] == UInt8(ascii: "{") else { return false }
        let end = bytes.endOfLine(from: start)
        var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
        guard (try? cursor.skip()) != nil, (try? cursor.finish()) != nil else {
            // A row that is cut, with rows behind it, is a bad row.
            return !bytes[end...].lazy.split(whereSeparator: { $0 == 0x0a }).prefix(3).contains { $0.first == UInt8(ascii: "{") }
        }
        return !bytes[min(end, bytes.count)...].contains { $0 > 0x20 }
    }
}
