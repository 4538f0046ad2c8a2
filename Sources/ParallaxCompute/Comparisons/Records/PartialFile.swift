import Foundation

/// The records of a comparison in a file, one document behind the other: an interrupted run continues from it, and shards are merged.
///
///     let partial = try PartialFile(url, plan: runner.plan, basis: runner.basis)     // new, or continued
///     for place in partial.missing(shard: (1, 4)) { try partial.append(runner.run(place, cancellation: c)) }
///     let report = try ReportBuilder(plan: partial.plan, basis: partial.basis).report(of: partial.records())
///
/// `parallax.comparison`, a version and a line end; then blocks of a length (UInt64, little-endian), that many bytes and their CRC-32: first the plan
/// and the basis as JSON, then a block a document. What an interruption left half written at the end is dropped.
public final class PartialFile {
    static let magic = Data("\(kind) \(ComparisonPlan.version)\n".utf8)
    private static let kind = "parallax.comparison"
    /// No plan is larger.
    private static let longestHead = 1 << 30

    public let url: URL
    public let plan: ComparisonPlan
    public let basis: ReportBasis
    /// Documents that it holds, by their index in the workspace, and where their blocks begin.
    private var places: [Int: Range<Int>] = [:]
    private var end: Int
    /// Held while the partial is written, so that no two runs write the same one.
    private var lock: FileHandle?

    struct Head: Codable {
        var plan: ComparisonPlan
        var basis: ReportBasis
    }

    /// Whether a file is one of these, of whatever version, by its beginning.
    public static func recognises(_ url: URL) -> Bool {
        guard let handle = try? FileHandle(forReadingFrom: url) else { return false }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: kind.utf8.count)) == Data(kind.utf8)
    }

    /// Opens a partial to read it, or to continue it whatever its plan.
    /// - Throws: `Complaint` for a file that is none.
    public init(_ url: URL) throws {
        func refuse(_ found: String) -> Complaint {
            Complaint(url.path, expected: "a partial result of parallax compare", found: found, remedy: "make it with parallax compare WORKSPACE --state FILE")
        }
        let file = try MappedFile(url.path), bytes = file.bytes
        guard bytes.starts(with: Self.magic) else { throw refuse(bytes.starts(with: Self.kind.utf8) ? "one of another version of Parallax" : "another file") }
        guard let first = Self.block(bytes, at: Self.magic.count), first.payload.count <= Self.longestHead,
            let head = try? JSONDecoder().decode(Head.self, from: Data(bytes[first.payload]))
        else { throw refuse("a file without a plan that can be read") }
        if let flaw = head.plan.flaw(with: head.basis) { throw refuse("a plan with \(flaw)") }
        self.url = url
        plan = head.plan
        basis = head.basis
        end = first.end
        let layout = RecordLayout(plan.methods), known = Set(plan.documents.map(\.index))
        while let next = Self.block(bytes, at: end) {
            guard let record = DocumentRecord(bytes: UnsafeRawBufferPointer(rebasing: bytes[next.payload]), layout: layout, width: plan.width), known.contains(record.index) else {
                throw refuse("a document's block that does not fit the plan")
            }
            guard places.updateValue(next.payload, forKey: record.index) == nil else { throw refuse("document \(record.title) twice") }
            file.forget(end..<next.end)
            end = next.end
        }
        withExtendedLifetime(file) {}
    }

    /// Continues the partial at `url`, or begins one.
    /// - Throws: `Complaint` where the file belongs to another comparison or cannot be written.
    public convenience init(_ url: URL, plan: ComparisonPlan, basis: ReportBasis) throws {
        guard FileManager.default.fileExists(atPath: url.path) else {
            try Self.begin(url, Head(plan: plan, basis: basis))
            try self.init(url)
            try hold()
            return
        }
        try self.init(url)
        if let difference = self.plan.difference(from: plan) {
            throw Complaint(
                url.path, expected: "results of this comparison", found: "those of another, with \(plan.difference(from: self.plan) ?? difference)",
                remedy: "name another file with --state, or remove this one")
        }
        try hold()
        try dropTail()
    }

    private func hold() throws {
        do { lock = try FileHandle(forWritingTo: url) } catch { throw Self.unwritable(url, error) }
        guard let lock, flock(lock.fileDescriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Complaint(url.path, expected: "results that nobody else is writing", found: "another run at work on them", remedy: "wait for it, or name another file with --state")
        }
    }

    /// The block at a place, where it is whole.
    private static func block(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (payload: Range<Int>, end: Int)? {
        guard bytes.count - start >= 12, let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))),
            length <= bytes.count - start - 12
        else { return nil }
        let payload = start + 8..<start + 8 + length
        let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: payload.upperBound, as: UInt32.self))
        guard CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[payload])) == sum else { return nil }
        return (payload, payload.upperBound + 4)
    }

    private static func block(_ payload: Data) -> Data {
        var data = Data(littleEndian: UInt64(payload.count))
        data.append(payload)
        let sum = payload.withUnsafeBytes { CRC32.checksum($0) }
        withUnsafeBytes(of: sum.littleEndian) { data.append(contentsOf: $0) }
        return data
    }

    private static func begin(_ url: URL, _ head: Head) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (magic + block(encoder.encode(head))).write(to: url, options: .atomic)
        } catch {
            throw unwritable(url, error)
        }
    }

    private static func unwritable(_ url: URL, _ error: any Error) -> Complaint {
        Complaint(url.path, expected: "a place to keep results in", found: error.localizedDescription, remedy: "name another file with --state")
    }

    private func dropTail() throws {
        do {
            try lock?.truncate(atOffset: UInt64(end))
        } catch {
            throw Self.unwritable(url, error)
        }
    }

    public var count: Int { places.count }

    /// Places in the plan's documents that are not done, of shard `index` (from 1) of `count`.
    public func missing(shard: (index: Int, count: Int) = (1, 1)) -> [Int] {
        plan.documents.indices.filter { $0 % shard.count == shard.index - 1 && places[plan.documents[$0].index] == nil }
    }

    /// - Throws: `Complaint` where it cannot be written.
    public func append(_ record: DocumentRecord) throws {
        do {
            let data = Self.block(try record.bytes)
            try lock?.seek(toOffset: UInt64(end))
            try lock?.write(contentsOf: data)
            places[record.index] = end + 8..<end + data.count - 4
            end += data.count
        } catch {
            throw Self.unwritable(url, error)
        }
    }

    /// The records in the order of the plan, read as they are asked for.
    public func records() throws -> PartialRecords { try PartialRecords([self]) }
}

