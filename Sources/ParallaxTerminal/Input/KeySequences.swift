import ParallaxViews

/// The sequences that are keys: what terminfo says of this terminal, then what terminals send beside their entry (arrows in the other cursor
/// mode, arrows with Ctrl and Alt, bracketed paste); and what asks for pastes and the mouse.
package struct KeySequences: Sendable {
    static let pasteOn = "\u{1B}[?2004h"
    static let pasteOff = "\u{1B}[?2004l"

    /// Buttons and wheel (1000), no motion, as decimal numbers (1006). Terminals that do not know the latter send three bytes.
    static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"

    /// What a sequence means, by what follows its Esc.
    private(set) var meanings: [[UInt8]: InputCode] = [:]
    /// Beginnings of sequences that go on.
    private(set) var beginnings: Set<[UInt8]> = []
    /// Single bytes that a terminal sends for a key, other than those that mean the same everywhere.
    private(set) var controls: [UInt8: Key] = [:]

    /// - Parameter terminfo: sequences with their meaning, nil for keys without one; they count before all others.
    package init(terminfo: [(sequence: [UInt8], key: Key?)] = []) {
        for (sequence, key) in terminfo { add(sequence, key.map(InputCode.key) ?? .ignored) }
        for (sequence, meaning) in Self.usual { add(Array(sequence.utf8), meaning) }
    }

    private mutating func add(_ sequence: [UInt8], _ meaning: InputCode) {
        guard sequence.count > 1, sequence[0] == 0x1B else {
            if sequence.count == 1, case .key(let key) = meaning, sequence[0] < 0x20, !Self.fixed.contains(sequence[0]),
                controls[sequence[0]] == nil
            {
                controls[sequence[0]] = key
            }
            return
        }
        let rest = Array(sequence.dropFirst())
        guard meanings[rest] == nil else { return }
        meanings[rest] = meaning
        for end in rest.indices.dropFirst() { beginnings.insert(Array(rest[..<end])) }
    }

    /// Backspace, Tab, line ends and Esc, whatever an entry says.
    private static let fixed: Set<UInt8> = [0x08, 0x09, 0x0A, 0x0D, 0x1B]

    private static let usual: [(sequence: String, meaning: InputCode)] = {
        var all: [(String, InputCode)] = [("\u{1B}[200~", .pasteBegin), ("\u{1B}[201~", .ignored)]
        let final: [(String, Key)] = [
            ("A", .up), ("B", .down), ("C", .right), ("D", .left), ("H", .home), ("F", .end)
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
            (1, .home), (3, .delete), (4, .end), (5, .pageUp), (6, .pageDown), (7, .home), (8, .end), (11, .function(1))
        ]
        for (number, key) in numbered { all.append(("\u{1B}[\(number)~", .key(key))) }
        for modifier in [3, 5] { all.append(("\u{1B}[3;\(modifier)~", .key(.deleteWordForward))) }
        all += [
            ("\u{1B}OP", .key(.function(1))), ("\u{1B}[Z", .key(.backTab)), ("\u{1B}OM", .key(.enter)),
            ("\u{1B}b", .key(.wordLeft)), ("\u{1B}f", .key(.wordRight)), ("\u{1B}d", .key(.deleteWordForward)),
            ("\u{1B}\u{7F}", .key(.deleteWordBack)), ("\u{1B}\u{8}", .key(.deleteWordBack))
        ]
        return all
    }()

    /// Capabilities of terminfo that are keys of ours.
    static let capabilities: [String: Key] = {
        var keys: [String: Key] = [
            "kcuu1": .up, "kcud1": .down, "kcub1": .left, "kcuf1": .right, "khome": .home, "kend": .end, "kpp": .pageUp, "knp": .pageDown,
            "kent": .enter, "kbs": .backspace,
            "kdch1": .delete, "kcbt": .backTab, "kLFT": .wordLeft, "kRIT": .wordRight, "kri": .farUp, "kind": .farDown
        ]
        for number in 1...12 { keys["kf\(number)"] = .function(number) }
        return keys
    }()
}
