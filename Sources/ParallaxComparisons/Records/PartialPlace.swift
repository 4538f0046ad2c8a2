import Foundation

/// The place of a partial, held for one run from its start, before there is a plan: a place that cannot be written, that another run is at work on
/// or that was begun as another part is refused at once, not after hours of work.
///
///     let place = try PartialPlace(url, shard: shard)
///     …                                                     // models, statistics, a plan
///     let partial = try PartialFile(place, plan: runner.plan, basis: runner.basis)
public final class PartialPlace {
    public let url: URL
    public let shard: Shard
    /// nil where the file can only be read: a finished run is reported all the same.
    let file: GrowingFile?
    /// What stands there; nil where nothing was written yet, or something that a plan must tell.
    let scan: RecordScan?

    /// - Parameter shard: what the run is about to compute.
    /// - Throws: `Complaint`.
    public convenience init(_ url: URL, shard: Shard = .whole) throws { try self.init(url, shard: shard, file: Self.held(url)) }

    init(_ url: URL, shard: Shard, file: GrowingFile?) throws {
        self.url = url
        self.shard = shard
        self.file = file
        do {
            scan = try file?.size == 0 ? nil : PartialFile.scan(url)
        } catch {
            file?.removeIfUnused()
            throw error
        }
        if let scan { try check(scan) }
        guard file == nil else { return }
        let left = scan.map { PartialFile.missing(of: shard, in: $0).count }
        guard left == 0 else {
            throw Complaint(
                url.path, expected: "a file that can be written, or one that holds all documents",
                found: "one that can only be read" + (left.map { ", with \($0) documents to do" } ?? ""),
                remedy: "copy it to a place of yours and name that with --state")
        }
    }

    deinit { file?.removeIfUnused() }

    /// What a person should know of the place.
    public var complaints: [Complaint] { [file?.noLocks].compactMap { $0 } }

    static func held(_ url: URL) throws -> GrowingFile? {
        do {
            // The folder of a cache is made with its first file.
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw refused(url, error.localizedDescription)
        }
        do {
            return try GrowingFile(url)
        } catch {
            switch error {
            case .held:
                throw Complaint(
                    url.path, expected: "results that nobody else is writing", found: "another run at work on them",
                    remedy: "wait for it, or name another file with --state")
            case .readOnly: return nil
            case .impossible(let found): throw refused(url, found)
            }
        }
    }

    static func refused(_ url: URL, _ found: String) -> Complaint {
        Complaint(url.path, expected: "a place to keep results in", found: found, remedy: "name another file with --state")
    }

    /// A part of other size, or another part, would compute documents that others compute as well, and leave some to nobody.
    private func check(_ scan: RecordScan) throws {
        if let begun = scan.head.shard {
            guard begun != shard else { return }
            let remedy =
                begun == .whole
                ? "run it without --shard"
                : "go on with --shard \(begun) (in a job script n is a fixed number: that of an array's tasks changes when some are submitted again)"
            throw Complaint(
                url.path, expected: "\(begun.words), as which it was begun", found: "a run of \(shard.words)",
                remedy: "\(remedy), or name another file with --state")
        }
        // An earlier program did not keep it, but what is there tells.
        let documents = scan.head.plan.documents
        guard let other = documents.indices.first(where: { !shard.contains($0) && scan.places[documents[$0].index] != nil }) else { return }
        throw Complaint(
            url.path, expected: "documents of \(shard.words) alone", found: "\(documents[other].title), which belongs to another part",
            remedy: "go on with the --shard that it was begun with, or name another file with --state")
    }
}
