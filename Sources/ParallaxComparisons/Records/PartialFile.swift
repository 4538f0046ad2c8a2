import Foundation

/// The records of a comparison in a file, one document behind the other: an interrupted run continues from it, and shards are merged.
///
///     let partial = try PartialFile(url, plan: runner.plan, basis: runner.basis)     // new, or continued
///     for place in partial.missing { try partial.append(runner.run(place, cancellation: c)) }
///     let report = try ReportBuilder(plan: partial.plan, basis: partial.basis).report(of: partial.records())
///
/// What is damaged is left where it is, told (`damageTold`) and computed again; what an interruption left half written at the end is dropped.
/// The form of the file: ``RecordScan``.
public final class PartialFile {
    public let url: URL
    public var plan: ComparisonPlan { scan.head.plan }
    public var basis: ReportBasis { scan.head.basis }
    /// The part that it was begun for; nil in files of earlier programs.
    public var shard: Shard? { scan.head.shard }
    private var scan: RecordScan
    /// Held while the partial is written, so that no two runs write the same one; nil where it is only read.
    private var file: GrowingFile?

    /// Whether a file is one of these, of whatever version.
    public static func recognises(_ url: URL) -> Bool {
        (try? MappedFile.reading(url.path) { RecordScan.recognises($0) }) ?? false
    }

    private static func refused(_ url: URL, _ found: String) -> Complaint {
        Complaint(
            url.path, expected: "a partial result of parallax compare", found: found,
            remedy: "make it with parallax compare WORKSPACE --state FILE")
    }

    /// - Returns: nil for a file that was begun and nothing of which was written whole.
    /// - Throws: `Complaint` for a file that is no partial, or has a plan that makes no sense.
    static func scan(_ url: URL) throws -> RecordScan? {
        let file = try MappedFile(url.path)
        defer { withExtendedLifetime(file) {} }
        let scan = try RecordScan(file) { head in
            if let flaw = head.plan.flaw(with: head.basis) { throw refused(url, "a plan with \(flaw)") }
        }
        if let scan { return scan }
        let isBegun = RecordScan.line.starts(with: file.bytes.prefix(RecordScan.line.count))
        guard isBegun else {
            throw refused(
                url,
                file.bytes.starts(with: RecordScan.kind.utf8)
                    ? "a plan that cannot be read, of another version of Parallax or damaged" : "another file")
        }
        return nil
    }

    /// Documents that are done and documents in all, of the part that the file is for; nil for a file that tells nothing.
    package static func progress(_ url: URL) -> (done: Int, total: Int)? {
        guard let scan = (try? scan(url)) ?? nil else { return nil }
        let shard = scan.head.shard ?? .whole, total = scan.head.plan.documents.indices.count { shard.contains($0) }
        return (total - missing(of: shard, in: scan).count, total)
    }

    /// Opens a partial to read it, whatever its plan.
    /// - Throws: `Complaint` for a file that is none.
    public init(_ url: URL) throws {
        guard let scan = try Self.scan(url) else { throw Self.refused(url, "a file without a plan that can be read") }
        self.url = url
        self.scan = scan
    }

    /// Continues the partial at `url`, or begins one.
    /// - Throws: `Complaint` where the file belongs to another comparison or another part of it, or cannot be written.
    public convenience init(_ url: URL, plan: ComparisonPlan, basis: ReportBasis, shard: Shard = .whole) throws {
        try self.init(try PartialPlace(url, shard: shard), plan: plan, basis: basis)
    }

    public init(_ place: PartialPlace, plan: ComparisonPlan, basis: ReportBasis) throws {
        url = place.url
        file = place.file
        let head = RecordScan.Head(plan: plan, basis: basis, shard: place.shard)
        guard let found = place.scan else {
            scan = RecordScan(head: head)
            try begin(head)
            return
        }
        scan = found
        if let difference = found.head.plan.difference(from: plan) {
            throw Complaint(
                url.path, expected: "results of this comparison",
                found: "those of another, with \(plan.difference(from: found.head.plan) ?? difference)",
                remedy: "name another file with --state, or remove this one")
        }
        guard let file else { return }
        if found.isFormer {
            try renew(head)
            return
        }
        file.shorten(to: found.end)
        if !found.isHeadWhole { try mendHead() }
    }

    /// Writes the first line and the head, or what an interruption left of them to write.
    private func begin(_ head: RecordScan.Head) throws {
        let beginning = try RecordScan.beginning(head)
        guard let file else { throw PartialPlace.refused(url, "a file without a plan that can be read, and that cannot be written") }
        guard let known = try? FileSystem.contents(of: url.path, atMost: beginning.count), beginning.starts(with: known) else {
            throw Self.refused(url, "a file without a plan that can be read")
        }
        _ = try written { () throws(GrowingFile.Refusal) in try file.append(Data(beginning.dropFirst(known.count))) }
        file.settle()
    }

