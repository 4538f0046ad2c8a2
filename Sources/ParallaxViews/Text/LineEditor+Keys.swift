import ParallaxSession

extension LineEditor {
    /// Carries out an editing key. False for keys that mean nothing inside a line (Enter, Esc, Tab, ↑, ↓…), which whoever shows the
    /// line answers.
    package mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .typed(let text): type(text)
        case .paste(let text): insert(text)
        case .left, .control("b"): moveLeft()
        case .right, .control("f"): moveRight()
        case .wordLeft: moveWordLeft()
        case .wordRight: moveWordRight()
        case .home, .control("a"): moveToStart()
        case .end, .control("e"): moveToEnd()
        case .backspace: deleteBack()
        case .delete, .control("d"): deleteForward()
        case .deleteWordBack, .control("w"): deleteWordBack()
        case .deleteWordForward: deleteWordForward()
        case .control("u"): deleteToStart()
        case .control("k"): deleteToEnd()
        case .control("_"), .control("x"): undo()
        case .control("y"): redo()
        default: return false
        }
        return true
    }
}
