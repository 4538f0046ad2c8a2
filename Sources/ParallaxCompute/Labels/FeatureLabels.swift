import Foundation

/// Labels of a dictionary's features, from a file or a folder of files.
///
///     let labels = try FeatureLabels.open(url)
///     labels[4071]?.text
///
/// Files are JSONL (`{"index" or "feature", "label", "description" or "explanation", "f1" or "score"}`) or tables
/// "index, label[, score]" with tabs or commas, quotes and a header line. Only offsets are kept: a row is read when its
/// label is asked for, so a million rows cost little. Where a feature has several rows the first one counts.
public struct FeatureLabels: Sendable {
    private let files: [LabelFile]
    /// Rows and files that are no labels.
    public let complaints: [Complaint]

    /// More files than this in a folder are not looked at.
    private static let mostFiles = 10_000

    /// - Throws: `Complaint` where there is nothing at `path` or no label in it.
    public static func open(_ path: URL) throws -> FeatureLabels {
        guard path.isFolder else {
            let file = try LabelFile(path)
            guard file.count > 0 else { throw noLabels(path, file.complaint?.found ?? "no such rows") }
            return FeatureLabels(files: [file], complaints: [file.complaint].compactMap(\.self))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: path.path).filter { !$0.hasPrefix(".") }.sorted()
        guard names.count <= mostFiles else { throw noLabels(path, "\(names.count) files, more than the \(mostFiles) that are read") }
        var files: [LabelFile] = []
        var complaints: [Complaint] = []
        for url in names.map({ path.appending(path: $0) }) where !url.isFolder {
            do {
                let file = try LabelFile(url)
                if file.count > 0 { files.append(file) }
                if let complaint = file.complaint { complaints.append(complaint) }
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
        }
        guard !files.isEmpty else { throw noLabels(path, "\(names.count) files without them") }
        return FeatureLabels(files: files, complaints: complaints)
    }

    private static func noLabels(_ path: URL, _ found: String) -> Complaint {
        Complaint(path.path, expected: "feature labels (JSONL with index and label, or \"index<TAB>label\" lines)", found: found, remedy: "name another file or leave the labels out")
    }

    /// How many rows name a feature.
    public var count: Int { files.reduce(0) { $0 + $1.count } }

    /// The label of a feature; nil where there is none, or its row is damaged.
    public subscript(feature: Int) -> FeatureLabel? {
        for file in files {
            if let label = file.label(of: feature) { return label }
        }
        return nil
    }
}
