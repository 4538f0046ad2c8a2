import Foundation

/// How a file of labels is read, where it does not say so itself.
public struct LabelSettings: Sendable, Equatable {
    /// The column (or the key) that holds the feature's index.
    public var feature: String?
    /// The one that holds the words.
    public var label: String?
    /// Where the file is not UTF-8.
    public var encoding: TextEncoding?

    public init(feature: String? = nil, label: String? = nil, encoding: TextEncoding? = nil) {
        self.feature = feature
        self.label = label
        self.encoding = encoding
    }
}

/// Labels of a dictionary's features, from a file or a folder of files.
///
///     let labels = try FeatureLabels.open(url)
///     labels[4071]?.text
///
/// Read are JSONL (`{"index" or "feature", "label", "description" or "explanation", "f1" or "score"}`), also packed as .jsonl.gz, which
/// Neuronpedia's exports are; a feature saved from its API; SAEDashboard's batches; delphi's folders; circuit-tracer's features; and tables
/// "index, label[, score]" with tabs, commas or semicolons, quotes and a header line; objects whose keys are the features. Where several
/// columns could be the feature's the person is asked which (`LabelSettings`). Where a feature has several rows the first one counts. Where a
/// file has no words about a feature but the tokens that it raises, these stand for it, marked `↑`.
///
/// A large export is packed once (``LabelCache``) and then mapped: a million rows cost no memory until they are asked for.
public struct FeatureLabels: Sendable {
    private let store: LabelStore
    /// Rows and files that are no labels. Of an export that was packed in an earlier run nothing is repeated.
    public let complaints: [Complaint]

    /// More files than this are not looked at.
    private static let mostFiles = 200_000
    /// Complaints beyond this many say nothing new.
    private static let mostComplaints = 20

    /// - Throws: `Complaint` where there is nothing at `path` or no label in it.
    public static func open(_ path: URL, settings: LabelSettings = LabelSettings()) throws -> FeatureLabels {
        try open(path, settings: settings, cacheFolder: LabelCache.folder)
    }

    /// - Parameter cacheFolder: where the labels of a large export are kept packed; nil keeps them in memory.
    static func open(_ path: URL, settings: LabelSettings = LabelSettings(), cacheFolder: URL?) throws -> FeatureLabels {
        let files = try self.files(path)
        let cache = LabelCache(files, settings, folder: cacheFolder)
        if let store = cache.read() { return FeatureLabels(store: store, complaints: []) }
        let (labels, complaints, found) = read(files, settings, of: path)
        guard !labels.isEmpty else {
            // Of one file what is wrong with it says more than that it holds none.
            if files.count == 1, let complaint = complaints.first, complaint.expected != LabelFile.expectedRows { throw complaint }
            throw Complaint(
                path.path, expected: "feature labels (JSONL with index and label, \"index<TAB>label\" lines, an export of Neuronpedia, …)",
                found: found ?? (files.count == 1 ? "no such rows" : "\(files.count) files without them"),
                remedy: "name another file or leave the labels out")
        }
        return FeatureLabels(store: cache.keep(try LabelStore(labels)), complaints: complaints)
    }

    /// The files that hold the labels, in the order in which they count: of an export the explanations, then what lists tokens.
    private static func files(_ path: URL) throws -> [URL] {
        guard path.isFolder else { return [path] }
        func listing(_ folder: URL) throws -> [URL] {
            try FileSystem.names(in: folder.path).map { folder.appending(path: $0) }
        }
        let entries = try listing(path)
        let inner = try ["explanations", "features"].flatMap { name in
            try entries.filter { $0.lastPathComponent == name && $0.isFolder }.flatMap(listing)
        }
        // An export's folder holds descriptions of itself beside its parts.
        let files = (inner.isEmpty ? entries : inner).filter { !$0.isFolder }
        guard files.count <= mostFiles else {
            throw Complaint(
                path.path, expected: "at most \(mostFiles) files of labels", found: "\(files.count)",
                remedy: "name the folder of one dictionary")
        }
        return files
    }

    /// Files that are read before their labels are put together: so few that they fill no memory, enough for all processors.
    private static let readTogether = 32

    /// Reads every file, several at a time.
    private static func read(_ files: [URL], _ settings: LabelSettings, of path: URL) -> (
        labels: LabelList, complaints: [Complaint], found: String?
    ) {
        var labels = LabelList(), complaints: [Complaint] = []
        func complain(_ complaint: Complaint) { if complaints.count < mostComplaints { complaints.append(complaint) } }
        for start in stride(from: 0, to: files.count, by: readTogether) {
            let part = Array(files[start..<min(files.count, start + readTogether)])
            var results = [Result<LabelSource, any Error>?](repeating: nil, count: part.count)
            results.withUnsafeMutableBufferPointer { results in
                // Every part writes places of its own.
                nonisolated(unsafe) let results = results
                ComputeThreads.share(part.count, grain: 1, operations: part.count > 1 ? .max : 0) { range in
                    for i in range { results[i] = Result { try LabelSource(part[i], settings) } }
                }
            }
            for result in results {
                switch result {
                case .success(let source):
                    if labels.isEmpty { labels = source.labels } else { labels.add(source.labels) }
                    if let complaint = source.complaint { complain(complaint) }
                case .failure(let complaint as Complaint): complain(complaint)
                case .failure, nil: break
                }
            }
        }
        if labels.isFull, files.count > 1 { complain(labels.tooMany(path.path)) }
        return (labels, complaints, complaints.first?.found)
    }

    /// How many features have a label.
    public var count: Int { store.count }

    /// The label of a feature; nil where there is none.
    public subscript(feature: Int) -> FeatureLabel? { store[feature] }
}

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
        let storage: any ByteStorage =
            isPacked ? mapped : try TextStorage.converted(mapped, path: url.path, encoding: settings.encoding) ?? mapped
        defer { withExtendedLifetime((mapped, storage)) {} }
        // One value over many lines would look to the line reader like rows without an index, or like rows of the numbers in it.
        if let storage = try Self.document(storage, isPacked) {
            let document = try DocumentLabels(storage.bytes, settings, path: url.path)
            (labels, formatName, featureCount) = (document.labels, document.formatName, document.featureCount)
            complaint = labels.isFull ? labels.tooMany(url.path) : nil
            return
        }
        let file =
            isPacked
            ? try LabelFile(
                GzipStream(mapped), path: url.path, settings: settings, limit: limit ?? Self.longestUnpacked, mustEnd: limit == nil)
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
