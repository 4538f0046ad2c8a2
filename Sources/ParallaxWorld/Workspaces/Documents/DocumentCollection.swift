import Foundation

/// All documents of a workspace, each read when it is asked for.
public struct DocumentCollection: Sendable {
    private enum Place: Sendable {
        case file(DocumentFile, Int)
        case text(String, id: String)
    }

    private var places: [Place] = []
    /// Files that could not be opened.
    public private(set) var complaints: [Complaint] = []

    public init(_ entries: [DocumentEntry]) {
        var texts = 0
        for entry in entries {
            switch entry {
            case .file(let url, let encoding): add(url, isChat: false, encoding)
            case .chat(let url, let encoding): add(url, isChat: true, encoding)
            case .text(let text):
                texts += 1
                places.append(.text(text, id: "text \(texts)"))
            }
        }
    }

    private mutating func add(_ url: URL, isChat: Bool, _ encoding: TextEncoding?) {
        do {
            let file = try DocumentFile(url, isChat: isChat, encoding: encoding)
            places += (0..<file.count).map { .file(file, $0) }
        } catch {
            complaints.append(error as? Complaint ?? Complaint(url.path, expected: "a file of documents", found: "\(error)", remedy: "name another file"))
        }
    }

    public var count: Int { places.count }

    /// - Throws: `Complaint` where the document cannot be read.
    public func document(_ index: Int) throws -> Document {
        switch places[index] {
        case .file(let file, let index): try file.document(index)
        case .text(let text, let id): Document(id: id, text: text)
        }
    }
}
