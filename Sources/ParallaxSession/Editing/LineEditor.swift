import ParallaxCompute

/// One line of text being edited, as a value. The text is kept as it was given; only what is drawn is made safe.
///
/// A key costs the same in a text of a megabyte as in a word.
public struct LineEditor: Hashable, Sendable {
    private var content: EditedText
    /// The byte before which typed text goes; a boundary of clusters, as far as those are not too long.
    public private(set) var offset: Int
    private var undoStack: [Change] = []
    private var redoStack: [Change] = []
    private var lastEdit: EditKind?
    /// Bytes that the text would have had, where what was to go in was refused; nil once something else was done.
    public private(set) var refused: Int?

    /// How an edit is taken back.
    private struct Change: Hashable, Sendable {
        /// Where it was made, and how many bytes came in there.
        var offset: Int
        var inserted: Int
        var removed: [UInt8]
        /// The cursor before.
        var cursor: Int
    }

    /// Edits of one kind in a row are undone together, as words are typed and not letters.
    private enum EditKind: Hashable, Sendable { case typing, deleting }

    /// More than a person goes back.
    private static let undoLimit = 200
    /// Bytes that taken-out text may take, so that two texts of the longest kind can come back.
    private static let undoBytes = 2 * textLimit
    /// Longer runs of deleted letters are more than one step.
    private static let stepLimit = 1024

    /// Bytes of a text: several times what the models' contexts hold.
    public static let textLimit = 1 << 20
    /// Bytes of a line for words, numbers and paths.
    public static let lineLimit = 1 << 14

    /// Line ends stay in the text, drawn as signs, where a document is edited; elsewhere they become spaces.
    public let keepsLineEnds: Bool

    /// Bytes that the text may have; one that was longer from the start can be made shorter.
    public var limit: Int { keepsLineEnds ? Self.textLimit : Self.lineLimit }

    /// The cursor stands at the end.
    public init(_ text: String = "") {
        keepsLineEnds = false
        content = EditedText(Self.oneLine(text))
        offset = content.count
    }

    /// For a text of several lines.
    public init(keepingLineEnds text: String) {
        keepsLineEnds = true
        content = EditedText(text)
        offset = content.count
    }

    public var text: String { content.text }
    /// Bytes of the text.
    public var count: Int { content.count }
    /// Where one came from the other and nothing was changed, in a moment.
    func hasText(of other: LineEditor) -> Bool { content == other.content }
    public var textBeforeCursor: String { content.text(in: 0..<offset) }
    public var canUndo: Bool { !undoStack.isEmpty }
    public var canRedo: Bool { !redoStack.isEmpty }

    /// The whole text as a person counts it, and the cursor in it. Both read all of it.
    public var characters: [Character] { Array(text) }
    public var cursor: Int { textBeforeCursor.count }

    /// What is drawn of it: the characters on both sides of the cursor, from left to right, within so many bytes of it, and whether these are all.
    public func around(bytes: Int) -> (before: [Character], after: [Character], isFromStart: Bool, isToEnd: Bool) {
        let (before, after) = (content.characters(before: offset, within: bytes), content.characters(after: offset, within: bytes))
        return (before.characters, after.characters, before.isAll, after.isAll)
    }

    private func given(_ text: String) -> String { keepsLineEnds ? text : Self.oneLine(text) }

    /// Line ends become spaces; other characters stay.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}

// MARK: Moving

extension LineEditor {
    public mutating func moveLeft() { move(toByte: content.cluster(before: offset).lowerBound) }
    public mutating func moveRight() { move(toByte: content.cluster(after: offset).upperBound) }
    public mutating func moveToStart() { move(toByte: 0) }
    public mutating func moveToEnd() { move(toByte: content.count) }
    public mutating func moveWordLeft() { move(toByte: wordStart) }
    public mutating func moveWordRight() { move(toByte: wordEnd) }

    /// - Parameter position: in characters; those that the text does not have are its ends.
    public mutating func move(to position: Int) {
        move(toByte: characters.prefix(max(0, position)).reduce(0) { $0 + $1.utf8.count })
    }

    private mutating func move(toByte place: Int) {
        offset = place
        lastEdit = nil
        refused = nil
    }

    /// Where the word at or before the cursor begins.
    private var wordStart: Int {
        let end = content.start(before: offset) { !$0.isPartOfWord }
        return content.start(before: end) { $0.isPartOfWord }
    }

