import Foundation
import Synchronization

/// Documents whose facts are known, one a line of JSON; a line is read when somebody asks for its document.
public final class ClaimTruth: ClaimTruthSource {
    private struct Place {
        let file: MappedFile
        let line: TextLines.Line
    }

    /// Lines that could not be used.
    public let complaints: [Complaint]
    /// Ids of the documents, in the order of files and lines.
    public let documents: [String]
    private let places: [String: Place]
    private let rules: ClaimRules
    /// The document that was asked for last: claims come in the order of documents.
    private let latest = Mutex<DocumentFacts?>(nil)

    private static let longestLine = 16 << 20
    private static let mostComplaints = 20
    /// A world with known facts is smaller.
    private static let mostDocuments = 1_000_000

    /// - Parameter rules: Which classes are slots of the facts: those with forms.
    /// - Throws: `Complaint` where a file cannot be read or no line has a document with an id.
    public init(_ files: [URL], rules: ClaimRules) throws {
        var places: [String: Place] = [:]
        var documents: [String] = []
        var complaints: [Complaint] = []
        for url in files {
            let file = try MappedFile(url.path)
            for line in TextLines(file.bytes) {
                let id = line.extent.count <= Self.longestLine ? Self.id(UnsafeRawBufferPointer(rebasing: file.bytes[line.extent])) : nil
                if let id, places[id] == nil, documents.count < Self.mostDocuments {
                    places[id] = Place(file: file, line: line)
                    documents.append(id)
                } else if complaints.count < Self.mostComplaints {
                    complaints.append(
                        Complaint(
                            "\(url.path), line \(line.number)", expected: "a document with an id of its own",
                            found: id.map { "\"\($0.shortened)\" again" } ?? "none",
                            remedy: "mend it, the other documents are used"))
                }
            }
        }
        guard !documents.isEmpty else {
            throw Complaint(
                files.map(\.lastPathComponent).listed(), expected: "documents with facts, one a line", found: "none",
                remedy: "name other files under truth")
        }
        self.rules = rules
        self.places = places
        self.documents = documents
        self.complaints = complaints
    }

    private static func id(_ bytes: UnsafeRawBufferPointer) -> String? {
        var cursor = JSONCursor(bytes)
        var id: String?
        try? cursor.eachMember { cursor, key in
            guard key == "id" else { return try cursor.skip() }
            id = try cursor.kind() == .number ? String(try cursor.integer()) : try cursor.string()
            cursor.stop()
        }
        return id
    }

    /// The facts of a document; nil where it is unknown.
    /// - Throws: `Complaint` where its line makes no sense.
    public func facts(of document: String) throws -> DocumentFacts? {
        if let facts = latest.withLock({ $0 }), facts.document == document { return facts }
        guard let place = places[document] else { return nil }
        do {
            var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: place.file.bytes[place.line.extent]))
            let facts = try DocumentFacts(&cursor)
            latest.withLock { $0 = facts }
            return facts
        } catch let failure as JSONFailure {
            throw Complaint(
                "\(place.file.path), line \(place.line.number)", expected: failure.expected,
                found: "something else at column \(failure.place.column)",
                remedy: "mend it or leave it out")
        }
    }

    /// What a claim of a slot is judged by: it is true if its value is among those of the slot at the position, letter by letter, and false if the
    /// slot has none there. Nil where the document or the position has no facts, and for claims that no form read.
    public func isTrue(_ claim: Claim, document: String, position: Int) -> Bool? {
        guard let value = claim.value, rules.hasForms(claim.className), let facts = try? facts(of: document),
            let values = facts.values(at: position)
        else { return nil }
        return values[claim.className]?.contains { $0.utf8.elementsEqual(value.utf8) } ?? false
    }
}

/// Somebody who knows which claims are true: a world with known facts, or a person.
public protocol ClaimTruthSource: Sendable {
    /// Whether the text up to `position` of the document says so; nil where nobody knows.
    func isTrue(_ claim: Claim, document: String, position: Int) -> Bool?
}

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

    public func group(_ index: Int) -> String? { (try? collection.document(index))?.group }

    /// Texts with facts are no conversations.
    public func templatePositions(of index: Int, ids: [Int]) -> Set<Int> { [] }
}
