/// One line of text being edited, as a value. The text is kept as it was given; only what is drawn is made safe.
public struct LineEditor: Hashable, Sendable {
    public private(set) var characters: [Character]
    /// 0…characters.count: the character before which typed text goes.
    public private(set) var cursor: Int
    private var undoStack: [Snapshot] = []
    private var redoStack: [Snapshot] = []
    private var lastEdit: EditKind?

    private struct Snapshot: Hashable, Sendable {
        var characters: [Character]
        var cursor: Int
    }

    /// Edits of one kind in a row are undone together, as words are typed and not letters.
    private enum EditKind: Hashable, Sendable { case typing, deleting }

    /// More than a person goes back, less than would be felt in memory.
    private static let undoLimit = 200

    /// Line ends stay in the text, drawn as signs, where a document is edited; elsewhere they become spaces.
    public let keepsLineEnds: Bool

    /// The cursor stands at the end.
    public init(_ text: String = "") {
        keepsLineEnds = false
        characters = Array(Self.oneLine(text))
        cursor = characters.count
    }

    /// For a text of several lines.
    public init(keepingLineEnds text: String) {
        keepsLineEnds = true
        characters = Array(text)
        cursor = characters.count
    }

    public var text: String { String(characters) }
    public var canUndo: Bool { !undoStack.isEmpty }
    public var canRedo: Bool { !redoStack.isEmpty }

    private func given(_ text: String) -> String { keepsLineEnds ? text : Self.oneLine(text) }

    /// Line ends become spaces; other characters stay.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}

// MARK: Moving

extension LineEditor {
    public mutating func moveLeft() { move(to: cursor - 1) }
    public mutating func moveRight() { move(to: cursor + 1) }
    public mutating func moveToStart() { move(to: 0) }
    public mutating func moveToEnd() { move(to: characters.count) }
    public mutating func moveWordLeft() { move(to: wordStart) }
    public mutating func moveWordRight() { move(to: wordEnd) }

    public mutating func move(to position: Int) {
        cursor = min(max(position, 0), characters.count)
        lastEdit = nil
    }

    /// Where the word at or before the cursor begins.
    private var wordStart: Int {
        var place = cursor
        while place > 0, !characters[place - 1].isPartOfWord { place -= 1 }
        while place > 0, characters[place - 1].isPartOfWord { place -= 1 }
        return place
    }

    /// Where the word at or after the cursor ends.
    private var wordEnd: Int {
        var place = cursor
        while place < characters.count, !characters[place].isPartOfWord { place += 1 }
        while place < characters.count, characters[place].isPartOfWord { place += 1 }
        return place
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber || self == "_" || self == "'" }
}

// MARK: Editing

extension LineEditor {
    /// Puts text at the cursor: a typed character, or a paste, whose line ends become spaces.
    public mutating func insert(_ text: String) {
        guard !text.isEmpty else { return }
        // A space begins a new step, so that undo goes back word by word.
        let typing = text.count == 1 && text != " "
        remember(typing ? .typing : nil)
        let before = String(characters[..<cursor]) + given(text)
        let after = characters[cursor...]
        // A combining mark joins the character before it, so the cursor is counted anew.
        let joined = Array(before)
        characters = Array(before + String(after))
        cursor = min(joined.count, characters.count)
        lastEdit = typing ? .typing : nil
    }

    public mutating func deleteBack() { delete(from: cursor - 1, to: cursor, .deleting) }
    public mutating func deleteForward() { delete(from: cursor, to: cursor + 1, .deleting) }
    public mutating func deleteWordBack() { delete(from: wordStart, to: cursor, nil) }
    public mutating func deleteWordForward() { delete(from: cursor, to: wordEnd, nil) }
    public mutating func deleteToStart() { delete(from: 0, to: cursor, nil) }
    public mutating func deleteToEnd() { delete(from: cursor, to: characters.count, nil) }

    /// Another text in place of this one; undo brings this one back.
    public mutating func replace(with text: String) {
        remember(nil)
        characters = Array(given(text))
        cursor = characters.count
    }

    private mutating func delete(from start: Int, to end: Int, _ kind: EditKind?) {
        let range = max(start, 0)..<min(max(end, 0), characters.count)
        guard !range.isEmpty else { return }
        remember(kind)
        characters.removeSubrange(range)
        cursor = range.lowerBound
        lastEdit = kind
    }

    public mutating func undo() {
        guard let last = undoStack.popLast() else { return }
        redoStack.append(Snapshot(characters: characters, cursor: cursor))
        (characters, cursor, lastEdit) = (last.characters, last.cursor, nil)
    }

    public mutating func redo() {
        guard let next = redoStack.popLast() else { return }
        undoStack.append(Snapshot(characters: characters, cursor: cursor))
        (characters, cursor, lastEdit) = (next.characters, next.cursor, nil)
    }

    private mutating func remember(_ kind: EditKind?) {
        redoStack = []
        if let kind, kind == lastEdit { return }
        undoStack.append(Snapshot(characters: characters, cursor: cursor))
        if undoStack.count > Self.undoLimit { undoStack.removeFirst() }
        lastEdit = nil
    }
}
