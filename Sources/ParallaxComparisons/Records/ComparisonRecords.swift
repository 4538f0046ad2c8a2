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
