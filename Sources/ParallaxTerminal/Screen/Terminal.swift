import CCrash
import CTerminal
import Glibc
import ParallaxCompute
import ParallaxViews

/// The person's terminal while a screen is shown on it: frames go out, keys come in, and everything is put back at the end,
/// also after a signal or a crash. One at a time, on one thread.
package final class Terminal {
    /// What can be shown here.
    package let glyphs: GlyphSet
    package let depth: ColorDepth
    package private(set) var size: Size

    private var curses: Curses
    private var shown: Frame?
    private var decoder: KeyDecoder
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var isOpen = true
    /// Synchronized output is two writes of 8 bytes a frame; terminals with a full palette are new enough to use it.
    private let isSynchronized: Bool
    /// What asks for pastes in one piece and for the mouse, and what ends that. Terminals with colours know it or ignore it; the
    /// mouse is for those with a full palette, which older ones have not.
    private let asking: String
    private let askingNoMore: String

    /// Takes the terminal over.
    /// - Parameter mouse: whether clicks and the wheel are asked for. The terminal's own selection then needs Shift.
    /// - Throws: `Complaint` where there is no terminal, it is unknown, or it cannot move its cursor. Nothing was written then.
    package init(colors choice: ColorDepth.Choice = .auto, mouse: Bool = true, environment: [String: String]) throws {
        guard isatty(0) == 1, isatty(1) == 1 else {
            throw Complaint(
                "terminal", expected: "a terminal to draw on", found: "standard input or output that is none",
                remedy: "run it in a terminal, or use --plain for text")
        }
        let name = environment["TERM"] ?? ""
        let shownName = SafeText(name, columns: 60).text
        let isUTF8 = ct_locale_is_utf8() == 1
        guard ct_terminal_save(0) == 0, ct_wake_open() >= 0 else {
            throw Complaint(
                "terminal", expected: "a terminal whose settings can be read", found: "an error", remedy: "use --plain for text")
        }
        do {
            curses = try name.isEmpty ? { throw Curses.Refusal.unknownTerminal }() : Curses(terminal: name)
        } catch Curses.Refusal.noCursorAddressing {
            throw Complaint(
                "TERM", expected: "a terminal that can move its cursor", found: "\"\(shownName)\", which cannot",
                remedy: "set TERM to what the terminal is (xterm-256color, tmux-256color, vt100), or use --plain for text")
        } catch {
            throw Complaint(
                "TERM", expected: "the name of a terminal that this machine knows",
                found: name.isEmpty ? "nothing" : "\"\(shownName)\"",
                remedy: "set TERM to one it knows (xterm-256color, vt100), install its description (ncurses-term), or use --plain for text")
        }
        glyphs = isUTF8 ? .unicode : .ascii
        depth = choice.depth(colors: curses.colors, environment: environment)
        isSynchronized = curses.colors >= 256
        let takesPastes = curses.colors >= 8, takesMouse = mouse && curses.hasMouse && curses.colors >= 256
        asking = (takesPastes ? KeySequences.pasteOn : "") + (takesMouse ? KeySequences.mouseOn : "")
        askingNoMore = (takesMouse ? KeySequences.mouseOff : "") + (takesPastes ? KeySequences.pasteOff : "")
        size = curses.size
        decoder = KeyDecoder(curses.sequences, escapeDelay: Self.escapeDelay(environment), singleBytes: isUTF8 ? nil : Self.singleBytes())
        let leaving = (isSynchronized ? Self.synchronizedOff : "") + askingNoMore + curses.leavingSequence
        ct_terminal_arm(1, leaving, leaving.utf8.count)
        cc_install("the program")
        ct_signals_install()
        takeSize()
        write(asking)
    }

    deinit { close() }

    /// Puts everything back. Safe to call again.
    package func close() {
        guard isOpen else { return }
        isOpen = false
        leave()
        ct_signals_remove()
        ct_terminal_disarm()
    }

    private static let synchronizedOn = "\u{1B}[?2026h"
    private static let synchronizedOff = "\u{1B}[?2026l"

    private func leave() {
        write(askingNoMore)
        curses.leave()
    }

    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}

// MARK: Frames

extension Terminal {
    /// Brings the terminal to a frame. Only what differs from the last one goes out; an equal frame writes nothing.
    package func present(_ frame: Frame) {
        let all = shown?.grid.size != frame.grid.size
        if !all, shown == frame { return }
        if isSynchronized { write(Self.synchronizedOn) }
        // Rows that stand elsewhere now would be moved by scrolling regions, whose sequences are where emulators differ. ncurses has no
        // switch for that; row by row it never sees that they moved.
        let rowByRow = !all && shown.map { Self.rowsMove(from: $0.grid, to: frame.grid) } ?? false
        for y in 0..<min(frame.grid.size.height, size.height) {
            let new = frame.grid.row(y)
            guard let span = all ? new.indices : Self.difference(new, shown?.grid.row(y)) else { continue }
            let cells = new[span].prefix(max(0, size.width - (span.lowerBound - new.startIndex)))
            curses.put(cells, x: span.lowerBound - new.startIndex, y: y)
            if rowByRow { curses.flush() }
        }
        curses.showCursor(frame.cursor.flatMap { Rect(x: 0, y: 0, width: size.width, height: size.height).contains($0) ? $0 : nil })
        curses.flush()
        if isSynchronized { write(Self.synchronizedOff) }
        shown = frame
    }

