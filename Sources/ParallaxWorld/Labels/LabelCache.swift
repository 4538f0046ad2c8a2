import Foundation

/// Where packed labels of large exports are kept between runs, by the sizes and times of the files that they came from.
///
/// A pack that is damaged, or of an earlier program, is made anew.
///
/// In `$XDG_CACHE_HOME/parallax/labels`, or `~/.cache/parallax/labels`; whoever removes it loses nothing but seconds.
package struct LabelCache {
    /// Smaller exports are read anew each time.
    private static let worthKeeping = 1 << 20

    private let file: URL?

    /// The usual place; nil where the environment names no home.
    package static var folder: URL? {
        Host.folder("XDG_CACHE_HOME", usual: ".cache")?.appending(path: "parallax/labels")
    }

    /// Labels of a pack: nil for another file, and an inner nil for a pack that is damaged or of another version.
    package static func count(of file: URL) -> Int?? {
        guard let mapped = try? MappedFile(file.path), mapped.bytes.starts(with: "PXLABEL".utf8) else { return nil }
        return .some(LabelStore(checked: mapped)?.count)
    }

    /// - Parameters:
    ///   - files: all that the labels are made of.
    ///   - folder: where packed labels are kept.
    init(_ files: [URL], _ settings: LabelSettings = LabelSettings(), folder: URL?) {
        var size = 0
        var names = "labels 2 \(settings.feature ?? "")\n\(settings.label ?? "")\n\(settings.encoding?.rawValue ?? "")\n"
        for file in files {
            guard let status = FileStatus(file.path) else { continue }
            size = size.adding(clamped: status.size)
            names += "\(file.standardizedFileURL.path) \(status.size) \(status.seconds).\(status.nanoseconds)\n"
        }
        file = size < Self.worthKeeping ? nil : folder?.appending(path: "\(Fingerprint(bytes: names.utf8)).labels")
    }

    /// What was kept, where the files have not changed since.
    func read() -> LabelStore? {
        guard let file, let mapped = try? MappedFile(file.path) else { return nil }
        return LabelStore(checked: mapped)
    }

    /// Without a place to write it, the labels stay in memory and nothing is lost.
    /// - Returns: the store, mapped where that went well.
    func keep(_ store: LabelStore) -> LabelStore {
        guard let file else { return store }
        do {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try store.write(to: file)
        } catch {
            return store
        }
        return read() ?? store
    }
}
