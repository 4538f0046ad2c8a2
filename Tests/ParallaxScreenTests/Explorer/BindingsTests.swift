import ParallaxSession
import ParallaxViews
import Testing

@Suite("Keys and what is said of them") struct BindingsTests {
    private let style = ScreenStyle(theme: ThemeLibrary.builtIn)
    private let size = Size(width: 80, height: 24)

    @Test(
        "every key means one thing",
        arguments: Bindings.Page.allCases)
    func bindingsAreUnique(_ page: Bindings.Page) {
        var seen: Set<Key> = []
        for key in page.bindings.flatMap(\.keys) { #expect(seen.insert(key).inserted, "\(key) is bound twice") }
    }

    @Test("every binding of the list does what it says while browsing, and the list leaves no command out")
    func reachable() {
        let state = ExplorerScreenTests.browsing().state
        for binding in Bindings.browsing {
            for key in binding.keys {
                switch Bindings.action(for: key, in: state, size: size) {
                case .command(let command)?: #expect(command == binding.command)
                case .writing(let screen)?: #expect(binding.command == .writeFinding && screen.contains("parallax"))
                default: Issue.record("\(key) does nothing")
                }
            }
        }
        // The order of the table can be reversed and claims be changed only there.
        #expect(Set((Bindings.browsing + Bindings.comparing + Bindings.claims).map(\.command)) == Set(Command.everything))
    }

    @Test("no key of the line editor is taken from it")
    func typing() {
        var editor = LineEditor("text")
        for key in Bindings.typing.flatMap(\.keys) {
            let isTaken = editor.handle(key)
            #expect(!isTaken, "\(key)")
        }
    }

    @Test("letters are text while one types, and commands while one browses")
    func letters() {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.nextPane, .nextPane, .confirm)
        guard case .edited(let editor)? = Bindings.action(for: .character("q"), in: drive.state, size: size) else {
            Issue.record("q is not typed")
            return
        }
        #expect(editor.text.hasSuffix("q"))
    }

    @Test("at 160 columns the footer has every hint of the pane in focus", arguments: Pane.allCases)
    func footer(_ pane: Pane) {
        var drive = ExplorerScreenTests.browsing()
        drive.state.pane = pane
        let hints = Bindings.browsing.filter { $0.isHinted(in: pane) }
        #expect(hints.count >= 4)
        let line = footer(drive.state, columns: 160)
        for hint in hints.map({ "\($0.written ?? $0.keys[0].description) \($0.hint ?? "")" }) {
            #expect(line.contains(hint), "\(hint) in \(line)")
        }
    }

    @Test("where hints do not fit, the keys' list and the way out stay, whole", arguments: [20, 30, 40, 60, 80])
    func narrowFooter(_ columns: Int) {
        var drive = ExplorerScreenTests.browsing()
        drive.state.inventory.complaints = [.init("x", expected: "a", found: "b", remedy: "c")]
        #expect(footer(drive.state, columns: columns).hasSuffix("? keys  q quit"))
        drive.send(.chooseDocument)
        #expect(footer(drive.state, columns: columns).hasSuffix("Esc leave"))
    }

    @Test("the help lists every key with its meaning, and ends where it ends", arguments: [80, 200])
    func help(_ columns: Int) {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.help)
        let text = ExplorerView.frame(drive.state, size: Size(width: columns, height: 100), style: style).grid.text
        for binding in Bindings.browsing {
            #expect(text.contains(binding.meaning), "\(binding.meaning)")
            #expect(text.contains(binding.keys.map(\.description).joined(separator: " ")))
        }
    }

    @Test("a page too long for the screen is read to its end and no further, and every key of lists keeps it open but the ones that leave")
    func scrolling() {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.help)
        func page() -> String { ExplorerView.frame(drive.state, size: size, style: style).grid.text }
        func press(_ key: Key) {
            if let action = Bindings.action(for: key, in: drive.state, size: size) { drive.send(action) }
        }
        let top = page()
        var seen = top
        for _ in 0..<60 {
            press(.pageDown)
            seen += page()
        }
        for binding in Bindings.browsing { #expect(seen.contains(binding.meaning), "\(binding.meaning)") }
        let end = page()
        press(.up)
        #expect(page() != end)
        press(.end)
        #expect(page() == end)
        press(.home)
        #expect(page() == top)
        for binding in Bindings.listing where ![.confirm, .cancel].contains(binding.command) {
            press(binding.keys[0])
            #expect(drive.state.mode != .browsing, "\(binding.keys)")
        }
        press(.escape)
        #expect(drive.state.mode == .browsing)
    }

    private func footer(_ state: SessionState, columns: Int) -> String {
        let grid = ExplorerView.frame(state, size: Size(width: columns, height: 24), style: style).grid
        return grid.text.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }
}
