import Foundation

/// Statistics of a site with the sums of every document apart, so that shards merge to the last digit of a single run and
/// any document can be left out.
///
///     let whole = try StatisticsFile.merging(shards)         // in any order
///     try whole.write(to: url)
///     let others = try whole.statistics(leavingOut: "doc-7") // μ and Var for judging doc-7
public struct StatisticsFile: Sendable, Equatable {
    public static let format = "parallax.statistics"
    public static let version = 1
    /// No model is wider; a file that says so is refused before anything is allocated.
    package static let widest = 1 << 24

    public let site: Site?
    public let model: String?
    public let width: Int
    public let rule: ExclusionRule
    /// In the order of their index.
    public let documents: [DocumentStatistics]
    /// Vectors of these documents themselves, for what sums of vectors cannot give; nil in files made without.
    public let pool: ActivationPool?

    /// - Throws: `Complaint` for a document that appears twice, or of another width, site or model.
    public init(
        site: Site?, model: String?, width: Int, rule: ExclusionRule = .workspace, documents: [DocumentStatistics],
        pool: ActivationPool? = nil
    ) throws {
        guard (1...Self.widest).contains(width) else {
            throw Complaint(
                "statistics", expected: "a width from 1 to \(Self.widest)", found: "\(width)",
                remedy: "make the file anew with parallax statistics")
        }
        let sorted = documents.sorted { $0.index < $1.index }
        var names = Set<String>()
        for (place, document) in sorted.enumerated() {
            guard names.insert(document.name).inserted, place == 0 || sorted[place - 1].index < document.index else {
                throw Complaint(
                    "statistics", expected: "every document once", found: "\"\(document.name)\" (number \(document.index)) twice",
                    remedy: "merge every shard once")
            }
        }
        self.site = site
        self.model = model
        self.width = width
        self.rule = rule
        self.documents = sorted
        self.pool = pool
        _ = try total(of: sorted)
        guard let pool else { return }
        let indices = Set(sorted.map(\.index))
        guard pool.width == width, pool.places.allSatisfy({ indices.contains($0.document) }) else {
            throw Complaint(
                "statistics", expected: "a pool of vectors of width \(width) from these documents", found: "another",
                remedy: "make the file anew with parallax statistics")
        }
    }

    /// All documents.
    public func statistics() throws -> SiteStatistics { try total(of: documents) }

    /// All documents but one; all of them where none has that name. Folded anew rather than subtracted: the same digits as
    /// a run without the document.
    public func statistics(leavingOut name: String) throws -> SiteStatistics { try statistics(leavingOut: [name]) }

    /// All documents but some.
    package func statistics(leavingOut names: Set<String>) throws -> SiteStatistics {
        try total(of: documents.filter { !names.contains($0.name) })
    }

    private func total(of documents: [DocumentStatistics]) throws -> SiteStatistics {
        var total = SiteStatistics(width: width, site: site, model: model)
        for document in documents { try total.merge(document.sums) }
        return total
    }

    /// One file from several, whatever their order.
    /// - Throws: `Complaint` where they are not of one model, site, width and exclusion rule, or share a document.
    public static func merging(_ files: [StatisticsFile]) throws -> StatisticsFile {
        guard let first = files.first else {
            throw Complaint("statistics", expected: "at least one file to merge", found: "none", remedy: "name the shards' files")
        }
        for other in files.dropFirst()
        where other.rule != first.rule || other.site != first.site || other.model != first.model || other.width != first.width {
            func describe(_ file: StatisticsFile) -> String {
                [
                    file.site.map { "\($0)" } ?? "no site", "model \(file.model ?? "not named")", "width \(file.width)",
                    "BOS \(file.rule.excludesBOS ? "excluded" : "kept")",
                    "norm limit \(file.rule.normLimit.map { $0.formattedPlainly } ?? "none")"
                ].joined(separator: ", ")
            }
            throw Complaint(
                "statistics", expected: "shards of one run (\(describe(first)))", found: describe(other),
                remedy: "make all shards from the same workspace")
        }
        var pool = first.pool
        for other in files.dropFirst() {
            guard let theirs = other.pool else { pool = nil; break }
            try pool?.merge(theirs)
        }
        return try StatisticsFile(
            site: first.site, model: first.model, width: first.width, rule: first.rule, documents: files.flatMap(\.documents), pool: pool)
    }

    /// The same without some documents, to the last digit as if they had never been there.
    public func leavingOut(_ names: Set<String>) throws -> StatisticsFile {
        let left = documents.filter { !names.contains($0.name) }
        return try StatisticsFile(
            site: site, model: model, width: width, rule: rule, documents: left, pool: pool?.keeping(documents: Set(left.map(\.index))))
    }

    /// Sums and a pool of the widest models, as text; what is larger is something else.
    private static let largest = 1 << 30
    /// Numbers stand in long strings; what is made of so many values is something else.
    static let mostValues = 2_000_000

    /// - Throws: `Complaint` for a file that cannot be read or is none of these.
    public static func open(_ url: URL) throws -> StatisticsFile {
        func refuse(_ found: String) -> Complaint {
            Complaint(
                url.path, expected: "a file made by parallax statistics (version \(version))", found: found,
                remedy: "make it with parallax statistics WORKSPACE -o FILE")
        }
        let data: Data
        do {
            // Of a file of something else no more is read than it takes to see that.
            guard try MappedFile.reading(url.path, { BoundedJSON.stated("format", in: $0) }) != nil else { throw refuse("another file") }
            data = try FileSystem.contents(of: url.path, atMost: largest)
        } catch let complaint as Complaint { throw refuse(complaint.found) }
        do {
            return try BoundedJSON.decode(StatisticsFile.self, from: data, most: mostValues)
        } catch {
            throw refuse(flaw(error))
        }
    }

    /// What a decoder found, in words.
    package static func flaw(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context): context.debugDescription
        case DecodingError.keyNotFound(let key, _): "no \(key.stringValue)"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "another value in \(context.codingPath.map(\.stringValue).joined(separator: "."))"
        case let failure as JSONFailure: failure.found
        default: error.localizedDescription
        }
    }

    /// Writes JSON: the same bytes for the same sums.
    public func write(to url: URL) throws {
        let json = try JSONBytes.of(self, pretty: true)
        try WholeFile.write(to: url) { try json.withUnsafeBytes($0) }
    }
}

extension OutputKind {
    package static let statistics = OutputKind("a file of parallax statistics", isText: false) { url in
        beginning(of: url, 512).starts(with: StatisticsFile.format.utf8) || stated(url, "format")?.hasPrefix(StatisticsFile.format) == true
    }
}
