import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

@Suite("What the mouse means") struct PointingTests {
    private let style = ScreenStyle(theme: ThemeLibrary.builtIn)
    private static let sizes = [
        Size(width: 80, height: 24), Size(width: 120, height: 36), Size(width: 200, height: 50), Size(width: 40, height: 20),
        Size(width: 40, height: 10), Size(width: 9, height: 5)
    ]

    private func frame(_ state: SessionState, _ size: Size) -> Frame { ExplorerView.frame(state, size: size, style: style) }

    private func mouse(_ kind: MouseEvent.Kind, _ point: Point, _ drive: inout Drive, _ size: Size) {
        if let action = Bindings.action(for: .mouse(MouseEvent(kind, x: point.x, y: point.y)), in: drive.state, size: size) {
            drive.send(action)
        }
    }

    @Test("a click in the grid takes the cursor to what stands under the mouse, wherever that is", arguments: sizes)
    func grid(_ size: Size) {
        var generator = SeededGenerator(seed: 3)
        var clicked = 0
        for _ in 0..<200 {
            var drive = ExplorerScreenTests.browsing()
            drive.state.position = Int.random(in: 0..<drive.state.trace!.ids.count, using: &generator)
            drive.state.row = Int.random(in: 0..<drive.state.inventory.sites.count, using: &generator)
            let point = Point(x: Int.random(in: 0..<size.width, using: &generator), y: Int.random(in: 0..<size.height, using: &generator))
            guard case .cell(let row, let position)? = ScreenTarget.at(point, drive.state, size: size) else { continue }
            clicked += 1
            let before = frame(drive.state, size).grid.text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
            let label = String(before[point.y].prefix(4)).trimmingPrefix { $0 == " " }
            mouse(.press, point, &drive, size)
            #expect((drive.state.row, drive.state.position) == (row, position))
            #expect(drive.state.pane == .grid)
            // The row's name is what stood at the left of the click; the header has none.
            if !label.isEmpty { #expect(String(label) == (row == 0 ? "emb" : "L\(row - 1)")) }
        }
        #expect(clicked > 0)
    }

    @Test("a click on a line of a reading highlights that line, and the pane takes the keys", arguments: sizes)
    func panes(_ size: Size) {
        for y in 0..<size.height {
            for x in [2, size.width / 2 - 2, size.width / 2 + 2, size.width - 2] {
                var drive = ExplorerScreenTests.browsing()
                let point = Point(x: x, y: y)
                guard case .pane(let pane, let line)? = ScreenTarget.at(point, drive.state, size: size) else { continue }
                mouse(.press, point, &drive, size)
                #expect(drive.state.pane == pane)
                guard let line else { continue }
                #expect((pane == .features ? drive.state.highlightedFeature : drive.state.highlightedSentence) == line)
                // Where only one reading has room, the other one may take its place.
                #expect(frame(drive.state, size).grid.row(y).contains { $0.style.attributes.contains(.reverse) }, "\(point) \(line)")
            }
        }
    }

    @Test("the wheel reads on in the text, moves the highlight in a pane, and scrolls what is open")
    func wheel() {
        let size = Self.sizes[0]
        var drive = ExplorerScreenTests.browsing()
        let layout = ExplorerLayout(size: size, siteCount: drive.state.inventory.sites.count)
        let start = drive.state.position
        mouse(.wheelDown, Point(x: layout.grid.x + 9, y: layout.grid.y), &drive, size)
        #expect(drive.state.position == start + 1)
        mouse(.wheelUp, Point(x: layout.grid.x + 9, y: layout.header.y), &drive, size)
        #expect(drive.state.position == start)
        let inFeatures = Point(x: layout.left.x + 3, y: layout.left.endY - 4)
        mouse(.wheelDown, inFeatures, &drive, size)
        #expect(drive.state.pane == .features && drive.state.highlightedFeature == 0)
        mouse(.wheelDown, inFeatures, &drive, size)
        #expect(drive.state.highlightedFeature == 1)
        for _ in 0..<50 { mouse(.wheelDown, inFeatures, &drive, size) }
        #expect(drive.state.highlightedFeature == drive.state.shownFeatures.count - 1)
        drive.send(.help)
        let top = frame(drive.state, size)
        mouse(.wheelDown, inFeatures, &drive, size)
        #expect(frame(drive.state, size) != top)
        mouse(.wheelUp, inFeatures, &drive, size)
        #expect(frame(drive.state, size) == top)
    }

    @Test("while a line is typed, and outside of everything, the mouse does nothing")
    func nothing() {
        let size = Self.sizes[0]
        var drive = ExplorerScreenTests.browsing()
        for point in [Point(x: 80, y: 3), Point(x: 3, y: 24), Point(x: 9999, y: 9999), Point(x: 0, y: 0)] {
            #expect(ScreenTarget.at(point, drive.state, size: size) == nil)
        }
        drive.send(.nextPane, .nextPane, .confirm)
        let mode = drive.state.mode
        for y in 0..<24 { mouse(.press, Point(x: 20, y: y), &drive, size) }
        #expect(drive.state.mode == mode && mode != .browsing)
    }
}
