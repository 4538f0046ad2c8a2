import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import Testing

/// Whole screens as cells. After a wanted change of the views they are recorded anew with
///
///     PARALLAX_RECORD=1 swift test -c release --filter ExplorerScreenTests
///
/// and looked at (the glyph plane reads as the screen does) before they are committed.
@Suite("The explorer's screens") struct ExplorerScreenTests {
    struct Screen: CustomTestStringConvertible, Sendable {
        var name: String
        var width: Int
        var height: Int
        var depth = ColorDepth.full
        var glyphs = GlyphSet.unicode
        var drive: @Sendable () -> Drive = browsing

        var testDescription: String { name }

        func grid() -> CellGrid {
            let style = ScreenStyle(theme: ThemeLibrary.builtIn.adapted(to: depth), glyphs: glyphs)
            return ExplorerView.frame(drive().state, size: Size(width: width, height: height), style: style).grid
        }
    }

    static let screens = [
        Screen(name: "explorer-80x24", width: 80, height: 24),
        Screen(name: "explorer-120x36", width: 120, height: 36),
        Screen(name: "explorer-200x50", width: 200, height: 50),
        Screen(name: "explorer-40x10", width: 40, height: 10),
        Screen(name: "explorer-80x24-mono", width: 80, height: 24, depth: .none),
        Screen(name: "explorer-80x24-ascii", width: 80, height: 24, depth: .none, glyphs: .ascii),
        Screen(name: "features-edited", width: 120, height: 36, drive: featuresEdited),
        Screen(name: "sentence-editor", width: 80, height: 24, drive: sentenceOpen),
        Screen(name: "chooser", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.chooseDocument, .moveDown, .moveDown)
            return drive
        },
        Screen(name: "help", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.help)
            return drive
        },
        Screen(name: "explorer-160x48", width: 160, height: 48),
        Screen(name: "explorer-160x48-mono", width: 160, height: 48, depth: .none),
        Screen(name: "text-edited-160x48", width: 160, height: 48, drive: textEdited),
        Screen(name: "difference-120x36", width: 120, height: 36) { colour(.difference) },
        Screen(name: "rank-120x36", width: 120, height: 36) { colour(.rank) },
        Screen(name: "splice-80x24", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.showSplice)
            return drive
        },
        Screen(name: "lens-80x24", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.showLens)
            return drive
        },
        Screen(name: "search-80x24", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.search)
            drive.type("lighthouse")
            drive.settle()
            return drive
        },
        Screen(name: "feature-search-80x24", width: 80, height: 24) {
            var drive = browsing()
            drive.send(.nextPane, .addFeature)
            drive.type("key")
            drive.settle()
            return drive
        },
        Screen(name: "history-120x36", width: 120, height: 36) {
            var drive = textEdited()
            drive.send(.history)
            return drive
        },
        Screen(name: "comparison-80x24", width: 80, height: 24) { comparing() },
        Screen(name: "comparison-120x36", width: 120, height: 36) { comparing(.compare) },
        Screen(name: "comparison-120x36-mono", width: 120, height: 36, depth: .none) { comparing(.compare) },
        Screen(name: "comparison-rates-120x36", width: 120, height: 36) { comparing(.nextPane, .moveRight, .moveRight) },
        Screen(name: "comparison-spreads-200x50", width: 200, height: 50) { comparing(.nextPane, .nextPane, .reverse) },
        // The panes have another Var, which the line under the heading says.
        Screen(name: "comparison-effects-120x36", width: 120, height: 36) {
            var drive = comparing(.nextPane, .nextPane, .nextPane)
            let question = ProvenanceQuestion(document: 0, version: 1)
            drive.state.statistics.provenances = Latest(question, [Provenance?](repeating: Story.provenance(variance: 0.47), count: 7))
            return drive
        },
        Screen(name: "comparison-differences-80x24", width: 80, height: 24) { comparing(.confirm, .moveDown) },
        Screen(name: "verbalizing", width: 80, height: 24, drive: verbalizing),
        Screen(name: "before-the-trace", width: 80, height: 24) { Drive(Story.world) }
    ]

    /// Every pane at three sizes, with and without colour.
    private static let panes: [Screen] = [(80, 24), (120, 36), (200, 50)].flatMap { width, height in
        [ColorDepth.full, .none].flatMap { depth in
            Pane.allCases.map { pane in
                Screen(name: "pane-\(pane)-\(width)x\(height)\(depth == .none ? "-mono" : "")", width: width, height: height, depth: depth)
                {
                    var drive = textEdited()
                    while drive.state.pane != pane { drive.send(.nextPane) }
                    drive.settle()
                    return drive
                }
            }
        }
    }

    @Test("every pane is as it was looked at", arguments: panes)
    func pane(_ screen: Screen) throws { try expectGolden(screen.grid(), screen.name) }

    @Test("the screen is as it was looked at", arguments: screens)
    func golden(_ screen: Screen) throws { try expectGolden(screen.grid(), screen.name) }

    /// Texts alone, at a token whose fve_nrm contradicts the file's own mse_nrm, and at one with samples.
    private static let texts: [(name: String, width: Int, height: Int, depth: ColorDepth, position: Int, commands: [Command])] = [
        ("texts-80x24", 80, 24, .full, 28, []), ("texts-120x36", 120, 36, .full, 28, [.nextColour]),
        ("texts-120x36-mono", 120, 36, .none, 28, [.nextColour]),
        ("texts-200x50", 200, 50, .full, 38, [.nextColour, .nextColour]), ("texts-samples-80x24", 80, 24, .full, 38, [.history]),
        ("texts-absent-80x24", 80, 24, .full, 20, [.nextPane, .nextPane]), ("texts-lens-80x24", 80, 24, .full, 15, [.showLens])
    ]

    @Test("texts alone are as they were looked at", arguments: texts.indices)
    func textsAlone(_ index: Int) throws {
        let screen = Self.texts[index]
        let size = Size(width: screen.width, height: screen.height)
        var drive = try TextWorld.drive("transcript.txt")
        drive.send(.placed(row: 0, position: screen.position))
        for command in screen.commands { drive.send(command) }
        drive.send(.showing(ExplorerView.layout(drive.state, size).sidePanes))
        drive.settle()
        let style = ScreenStyle(theme: ThemeLibrary.builtIn.adapted(to: screen.depth))
        try expectGolden(ExplorerView.frame(drive.state, size: size, style: style).grid, screen.name)
    }

    @Test("without colour no cell has one, without UTF-8 every cell is ASCII")
    func plainTerminals() {
        let mono = Self.screens[4].grid(), ascii = Self.screens[5].grid()
        #expect(mono.cells.allSatisfy { $0.style.foreground == .terminal && $0.style.background == .terminal })
        #expect(ascii.cells.allSatisfy { $0.glyph.base.isASCII && !$0.glyph.hasMarks })
    }

    @Test("the token under the cursor is in sight at every width, and its cell is the one reversed in the grid")
    func cursorInSight() {
        var drive = Drive(Story.world)
        drive.settle()
        let style = ScreenStyle(theme: ThemeLibrary.builtIn)
        for position in Story.words.indices {
            drive.state.position = position
            for width in [20, 40, 80, 120, 200] {
                let frame = ExplorerView.frame(drive.state, size: Size(width: width, height: 24), style: style)
                guard let cursor = frame.cursor else {
                    Issue.record("no cursor at token \(position) with \(width) columns")
                    continue
                }
                #expect(frame.grid[cursor.x, cursor.y].style.attributes.contains(.reverse))
            }
        }
    }

    @Test("a figure that was changed stands under the one before, in both panes")
    func editedRows() {
        var drive = Self.featuresEdited()
        drive.send(.nextPane, .confirm)
        drive.edit { $0.insert(" Not") }
        drive.settle()
        let text = ExplorerView.frame(drive.state, size: Size(width: 160, height: 40), style: ScreenStyle(theme: ThemeLibrary.builtIn)).grid
            .text
        for row in ["before", "edit", "change"] {
            #expect(
                text.split(separator: "\n").filter { $0.components(separatedBy: " \(row) ").count == 3 }.count == 1, "\(row) in both panes")
        }
    }

    // MARK: States

    @Sendable static func comparing(_ commands: Command...) -> Drive {
        var drive = browsing()
        drive.send(.compare)
        drive.settle()
        for command in commands {
            drive.send(command)
            drive.settle()
        }
        return drive
    }

    @Sendable static func browsing() -> Drive {
        var drive = Drive(Story.world)
        drive.send(.showing([.splice, .lens, .agreement]))
        drive.settle()
        for _ in 0..<9 { drive.send(.moveRight) }
        drive.settle()
        return drive
    }

    /// One feature off, one halved, one added.
    @Sendable static func featuresEdited() -> Drive {
        var drive = browsing()
        drive.send(.nextPane, .switchOff, .moveDown, .scaleFeature)
        drive.type("0.5")
        drive.send(.confirm, .addFeature)
        drive.settle()
        drive.send(.confirm)
        drive.type("3.5")
        drive.send(.confirm)
        drive.settle()
        return drive
    }

    @Sendable static func colour(_ colour: GridColour) -> Drive {
        var drive = browsing()
        drive.state.colour = colour
        drive.send(.redraw)
        drive.settle()
        return drive
    }

    /// One sentence changed and kept.
    @Sendable static func textEdited() -> Drive {
        var drive = sentenceOpen()
        drive.send(.confirm)
        drive.settle()
        return drive
    }

    @Sendable static func sentenceOpen() -> Drive {
        var drive = browsing()
        drive.send(.nextPane, .nextPane, .moveDown, .confirm)
        drive.edit { editor in
            editor.moveToStart()
            editor.insert("Never ")
        }
        drive.settle()
        return drive
    }

    /// All is there but the words, of which the first ones stream in.
    @Sendable static func verbalizing() -> Drive {
        var drive = Drive(Story.world)
        while let request = drive.open.first(where: { $0.of(VerbalizeQuestion.self) == nil }) { drive.answer(request) }
        drive.send(.moveRight)
        if let question = drive.open.first(VerbalizeQuestion.self) {
            drive.send(.report(question.partial(.writing(position: 1, textSoFar: "A letter, quiet in tone. The te"))))
        }
        return drive
    }
}
