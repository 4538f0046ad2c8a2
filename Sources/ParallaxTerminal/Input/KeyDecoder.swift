import ParallaxViews

/// From readings to keys, as a value: gathers a paste into one key and a mouse report into another, tells Esc from the beginning of
/// a sequence nobody knows, and drops the rest of such a sequence, which would else be taken for commands.
package struct KeyDecoder {
    /// Longer pastes are cut: they go into one line.
    package static let pasteLimit = 1 << 20
    /// Longer ones than this are nothing that is known, and dropped to where the input pauses.
    private static let sequenceLimit = 64, stringLimit = 4096

    private enum State {
        case plain
        case escape
        /// Inside "ESC [ …" or "ESC O …" until its final character, and what came of it.
        case sequence(String)
        /// After "ESC [ M": the bytes of a mouse report that terminals without 1006 send.
        case mouse([UInt8])
        /// An answer of the terminal, "ESC ] …": nobody here asked for it, but who was here before may have.
        case string(length: Int)
        /// After what cannot be read, until the input pauses.
        case lost
        case paste(String)
    }

    private var state = State.plain

    package init() {}

    /// How long the rest of what has begun may take to come, over a line that cuts it in two; nil where nothing has begun.
    package var patience: Duration? {
        switch state {
        case .plain, .escape, .lost: nil
        case .sequence(let text) where !text.hasPrefix("[<"): .milliseconds(100)
        case .sequence, .mouse, .string, .paste: .milliseconds(500)
        }
    }

    package mutating func decode(_ code: InputCode) -> [Key] {
        switch state {
        case .plain: return plain(code)
        case .escape: return afterEscape(code)
        case .sequence(let text): return inSequence(code, text)
        case .mouse(let bytes): return inMouse(code, bytes)
        case .string(let length): return inString(code, length)
        case .lost: return []
        case .paste(let text): return paste(code, text)
        }
    }

    /// Nothing more has come: a lone Esc is the key itself.
    package mutating func pause() -> [Key] {
        switch state {
        case .escape:
            state = .plain
            return [.escape]
        case .lost:
            state = .plain
            return []
        case .plain, .sequence, .mouse, .string, .paste: return []
        }
    }

    /// Bytes came that are no text. Inside a report of bytes they were its numbers, and how many they were is not known.
    package mutating func garble() {
        if case .mouse = state { state = .lost }
    }

    /// The end of what has begun never came. A paste is taken as it is, so that the keyboard is not lost.
    package mutating func giveUp() -> [Key] {
        defer { state = .plain }
        if case .paste(let text) = state, !text.isEmpty { return [.paste(text)] }
        return []
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
            state = .sequence(code == .scalar("[") ? "[" : "O")
            return []
        case .scalar("]"), .scalar("P"), .scalar("_"), .scalar("^"):
            state = .string(length: 0)
            return []
        // Ends an answer that was given up.
        case .scalar("\\"): return []
        case .scalar("\u{1B}"):
            state = .escape
            return [.escape]
        case .scalar(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7F: return [.alt(Character(scalar))]
        default: return [.escape] + plain(code)
        }
    }

    private mutating func inSequence(_ code: InputCode, _ text: String) -> [Key] {
        guard case .scalar(let scalar) = code else {
            state = .plain
            return plain(code)
        }
        switch scalar.value {
        // What was begun is cut short, and the next one begins.
        case 0x1B: state = .escape
        // Terminals look past controls inside a sequence.
        case ..<0x20: break
        case 0x40...0x7E:
            state = text == "[" && scalar == "M" ? .mouse([]) : .plain
            if text.hasPrefix("[<") { return MouseReport.numbered(text.dropFirst(2), final: scalar).map { [$0] } ?? [] }
        default: state = text.utf8.count < Self.sequenceLimit ? .sequence(text + String(scalar)) : .lost
        }
        return []
    }

    private mutating func inMouse(_ code: InputCode, _ bytes: [UInt8]) -> [Key] {
        let byte: UInt8
        switch code {
        case .scalar("\u{1B}"):
            state = .escape
            return []
        case .scalar(let scalar) where scalar.isASCII: byte = UInt8(scalar.value)
        // ncurses takes this byte for a key where it stands alone.
        case .key(.backspace): byte = 0x7F
        default:
            state = .lost
            return []
        }
        let bytes = bytes + [byte]
        state = bytes.count == 3 ? .plain : .mouse(bytes)
        return MouseReport.bytes(bytes).map { [$0] } ?? []
    }

    private mutating func inString(_ code: InputCode, _ length: Int) -> [Key] {
        switch code {
        case .scalar("\u{7}"): state = .plain
        case .scalar("\u{1B}"): state = .escape
        case .scalar: state = length < Self.stringLimit ? .string(length: length + 1) : .lost
        default:
            state = .plain
            return plain(code)
        }
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
