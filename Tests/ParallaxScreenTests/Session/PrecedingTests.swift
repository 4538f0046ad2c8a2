import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

@Suite("An activation and the one before it") struct PrecedingTests {
    @Test("on the sample it is the plain cosine of the two, at the row that is looked at; the first token has none, and says so")
    func sample() throws {
        let bench = ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))))
        for row in [1, 4] {
            let states = try #require(try bench.traced(0, Cancellation()).states[bench.instrument.sites[row]])
            func product(_ a: Int, _ b: Int) -> Double { zip(states[a], states[b]).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
            let found = try bench.answer(PrecedingQuestion(document: 0, position: 5, row: row), Cancellation()) { _ in }
            #expect(abs(try #require(found.number) - product(5, 4) / (product(5, 5) * product(4, 4)).squareRoot()) < 1e-6)
        }
        #expect(
            try bench.answer(PrecedingQuestion(document: 0, position: 0, row: 4), Cancellation()) { _ in }.reason
                == "no token stands before it")
    }

    @Test("it stands first in the line between the readings; a dash where there is none, and dots until it is there")
    func line() throws {
        var drive = Drive(Story.world)
        drive.settle()
        func line(width: Int = 120) -> String {
            var grid = CellGrid(size: Size(width: width, height: 1))
            BetweenView.draw(
                drive.state, in: Rect(x: 0, y: 0, width: width, height: 1), on: &grid, ScreenStyle(theme: ThemeLibrary.builtIn))
            return grid.text
        }
        drive.send(.moveRight)
        drive.send(.showing([.agreement]))
        #expect(line().hasPrefix(" cos(h, before) …"))
        drive.settle()
        #expect(line().hasPrefix(" cos(h, before) .431   cos(SAE, NLA) .875"))
        // In a narrow pane nothing is lost but words.
        #expect(line(width: 76).hasPrefix(" before .431  cos(SAE, NLA) .875  kept 3") && line(width: 76).contains("mism. 1.2"))
        drive.send(.moveLeft)
        drive.settle()
        #expect(line().hasPrefix(" cos(h, before) —"))
    }
}
