import Foundation

/// The documents of files whose facts are known, as token ids.
public struct TruthDocuments: ComparisonDocuments {
    private let collection: DocumentCollection
    private let tokenizer: Tokenizer
    public let beginning: TextBeginning
    public let bos: Int?
    public let titles: [String]
    /// Files and documents that could not be read.
    public let complaints: [Complaint]

    public init(_ files: [URL], tokenizer: Tokenizer, beginning: TextBeginning = .asTokenized, bos: Int? = nil) {
        collection = DocumentCollection(files.map { .file($0) })
        self.tokenizer = tokenizer
        self.beginning = beginning
        self.bos = bos
        var complaints = collection.complaints
        titles = (0..<collection.count).map { [collection] index in
            do {
                return try collection.document(index).id
            } catch {
                if let complaint = error as? Complaint { complaints.append(complaint) }
                return "document \(index)"
            }
        }
        self.complaints = complaints
    }

    public func tokenIDs(of index: Int, cancellation: Cancellation?) throws -> [Int] {
        let document = try collection.document(index)
        if let ids = document.tokenIDs { return try document.checkedIDs(ids, title: titles[index], tokenizer, cancellation: cancellation) }
        return try beginning.encode(document.text ?? "", tokenizer, cancellation: cancellation)
    }

    /// Texts with facts are no conversations.
    public func templatePositions(of index: Int, ids: [Int]) -> Set<Int> { [] }
}
