import ParallaxSession
import ParallaxViews

/// From bytes to keys, as a value, each byte looked at once: gathers a paste into one key and a mouse report into another, tells Esc from the
/// beginning of a sequence, and drops what is a sequence and no key. Time comes with the bytes, since a line may deliver a sequence in pieces:
/// nothing of it may ever be taken for commands.
package struct KeyDecoder {
    package typealias Instant = ContinuousClock.Instant

    /// How long a lone Esc waits to be one: longer makes it feel broken, shorter splits arrow keys on a bad link.
    package static let escapeDelay = Duration.milliseconds(50)
    /// How long the next piece of a sequence may take to come. A key that could begin one waits as long, where an Esc was just before it.
    package static let tail = Duration.seconds(1)
    /// Longer ones than this are nothing that is known; they are followed to their end without being kept.
    private static let keptLength = 64

    enum State: Equatable {
        case plain
        /// Inside a character of several bytes; `isAlt`: behind an Esc.
        case character([UInt8], count: Int, isAlt: Bool)
        /// Esc, which may be a key or begin a sequence.
        case escape
        /// The Esc has been answered as a key; what follows may still be the rest of a sequence.
        case late
        /// What came after an Esc. `isLate`: the Esc has been answered already.
        case sequence([UInt8], isLate: Bool)
        /// After "ESC [ M": the bytes of a mouse report that terminals without 1006 send.
        case mouse([UInt8])
        /// An answer of the terminal, "ESC ] …": nobody here asked for it, but who was here before may have.
        case string
        /// An Esc in it, with which its end begins.
        case stringEscape
        case paste
    }

    private let sequences: KeySequences
    private let delay: Duration
    /// What each byte means where the locale has one byte a character; nil for UTF-8.
    private let singleBytes: [Unicode.Scalar?]?
    var state = State.plain
    var paste: Paste
    /// When the last byte came.
    var lastByte: Instant?

    package init(
        _ sequences: KeySequences = KeySequences(), escapeDelay: Duration = KeyDecoder.escapeDelay, singleBytes: [Unicode.Scalar?]? = nil
    ) {
        self.sequences = sequences
        delay = escapeDelay
        self.singleBytes = singleBytes
        paste = Paste(isUTF8: singleBytes == nil)
    }

    /// When `timeOut` has something to say, unless more bytes come before; nil where nothing has begun.
    package var deadline: Instant? {
        guard let lastByte else { return nil }
        switch state {
        case .plain, .character: return nil
        case .escape: return lastByte + delay
        case .late, .sequence, .mouse, .string, .stringEscape: return lastByte + max(Self.tail, delay)
        case .paste: return paste.patience.map { lastByte + $0 }
        }
    }

    /// The keys of what came in one piece. Whoever waits for bytes calls `timeOut` at the deadline; where that was missed, the program was busy and
    /// does not know when they came: then what can be one sequence is one.
    package mutating func decode(_ bytes: [UInt8], at now: Instant) -> [Key] {
        var keys: [Key] = []
        if state == .escape, let first = bytes.first, first != UInt8(ascii: "["), first != UInt8(ascii: "O") { keys += timeOut(at: now) }
        var place = 0
        while place < bytes.count {
            if state == .paste {
                place = read(paste: bytes, from: place, at: now, into: &keys)
            } else {
                take(bytes[place], into: &keys)
                place += 1
            }
            lastByte = now
        }
        return keys
    }

    /// Bytes of a paste as text; what is no text in this encoding becomes U+FFFD.
    func text(_ bytes: [UInt8]) -> String {
        guard let singleBytes else { return String(decoding: bytes, as: UTF8.self) }
        return String(String.UnicodeScalarView(bytes.map { singleBytes[Int(wide: $0)] ?? "\u{FFFD}" }))
    }

    var isUTF8: Bool { singleBytes == nil }

    /// What the silence until then says: a lone Esc is the key itself, a sequence whose end never came is given up.
    package mutating func timeOut(at now: Instant) -> [Key] {
        guard let deadline, deadline <= now else { return [] }
        switch state {
        case .escape:
            state = .late
            return [.escape]
        case .sequence(let bytes, isLate: true) where bytes.count == 1:
            // It was a key after all.
            state = .plain
            return Self.key(Unicode.Scalar(bytes[0])).map { [$0] } ?? []
        case .paste: return timeOutInPaste()
        default:
            state = .plain
            return []
        }
    }

    private mutating func take(_ byte: UInt8, into keys: inout [Key]) {
        switch state {
        case .plain: plain(byte, into: &keys)
        case .character(let bytes, let count, let isAlt): character(bytes, count, isAlt, byte, into: &keys)
        case .escape: afterEscape([], byte, isLate: false, into: &keys)
        case .late:
            state = .plain
            if Self.introducers.contains(byte) { state = .sequence([byte], isLate: true) } else { plain(byte, into: &keys) }
        case .sequence(let bytes, let isLate): afterEscape(bytes, byte, isLate: isLate, into: &keys)
        case .mouse(let bytes):
            let report = bytes + [byte]
            state = report.count < 3 ? .mouse(report) : .plain
            if let key = MouseReport.bytes(report) { keys.append(key) }
        case .string:
            switch byte {
            // BEL; CAN and SUB, which end everything.
            case 0x07, 0x18, 0x1A: state = .plain
            case 0x1B: state = .stringEscape
            default: break
            }
        case .stringEscape:
            state = .plain
            if byte != UInt8(ascii: "\\") { afterEscape([], byte, isLate: false, into: &keys) }
        case .paste: break
        }
    }
}

