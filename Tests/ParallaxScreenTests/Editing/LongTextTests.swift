@testable import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

/// What a person does in a long text costs what it costs in a short one. Bounds are for builds without optimisation on a slow machine: what grows
/// with the square of the length exceeds them by far.
@Suite("Lines of any length") struct LongTextTests {
    static let megabyte = String(repeating: "The keeper of the lighthouse found a brass key. ", count: (1 << 20) / 48)

    private func draw(_ editor: LineEditor) -> Point? {
        var grid = CellGrid(size: Size(width: 120, height: 1))
        return LineField.draw(editor, in: grid.bounds, on: &grid, text: .plain, hint: .plain)
    }

    @Test(
        "a thousand keys in a megabyte, each drawn",
        arguments: [
            [Key.character("a")], [.character("a"), .backspace], [.left, .character("漢")], [.wordLeft, .deleteWordBack],
            [.delete, .character(" "), .control("_")], [.left], [.wordLeft], [.home, .end],
            [.paste("two words"), .control("_"), .control("y")]
        ])
    func keys(_ keys: [Key]) {
        var editor = LineEditor(keepingLineEnds: Self.megabyte)
        // As the state does: the editor before is kept until the one after is.
        let seconds = processorSeconds {
            for step in 0..<1000 {
                var next = editor
                _ = next.handle(keys[step % keys.count])
                editor = next
                #expect(draw(editor) != nil)
            }
        }
        #expect(seconds < 15, "\(seconds) s")
    }

    @Test("twenty thousand letters one by one, and a megabyte in runs as a terminal delivers them")
    func typing() {
        var editor = LineEditor(keepingLineEnds: "")
        let letters = Array(Self.megabyte.prefix(20_000))
        let oneByOne = processorSeconds { for letter in letters { _ = editor.handle(.character(letter)) } }
        #expect(editor.text == String(letters) && oneByOne < 15, "\(oneByOne) s")

        editor = LineEditor(keepingLineEnds: "")
        var rest = Self.megabyte[...]
        let runs = processorSeconds {
            while !rest.isEmpty {
                _ = editor.handle(.typed(String(rest.prefix(4096))))
                rest = rest.dropFirst(4096)
            }
        }
        #expect(editor.text == Self.megabyte && runs < 8, "\(runs) s")
    }

    @Test("words typed in one go are undone as words typed one by one")
    func undoOfRuns() {
        var together = LineEditor("a"), apart = together
        _ = together.handle(.typed(" lost dog"))
        for letter in " lost dog" { _ = apart.handle(.character(letter)) }
        while apart.canUndo {
            together.undo()
            apart.undo()
            #expect(together.text == apart.text)
        }
        #expect(!together.canUndo)
    }

    @Test("a hundred thousand marks on one letter: every key ends at once, and the line is drawn", arguments: ["e", "", "👩", "\u{1F1E9}"])
    func marks(_ base: String) {
        let mark = base == "👩" ? "\u{200D}👩" : base == "\u{1F1E9}" ? base : "\u{301}"
        let text = base + String(repeating: mark, count: 100_000)
        var editor = LineEditor(keepingLineEnds: "")
        let seconds = processorSeconds {
            _ = editor.handle(.paste("x\(text)y"))
            for key: Key in [
                .home, .right, .right, .right, .end, .left, .left, .backspace, .delete, .character("\u{301}"), .character("a"), .wordLeft,
                .wordRight, .control("_"), .control("y"), .deleteWordBack, .control("_")
            ] {
                _ = editor.handle(key)
                #expect(draw(editor) != nil)
            }
        }
        #expect(seconds < 10, "\(seconds) s")
        #expect(editor.text.unicodeScalars.count > 90_000)
    }

    @Test("what stands beside a letter with marks without end is drawn whole, and the cursor where it is", arguments: [100, 1000, 100_000])
    func besideMarks(_ count: Int) {
        var editor = LineEditor(keepingLineEnds: "")
        editor.insert("e" + String(repeating: "\u{301}", count: count))
        editor.insert("the end!")
        var grid = CellGrid(size: Size(width: 40, height: 1))
        let cursor = LineField.draw(editor, in: grid.bounds, on: &grid, text: .plain, hint: .plain)
        #expect(grid.text(row: 0).contains("the end!") && cursor == Point(x: 9, y: 0))
        editor.moveToStart()
        editor.insert("before ")
        grid = CellGrid(size: Size(width: 40, height: 1))
        #expect(LineField.draw(editor, in: grid.bounds, on: &grid, text: .plain, hint: .plain) == Point(x: 7, y: 0))
        #expect(grid.text(row: 0).hasPrefix("before "))
    }

