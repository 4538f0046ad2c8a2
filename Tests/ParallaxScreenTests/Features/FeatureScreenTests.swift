import ParallaxCompute
import ParallaxSession
import ParallaxViews
import Testing

/// Recorded and looked at as the explorer's other screens.
@Suite("The screens of features") struct FeatureScreenTests {
    typealias Screen = ExplorerScreenTests.Screen

    static let screens: [Screen] =
        [("feature", page), ("neighbours", neighbours), ("dictionaries", dictionaries)].flatMap { name, drive in
            [(80, 24), (120, 36), (200, 50)].flatMap { width, height in
                [ColorDepth.full, .none].map { depth in
                    Screen(
                        name: "\(name)-\(width)x\(height)\(depth == .none ? "-mono" : "")", width: width, height: height, depth: depth,
                        drive: drive)
                }
            }
        } + [
            Screen(name: "feature-80x24-ascii", width: 80, height: 24, depth: .none, glyphs: .ascii, drive: page),
            Screen(name: "feature-reading-80x24", width: 80, height: 24, drive: reading)
        ]

    private static let page: @Sendable () -> Drive = {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.nextPane, .showFeature)
        drive.settle()
        drive.send(.moveDown)
        return drive
    }

    private static let neighbours: @Sendable () -> Drive = {
        var drive = page()
        drive.send(.nextPane, .moveDown)
        return drive
    }

    /// Nothing is answered yet.
    private static let reading: @Sendable () -> Drive = {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.nextPane, .showFeature)
        return drive
    }

    private static let dictionaries: @Sendable () -> Drive = {
        var drive = ExplorerScreenTests.browsing()
        drive.send(.chooseDictionary)
        drive.settle()
        drive.send(.moveDown)
        return drive
    }

    @Test("the screen is as it was looked at", arguments: screens)
    func golden(_ screen: Screen) throws { try expectGolden(screen.grid(), screen.name) }

    @Test("without colour no cell has one, without UTF-8 every cell is ASCII")
    func plainTerminals() {
        for screen in Self.screens where screen.depth == .none {
            #expect(screen.grid().cells.allSatisfy { $0.style.foreground == .terminal && $0.style.background == .terminal })
            if screen.glyphs == .ascii { #expect(screen.grid().cells.allSatisfy { $0.glyph.base.isASCII }) }
        }
    }

    @Test("labels and contexts from strangers' files stay in their cells, at any size")
    func hostile() {
        var drive = Drive(Story.world { "\u{1B}[2J\u{202E}\t\n" + $0 + String(repeating: "漢\u{0301}", count: 300) })
        drive.settle()
        drive.send(.nextPane, .showFeature)
        drive.settle()
        for size in [Size(width: 1, height: 1), Size(width: 12, height: 5), Size(width: 80, height: 24), Size(width: 300, height: 90)] {
            for command in [Command.nextPane, .moveDown] {
                let grid = ExplorerView.frame(drive.state, size: size, style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid
                #expect(
                    grid.cells.allSatisfy { cell in
                        cell.glyph.base.properties.generalCategory != .control && cell.glyph.base.properties.generalCategory != .format
                    })
                drive.send(command)
            }
        }
    }
}
