import Foundation

/// Where a person wants a result: looked at and opened before the work starts, so that nobody computes for hours to hear that there is no such folder.
///
/// A file is written whole (`WholeFile`): a link is followed and what it leads to is replaced. What can only be streamed into (a FIFO, `/dev/stdout`,
/// `>(…)`) is never renamed over. Folders, other devices, files that the same run reads and files of another kind are refused.
package final class OutputPlace {
    private enum Way {
        case whole(WholeFile, mode: mode_t?)
        case stream(Int32)
    }

    /// As the person wrote it.
    package let name: String
    private let way: Way

    /// - Parameters:
    ///   - path: absolute, or relative to the current folder.
    ///   - name: what complaints call it, as the person wrote it.
    ///   - kind: what is written; a file of another kind is replaced only with `force`.
    ///   - taken: files and folders that the same run reads, or writes something else to. A file inside such a folder is never replaced.
    /// - Throws: `Complaint` where nothing can or may be written there; nothing has changed then.
    package init(_ path: String, name: String, kind: OutputKind, taken: [FileIdentity], force: Bool) throws {
        self.name = name
        func refuse(_ expected: String, _ found: String, _ remedy: String = "name another file") -> Complaint { Complaint(name, expected: expected, found: found, remedy: remedy) }
        let place = "a place where a file can be written"
        guard !path.isEmpty, !path.utf8.contains(0) else { throw refuse("the name of a file", "none") }
        switch try FilePlace.following(path, or: refuse) {
        case .stream(let descriptor):
            guard kind.isText || isatty(descriptor) == 0 else {
                close(descriptor)
                throw refuse("a file for \(kind.name)", "a terminal", "name a file, or send it into a pipe")
            }
            way = .stream(descriptor)
        case .nothing(let target):
            // Something else may be about to be written there.
            guard !taken.contains(where: { $0.path == target }) else { throw refuse("a place of its own for each result", "one that this run writes something else to") }
            do { way = .whole(try WholeFile(beside: target), mode: nil) } catch let complaint as Complaint { throw refuse(place, complaint.found) }
        case .file(let target, let status):
            let own = FileIdentity(path: target, status)
            if taken.contains(where: { $0.isSame(as: own) }) { throw refuse("a place of its own for the result", "a file that this run reads or writes something else to") }
            if let folder = taken.first(where: { $0.isFolder && target.hasPrefix($0.path + "/") }) {
                throw refuse("a place of its own for the result", "a file of \(folder.path), which this run reads")
            }
            guard access(target, W_OK) == 0 else { throw refuse(place, String(cString: strerror(errno))) }
            guard force || status.st_size == 0 || kind.recognises(URL(filePath: target)) else {
                throw refuse("\(kind.name) to replace, or no file at all", "a file of another kind", "name another file, or say --force")
            }
            do { way = .whole(try WholeFile(beside: target), mode: status.st_mode) } catch let complaint as Complaint { throw refuse(place, complaint.found) }
        }
    }

    deinit { if case .stream(let descriptor) = way { close(descriptor) } }

    /// Writes the result. Where it is a file, it is there, whole, when this returns; until then what was there still is.
    /// - Throws: `Complaint` where it cannot be written, or whatever `body` throws.
    package func write(_ body: (ByteSink) throws -> Void) throws {
        func refused(_ found: String) -> Complaint {
            Complaint(name, expected: "a place that takes the result", found: found, remedy: "free some space, or name another file")
        }
        switch way {
        case .stream(let descriptor):
            try body { bytes in try WholeFile.write(bytes, to: descriptor) { refused(String(cString: strerror($0))) } }
        case .whole(let file, let mode):
            try body { bytes in
                do { try file.append(bytes) } catch let complaint as Complaint { throw refused(complaint.found) }
            }
            do { try file.replace(mode: mode) } catch let complaint as Complaint { throw refused(complaint.found) }
        }
    }
}