// MARK: Characters

extension KeyDecoder {
    private mutating func plain(_ byte: UInt8, isAlt: Bool = false, into keys: inout [Key]) {
        switch byte {
        case 0x1B: state = .escape
        case 0x80... where !isUTF8:
            if let scalar = singleBytes?[Int(wide: byte)], let key = Self.key(scalar, isAlt: isAlt) { keys.append(key) }
        case 0xC2...0xDF: state = .character([byte], count: 2, isAlt: isAlt)
        case 0xE0...0xEF: state = .character([byte], count: 3, isAlt: isAlt)
        case 0xF0...0xF4: state = .character([byte], count: 4, isAlt: isAlt)
        // No text.
        case 0x80...: break
        default:
            if let key = sequences.controls[byte] ?? Self.key(Unicode.Scalar(byte), isAlt: isAlt) { keys.append(key) }
        }
    }

    private mutating func character(_ bytes: [UInt8], _ count: Int, _ isAlt: Bool, _ byte: UInt8, into keys: inout [Key]) {
        state = .plain
        // What is cut short is no text; what came instead is read for itself.
        guard byte & 0xC0 == 0x80 else { return plain(byte, into: &keys) }
        let bytes = bytes + [byte]
        guard bytes.count == count else {
            state = .character(bytes, count: count, isAlt: isAlt)
            return
        }
        if let scalar = String(validating: bytes, as: UTF8.self)?.unicodeScalars.first, let key = Self.key(scalar, isAlt: isAlt) {
            keys.append(key)
        }
    }

    private static func key(_ scalar: Unicode.Scalar, isAlt: Bool = false) -> Key? {
        switch scalar.value {
        case 0x0D, 0x0A: .enter
        case 0x09: .tab
        case 0x08, 0x7F: .backspace
        case 0x00: .control(" ")
        case 0x01...0x1A: Unicode.Scalar(scalar.value + 0x60).map { .control(Character($0)) }
        case 0x1C...0x1F: Unicode.Scalar(scalar.value + 0x40).map { .control(Character($0)) }
        case 0x1B, 0x80..<0xA0: nil
        default: isAlt ? .alt(Character(scalar)) : .character(Character(scalar))
        }
    }
}

// MARK: Sequences

extension KeyDecoder {
    /// What begins a sequence that terminals send: "[" keys and reports, "O" keys, "]", "P" and "_" answers.
    private static let introducers: Set<UInt8> = [
        UInt8(ascii: "["), UInt8(ascii: "O"), UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_")
    ]

