import ParallaxSession
import ParallaxViews
import Testing

@Suite struct LayoutTests {
    /// The boxes as a drawing: one letter a part.
    func drawing(_ width: Int, _ height: Int, sites: Int = 7, focus: Pane = .grid) -> String {
        let layout = ExplorerLayout(size: Size(width: width, height: height), siteCount: sites, focus: focus)
        var grid = CellGrid(size: Size(width: width, height: height))
        grid.fill(grid.bounds, "?")
        let parts: [(Rect, Unicode.Scalar)] = [
            (layout.top, "T"), (layout.legend, "C"), (layout.header, "H"), (layout.grid, "G"), (layout.token, "N"), (layout.left, "L"),
            (layout.divider, "|"), (layout.right, "R"), (layout.between, "B"), (layout.lens, "Z"), (layout.splice, "S"),
            (layout.notes, "."), (layout.footer, "F")
        ]
        for (box, letter) in parts { grid.fill(box, letter) }
        return grid.text
    }

    /// Every row written once with how often it comes.
    func rows(_ drawing: String) -> String {
        var result: [(String, Int)] = []
        for line in drawing.split(separator: "\n").map(String.init) {
            if result.last?.0 == line { result[result.count - 1].1 += 1 } else { result.append((line, 1)) }
        }
        return result.map { "\($0.1) \($0.0)" }.joined(separator: "\n")
    }

    @Test("80×24: all sites, readings side by side")
    func ordinary() {
        #expect(
            rows(drawing(80, 24)) == """
                1 \(String(repeating: "T", count: 80))
                1 \(String(repeating: "C", count: 80))
                1 \(String(repeating: "H", count: 80))
                7 \(String(repeating: "G", count: 80))
                1 \(String(repeating: "N", count: 80))
                11 \(String(repeating: "L", count: 39))|\(String(repeating: "R", count: 40))
                1 \(String(repeating: "B", count: 80))
                1 \(String(repeating: "F", count: 80))
                """)
    }

    @Test("120×36 has room for the splice and the notes, 160×48 for the logit lens beside the readings")
    func roomy() {
        let middle = ExplorerLayout(size: Size(width: 120, height: 36), siteCount: 7)
        #expect(middle.splice.height == 9 && middle.notes.height == 1 && middle.lens.isEmpty && middle.left.height >= 12)
        let wide = ExplorerLayout(size: Size(width: 160, height: 48), siteCount: 7)
        #expect(wide.splice.height == 9 && wide.notes.height == 2 && wide.lens.width == 40 && wide.left.width >= 59)
        #expect(wide.sidePanes == [.splice, .lens, .agreement])
    }

    @Test("the claims share the third column with the lens where both have room, and change nothing else")
    func claims() {
        for (width, height) in [(80, 24), (120, 36), (160, 48), (200, 50), (200, 20)] {
            let size = Size(width: width, height: height)
            let off = ExplorerLayout(size: size, siteCount: 7), on = ExplorerLayout(size: size, siteCount: 7, hasClaims: true)
            #expect(
                off.claims.isEmpty && on.left == off.left && on.right == off.right && on.splice == off.splice
                    && on.lens.height + on.claims.height == off.lens.height)
            #expect(
                on.claims.isEmpty == (width < 150 || height < 40) && (on.claims.isEmpty || on.lens.height >= 9 && on.claims.height >= 6))
        }
    }

    @Test("what has no room of its own takes the readings' while it is in focus", arguments: [Pane.splice, .lens])
    func focused(_ pane: Pane) {
        let small = ExplorerLayout(size: Size(width: 80, height: 24), siteCount: 7, focus: pane)
        #expect(small.left.isEmpty && small.right.isEmpty && (pane == .splice ? small.splice : small.lens).height >= 10)
        #expect(!ExplorerLayout(size: Size(width: 80, height: 24), siteCount: 7).sidePanes.contains(.splice))
    }

    @Test("40×10: the current site with its neighbours, and the reading in focus")
    func small() {
        #expect(drawing(40, 10, focus: .explanation).split(separator: "\n").map { String($0.first!) }.joined() == "THGGGNRRRF")
        #expect(drawing(40, 10, focus: .features).split(separator: "\n").map { String($0.first!) }.joined() == "THGGGNLLLF")
    }

    @Test("narrow: the readings stand above each other, and the grid gives way to them")
    func narrow() {
        #expect(drawing(60, 24).split(separator: "\n").map { String($0.first!) }.joined() == "TCHGGGNLLLLLLLLRRRRRRRRF")
    }

    @Test("a model of many layers keeps half of what is left, not all of it")
    func manySites() {
        let layout = ExplorerLayout(size: Size(width: 120, height: 36), siteCount: 81)
        #expect(layout.grid.height == 13)
        #expect(layout.left.height == 16)
    }

    @Test("down to one cell: token, then site, then tokens, then a reading")
    func tiny() {
        #expect(drawing(1, 1) == "N")
        #expect(drawing(3, 2) == "GGG\nNNN")
        #expect(drawing(3, 3) == "HHH\nGGG\nNNN")
        #expect(drawing(3, 6) == "HHH\nGGG\nNNN\nLLL\nLLL\nLLL")
    }

    @Test("at every size the boxes cover the screen once")
    func partition() {
        for width in Array(0...100) + [149, 150, 200, 300] {
            for height in 0...60 {
                for sites in [0, 1, 7, 33] {
                    let layout = ExplorerLayout(
                        size: Size(width: width, height: height), siteCount: sites,
                        focus: Pane.allCases[(width + sites) % Pane.allCases.count])
                    var boxes = [
                        layout.top, layout.legend, layout.header, layout.grid, layout.token, layout.left, layout.divider, layout.right
                    ]
                    boxes += [layout.between, layout.splice, layout.notes, layout.footer, layout.lens]
                    boxes.removeAll { $0.isEmpty }
                    let screen = Rect(x: 0, y: 0, width: width, height: height)
                    // A column between the readings and the lens belongs to neither.
                    let gap = layout.lens.isEmpty || layout.lens.x == 0 ? 0 : layout.lens.height
                    #expect(boxes.map { $0.width * $0.height }.reduce(gap, +) == width * height)
                    #expect(boxes.allSatisfy { $0.intersection(screen) == $0 })
                    for (place, box) in boxes.enumerated() {
                        for other in boxes[(place + 1)...] { #expect(box.intersection(other).isEmpty) }
                    }
                }
            }
        }
    }

    @Test("a list shows its selected row, and does not jump")
    func lists() {
        #expect(ListWindow.visible(count: 10, rows: 4, selected: 0) == 0..<4)
        #expect(ListWindow.visible(count: 10, rows: 4, selected: 5, first: 0) == 2..<6)
        #expect(ListWindow.visible(count: 10, rows: 4, selected: 4, first: 2) == 2..<6)
        #expect(ListWindow.visible(count: 3, rows: 4, selected: 9, first: 7) == 0..<3)
        #expect(ListWindow.centred(count: 81, rows: 3, selected: 40) == 39..<42)
        #expect(ListWindow.centred(count: 81, rows: 3, selected: 0) == 0..<3)
        #expect(ListWindow.visible(count: 0, rows: 4, selected: 0).isEmpty)
    }
}