    @Test("what would be too long is refused whole, with both sizes; less goes in")
    func limits() {
        var editor = LineEditor(keepingLineEnds: "")
        _ = editor.handle(.paste(Self.megabyte))
        #expect(editor.refusal == nil)
        let count = editor.count
        _ = editor.handle(.paste(String(repeating: "b", count: 4000)))
        #expect(
            editor.count == count
                && editor.refusal
                    == "too long: a text here has at most 1.0 MB, this one would have 1.1 MB; save it as a file and open that with O"
        )
        _ = editor.handle(.character("c"))
        #expect(editor.count == count + 1 && editor.refusal == nil)

        var line = LineEditor("")
        _ = line.handle(.paste(String(repeating: "word ", count: 4000)))
        #expect(
            line.text.isEmpty && line.refusal == "too long: a text here has at most 16 kB, this one would have 20 kB; type or paste less")
        #expect(LineEditor.refusal(of: 5 << 20).contains("5.0 MB"))
    }

    @Test("texts of the longest kind that were deleted come back, two of them at least")
    func undoOfMuch() {
        var editor = LineEditor(keepingLineEnds: Self.megabyte)
        editor.deleteToStart()
        editor.insert("short")
        editor.undo()
        editor.undo()
        #expect(editor.text == Self.megabyte)
        for _ in 0..<20 {
            editor.deleteToStart()
            editor.insert(Self.megabyte)
        }
        editor.undo()
        #expect(editor.text.isEmpty)
        editor.undo()
        #expect(editor.text == Self.megabyte)
    }

    @Test("random edits are those of the text as a list of characters", arguments: 0..<20 as Range<UInt64>)
    func asCharacters(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var editor = LineEditor(keepingLineEnds: ""), characters: [Character] = [], cursor = 0
        let texts = ["a", "漢", " ", "e\u{301}", "👨‍👩‍👧", "two words", "\n", "ﷺ", String(repeating: "A long one. ", count: 700)]
        for step in 0..<400 {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0, 1, 2:
                let text = texts.randomElement(using: &generator)!
                editor.insert(text)
                characters.insert(contentsOf: text, at: cursor)
                cursor += text.count
            case 3:
                editor.moveLeft()
                cursor = max(0, cursor - 1)
            case 4:
                editor.moveRight()
                cursor = min(characters.count, cursor + 1)
            case 5:
                editor.deleteBack()
                if cursor > 0 {
                    cursor -= 1
                    characters.remove(at: cursor)
                }
            case 6:
                editor.deleteForward()
                if cursor < characters.count { characters.remove(at: cursor) }
            default:
                let place = Int.random(in: 0...characters.count, using: &generator)
                editor.move(to: place)
                cursor = place
            }
            guard step.isMultiple(of: 20) || step < 60 else { continue }
            let isSame = editor.characters == characters && editor.cursor == cursor
            #expect(
                isSame,
                "step \(step): \(String(editor.text.suffix(200)).debugDescription) \(String(characters.suffix(200)).debugDescription) \(editor.cursor) \(cursor)"
            )
            if !isSame { return }
        }
        let text = editor.text
        while editor.canUndo { editor.undo() }
        while editor.canRedo { editor.redo() }
        #expect(editor.text == text)
    }

    @Test("the pieces of a text are the text", arguments: 0..<20 as Range<UInt64>)
    func pieces(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var text = EditedText(""), plain: [UInt8] = []
        for _ in 0..<300 {
            let start = Int.random(in: 0...plain.count, using: &generator),
                end = min(plain.count, start + Int.random(in: 0...6000, using: &generator))
            let new = [UInt8](
                repeating: UInt8.random(in: 0x20...0x7E, using: &generator),
                count: [0, 1, 3, 100, 5000, 20_000].randomElement(using: &generator)!)
            text.replace(start..<end, with: new)
            plain.replaceSubrange(start..<end, with: new)
            #expect(text.count == plain.count)
        }
        #expect(text.bytes(in: 0..<text.count) == plain)
        #expect(text == EditedText(String(decoding: plain, as: UTF8.self)))
    }
}

