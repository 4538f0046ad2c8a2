import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

/// What a person makes of an explanation is worked out once, says what it always said, and does not grow without end.
@Suite("The explanation that a person changes") struct TriedTextTests {
    private static let size = Size(width: 160, height: 48)
    private static let marks = String(repeating: "\u{301}", count: 1000)

    /// The explanation's pane, on a token that has one.
    private func drive() -> Drive {
        var drive = Drive(Story.world)
        drive.settle()
        drive.send(.moveRight, .nextPane, .nextPane)
        drive.settle()
        return drive
    }

    private func press(_ key: Key, _ drive: inout Drive) {
        if let action = Bindings.action(for: key, in: drive.state, size: Self.size) { drive.send(action) }
    }

    private func draw(_ drive: Drive) {
        _ = ExplorerView.frame(drive.state, size: Self.size, style: ScreenStyle(theme: ThemeLibrary.builtIn))
    }

    @Test("a key costs the same in sixteen kilobytes of marks as in a sentence, and so does a frame")
    func cost() {
        func seconds(_ paste: String, pastes: Int) -> Double {
            var drive = drive()
            press(.enter, &drive)
            for _ in 0..<pastes { press(.paste(paste), &drive) }
            drive.settle()
            return processorSeconds {
                for step in 0..<100 {
                    press(step.isMultiple(of: 2) ? .left : .right, &drive)
                    if step.isMultiple(of: 10) { draw(drive) }
                }
            }
        }
        let short = seconds("a", pastes: 1), long = seconds(Self.marks, pastes: 7)
        #expect(long < 3 * short + 0.2 * slowness, "\(short) s, then \(long) s")
    }

    @Test("a text of a thousand sentences is drawn as fast as what is seen of it", arguments: [0, 500, 999])
    func sentences(_ highlighted: Int) {
        var drive = drive()
        press(.enter, &drive)
        press(.paste(String(repeating: "A river. ", count: 1000)), &drive)
        press(.enter, &drive)
        drive.settle()
        drive.state.highlightedSentence = highlighted
        #expect(drive.state.sentences.count >= 1000)
        let seconds = processorSeconds { for _ in 0..<20 { draw(drive) } }
        #expect(seconds < 0.2 * slowness, "\(seconds) s")
    }

    @Test("however often something is pasted into however many sentences, the text stays as long as a line may be")
    func limit() {
        var drive = drive(), refusals: Set<String> = []
        for _ in 0..<30 {
            press(.enter, &drive)
            press(.paste(String(repeating: "A longer text. ", count: 100)), &drive)
            if let notice = drive.state.notice { refusals.insert(notice) }
            press(.enter, &drive)
            drive.settle()
            press(.down, &drive)
            #expect((drive.state.currentText?.utf8.count ?? 0) <= 1 << 14)
        }
        #expect(refusals == ["too long: a text here has at most 16 kB, this one would have 17 kB; type or paste less"])
        // What is there can be made shorter.
        let count = drive.state.sentences.count
        press(.character("x"), &drive)
        #expect(drive.state.sentences.count == count - 1)
    }

    /// The same by its definition, without anything that was known before.
    private func isAsDefined(_ state: SessionState) -> Bool {
        guard let original = state.verbalReading?.text, let kept = state.keptText else { return state.currentText == nil }
        var text = kept, sentences = ExplanationSegments(kept).sentences
        if case .editingSentence(let index, let editor) = state.mode, sentences.indices.contains(index) {
            text = ExplanationSegments(kept).replacing(index, with: editor.text)
            sentences[index] = editor.text
        }
        let before = ExplanationSegments(original).sentences, after = ExplanationSegments(text).sentences
        return state.currentText == text && state.sentences == sentences && state.editedText == (text == original ? nil : text)
            && state.isDeletion == (text != original && after.count < before.count && Set(after).isSubset(of: before))
            && state.triedText?.changedSentence == (text == original ? nil : before.firstIndex { !after.contains($0) })
    }

    @Test("after any keys it is what it is by definition", arguments: 0..<20 as Range<UInt64>)
    func definition(seed: UInt64) {
        var generator = SeededGenerator(seed: seed), drive = drive()
        let keys: [Key] = [
            .enter, .enter, .escape, .up, .down, .left, .right, .character("a"), .character("."), .character(" "), .paste("One. Two!"),
            .backspace, .delete, .control("_"), .control("y"), .character("x"), .character("u"), .tab, .home, .deleteWordBack,
            .character("]")
        ]
        for _ in 0..<200 {
            let key = keys.randomElement(using: &generator)!
            press(key, &drive)
            if Bool.random(using: &generator) { drive.settle() }
            let isRight = isAsDefined(drive.state)
            #expect(isRight, "after \(key)")
            if !isRight { return }
        }
    }
}
