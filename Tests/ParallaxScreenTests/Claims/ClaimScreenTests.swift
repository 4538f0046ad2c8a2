import ParallaxCompute
import ParallaxSession
import ParallaxViews
import Testing

/// Recorded and looked at as the explorer's other screens.
@Suite("The screens of claims") struct ClaimScreenTests {
    typealias Screen = ExplorerScreenTests.Screen

    private static let sizes = [(80, 24), (120, 36), (200, 50)]

    /// Every state at three sizes, with and without colour.
    static let screens: [Screen] =
        states.flatMap { name, drive in
            sizes.flatMap { width, height in
                [ColorDepth.full, .none].map { depth in
                    Screen(
                        name: "claims-\(name)-\(width)x\(height)\(depth == .none ? "-mono" : "")", width: width, height: height,
                        depth: depth, drive: drive)
                }
            }
        } + [
            Screen(name: "claims-page-80x24-ascii", width: 80, height: 24, depth: .none, glyphs: .ascii, drive: page),
            Screen(name: "claims-panes-80x24-ascii", width: 80, height: 24, depth: .none, glyphs: .ascii, drive: panes),
            Screen(name: "claims-values-80x24", width: 80, height: 24) {
                var drive = page()
                drive.send(.previousPane, .moveDown)
                return drive
            },
            Screen(name: "claims-classes-80x24", width: 80, height: 24) {
                var drive = page()
                drive.send(.reclassClaim)
                return drive
            },
            Screen(name: "claims-split-80x24", width: 80, height: 24) {
                var drive = page()
                drive.send(.splitClaim)
                return drive
            },
            Screen(name: "claims-uncalibrated-120x36", width: 120, height: 36) { page(isCalibrated: false) }
        ]

    private static let states: [(String, @Sendable () -> Drive)] = [
        ("panes", panes), ("page", page), ("tests", tests), ("ask", ask), ("running", running), ("edited", edited)
    ]

    @Test("the screen is as it was looked at", arguments: screens)
    func golden(_ screen: Screen) throws { try expectGolden(screen.grid(), screen.name) }

    @Test("without colour no cell has one, without UTF-8 every cell is ASCII")
    func plainTerminals() {
        for screen in Self.screens where screen.depth == .none {
            #expect(screen.grid().cells.allSatisfy { $0.style.foreground == .terminal && $0.style.background == .terminal })
            if screen.glyphs == .ascii { #expect(screen.grid().cells.allSatisfy { $0.glyph.base.isASCII }) }
        }
    }

    @Test("while claims are off nothing of them is drawn: the screen is the one of before")
    func off() {
        var drive = Self.page()
        drive.send(.claims)
        drive.state.notice = nil
        let style = ScreenStyle(theme: ThemeLibrary.builtIn)
        for (width, height) in Self.sizes {
            let size = Size(width: width, height: height)
            #expect(
                ExplorerView.frame(drive.state, size: size, style: style)
                    == ExplorerView.frame(ExplorerScreenTests.browsing().state, size: size, style: style))
        }
    }

    @Test("every key of the page is in the footer or in the help, and means something on the page")
    func keys() {
        let state = Self.page().state, size = Size(width: 80, height: 24)
        for binding in Bindings.claims {
            for key in binding.keys { #expect(Bindings.action(for: key, in: state, size: size) != nil, "\(key)") }
        }
        var drive = Self.page()
        drive.send(.cancel, .help)
        let help = ExplorerView.frame(drive.state, size: Size(width: 120, height: 160), style: ScreenStyle(theme: ThemeLibrary.builtIn))
            .grid.text
        for binding in Bindings.claims { #expect(help.contains(binding.meaning), "\(binding.meaning)") }
    }

    // MARK: States

    @Sendable static func page() -> Drive { page(isCalibrated: true) }

    static func page(isCalibrated: Bool, seconds: Double = 0.8) -> Drive {
        var drive = Drive(Story.world(claimSeconds: seconds, isCalibrated: isCalibrated))
        drive.send(.showing([.splice, .lens, .agreement]))
        drive.settle()
        for _ in 0..<9 { drive.send(.moveRight) }
        drive.settle()
        drive.send(.claims)
        drive.settle()
        return drive
    }

    /// The marks in the panes.
    @Sendable static func panes() -> Drive {
        var drive = page()
        drive.send(.cancel, .nextPane, .nextPane)
        return drive
    }

    @Sendable static func tests() -> Drive {
        var drive = page()
        drive.send(.moveDown, .confirm, .moveDown, .moveDown, .moveDown)
        return drive
    }

    @Sendable static func ask() -> Drive { page(isCalibrated: true, seconds: 240) }

    /// Three of the tests are done.
    @Sendable static func running() -> Drive {
        var drive = ask()
        drive.send(.confirm)
        guard let question = drive.open.first(ClaimsQuestion.self), let text = drive.state.keptText else { return drive }
        drive.send(.report(question.partial(ClaimFixture.page(text, question.subject, done: 3))))
        return drive
    }

    @Sendable static func edited() -> Drive {
        var drive = page()
        drive.send(.swapValue, .judge(.false))
        drive.settle()
        drive.state.notice = nil
        return drive
    }
}
