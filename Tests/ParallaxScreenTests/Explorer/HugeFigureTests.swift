@testable import ParallaxViews
import ParallaxCompute
import ParallaxSession
import TestSupport
import Testing

@Suite("Figures of any size on the comparison's page")
struct HugeFigureTests {
    private static let edges: [Double] = [1e300, -1e300, 1.7e308, -1.7e308, 1e19, -1e19, 9.3e18, 1e15, 0, -0.0, -1, 1, 1e-300]

    @Test("curves, spreads and conclusions are drawn whatever the figures are", arguments: 0..<30)
    func drawn(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let report = ComparisonFixture.report(scope: "set", number: { _ in Self.edges.randomElement(using: &random) ?? 0 })
        let size = Size(width: 140, height: 40), area = Rect(x: 0, y: 0, width: size.width, height: size.height),
            style = ScreenStyle(theme: ThemeLibrary.builtIn)
        var grid = CellGrid(size: size)
        RateView.draw(report, highlighted: "SAE k8", in: area, on: &grid, style)
        #expect(grid.text.contains("SAE k8"))
        for (definition, scale) in [(Definition.normalised, ReconstructionScale.asIs), (.kl, .trueNorm)] {
            grid = CellGrid(size: size)
            SpreadView.draw(report.methods, definition, scale, highlighted: 0, in: area, on: &grid, style)
            #expect(grid.text.contains("NLA first"))
        }
        ConclusionsView.draw(report, report.methods.first, in: area, on: &grid, style)
    }

    @Test("a count that no whole number holds is told by its size")
    func counts() {
        #expect(
            FigureText.count(14236.0) == "14,236" && FigureText.count(1e30) == "1.00e+30"
                && FigureText.count(Double.nan) == FigureText.undefined && FigureText.count(-3.0) == "-3")
    }
}