    private mutating func afterEscape(_ before: [UInt8], _ byte: UInt8, isLate: Bool, into keys: inout [Key]) {
        // What was begun is cut short, and the next one begins.
        if byte == 0x1B {
            if before.isEmpty { keys.append(.escape) }
            state = .escape
            return
        }
        let bytes = before + [byte]
        if let meaning = sequences.meanings[bytes] {
            state = .plain
            switch meaning {
            case .key(let key): keys.append(key)
            case .pasteBegin: beginPaste()
            case .ignored: break
            }
            return
        }
        if before.isEmpty, !Self.introducers.contains(byte) { return afterEscape(only: byte, into: &keys) }
        if bytes.count == 1 || sequences.beginnings.contains(bytes) {
            state = .sequence(bytes, isLate: isLate)
            return
        }
        switch before[0] {
        case UInt8(ascii: "["): inControlSequence(before, byte, isLate, into: &keys)
        case UInt8(ascii: "O"): inKeypadSequence(before, byte, isLate, into: &keys)
        case let introducer where Self.introducers.contains(introducer):
            state = .string
            if isLate, !Self.opens(introducer, byte) { return notASequence(before, byte, into: &keys) }
            take(byte, into: &keys)
        // The beginning of one that terminfo knows, and not its end.
        default:
            state = .plain
            if before.count == 1 { plain(before[0], isAlt: true, into: &keys) }
            plain(byte, into: &keys)
        }
    }

    /// Esc and a character that begins nothing.
    private mutating func afterEscape(only byte: UInt8, into keys: inout [Key]) {
        state = .plain
        if sequences.beginnings.contains([byte]) {
            state = .sequence([byte], isLate: false)
        } else if byte >= 0x20, byte != 0x7F {
            // "ESC \\" ends an answer that was given up.
            if byte != UInt8(ascii: "\\") { plain(byte, isAlt: true, into: &keys) }
        } else {
            keys.append(.escape)
            plain(byte, into: &keys)
        }
    }

    /// A person who pressed Esc and then this key, and now another one.
    private mutating func notASequence(_ before: [UInt8], _ byte: UInt8, into keys: inout [Key]) {
        state = .plain
        for byte in before { plain(byte, into: &keys) }
        plain(byte, into: &keys)
    }

    private mutating func inControlSequence(_ before: [UInt8], _ byte: UInt8, _ isLate: Bool, into keys: inout [Key]) {
        switch byte {
        // Terminals look past controls inside a sequence; a person's Enter after Esc and "[" is one.
        case ..<0x20: if isLate, before.count == 1 { notASequence(before, byte, into: &keys) }
        case UInt8(ascii: "[") where isLate && before.count == 1: notASequence(before, byte, into: &keys)
        case 0x40...0x7E:
            state = before.count == 1 && byte == UInt8(ascii: "M") ? .mouse([]) : .plain
            if before.starts(with: [UInt8(ascii: "["), UInt8(ascii: "<")]), before.count < Self.keptLength,
                let key = MouseReport.numbered(String(decoding: before.dropFirst(2), as: UTF8.self), final: Unicode.Scalar(byte))
            {
                keys.append(key)
            }
        case 0x20..<0x40: state = .sequence(before.count < Self.keptLength ? before + [byte] : before, isLate: isLate)
        // No sequence holds such a byte: what was begun is given up, or the next key would be taken for its end.
        default:
            if isLate { return notASequence(before, byte, into: &keys) }
            state = .plain
            plain(byte, into: &keys)
        }
    }

    private mutating func inKeypadSequence(_ before: [UInt8], _ byte: UInt8, _ isLate: Bool, into keys: inout [Key]) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: ";"):
            state = .sequence(before.count < Self.keptLength ? before + [byte] : before, isLate: isLate)
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): state = .plain
        default: if isLate { notASequence(before, byte, into: &keys) } else { state = .plain }
        }
    }

    /// Whether answers of that kind go on like this: numbers of colours and settings, the names of capabilities, an image's answer.
    private static func opens(_ introducer: UInt8, _ byte: UInt8) -> Bool {
        switch introducer {
        case UInt8(ascii: "]"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        case UInt8(ascii: "P"): (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "!$+=>".utf8.contains(byte)
        default: byte == UInt8(ascii: "G")
        }
    }
}
