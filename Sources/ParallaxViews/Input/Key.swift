/// What a person pressed, whatever bytes the terminal sent for it.
package enum Key: Hashable, Sendable {
    case character(Character)
    /// Characters that came in one go while a line was open.
    case typed(String)
    /// Control and a letter, in lower case.
    case control(Character)
    /// Alt (Meta) and a character, where it has no meaning of its own below.
    case alt(Character)
    case up, down, left, right
    /// Ctrl or Alt with an arrow; Alt-B and Alt-F.
    case wordLeft, wordRight, farUp, farDown
    case home, end, pageUp, pageDown
    case enter, escape, tab, backTab
    case backspace, delete
    /// Alt or Ctrl with Backspace; Alt-D and Ctrl-Delete.
    case deleteWordBack, deleteWordForward
    case function(Int)
    /// Text from the terminal's clipboard, in one piece. Untrusted.
    case paste(String)
    /// A paste that is longer than any line may be; nothing of it was kept.
    case overlongPaste(bytes: Int)
    /// A paste of which nothing comes any more and whose end is missing: what is typed counts as its text until Esc.
    case openPaste
    case mouse(MouseEvent)
}

extension Key: CustomStringConvertible {
    /// As it is written in hints and in the key list.
    package var description: String {
        switch self {
        case .character(" "): "Space"
        case .character(let c): String(c)
        case .control(let c): "Ctrl-\(c.uppercased())"
        case .alt(let c): "Alt-\(c)"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .wordLeft: "Ctrl-←"
        case .wordRight: "Ctrl-→"
        case .farUp: "Ctrl-↑"
        case .farDown: "Ctrl-↓"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .deleteWordBack: "Alt-Backspace"
        case .deleteWordForward: "Alt-D"
        case .function(let n): "F\(n)"
        case .typed(let text): text
        case .paste, .overlongPaste, .openPaste: "paste"
        case .mouse(let event): "mouse \(event.kind) at \(event.point.x),\(event.point.y)"
        }
    }
}

/// What the mouse did, and over which cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case press, wheelUp, wheelDown }

    package let kind: Kind
    /// From the upper left, from 0. It may lie outside the screen: it was made before a resize, or invented.
    package let point: Point

    package init(_ kind: Kind, x: Int, y: Int) {
        self.kind = kind
        point = Point(x: x, y: y)
    }
}
