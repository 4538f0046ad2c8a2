import ParallaxSession
import ParallaxViews
import Testing

@Suite struct LineEditorTests {
    func editor(_ text: String, _ keys: Key...) -> LineEditor {
        var editor = LineEditor(text)
        for key in keys {
            let isMeant = editor.handle(key)
            #expect(isMeant, "\(key)")
        }
        return editor
    }

    @Test("typing goes in before the cursor")
    func typing() {
        #expect(editor("lost", .home, .character("a"), .character(" ")).text == "a lost")
        #expect(editor("ab", .left, .character("漢")).text == "a漢b")
    }

    @Test("word jumps stop at the ends of words")
    func words() {
        #expect(editor("the lost lantern.", .wordLeft).cursor == 9)
        #expect(editor("the lost lantern.", .wordLeft, .wordLeft).cursor == 4)
        #expect(editor("the lost lantern.", .home, .wordRight).cursor == 3)
        #expect(editor("the lost lantern.", .home, .wordRight, .wordRight).cursor == 8)
    }

    @Test("characters, words and the ends of the line can be deleted")
    func deleting() {
        #expect(editor("the lost lantern", .deleteWordBack).text == "the lost ")
        #expect(editor("the lost", .home, .deleteWordForward).text == " lost")
        #expect(editor("the lost", .home, .right, .control("k")).text == "t")
        #expect(editor("the lost", .left, .control("u")).text == "t")
        #expect(editor("", .backspace, .delete, .deleteWordBack).text == "")
        #expect(editor("x👨‍👩‍👧", .backspace).text == "x")
    }

    @Test("a paste goes in whole, its line ends as spaces; other characters are kept as they are")
    func paste() {
        #expect(editor("ab", .left, .paste("1\n2\r\n3")).text == "a1 2 3b")
        #expect(editor("", .paste("a\u{1B}[31m")).text == "a\u{1B}[31m")
    }

    @Test("a combining mark joins the letter before it")
    func combining() {
        let joined = editor("e", .character("\u{301}"))
        #expect(joined.characters.count == 1 && joined.cursor == 1)
    }

    @Test("undo goes back word by word, redo forward, and a new edit ends redo")
    func undo() {
        var editor = LineEditor("a")
        for character in " lost dog" { _ = editor.handle(.character(character)) }
        editor.undo()
        #expect(editor.text == "a lost ")
        editor.undo()
        editor.undo()
        #expect(editor.text == "a ")
        editor.redo()
        #expect(editor.text == "a lost")
        editor.insert("!")
        #expect(!editor.canRedo)
        while editor.canUndo { editor.undo() }
        #expect(editor.text == "a")
    }

    @Test("keys that mean nothing in a line are left to others")
    func otherKeys() {
        var editor = LineEditor("a")
        for key: Key in [.enter, .escape, .tab, .up, .down, .function(1), .control("c")] {
            let isMeant = editor.handle(key)
            #expect(!isMeant, "\(key)")
        }
    }

    @Test("a line longer than its field is scrolled so that the cursor is seen")
    func scrolling() {
        let text = "It is about the lost lantern of Mira."
        for width in 1...50 {
            for position in 0...text.count {
                var editor = LineEditor(text)
                editor.move(to: position)
                var grid = CellGrid(size: Size(width: width, height: 1))
                let cursor = LineField.draw(editor, in: grid.bounds, on: &grid, text: .plain, hint: .plain)
                guard let cursor else { Issue.record("no cursor"); return }
                #expect(grid.bounds.contains(cursor))
                // Under the cursor stands the character it is on, unless a mark of what is cut stands there.
                let shown = grid[cursor.x, 0].glyph.text
                let expected = position < text.count ? String(Array(text)[position]) : " "
                #expect(shown == expected || shown == "…", "width \(width), position \(position): \(grid.text)")
            }
        }
    }

    @Test("random keys never trap, and the cursor stays in the line")
    func random() {
        let keys: [Key] = [
            .character("a"), .character(" "), .character("\u{301}"), .character("漢"), .left, .right, .wordLeft, .wordRight, .home, .end,
            .backspace,
            .delete, .deleteWordBack, .deleteWordForward, .control("u"), .control("k"), .control("_"), .control("y"), .paste("x\ny z"),
            .paste("\u{200D}🏽")
        ]
        var editor = LineEditor()
        for _ in 0..<5000 {
            _ = editor.handle(keys.randomElement()!)
            #expect((0...editor.characters.count).contains(editor.cursor))
            if editor.characters.count > 200 { editor.replace(with: "") }
            var grid = CellGrid(size: Size(width: Int.random(in: 0...20), height: 1))
            if let cursor = LineField.draw(editor, in: grid.bounds, on: &grid, text: .plain, hint: .plain) {
                #expect(grid.bounds.contains(cursor))
            }
        }
    }
}
