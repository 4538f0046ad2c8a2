import Foundation
import ParallaxSession
import ParallaxTerminal
import ParallaxViews

/// Shows what it is told, and misbehaves when asked: g and G ask for a quick and a slow result, s for a stream of them, ! crashes,
/// x leaves without closing the terminal, w hangs, i edits a line, I a text, q quits.
struct Probe: TerminalProgram {
    enum Message: Sendable { case quick, slow, streamed(Int) }

    let mailbox: Mailbox<Message>
    let theme: Theme
    let glyphs: GlyphSet
    let hostileText: String
    /// What ! does.
    let crash: Crash
    var size = Size(width: 0, height: 0)
    var lastKey = "none"
    var pressed = 0
    var moved = 0
    var asked = 0
    var answered = 0
    var streamed = 0
    var editor: LineEditor?
    var isFinished = false
    var awaitsQuickResult: Bool { asked > answered }
    var takesText: Bool { editor != nil }

    mutating func handle(_ event: TerminalEvent<Message>) -> Repaint {
        switch event {
        case .resized(let size): self.size = size
        case .terminating: break
        case .message(.quick), .message(.slow): answered += 1
        case .message(.streamed(let count)):
            streamed = count
            return .soon
        case .key(let key): press(key)
        }
        return .now
    }

    private mutating func press(_ key: Key) {
        lastKey = key.description
        pressed += 1
        if case .paste(let text) = key { lastKey = "paste of \(text.count)" }
        if case .overlongPaste(let bytes) = key { lastKey = "too long a paste of \(bytes)" }
        if case .openPaste = key { lastKey = "paste without end" }
        if editor?.handle(key) == true { return }
        switch key {
        case .escape, .enter: editor = nil
        case .character("i"): editor = LineEditor()
        case .character("I"): editor = LineEditor(keepingLineEnds: "")
        case .character("q"): isFinished = true
        case .right: moved += 1
        case .character("g"): ask(.quick, after: 0.001)
        case .character("G"): ask(.slow, after: 0.05)
        case .character("s"): stream()
        case .character("!"): crash.happen()
        case .character("x"): exit(3)
        case .character("w"): Thread.sleep(forTimeInterval: 600)
        default: break
        }
    }

    private mutating func ask(_ message: Message, after seconds: Double) {
        asked += 1
        let mailbox = mailbox
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: seconds)
            mailbox.post(message)
        }
    }

    private func stream() {
        let mailbox = mailbox
        Thread.detachNewThread {
            for count in 1...100 {
                Thread.sleep(forTimeInterval: 0.01)
                mailbox.post(.streamed(count))
            }
        }
    }

    func frame(_ size: Size) -> Frame {
        var grid = CellGrid(size: size, glyphs: glyphs)
        let area = grid.bounds
        grid.put("size \(size.width)x\(size.height)", theme[.strong], in: area)
        grid.put("key \(lastKey)", y: 1, theme[.dim], in: area)
        grid.put(
            "moved \(moved) answered \(answered) streamed \(streamed) pressed \(pressed)\(editor.map { " text of \($0.count)" } ?? "")",
            y: 2, theme[.text], in: area)
        grid.put(hostileText, y: 3, theme[.warning], in: area)
        grid.put("|", x: 70, y: 3, theme[.warning], in: area)
        let ramp = theme.ramp(.magnitude)
        for y in 5..<max(5, size.height - 1) {
            grid.put("L\(y - 5)", y: y, theme[.dim], in: area)
            for x in 4..<max(4, size.width) {
                let value = (sin(Double(x + y) / 7) + 1) / 2
                grid.set(ramp.glyph(at: value), x: x, y: y, ramp.ink(at: value), clip: area)
            }
        }
        var cursor: Point? = Point(x: 4 + moved, y: 5)
        grid.restyle(Rect(x: 4 + moved, y: 5, width: 1, height: 1)) { $0 = theme[.cursor] }
        if let editor {
            cursor = LineField.draw(
                editor, in: Rect(x: 0, y: 4, width: size.width, height: 1), on: &grid, text: theme[.text], hint: theme[.dim])
        }
        return Frame(grid: grid, cursor: cursor)
    }
}
