/// What a person pressed, whatever bytes the terminal sent for it.
package enum Key: Hashable, Sendable {
    case character(Character)
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
        case .paste: "paste"
        case .mouse(let event): "mouse \(event.kind) at \(event.point.x),\(event.point.y)"
        }
    }
}
