import Foundation

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
    public static func open(_ path: URL, settings: LabelSettings = LabelSettings()) throws -> FeatureLabels { try open(path, settings: settings, cacheFolder: LabelCache.folder) }

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
                found: found ?? (files.count == 1 ? "no such rows" : "\(files.count) files without them"), remedy: "name another file or leave the labels out")
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
        let inner = try ["explanations", "features"].flatMap { name in try entries.filter { $0.lastPathComponent == name && $0.isFolder }.flatMap(listing) }
        // An export's folder holds descriptions of itself beside its parts.
        let files = (inner.isEmpty ? entries : inner).filter { !$0.isFolder }
        guard files.count <= mostFiles else {
            throw Complaint(path.path, expected: "at most \(mostFiles) files of labels", found: "\(files.count)", remedy: "name the folder of one dictionary")
        }
        return files
    }

    /// Files that are read before their labels are put together: so few that they fill no memory, enough for all processors.
    private static let readTogether = 32

    /// Reads every file, several at a time.
    private static func read(_ files: [URL], _ settings: LabelSettings, of path: URL) -> (labels: LabelList, complaints: [Complaint], found: String?) {
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
