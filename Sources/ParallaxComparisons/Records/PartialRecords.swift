import Foundation

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
            throw Complaint(
                other.url.path, expected: "a part of the same comparison as \(first.url.lastPathComponent)",
                found: "a part of one with \(difference)", remedy: "merge shards of one run only")
        }
        files = try partials.map { try MappedFile($0.url.path) }
        layout = RecordLayout(first.plan.methods)
        width = first.plan.width
        var places: [(file: Int, range: Range<Int>)] = []
        for document in first.plan.documents {
            let holders = partials.indices.filter { partials[$0].place(of: document.index) != nil }
            if holders.count > 1 { throw Self.double(document.title, holders.map { partials[$0] }) }
            if let file = holders.first, let range = partials[file].place(of: document.index) { places.append((file, range)) }
        }
        self.places = places
    }

    private static func double(_ document: String, _ holders: [PartialFile]) -> Complaint {
        let names = holders.map { $0.url.lastPathComponent + ($0.shard.map { " (\($0.words))" } ?? "") }
        let paths = Set(holders.map { FileSystem.realPath($0.url.path) ?? $0.url.path })
        let remedy =
            paths.count < holders.count
            ? "name every file once"
            : "leave one of them out: what is missing then is said by part, and is computed by parallax compare with that --shard"
        return Complaint("document \(document)", expected: "in one part", found: "in \(names.listed())", remedy: remedy)
    }

    public var count: Int { places.count }

    public func record(_ index: Int) throws -> DocumentRecord {
        let (file, range) = places[index]
        defer { files[file].forget(range) }
        guard range.upperBound <= files[file].bytes.count,
            let record = DocumentRecord(bytes: UnsafeRawBufferPointer(rebasing: files[file].bytes[range]), layout: layout, width: width)
        else {
            throw Complaint(
                files[file].path, expected: "the file as it was opened", found: "another",
                remedy: "leave partial results alone while they are read")
        }
        return record
    }
}

extension PartialRecords {
    /// What the partials lack of their comparison, in a sentence a part: which part, of which file, and how it is made; empty where they hold all.
    public static func missing(_ partials: [PartialFile]) -> [String] {
        guard let plan = partials.first?.plan else { return [] }
        let lacking = plan.documents.indices.filter { place in partials.allSatisfy { $0.place(of: plan.documents[place].index) == nil } }
        guard !lacking.isEmpty else { return [] }
        func titles(_ places: [Int]) -> String { places.map { plan.documents[$0].title }.listed(atMost: 4) }
        // Parts of one n between them cover everything; of several, none says what the others were to do.
        let counts = Set(partials.map { $0.shard?.count ?? 0 })
        guard let n = counts.first, n > 1, counts.count == 1 else {
            let damaged = partials.compactMap { part in part.damageTold.map { "\(part.url.lastPathComponent) has \($0)" } }
            return [
                "\(lacking.count) of \(plan.documents.count) documents are in none of the files (\(titles(lacking))): parallax compare with such a file as --state goes on with it"
            ] + damaged
        }
        var sentences: [String] = [], own: [Shard: [Int]] = [:]
        for place in lacking { if let shard = Shard(place % n + 1, of: n) { own[shard, default: []].append(place) } }
        for (shard, places) in own.sorted(by: { $0.key.index < $1.key.index }) {
            let file = partials.first { $0.shard == shard }
            let what =
                file.map { "\($0.url.lastPathComponent), \(shard.words), lacks \(places.count) of its documents" }
                ?? "\(shard.words) is missing, \(places.count) document\(places.count == 1 ? "" : "s")"
            let damage = file?.damageTold.map { "; it has \($0)" } ?? ""
            sentences.append(
                "\(what) (\(titles(places)))\(damage): parallax compare with --shard \(shard) --state \(file.map { $0.url.lastPathComponent } ?? "FILE") makes it"
            )
        }
        return sentences
    }
}

/// Records of documents, read one after the other and as often as needed.
public protocol ComparisonRecords: Sendable {
    var count: Int { get }
    /// - Throws: `Complaint` for one that cannot be read.
    func record(_ index: Int) throws -> DocumentRecord
}

/// Records in memory: a document that is looked at, or a few.
public struct RecordList: ComparisonRecords {
    private let records: [DocumentRecord]

    public init(_ records: [DocumentRecord]) { self.records = records }

    public var count: Int { records.count }

    public func record(_ index: Int) -> DocumentRecord { records[index] }
}

/// The form of partials before version 3, which is still read: blocks of a length (UInt64, little-endian), that many bytes and their CRC-32; first
/// the plan and the basis as JSON, then a block a document. Nothing marks where a block begins but what every record begins with.
enum FormerRecords {
    /// Behind a payload: its CRC-32.
    static let trailer = 4
    private static let line = Data("\(RecordScan.kind) 2\n".utf8)
    /// Length of the block and length of the JSON text, before it.
    private static let lengths = 16
    private static let beginning = Data(#"{"counts":["#.utf8)

    static func head(_ bytes: UnsafeRawBufferPointer, longest: Int) -> (head: RecordScan.Head, end: Int)? {
        var budget = bytes.count
        guard bytes.starts(with: RecordScan.kind.utf8), let payload = block(bytes, at: line.count, budget: &budget),
            payload.count <= longest,
            let head = try? JSONDecoder().decode(RecordScan.Head.self, from: Data(bytes[payload]))
        else { return nil }
        return (head, payload.upperBound + trailer)
    }

    /// The payload of the block at a place, where it is whole.
    static func block(_ bytes: UnsafeRawBufferPointer, at start: Int, budget: inout Int) -> Range<Int>? {
        guard bytes.count - start >= 8 + trailer,
            let length = Int(exactly: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))),
            length <= bytes.count - start - 8 - trailer, length <= budget
        else { return nil }
        budget -= length
        let payload = start + 8..<start + 8 + length
        let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: payload.upperBound, as: UInt32.self))
        return CRC32.checksum(UnsafeRawBufferPointer(rebasing: bytes[payload])) == sum ? payload : nil
    }

    /// Whether the block at a place ends behind the file.
    static func isUnfinished(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        guard bytes.count - start >= 8 else { return true }
        return Int(clamping: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))) > bytes.count - start - 8
            - trailer
    }

    /// Where a record may begin behind a damaged one.
    static func next(_ bytes: UnsafeRawBufferPointer, after start: Int) -> Int? {
        bytes.place(of: beginning, from: start + 1 + lengths).map { $0 - lengths }
    }
}
