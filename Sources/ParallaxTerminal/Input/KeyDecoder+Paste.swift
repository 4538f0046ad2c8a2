import ParallaxSession
import ParallaxViews

/// A paste between its two markers. What is in it is text, whatever it looks like and however slowly it comes; and while its end is missing,
/// so is what follows.
extension KeyDecoder {
    struct Paste {
        var bytes: [UInt8] = []
        /// All that came, kept or not.
        var count = 0
        /// Bytes of the end's marker that have been met.
        var matched = 0
        /// An Esc or Ctrl-C that came alone after a long silence: a person's, if nothing follows it.
        var lonely: UInt8?
        var hasToldOfItsEnd = false
        let isUTF8: Bool

        var isTooLong: Bool { count > LineEditor.textLimit }

        /// How long the silence may be before something is done about it.
        var patience: Duration? { lonely != nil || wholeCharacters > 0 ? KeyDecoder.tail : hasToldOfItsEnd ? nil : KeyDecoder.longSilence }

        /// Bytes without those at the end that begin a character and do not end it.
        var wholeCharacters: Int {
            guard isUTF8 else { return bytes.count }
            for (back, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xC0 != 0x80 {
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
                return length > back + 1 ? bytes.count - back - 1 : bytes.count
            }
            return bytes.count
        }
    }

    /// After so long a silence a key may be a person's again.
    static let longSilence = Duration.seconds(2)
    private static let end = Array("\u{1B}[201~".utf8)

    mutating func beginPaste() {
        state = .paste
        paste = Paste(isUTF8: isUTF8)
    }

    /// Reads on to the end of the paste, or of what has come.
    /// - Returns: the place behind.
    mutating func read(paste bytes: [UInt8], from start: Int, at now: Instant, into keys: inout [Key]) -> Int {
        if let lonely = paste.lonely {
            // More follows: it was text, or the beginning of the marker.
            paste.lonely = nil
            if lonely == 0x1B { paste.matched = 1 } else { keep([lonely]) }
        }
        if start == bytes.count - 1, bytes[start] == 0x1B || bytes[start] == 0x03, let lastByte, now - lastByte >= Self.longSilence {
            keep(Self.end[..<paste.matched])
            paste.matched = 0
            paste.lonely = bytes[start]
            return bytes.count
        }
        var place = start
        while place < bytes.count {
            if bytes[place] == Self.end[paste.matched] {
                paste.matched += 1
                place += 1
                guard paste.matched == Self.end.count else { continue }
                finish(into: &keys)
                return place
            }
            if paste.matched > 0 {
                keep(Self.end[..<paste.matched])
                paste.matched = 0
                continue
            }
            // In one piece to where the marker may begin.
            let next = bytes[place...].firstIndex(of: 0x1B) ?? bytes.count
            keep(bytes[place..<next])
            place = next
        }
        return place
    }

    private mutating func keep(_ bytes: some Collection<UInt8>) {
        paste.count += bytes.count
        if paste.isTooLong { paste.bytes = [] } else { paste.bytes += bytes }
    }

    /// The end, by its marker or by a person.
    private mutating func finish(into keys: inout [Key]) {
        if paste.isTooLong { keys.append(.overlongPaste(bytes: paste.count)) } else { keys += takePaste(paste.bytes.count) }
        state = .plain
        paste = Paste(isUTF8: isUTF8)
    }

    private mutating func takePaste(_ count: Int) -> [Key] {
        guard count > 0 else { return [] }
        // In raw mode a line end comes as a carriage return.
        let kept = paste.bytes[..<count].map { $0 == 0x0D ? 0x0A : $0 }
        paste.bytes.removeFirst(count)
        return [.paste(text(kept))]
    }

    mutating func timeOutInPaste() -> [Key] {
        var keys: [Key] = []
        if paste.lonely != nil {
            finish(into: &keys)
            // What the line swallowed may have been the marker's beginning.
            state = .late
        } else if paste.wholeCharacters > 0 {
            // What has come is shown; what follows is text of the same paste.
            keys = takePaste(paste.wholeCharacters)
        } else if !paste.hasToldOfItsEnd {
            paste.hasToldOfItsEnd = true
            keys = [.openPaste]
        }
        return keys
    }
}