extension PartialFile {
    fileprivate func place(of document: Int) -> Range<Int>? { places[document] }
}

/// The records of one or several partials in the order of the plan.
public struct PartialRecords: ComparisonRecords {
    private let files: [MappedFile]
    private let places: [(file: Int, range: Range<Int>)]
    private let layout: RecordLayout
    private let width: Int

    /// - Throws: `Complaint` where the partials are of different comparisons, or share a document.
    public init(_ partials: [PartialFile]) throws {
        guard let first = partials.first else {
            throw Complaint("partial results", expected: "at least one file", found: "none", remedy: "name the shards' files")
        }
        for other in partials.dropFirst() {
            guard let difference = first.plan.difference(from: other.plan) else { continue }
            throw Complaint(other.url.path, expected: "a part of the same comparison as \(first.url.lastPathComponent)", found: "a part of one with \(difference)", remedy: "merge shards of one run only")
        }
        files = try partials.map { try MappedFile($0.url.path) }
        layout = RecordLayout(first.plan.methods)
        width = first.plan.width
        var places: [(file: Int, range: Range<Int>)] = []
        for document in first.plan.documents {
            let holders = partials.indices.filter { partials[$0].place(of: document.index) != nil }
            guard holders.count <= 1 else {
                throw Complaint(
                    "document \(document.title)", expected: "in one part", found: "in \(holders.map { partials[$0].url.lastPathComponent }.listed())", remedy: "merge every shard once")
            }
            if let file = holders.first, let range = partials[file].place(of: document.index) { places.append((file, range)) }
        }
        self.places = places
    }

    public var count: Int { places.count }

    public func record(_ index: Int) throws -> DocumentRecord {
        let (file, range) = places[index]
        defer { files[file].forget(range) }
        guard range.upperBound <= files[file].bytes.count,
            let record = DocumentRecord(bytes: UnsafeRawBufferPointer(rebasing: files[file].bytes[range]), layout: layout, width: width)
        else {
            throw Complaint(files[file].path, expected: "the file as it was opened", found: "another", remedy: "leave partial results alone while they are read")
        }
        return record
    }
}

extension PartialFile {
    /// All documents of `partials` as the bytes of one, in the order of the plan.
    package static func merge(_ partials: [PartialFile], into append: ByteSink) throws {
        let records = try PartialRecords(partials), encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try magic.withUnsafeBytes(append)
        try block(encoder.encode(Head(plan: partials[0].plan, basis: partials[0].basis))).withUnsafeBytes(append)
        for index in 0..<records.count { try block(records.record(index).bytes).withUnsafeBytes(append) }
    }
}