    /// Where the word at or after the cursor ends.
    private var wordEnd: Int {
        let start = content.end(after: offset) { !$0.isPartOfWord }
        return content.end(after: start) { $0.isPartOfWord }
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber || self == "_" || self == "'" }
}

// MARK: Editing

extension LineEditor {
    /// Puts text at the cursor: a typed character, or a paste, whose line ends become spaces. What would make the text longer than `limit` is
    /// refused as a whole.
    public mutating func insert(_ text: String) {
        guard !text.isEmpty else { return }
        let total = content.count + text.utf8.count
        guard total <= limit else {
            refused = total
            return
        }
        // A space begins a new step, so that undo goes back word by word.
        let isTyping = text != " " && text.index(after: text.startIndex) == text.endIndex
        change(offset..<offset, to: Array(given(text).utf8), isTyping ? .typing : nil)
    }

    /// Characters that were typed one after the other and came together.
    public mutating func type(_ text: String) {
        let piece = 256
        // What no hand types in one go is one step.
        guard text.utf8.count <= piece, content.count + text.utf8.count <= limit else { return insert(text) }
        for character in text { insert(String(character)) }
    }

    public mutating func deleteBack() { delete(content.cluster(before: offset), .deleting) }
    public mutating func deleteForward() { delete(content.cluster(after: offset), .deleting) }
    public mutating func deleteWordBack() { delete(wordStart..<offset, nil) }
    public mutating func deleteWordForward() { delete(offset..<wordEnd, nil) }
    public mutating func deleteToStart() { delete(0..<offset, nil) }
    public mutating func deleteToEnd() { delete(offset..<content.count, nil) }

    /// Another text in place of this one; undo brings this one back.
    public mutating func replace(with text: String) {
        change(0..<content.count, to: Array(given(text).utf8), nil)
    }

    private mutating func delete(_ range: Range<Int>, _ kind: EditKind?) {
        refused = nil
        if !range.isEmpty { change(range, to: [], kind) }
    }

    private mutating func change(_ range: Range<Int>, to new: [UInt8], _ kind: EditKind?) {
        refused = nil
        redoStack = []
        remember(Change(offset: range.lowerBound, inserted: new.count, removed: content.bytes(in: range), cursor: offset), kind)
        content.replace(range, with: new)
        // A combining mark joins the character before it.
        offset = content.boundary(notBefore: range.lowerBound + new.count)
    }

    public mutating func undo() { take(from: \.undoStack, to: \.redoStack) }

    public mutating func redo() { take(from: \.redoStack, to: \.undoStack) }

    private mutating func take(from: WritableKeyPath<LineEditor, [Change]>, to: WritableKeyPath<LineEditor, [Change]>) {
        refused = nil
        guard let last = self[keyPath: from].popLast() else { return }
        let range = last.offset..<last.offset + last.inserted
        self[keyPath: to].append(
            Change(offset: last.offset, inserted: last.removed.count, removed: content.bytes(in: range), cursor: offset))
        content.replace(range, with: last.removed)
        (offset, lastEdit) = (last.cursor, nil)
    }

    private mutating func remember(_ new: Change, _ kind: EditKind?) {
        defer { lastEdit = kind }
        if let kind, kind == lastEdit, let last = undoStack.last, let joined = Self.joined(last, new) {
            undoStack[undoStack.count - 1] = joined
            return
        }
        undoStack.append(new)
        var bytes = undoStack.reduce(0) { $0 + $1.removed.count }, first = 0
        while undoStack.count - first > Self.undoLimit || (bytes > Self.undoBytes && undoStack.count - first > 1) {
            bytes -= undoStack[first].removed.count
            first += 1
        }
        undoStack.removeFirst(first)
    }

    /// Two edits of one kind that touch each other as one.
    private static func joined(_ last: Change, _ new: Change) -> Change? {
        var joined = last
        if last.removed.isEmpty, new.removed.isEmpty, new.offset == last.offset + last.inserted {
            joined.inserted += new.inserted
        } else if last.inserted == 0, new.inserted == 0, last.removed.count < stepLimit {
            if new.offset + new.removed.count == last.offset {
                (joined.offset, joined.removed) = (new.offset, new.removed + last.removed)
            } else if new.offset == last.offset {
                joined.removed += new.removed
            } else {
                return nil
            }
        } else {
            return nil
        }
        return joined
    }
}

extension LineEditor {
    /// Why the last thing did not go in; nil where nothing was refused.
    public var refusal: String? { refused.map { Self.refusal(of: $0, limit: limit) } }

    /// The sentence for a text that is too long for a line, or for all of them.
    public static func refusal(of bytes: Int, limit: Int = textLimit) -> String {
        let remedy = limit < textLimit ? "type or paste less" : "save it as a file and open that with O"
        return "too long: a text here has at most \(FigureText.size(limit)), this one would have \(FigureText.size(bytes)); \(remedy)"
    }

}
