import ParallaxWorld
import TestSupport
import Testing

@Suite("Figures of others, derived again")
struct StatedCheckTests {
    private let variance = StatedVariance(0.7335, halfStep: 0.00005, source: .header)

    private static func figures(mse: Double? = nil, cos: Double? = nil, fve: Double? = nil) -> StatedFigures {
        StatedFigures(
            norm: nil, meanSquaredError: mse.map { StatedFigure($0, halfStep: 0.0005) },
            cosine: cos.map { StatedFigure($0, halfStep: 0.0005) },
            varianceExplained: fve.map { StatedFigure($0, halfStep: 0.0005) })
    }

    @Test(
        "figures as they were published agree within their digits, down to layers of low variance",
        arguments: [
            (0.7335, 1.962, 0.019, -1.674), (0.7335, 1.261, 0.369, -0.720), (0.7335, 0.108, 0.946, 0.852), (0.0302, 0.001, 1.0, 0.980),
            (0.0302, 0.959, 0.520, -30.762),
            (0.0579, 0.543, 0.729, -8.371), (0.9169, 2.119, -0.059, -1.311)
        ])
    func published(variance: Double, mse: Double, cos: Double, fve: Double) {
        let check = StatedCheck(
            Self.figures(mse: mse, cos: cos, fve: fve), variance: StatedVariance(variance, halfStep: 0.00005, source: .header))
        #expect(check.disagreements.isEmpty, "\(check.disagreements)")
        #expect(check.meanSquaredError == 2 * (1 - cos) && check.varianceExplained == 1 - mse / variance)
    }

    @Test("one unit of the last digit beyond rounding is a disagreement, and says from what")
    func beyondRounding() throws {
        // 2(1 − .9) = .2; the digits leave .001 from the cosine and .0005 from the error.
        #expect(StatedCheck(Self.figures(mse: 0.2015, cos: 0.9), variance: nil).disagreements.isEmpty)
        let wrong = try #require(StatedCheck(Self.figures(mse: 0.203, cos: 0.9), variance: nil).disagreements.first)
        #expect(wrong.figure == "mse_nrm" && wrong.stated == 0.203 && abs(wrong.derived - 0.2) < 1e-12)
        #expect(wrong.description == "mse_nrm is .203 in the file, 2(1 − cos) gives .200")
        let check = StatedCheck(Self.figures(mse: 0.2, cos: 0.9, fve: 0.737), variance: variance)
        #expect(check.disagreements.map(\.figure) == ["fve_nrm"])
        #expect(
            check.disagreements[0].description
                == "fve_nrm is .737 in the file, 1 − mse_nrm/Var with Var 0.7335 (the file's header) gives .727")
    }

    @Test("fve_nrm follows from the cosine where no error is stated, and from nothing without Var")
    func derivation() throws {
        let check = StatedCheck(Self.figures(cos: 0.9), variance: variance)
        #expect(try abs(#require(check.varianceExplained) - (1 - 0.2 / 0.7335)) < 1e-12)
        #expect(StatedCheck(Self.figures(cos: 0.9, fve: 0.1), variance: nil).disagreements.isEmpty)
        #expect(StatedCheck(Self.figures(mse: 0.2), variance: nil).cosine == 0.9)
        #expect(StatedCheck(StatedFigures(), variance: variance) == StatedCheck(StatedFigures(), variance: nil))
    }

    @Test("a cosine beyond 1 is none")
    func impossible() {
        #expect(StatedCheck(Self.figures(cos: 1.2), variance: nil).disagreements.map(\.figure) == ["cos"])
        #expect(StatedCheck(Self.figures(cos: 1), variance: nil).disagreements.isEmpty)
    }

    @Test("Var is inferred from rows with both figures, whatever a few of them say", arguments: [0.7335, 0.0302])
    func inference(variance: Double) throws {
        let folder = try TemporaryFolder()
        let rows = (0..<40).map { row -> String in
            let mse = variance * Double(row + 5) / 40
            // Every tenth row is wrong.
            let fve = row.isMultiple(of: 10) ? 0.5 : 1 - mse / variance
            return
                "{\"position\": \(row), \"text\": \"x\", \"mse_nrm\": \((mse * 10_000).rounded() / 10_000), \"fve_nrm\": \((fve * 10_000).rounded() / 10_000)}"
        }
        let file = try ExplanationFile.open(folder.write("rows.jsonl", rows.joined(separator: "\n")))
        let found = try #require(file.variance)
        #expect(found.source == .rows(40) && abs(found.value / variance - 1) < 0.005, "\(found)")
        #expect(found.origin == "inferred from 40 rows of the file")
        let wrong = (0..<40).filter { row in
            !StatedCheck(file.explanation(document: "any", position: row)!.stated, variance: found).disagreements.isEmpty
        }
        #expect(wrong == [0, 10, 20, 30].filter { abs(Double($0 + 5) / 40 - 0.5) > 0.01 })
    }

    @Test("the golden transcript: the two figures that were misprinted are found, no other")
    func golden() throws {
        let expected = try ExplanationGoldens.expected()
        let file = try ExplanationFile.open(ExplanationGoldens.file("transcript.txt"))
        #expect(file.variance == StatedVariance(expected.variance, halfStep: 0.00005, source: .header))
        var found: [String: [String]] = [:]
        for position in file.documents[0].positions {
            let names = StatedCheck(file.explanation(document: "any", position: position)!.stated, variance: file.variance).disagreements
                .map(\.figure)
            if !names.isEmpty { found["\(position)"] = names }
        }
        #expect(found == expected.disagreeing)
    }

    @Test("digits count: 0.369 is open by half a thousandth, 3e-4 by half a ten-thousandth, 2 by a half")
    func digits() throws {
        let folder = try TemporaryFolder()
        let file = try ExplanationFile.open(
            folder.write("digits.jsonl", #"{"position": 1, "text": "x", "cos": 0.369, "mse": 3e-4, "norm": 2, "other": 1e400}"#))
        let figures = try #require(file.explanation(document: "any", position: 1)).figures
        #expect(
            figures["cos"] == StatedFigure(0.369, halfStep: 0.0005) && figures["norm"] == StatedFigure(2, halfStep: 0.5)
                && figures["other"] == nil)
        #expect(try abs(#require(figures["mse"]).halfStep - 0.00005) < 1e-12)
    }
}
