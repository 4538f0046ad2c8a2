import Foundation

/// The statistics of several sites of one model in one file, as `parallax statistics` writes them.
public struct StatisticsCollection: Sendable, Equatable {
    private static let format = "parallax.statistics.sites"

    public let files: [Site: StatisticsFile]

    public init(_ files: [Site: StatisticsFile]) { self.files = files }

    /// Tokens, documents and excluded positions behind the statistics of one site.
    /// - Throws: `Complaint` where a site has no statistics or its sums do not fit together.
    public func counts(at site: Site) throws -> (tokens: Int, documents: Int, excluded: Int) {
        guard let total = try files[site]?.statistics() else {
            throw Complaint("statistics", expected: "sums at \(site)", found: "none", remedy: "gather them with parallax statistics")
        }
        return (total.count, total.documents.count, total.exclusions.reduce(0) { $0 + $1.count })
    }

    /// - Throws: `Complaint` for a file that cannot be read, is none of these, or names a site twice.
    public static func open(_ url: URL) throws -> StatisticsCollection {
        func refuse(_ found: String) -> Complaint {
            Complaint(url.path, expected: "a file made by parallax statistics", found: found, remedy: "make it with parallax statistics WORKSPACE -o FILE")
        }
        guard let data = try? Data(contentsOf: url) else { throw refuse("a file that cannot be read") }
        // The statistics of a single site are a collection of one.
        guard let stored = try? JSONDecoder().decode(Stored.self, from: data) else {
            let single = try StatisticsFile.open(url)
            guard let site = single.site else { throw refuse("statistics that name no site") }
            return StatisticsCollection([site: single])
        }
        guard stored.format == format else { throw refuse(stored.format) }
        var files: [Site: StatisticsFile] = [:]
        for file in stored.sites {
            guard let site = file.site, files.updateValue(file, forKey: site) == nil else { throw refuse("a site that is missing or stands twice") }
        }
        return StatisticsCollection(files)
    }

    /// The statistics of shards as those of one run, whatever their order.
    /// - Throws: `Complaint` where they are not of one model and the same sites, or share a document.
    public static func merging(_ collections: [StatisticsCollection]) throws -> StatisticsCollection {
        guard let first = collections.first else {
            throw Complaint("statistics", expected: "at least one file to merge", found: "none", remedy: "name the shards' files")
        }
        for other in collections.dropFirst() where Set(other.files.keys) != Set(first.files.keys) {
            throw Complaint(
                "statistics", expected: "shards of one run, at \(first.files.keys.sorted().map(\.hookName).listed())", found: other.files.keys.sorted().map(\.hookName).listed(),
                remedy: "make all shards from the same workspace with the same sites")
        }
        var merged: [Site: StatisticsFile] = [:]
        for site in first.files.keys { merged[site] = try StatisticsFile.merging(collections.compactMap { $0.files[site] }) }
        return StatisticsCollection(merged)
    }

    /// Writes JSON: the same bytes for the same sums; nothing is left half written.
    public func write(to url: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let sites = files.sorted { $0.key < $1.key }.map(\.value)
            try encoder.encode(Stored(format: Self.format, sites: sites)).write(to: url, options: .atomic)
        } catch {
            throw Complaint(url.path, expected: "a place to write statistics to", found: error.localizedDescription, remedy: "choose another file with -o")
        }
    }

    private struct Stored: Codable {
        var format: String
        var sites: [StatisticsFile]
    }
}