    /// Whether a row's glyphs stood in another row before; colours do not count, as ncurses does not look at them.
    static func rowsMove(from old: CellGrid, to new: CellGrid) -> Bool {
        let before = Set((0..<old.size.height).map { old.row($0).map(\.glyph) })
        return (0..<new.size.height).contains { y in
            let row = new.row(y).map(\.glyph)
            return row != old.row(y).map(\.glyph) && before.contains(row) && row.contains { $0 != .space }
        }
    }

    /// The first to the last cell that differ, widened so that no pair is cut; nil where the rows are equal.
    static func difference(_ new: ArraySlice<Cell>, _ old: ArraySlice<Cell>?) -> Range<Int>? {
        guard let old, old.count == new.count else { return new.indices }
        let shift = old.startIndex - new.startIndex
        guard var first = new.indices.first(where: { new[$0] != old[$0 + shift] }),
            var last = new.indices.last(where: { new[$0] != old[$0 + shift] })
        else { return nil }
        while first > new.startIndex, new[first].isContinuation || old[first + shift].isContinuation { first -= 1 }
        while last + 1 < new.endIndex, new[last + 1].isContinuation || old[last + 1 + shift].isContinuation { last += 1 }
        return first..<(last + 1)
    }

    /// Forgets what stands on the terminal, so that the next frame is drawn whole (Ctrl-L, after a stop).
    package func repaintNext() {
        shown = nil
        curses.repaintAll()
    }

    /// After SIGWINCH: asks for the size, and starts afresh where it is another one.
    func takeSize() {
        var (rows, columns): (Int32, Int32) = (0, 0)
        guard ct_terminal_size(1, &rows, &columns) == 0 else { return }
        let new = Size(width: Int(wide: columns), height: Int(wide: rows))
        guard new != size else { return }
        size = new
        curses.resize(new)
        shown = nil
    }

    /// Ctrl-Z: leaves the screen to the shell and comes back when the program is continued.
    func suspend() {
        leave()
        ct_stop_self()
        // Being continued is no news, and the size is asked for anyway.
        _ = ct_signals_take()
        resume()
    }

    /// The screen again, whole, after a stop.
    func resume() {
        curses.enter()
        write(asking)
        takeSize()
        repaintNext()
    }
}

// MARK: Keys

extension Terminal {
    /// Bytes taken in at once: more than a person types, and a fraction of a millisecond's work, so that no paint waits for a long paste.
    private static let mostBytes = 1 << 18

    /// The keys of what has come, as far as that is little; of what is begun and has been silent too long, what it was.
    func readKeys() -> [Key] {
        var keys: [Key] = []
        var taken = 0
        var source = pollfd(fd: 0, events: Int16(clamping: POLLIN), revents: 0)
        while taken < Self.mostBytes, keys.count < Self.mostBytes / 64, poll(&source, 1, 0) > 0, Int32(wide: source.revents) & POLLIN != 0 {
            let count = read(0, &buffer, buffer.count)
            guard count > 0 else { break }
            taken += count
            keys += decoder.decode(Array(buffer[..<count]), at: .now)
        }
        return taken == 0 ? decoder.timeOut(at: .now) : keys
    }

    /// When a paste or a sequence that has begun says something by its silence; nil where none has.
    var inputDeadline: ContinuousClock.Instant? { decoder.deadline }

    /// Milliseconds in ESCDELAY, as for every program on ncurses.
    private static func escapeDelay(_ environment: [String: String]) -> Duration {
        environment["ESCDELAY"].flatMap { Int(foreign: $0) }.map { .milliseconds(min(max($0, 1), 10_000)) } ?? KeyDecoder.escapeDelay
    }

    /// What bytes mean in a locale of one byte a character; nil where it has no letters but ASCII: what comes then is most likely UTF-8.
    private static func singleBytes() -> [Unicode.Scalar?]? {
        let scalars = (0..<256).map { byte in
            ct_scalar(Int32(clamping: byte)) >= 0 ? Unicode.Scalar(UInt32(clamping: ct_scalar(Int32(clamping: byte)))) : nil
        }
        return scalars[0xA0...].contains { $0 != nil } ? scalars : nil
    }
}
