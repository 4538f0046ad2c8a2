import ParallaxViews

/// What a terminal sends for keys.
package enum KeyBytes {
    /// The left button goes down and up again.
    package static func click(x: Int, y: Int) -> String { "\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m" }

    package static let right = "\u{1B}[C", left = "\u{1B}[D", up = "\u{1B}[A", down = "\u{1B}[B", tab = "\t", enter = "\r",
        escape = "\u{1B}", home = "\u{1B}[H", end = "\u{1B}[F", pageUp = "\u{1B}[5~", pageDown = "\u{1B}[6~"

    package static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

    /// Every key has its bytes, so that a table of bindings can be typed.
    package static func of(_ key: Key) -> String {
        switch key {
        case .character(let character): String(character)
        case .typed(let text): text
        case .control(let character): String(UnicodeScalar(UInt8((character.asciiValue ?? 0) & 0x1F)))
        case .alt(let character): "\u{1B}\(character)"
        case .up: up
        case .down: down
        case .left: left
        case .right: right
        case .wordLeft: "\u{1B}[1;5D"
        case .wordRight: "\u{1B}[1;5C"
        case .farUp: "\u{1B}[1;5A"
        case .farDown: "\u{1B}[1;5B"
        case .home: home
        case .end: end
        case .pageUp: pageUp
        case .pageDown: pageDown
        case .enter: enter
        case .escape: escape
        case .tab: tab
        case .backTab: "\u{1B}[Z"
        case .backspace: "\u{7F}"
        case .delete: "\u{1B}[3~"
        case .deleteWordBack: "\u{1B}\u{7F}"
        case .deleteWordForward: "\u{1B}d"
        case .function(let number):
            number == 1
                ? "\u{1B}OP"
                : number < 5
                    ? "\u{1B}O\(["P", "Q", "R", "S"][number - 1])" : "\u{1B}[\(number + (number < 6 ? 10 : number < 11 ? 11 : 12))~"
        case .paste(let text): paste(text)
        case .overlongPaste(let bytes): paste(String(repeating: "a", count: bytes))
        case .openPaste: ""
        case .mouse(let event): click(x: event.point.x, y: event.point.y)
        }
    }
}
