/// What the state knows of documents, with the bytes that it takes: as a dictionary, of which whole documents can be forgotten.
package struct Remembered<Key: Hashable & Sendable & OfDocument, Value: Weighed & Sendable>: Sendable {
    private struct Entry: Sendable {
        var value: Value
        var bytes: Int
    }

    private var entries: [DocumentID: [Key: Entry]] = [:]
    private var bytesOf: [DocumentID: Int] = [:]
    package private(set) var bytes = 0
    /// How often something came in or was changed.
    private(set) var changes = 0

    package subscript(key: Key) -> Value? {
        get { entries[key.document]?[key]?.value }
        set {
            let new = newValue.map { Entry(value: $0, bytes: $0.byteCount + MemoryLayout<Key>.stride) }
            let change = (new?.bytes ?? 0) - (entries[key.document]?[key]?.bytes ?? 0)
            entries[key.document, default: [:]][key] = new
            bytesOf[key.document, default: 0] += change
            bytes += change
            if newValue != nil { changes &+= 1 }
        }
    }

    package var documents: some Collection<DocumentID> { entries.keys }

    /// What is known of one document.
    package func values(of document: DocumentID) -> [(key: Key, value: Value)] { entries[document]?.map { ($0.key, $0.value.value) } ?? [] }

    mutating func forget(document: DocumentID) {
        entries[document] = nil
        bytes -= bytesOf.removeValue(forKey: document) ?? 0
    }

    package var keys: [Key] { entries.values.flatMap(\.keys) }
    package var count: Int { entries.values.reduce(0) { $0 + $1.count } }
    package var isEmpty: Bool { entries.values.allSatisfy(\.isEmpty) }
}

extension Remembered: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (Key, Value)...) {
        for (key, value) in elements { self[key] = value }
    }
}

/// The name of something that belongs to a document.
package protocol OfDocument {
    var document: DocumentID { get }
}

extension DocumentID: OfDocument {
    package var document: DocumentID { self }
}

extension DictionaryKey: OfDocument {}
extension VerbalKey: OfDocument {}
extension LensKey: OfDocument {}
