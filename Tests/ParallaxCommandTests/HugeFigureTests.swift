import Foundation
@testable import ParallaxCommands
import ParallaxCompute
import TestSupport
import Testing

@Suite("Figures of any size are told, drawn and written")
struct HugeFigureTests {
    /// Numbers at the edges, and ordinary ones between them.
    private static let edges: [Double] = [
        1e300, -1e300, 1.7e308, -1.7e308, .infinity, -.infinity, Double(nan: 0, signaling: false), Double(nan: 1, signaling: false),
        Double(nan: 77, signaling: false), 0, -0.0, 1,
        -1, 0.5, 1e-300, -.leastNonzeroMagnitude, 1e19, -1e19, 1e25, 9.3e18, 1e15
    ]
    private static let finite = edges.filter(\.isFinite)

    @Test("no record and no basis, whatever its numbers, ends a report: neither its words nor its tables, page or JSON", arguments: 0..<12)
    func report(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Some reports hold little else than edges, in others one number in many is off.
        let share = [1.0, 0.3, 0.02][Int(seed % 3)]
        func number(_ all: [Double]) -> Double {
            Double.random(in: 0..<1, using: &random) < share
                ? all.randomElement(using: &random)! : Double.random(in: -1...1, using: &random)
        }
        let made = MadeUpRecords(documents: 11) { number(Self.finite) }
        let records = RecordList(made.plan.documents.map { made.record($0.index) { number(Self.edges) } })
        let builder = ReportBuilder(plan: made.plan, basis: made.basis), report = try builder.report(of: records),
            strips = try builder.strips(of: records)
        #expect(report.methods.count == MadeUpRecords.recipes.count)
        #expect(!ComparisonOutput.words(report).isEmpty)
        #expect(ComparisonCSV(report: report).text.contains("sae"))
        #expect(ComparisonMarkdown(report: report).text.contains("sae"))
        let page = ComparisonPage(report: report, strips: strips).html
        #expect(!page.contains("\"nan\"") && !page.contains("\"inf\"") && !page.contains("\"-inf\""), "places on the page are numbers")
        #expect(
            try JSONBytes.of(
                ComparisonJSON(report), numbers: .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            ).count > 1000)
        _ = try builder.report(of: RecordList([records.record(0)]), token: 3)
        _ = try builder.differing("sae", "nla", in: records)
        for method in report.methods {
            for figure in method.figures {
                #expect(figure.value?.isFinite != false)
                #expect(figure.interval.map { $0.low.isFinite && $0.high.isFinite } != false)
            }
        }
    }

    @Test("an axis of any two numbers has places that are numbers, and ticks or none")
    func axes() {
        for low in Self.edges {
            for high in Self.edges {
                let axis = Axis(low, high, from: 10, to: 110)
                for value in Self.edges { #expect((9.9...110.1).contains(axis.place(value)), "\(value) between \(low) and \(high)") }
                #expect(axis.ticks(5).count < 101)
            }
        }
    }

    @Test("whole numbers of numbers: nil or the nearest, never a trap")
    func whole() {
        #expect(
            Int(foreign: 3.9) == 3 && Int(foreign: -3.9) == -3 && Int(foreign: 1e300) == nil && Int(foreign: Double.nan) == nil
                && Int(foreign: -Double.infinity) == nil)
        #expect(
            Int(foreign: 9_223_372_036_854_775_808.0) == nil && Int(foreign: -9_223_372_036_854_775_808.0) == .min
                && UInt8(foreign: 256.0) == nil && UInt8(foreign: 255.9) == 255)
        #expect(
            Int(clamping: 1e300) == .max && Int(clamping: -1e300) == .min && Int(clamping: Double.nan) == 0 && Int(clamping: 2.5) == 2
                && UInt8(clamping: -1.0) == 0)
        #expect(
            Int(foreign: "12") == 12 && Int(foreign: "-7") == -7 && Int(foreign: "1e3") == nil
                && Int(foreign: "99999999999999999999") == nil)
        #expect(Int.max.adding(clamped: 1) == .max && Int.min.adding(clamped: -1) == .min && 2.adding(clamped: 3) == 5)
        #expect(Int.max.multiplied(clamped: -2) == .min && Int.min.multiplied(clamped: -2) == .max && 6.multiplied(clamped: 7) == 42)
    }

    @Test("a count from a file is 0 to a trillion, or is refused where it is read")
    func counts() throws {
        #expect(try JSONDecoder().decode([Count].self, from: Data("[0, 17, 1099511627776]".utf8)).map(\.number) == [0, 17, Count.most])
        for other in ["-1", "1099511627777", "4611686018427387904", "1e30", "0.5", "\"3\"", "null"] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode([Count].self, from: Data("[\(other)]".utf8)) }
        }
    }
}
