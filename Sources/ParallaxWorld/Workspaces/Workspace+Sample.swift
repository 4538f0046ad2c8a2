import Foundation

extension Workspace {
    /// The workspace that is opened when none is named: `SampleData/parallax.yaml`.
    /// - Throws: `Complaint` where it cannot be found.
    public static func sample() throws -> Workspace {
        try open(
            sampleFile(
                environment: Host.environment, executable: Host.executable, currentFolder: Host.currentFolder))
    }

    /// `PARALLAX_SAMPLE` (a workspace or its folder), else the nearest `SampleData` above the executable, else above the
    /// current folder.
    package static func sampleFile(environment: [String: String], executable: URL?, currentFolder: URL) throws -> URL {
        let remedy = "name a workspace, or set PARALLAX_SAMPLE to the folder of the sample"
        if let named = environment["PARALLAX_SAMPLE"], !named.isEmpty {
            var url = URL(person: named, relativeTo: currentFolder)
            if url.isFolder { url = url.appending(path: fileName) }
            guard url.isThere else {
                throw Complaint("PARALLAX_SAMPLE", expected: "a workspace or its folder", found: "\"\(named.shortened)\", where there is none", remedy: remedy)
            }
            return url
        }
        let starts = [executable?.deletingLastPathComponent(), currentFolder].compactMap(\.self)
        for start in starts {
            var folder = start.standardizedFileURL
            while true {
                let url = folder.appending(path: "SampleData").appending(path: fileName)
                if url.isThere { return url }
                let above = folder.deletingLastPathComponent().standardizedFileURL
                guard above.path.count < folder.path.count else { break }
                folder = above
            }
        }
        throw Complaint("the sample", expected: "SampleData/\(fileName) above the program or the current folder", found: "none", remedy: remedy)
    }
}
