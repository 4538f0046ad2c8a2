import Foundation

/// The statistics of several sites of one model in one file, as `parallax statistics` writes them.
///
/// `parallax.statistics.sites`, a version and a line end; the bytes of all numbers (doubles of sums, floats of pools); a JSON text that says
/// what they are and where; its length (UInt64, little-endian) and its CRC-32. Version 1, JSON alone with numbers in base64, is still read.
public struct StatisticsCollection: Sendable, Equatable {
    private static let format = "parallax.statistics.sites"
    private static let magic = Data("\(format) 2\n".utf8)
    /// Behind the JSON text: its length and its checksum.
    private static let trailer = 12

    public let files: [Site: StatisticsFile]
    /// The parts of the corpus that they were made from; empty for the whole, and for files of programs that did not keep it.
    public let parts: [Shard]

    public init(_ files: [Site: StatisticsFile], parts: [Shard] = []) {
        self.files = files
        let own = Set(parts), counts = Set(own.map(\.count))
        // All parts of one n are the whole.
        let isWhole = counts.count == 1 && own.count == counts.first
        self.parts = isWhole ? [] : own.sorted { ($0.count, $0.index) < ($1.count, $1.index) }
    }

    /// What of the corpus is not in it, in words, with what makes it; nil for the whole.
    public var missing: String? {
        guard let first = parts.first else { return nil }
        let held = "parts \(parts.map(\.description).listed(atMost: 6))"
        guard parts.allSatisfy({ $0.count == first.count }) else {
            return "only \(held), which do not make a whole: make all of them with the same n"
        }
        let own = Set(parts), others = Shard.all(first.count).filter { !own.contains($0) }.map(\.description)
        return
            "only \(held): \(others.count == 1 ? "part" : "parts") \(others.listed(atMost: 6)) missing, made by parallax statistics with --shard \(others.first ?? "") -o FILE"
    }

    /// Tokens, documents and excluded positions behind the statistics of one site.
    /// - Throws: `Complaint` where a site has no statistics or its sums do not fit together.
    public func counts(at site: Site) throws -> (tokens: Int, documents: Int, excluded: Int) {
        guard let total = try files[site]?.statistics() else {
            throw Complaint("statistics", expected: "sums at \(site)", found: "none", remedy: "gather them with parallax statistics")
        }
        return (total.count, total.documents.count, total.exclusions.reduce(0) { $0.adding(clamped: $1.count) })
    }

    /// - Throws: `Complaint` for a file that cannot be read, is none of these, or names a site twice.
    public static func open(_ url: URL) throws -> StatisticsCollection {
        func refuse(_ found: String) -> Complaint {
            Complaint(
                url.path, expected: "a file made by parallax statistics", found: found,
                remedy: "make it with parallax statistics WORKSPACE -o FILE")
        }
        let file: MappedFile
        do { file = try MappedFile(url.path) } catch let complaint as Complaint { throw refuse(complaint.found) }
        guard let stored = try stored(in: file, refuse) else {
            // The statistics of a single site are a collection of one.
            let single = try StatisticsFile.open(url)
            guard let site = single.site else { throw refuse("statistics that name no site") }
            return StatisticsCollection([site: single])
        }
        guard stored.format == format else { throw refuse(stored.format) }
        var files: [Site: StatisticsFile] = [:]
        for file in stored.sites {
            guard let site = file.site, files.updateValue(file, forKey: site) == nil else {
                throw refuse("a site that is missing or stands twice")
            }
        }
        return StatisticsCollection(files, parts: stored.parts ?? [])
    }

    /// - Returns: nil for what is no collection.
    private static func stored(in file: MappedFile, _ refuse: (String) -> Complaint) throws -> Stored? {
        let bytes = file.bytes, decoder = JSONDecoder()
        guard bytes.starts(with: magic) else {
            if bytes.starts(with: format.utf8) { throw refuse("one of another version of Parallax") }
            // Of a file of something else no more is read than its beginning.
            guard BoundedJSON.stated("format", in: bytes)?.hasPrefix(format) ?? false else { return nil }
            return try? BoundedJSON.decode(Stored.self, from: Data(bytes), most: StatisticsFile.mostValues, by: decoder)
        }
        let end = bytes.count - trailer
        guard end >= magic.count,
            let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt64.self))),
            length <= end - magic.count
        else {
            throw refuse("a file that was cut off")
        }
        let text = UnsafeRawBufferPointer(rebasing: bytes[end - length..<end])
        guard CRC32.checksum(text) == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end + 8, as: UInt32.self)) else {
            throw refuse("a damaged file")
        }
        if let key = SideNumbers.key { decoder.userInfo[key] = SideNumbers.Reader(file, magic.count..<end - length) }
        do {
            return try decoder.decode(Stored.self, from: Data(text))
        } catch {
            throw refuse(StatisticsFile.flaw(error))
        }
    }

    /// The statistics of shards as those of one run, whatever their order.
    /// - Parameter names: of the files that they came from, for the complaint.
    /// - Throws: `Complaint` where they are not of one model and the same sites, or share a part or a document.
    public static func merging(_ collections: [StatisticsCollection], names: [String] = []) throws -> StatisticsCollection {
        var holders: [Shard: String] = [:]
        for (place, collection) in collections.enumerated() {
            let name = names.indices.contains(place) ? names[place] : "file \(place + 1)"
            for part in collection.parts {
                guard let other = holders.updateValue(name, forKey: part) else { continue }
                throw Complaint(
                    "statistics", expected: "every part once", found: "\(part.words) in \(other) and in \(name)",
                    remedy: other == name ? "name every file once" : "leave one of them out")
            }
        }
        guard let first = collections.first else {
            throw Complaint("statistics", expected: "at least one file to merge", found: "none", remedy: "name the shards' files")
        }
        for other in collections.dropFirst() where Set(other.files.keys) != Set(first.files.keys) {
            throw Complaint(
                "statistics", expected: "shards of one run, at \(first.files.keys.sorted().map(\.hookName).listed())",
                found: other.files.keys.sorted().map(\.hookName).listed(),
                remedy: "make all shards from the same workspace with the same sites")
        }
        var merged: [Site: StatisticsFile] = [:]
        for site in first.files.keys { merged[site] = try StatisticsFile.merging(collections.compactMap { $0.files[site] }) }
        // One of unknown part may hold what the others lack.
        return StatisticsCollection(merged, parts: collections.contains { $0.parts.isEmpty } ? [] : Array(holders.keys))
    }

    /// The same bytes for the same sums; nothing is left half written.
    public func write(to url: URL) throws { try WholeFile.write(to: url) { try write(into: $0) } }

    package func write(into append: ByteSink) throws {
        let encoder = JSONEncoder(), numbers = SideNumbers.Writer()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let key = SideNumbers.key { encoder.userInfo[key] = numbers }
        let text = try encoder.encode(
            Stored(format: Self.format, sites: files.sorted { $0.key < $1.key }.map(\.value), parts: parts.isEmpty ? nil : parts))
        try Self.magic.withUnsafeBytes(append)
        for part in numbers.parts { try part.withUnsafeBytes(append) }
        try text.withUnsafeBytes(append)
        var end = Data(littleEndian: UInt64(clamping: text.count))
        withUnsafeBytes(of: text.withUnsafeBytes { CRC32.checksum($0) }.littleEndian) { end.append(contentsOf: $0) }
        try end.withUnsafeBytes(append)
    }

    private struct Stored: Codable {
        var format: String
        var sites: [StatisticsFile]
        var parts: [Shard]?
    }
}