    /// Both copies of the head say the same: from one the other is made whole again.
    private func mendHead() throws {
        let beginning = try RecordScan.beginning(scan.head)
        // Of a head that another program wrote the copies may have other lengths; then they stay as they are.
        guard let file, scan.places.values.allSatisfy({ $0.lowerBound >= beginning.count + RecordBlock.headerSize }),
            scan.damages.allSatisfy({ $0.bytes.lowerBound >= beginning.count })
        else { return }
        try written { () throws(GrowingFile.Refusal) in try file.mend(beginning, at: 0) }
    }

    /// Carries a file of the form before this one over into the new one; the lock goes with it.
    private func renew(_ head: RecordScan.Head) throws {
        let url = FileSystem.realPath(url.path).map { URL(filePath: $0) } ?? url, records = try PartialRecords([self])
        let whole = try WholeFile(beside: url.path)
        try Self.write(head, records, whole.append)
        try whole.replace(mode: FileSystem.status(url.path)?.st_mode)
        file = try PartialPlace.held(url)
        guard let scan = try Self.scan(url) else { throw Self.refused(url, "a file without a plan that can be read") }
        self.scan = scan
    }

    private func written<Value>(_ body: () throws(GrowingFile.Refusal) -> Value) throws -> Value {
        do { return try body() } catch {
            guard case .impossible(let found) = error else { throw PartialPlace.refused(url, "\(error)") }
            throw PartialPlace.refused(url, found)
        }
    }

    // MARK: Contents

    public var count: Int { scan.places.count }

    /// Places in the plan's documents that are not done, of the part that it was begun for.
    public var missing: [Int] { missing(of: shard ?? .whole) }

    public func missing(of shard: Shard) -> [Int] { Self.missing(of: shard, in: scan) }

    static func missing(of shard: Shard, in scan: RecordScan) -> [Int] {
        let documents = scan.head.plan.documents
        return documents.indices.filter { shard.contains($0) && scan.places[documents[$0].index] == nil }
    }

    func place(of document: Int) -> Range<Int>? { scan.places[document] }

    /// Records that were there and cannot be read, where their documents were not computed again: how many, and which; nil where there are none.
    public var damageTold: String? {
        // Where nothing is missing, whatever was damaged has been computed again.
        guard !missing.isEmpty, !scan.lost.isEmpty else { return nil }
        let titles = Dictionary(plan.documents.map { ($0.index, $0.title) }) { first, _ in first }
        let told = scan.lost.map { damage in
            damage.document.map { "document \($0)" + (titles[$0].map { " (\($0))" } ?? "") }
                ?? "bytes \(damage.bytes.lowerBound) to \(damage.bytes.upperBound - 1)"
        }
        return "\(told.count) damaged record\(told.count == 1 ? "" : "s") (\(told.listed()))"
    }

    /// - Throws: `Complaint` where it cannot be written; the file is as it was.
    public func append(_ record: DocumentRecord) throws {
        guard let file else { throw PartialPlace.refused(url, "a file that was opened to be read") }
        let payload: Data
        do { payload = try record.bytes } catch { throw PartialPlace.refused(url, error.localizedDescription) }
        let block = RecordBlock.data(.record, record.index, payload)
        let range = try written { () throws(GrowingFile.Refusal) in try file.append(block) }
        scan.add(record.index, at: range.lowerBound + RecordBlock.headerSize..<range.upperBound)
    }

    /// The records in the order of the plan, read as they are asked for.
    public func records() throws -> PartialRecords { try PartialRecords([self]) }

    /// Removes the file while it is still held, so that nobody else's goes with it.
    public func remove() { unlink(url.path) }
}

extension PartialFile {
    /// A new partial as bytes: the head, and the records.
    static func write(_ head: RecordScan.Head, _ records: PartialRecords, _ append: ByteSink) throws {
        try RecordScan.beginning(head).withUnsafeBytes(append)
        for index in 0..<records.count {
            let record = try records.record(index)
            try RecordBlock.data(.record, record.index, record.bytes).withUnsafeBytes(append)
        }
    }

    /// All documents of `partials` as the bytes of one, in the order of the plan.
    package static func merge(_ partials: [PartialFile], into append: ByteSink) throws {
        let records = try PartialRecords(partials)
        try write(.init(plan: partials[0].plan, basis: partials[0].basis, shard: .whole), records, append)
    }
}

extension OutputKind {
    package static let comparison = OutputKind("a partial result of parallax compare", isText: false, recognises: PartialFile.recognises)
}