/// The same through the session: whatever line is open, what is typed and pasted into it is bounded, and so is what follows.
@Suite("Long texts in a session") struct LongTextSessionTests {
    /// How each line of the program is opened.
    static let lines: [(name: String, open: [Command])] = [
        ("a text", [.newText]), ("a chat", [.newChat]), ("a document", [.editDocument]), ("a file", [.openFile]), ("search", [.search]),
        ("documents", [.chooseDocument]),
        ("a sentence", [.nextPane, .nextPane, .confirm]), ("a scale", [.nextPane, .scaleFeature]), ("a feature", [.nextPane, .addFeature]),
        ("a claim's value", [.claims, .typeValue]),
        ("where a claim is split", [.claims, .splitClaim])
    ]
    private static let size = Size(width: 120, height: 36)

    private func drive(_ open: [Command]) -> Drive {
        var drive = Drive(Story.world)
        drive.settle()
        drive.send(.command(.moveRight))
        drive.settle()
        for document in drive.state.readings.traces.documents { drive.state.readings.traces[document]?.source = "A text." }
        for command in open {
            drive.send(.command(command))
            drive.settle()
        }
        return drive
    }

    private func press(_ key: Key, _ drive: inout Drive) {
        if let action = Bindings.action(for: key, in: drive.state, size: Self.size) { drive.send(action) }
        _ = ExplorerView.frame(drive.state, size: Self.size, style: ScreenStyle(theme: ThemeLibrary.builtIn))
    }

    @Test("every line takes a megabyte or says how much it takes, and answers each key after it", arguments: lines)
    func paste(_ name: String, _ open: [Command]) {
        for text in [LongTextTests.megabyte, "e" + String(repeating: "\u{301}", count: 100_000), String(repeating: "word ", count: 3000)] {
            var drive = drive(open)
            #expect(drive.state.mode.hasLine, "\(name) is not open")
            let seconds = processorSeconds {
                press(.paste(text), &drive)
                for key: Key in [.character("a"), .left, .wordLeft, .home, .end, .backspace, .control("_")] { press(key, &drive) }
                press(.enter, &drive)
                drive.settle()
                press(.escape, &drive)
            }
            #expect(seconds < 15, "\(name): \(seconds) s")
        }
    }

    @Test(
        "a paste that is longer than any text is said to be, whatever is open",
        arguments: lines + [("nothing", []), ("the keys", [.help]), ("the comparison", [.compare]), ("claims", [.claims])])
    func overlong(_ name: String, _ open: [Command]) {
        var drive = drive(open)
        let mode = drive.state.mode
        press(.overlongPaste(bytes: 5_000_000), &drive)
        #expect(
            drive.state.notice?.hasPrefix("too long: a text here has at most 1.0 MB, this one would have 4.8 MB") == true
                && drive.state.mode == mode)
    }

    @Test("a text of a megabyte becomes a document, and its lists and titles stay short")
    func document() {
        var drive = drive([.newText])
        let seconds = processorSeconds {
            press(.paste(LongTextTests.megabyte), &drive)
            press(.enter, &drive)
        }
        #expect(drive.added.last?.content == .text(LongTextTests.megabyte) && seconds < 8, "\(seconds) s")
        #expect(drive.state.inventory.documentTitles.allSatisfy { $0.utf8.count < 100 })
    }

    @Test("Esc stops the reading of a document, r reads it; other documents are read as before")
    func stopReading() {
        var drive = drive([.newText])
        press(.paste("A long text."), &drive)
        press(.enter, &drive)
        let reading = AnyQuestion(TraceQuestion(document: drive.state.document))
        #expect(drive.open == [reading])
        press(.escape, &drive)
        #expect(!drive.open.contains(reading) && drive.state.notice == "stopped; r reads this document, o and ] go to another")
        press(.character("["), &drive)
        drive.settle()
        #expect(drive.state.trace != nil)
        press(.character("]"), &drive)
        #expect(!drive.open.contains(reading) && drive.state.trace == nil)
        press(.character("r"), &drive)
        #expect(drive.open == [reading])
        drive.settle()
        #expect(drive.state.trace != nil)
    }
}
