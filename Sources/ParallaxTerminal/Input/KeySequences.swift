import ParallaxViews

/// What terminals send beside their terminfo entry: arrows in the other cursor mode, arrows with Ctrl and Alt, bracketed paste;
/// and what asks them for pastes and the mouse.
enum KeySequences {
    static let pasteOn = "\u{1B}[?2004h"
    static let pasteOff = "\u{1B}[?2004l"

    /// Buttons and wheel (1000), no motion, as decimal numbers (1006). Terminals that do not know the latter send three bytes.
    static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

    static let all: [(sequence: String, meaning: InputCode)] = {
        var all: [(String, InputCode)] = [("\u{1B}[200~", .pasteBegin), ("\u{1B}[201~", .pasteEnd)]
        let final: [(String, Key)] = [
            ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end),
        ]
        for (letter, key) in final {
            all.append(("\u{1B}[" + letter, .key(key)))
            all.append(("\u{1B}O" + letter, .key(key)))
        }
        let far: [(String, Key)] = [("A", .farUp), ("B", .farDown), ("C", .wordRight), ("D", .wordLeft), ("H", .home), ("F", .end)]
        for (letter, key) in far {
            // 2 Shift, 3 Alt, 5 Ctrl.
            for modifier in [2, 3, 5] { all.append(("\u{1B}[1;\(modifier)\(letter)", .key(key))) }
        }
        let numbered: [(Int, Key)] = [
            (1, .home), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end), (11, .function(1)),
        ]
        for (number, key) in numbered { all.append(("\u{1B}[\(number)~", .key(key))) }
        for modifier in [3, 5] { all.append(("\u{1B}[3;\(modifier)~", .key(.deleteWordForward))) }
        all += [
            ("\u{1B}OP", .key(.function(1))), ("\u{1B}[Z", .key(.backTab)), ("\u{1B}OM", .key(.enter)),
            ("\u{1B}b", .key(.wordLeft)), ("\u{1B}f", .key(.wordRight)), ("\u{1B}d", .key(.deleteWordForward)),
            ("\u{1B}\u{7F}", .key(.deleteWordBack)), ("\u{1B}\u{8}", .key(.deleteWordBack)),
        ]
        return all
    }()
}
