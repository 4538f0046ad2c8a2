/// The number of something in its list, which is no number of anything else.
public protocol ListNumber: Hashable, Comparable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    var index: Int { get }
    init(_ index: Int)
}

extension ListNumber {
    public init(integerLiteral value: Int) { self.init(value) }
    public static func < (a: Self, b: Self) -> Bool { a.index < b.index }
    public var description: String { "\(index)" }
}

/// A document: those of the workspace first, then the person's own.
public struct DocumentID: ListNumber {
    public let index: Int
    public init(_ index: Int) { self.index = index }
}

/// A dictionary of the workspace.
public struct DictionaryID: ListNumber {
    public let index: Int
    public init(_ index: Int) { self.index = index }
}

/// An NLA of the workspace.
public struct VerbalizerID: ListNumber {
    public let index: Int
    public init(_ index: Int) { self.index = index }
}

/// A token of a document.
public struct Place: Hashable, Sendable, CustomStringConvertible {
    public var document: DocumentID
    public var position: Int

    public init(document: DocumentID, position: Int) {
        self.document = document
        self.position = position
    }

    public var description: String { "document: \(document), position: \(position)" }
}
