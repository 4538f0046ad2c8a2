import ParallaxViews

/// From readings to keys, as a value: gathers a paste into one key, tells Esc from the beginning of a sequence nobody knows, and
/// drops the rest of such a sequence, which would else be taken for commands.
struct KeyDecoder {
    /// Longer pastes are cut: they go into one line.
    static let pasteLimit = 1 << 20

    private enum State {
        case plain
        case escape
        /// Inside "ESC [ …" until its final byte; `length` bounds what a stream without end can swallow.
        case sequence(length: Int)
        case paste(String)
    }

    private var state = State.plain

    /// Between the marks of a paste, more is to come.
    var isInPaste: Bool { if case .paste = state { true } else { false } }

    mutating func decode(_ code: InputCode) -> [Key] {
        switch state {
        case .paste(let text): return paste(code, text)
        case .escape: return afterEscape(code)
        case .sequence(let length): return inSequence(code, length)
        case .plain: return plain(code)
        }
    }

    /// Nothing more has come: a lone Esc is the key itself.
    mutating func pause() -> [Key] {
        switch state {
        case .escape:
            state = .plain
            return [.escape]
        case .sequence:
            state = .plain
            return []
        case .plain, .paste: return []
        }
    }

    /// The end of a paste never came: what there is, so that the keyboard is not lost.
    mutating func giveUpPaste() -> [Key] {
        guard case .paste(let text) = state else { return [] }
        state = .plain
        return text.isEmpty ? [] : [.paste(text)]
    }

    private mutating func plain(_ code: InputCode) -> [Key] {
        switch code {
        case .key(let key): return [key]
        case .ignored, .pasteEnd: return []
        case .pasteBegin:
            state = .paste("")
            return []
        case .scalar("\u{1B}"):
            state = .escape
            return []
        case .scalar(let scalar): return Self.key(scalar).map { [$0] } ?? []
        }
    }

    private mutating func afterEscape(_ code: InputCode) -> [Key] {
        state = .plain
        switch code {
        case .scalar("["), .scalar("O"):
            state = .sequence(length: 0)
            return []
        case .scalar("\u{1B}"):
            state = .escape
            return [.escape]
        case .scalar(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7F: return [.alt(Character(scalar))]
        default: return [.escape] + plain(code)
        }
    }

    private mutating func inSequence(_ code: InputCode, _ length: Int) -> [Key] {
        guard case .scalar(let scalar) = code, length < 64 else {
            state = .plain
            return plain(code)
        }
        state = (0x40...0x7E).contains(scalar.value) ? .plain : .sequence(length: length + 1)
        return []
    }

    private mutating func paste(_ code: InputCode, _ text: String) -> [Key] {
        switch code {
        case .pasteEnd:
            state = .plain
            return text.isEmpty ? [] : [.paste(text)]
        case .scalar(let scalar) where text.utf8.count < Self.pasteLimit:
            // In raw mode a line end comes as a carriage return.
            state = .paste(text + (scalar == "\r" ? "\n" : String(scalar)))
            return []
        default: return []
        }
    }

    private static func key(_ scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x0D, 0x0A: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0x00: .control(" ")
        case 0x01...0x1A: Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
        case 0x1C...0x1F: Unicode.Scalar(scalar.value + 0x40).map { .control(Character($0)) }
        case 0x80..<0xA0: nil
        default: .character(Character(scalar))
        }
    }
}
