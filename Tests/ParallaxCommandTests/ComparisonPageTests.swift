import Foundation
@testable import ParallaxCommands
@testable import ParallaxComparisons
import ParallaxCompute
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("The page of a comparison")
struct ComparisonPageTests {
    private let page = ComparisonPage(report: ReportFixture.report(), strips: [ReportFixture.strip]).html

    /// Elements of well-formed markup by name, and all text in it.
    private final class Reading: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]
        var classes: [String: Int] = [:]
        var attributes: Set<String> = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes own: [String: String]
        ) {
            counts[name, default: 0] += 1
            attributes.formUnion(own.keys)
            for style in (own["class"] ?? "").split(separator: " ") { classes[String(style), default: 0] += 1 }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    private func read(_ markup: String) throws -> Reading {
        let reading = Reading(), parser = XMLParser(data: Data(markup.replacing("<!DOCTYPE html>\n", with: "").utf8))
        parser.delegate = reading
        guard parser.parse() else {
            throw Complaint(
                "page", expected: "well-formed markup", found: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")",
                remedy: "escape it")
        }
        return reading
    }

    @Test("the whole page is well-formed, and each of its figures alone")
    func wellFormed() throws {
        #expect(try read(page).counts["svg"] ?? 0 >= 7)
        let drawings = page.split(separator: "<svg").dropFirst().compactMap { part in
            part.firstRange(of: "</svg>").map { "<svg" + part[..<$0.upperBound] }
        }
        for drawing in drawings {
            let reading = try read(drawing)
            #expect(reading.counts["title"] ?? 0 >= 1, "a figure says what it shows")
        }
    }

    @Test("names, tokens and sentences cannot become markup, and all of them are there")
    func hostile() throws {
        let reading = try read(page)
        for element in ["script", "img", "b>", "iframe", "object", "link"] { #expect(reading.counts[element] == nil, "\(element)") }
        #expect(reading.counts["b"] == 2, "the two labels of sentences, and none of a name")
        #expect(reading.attributes.isDisjoint(with: ["onerror", "onload", "href", "src"]))
        for name in ReportFixture.hostile { #expect(page.contains(Markup.escaped(name)), "\(name)") }
        #expect(reading.text.contains("<script>alert(1)</script> is ahead of"))
        #expect(!page.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202e}" || $0 == "\u{fffe}" })
    }

    @Test("nothing is fetched and nothing runs")
    func selfContained() {
        let rest = page.replacing("http://www.w3.org/2000/svg", with: "").replacing("http://www.w3.org/1999/xhtml", with: "")
        for part in ["http:", "https:", "url(", "@import", "<script", "javascript:", "<link"] { #expect(!rest.contains(part), "\(part)") }
    }

    @Test("every method and every definition is there, with N, sources, exclusions and both sets of documents")
    func complete() throws {
        let text = try read(page).text
        for method in ReportFixture.report().methods {
            for figure in method.figures { #expect(text.contains(figure.definition.formula)) }
        }
        for part in [
            "N = 40", "2 BOS", "812 tokens of 59 documents", "other (a file)", "plain", "a reference, not a bound",
            "the reconstruction is μ", "B and F differ", "a note", "[0.850, 0.940]", "[0.100, 0.300]", "first ahead"
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test("a mark for every figure on an axis, a line for its interval, an arrow with the number for what lies beyond")
    func marks() throws {
        let report = ReportFixture.report(), group = DefinitionsFigure.groups[1]
        let reading = try read(try #require(DefinitionsFigure(group, report)).drawing.markup(title: "A", narrowest: 0))
        // Four methods by A, A at ‖x‖, B, B at ‖x‖; the control's two values of A lie beyond.
        #expect(reading.classes["mark"] == 14 && reading.classes["interval"] == 14)
        #expect(reading.text.contains("◂ −53.2"))
        let directions = try read(
            try #require(DefinitionsFigure(DefinitionsFigure.groups[0], report)).drawing.markup(title: "F", narrowest: 0))
        #expect(directions.classes["mark"] == 15 && directions.text.contains("–"), "the baseline's undefined centred cosine is a dash")
    }

    @Test("the rate–distortion figure has the curve, the axes' units, a mark, an interval and a name for every code")
    func rates() throws {
        let reading = try read(try #require(RateDistortionFigure(ReportFixture.report())).drawing.markup(title: "bits", narrowest: 0))
        #expect(reading.classes["mark"] == 2 && reading.classes["interval"] == 2 && reading.classes["reference"] == 1)
        for part in ["mean bits per activation", "1 − D/Var", "Gaussian reference", "<script>alert"] {
            #expect(reading.text.contains(part), "\(part)")
        }
    }

    @Test("a row of the distributions tells the median, the 10th percentile and the share below 0; a strip has a cell for every value")
    func spreadsAndStrips() throws {
        let spread = try read(try #require(SpreadFigure(ReportFixture.report(), .normalised)).drawing.markup(title: "F", narrowest: 0))
        #expect(spread.classes["fill"] == 8 && spread.classes["quantile"] == 8)
        for part in ["0.900", "0.600", "12%", "median", "p10"] { #expect(spread.text.contains(part), "\(part)") }
        let effect = try read(try #require(SpreadFigure(ReportFixture.report(), .kl, .trueNorm)).drawing.markup(title: "KL", narrowest: 0))
        for part in ["0.100", "1.250", "25%", "median", "p90", "> 1", "10⁻⁴", "nats"] { #expect(effect.text.contains(part), "\(part)") }
        let strip = try read(StripFigure(ReportFixture.strip).drawing.markup(title: "F", narrowest: 0))
        // Six values and five shades of the legend; a stroke where F is below 0, and one in the legend.
        #expect(strip.classes["cell"] == 6 + 5 && strip.classes["negative"] == 2)
        #expect(strip.text.contains("␣<script>") && strip.text.contains("undefined"))
    }

    @Test("beside A a text is charged for ‖h‖, beside F it is not, and a code that carries its length is not")
    func lengthBits() throws {
        let code = try #require(ComparisonTables(report: ReportFixture.report()).all.first { $0.title == "Bits" }).table
        let place = try #require(code.columns.firstIndex { $0.title == "bits with ‖h‖" })
        #expect(code.rows.map { $0[place] } == ["100.0", "104.0"])
        #expect(code.rows[1].last == "4 bits for ‖h‖")
        #expect(ComparisonCSV(report: ReportFixture.report()).text.contains("code.text,bits_with_length,104.0,"))
    }

    @Test("figures by the place of the token have intervals, D among them")
    func strata() throws {
        let strata = try #require(ComparisonTables(report: ReportFixture.report()).all.first { $0.title == "By the place of the token" })
            .table
        let place = try #require(strata.columns.firstIndex { $0.title == "D" })
        #expect(strata.rows[0][place] == "0.900 [0.850, 0.940]")
        #expect(
            ComparisonCSV(report: ReportFixture.report()).text.contains(
                ",rest,fve.residual_variance,figure,0.9,0.85,0.9400000000000001,40,"))
    }

    @Test("single draws, and what is held against the NLA's output, stay out of the figures")
    func shown() {
        var draws = ReportFixture.report().methods
        draws[0] = MethodReport(
            name: "a draw", kind: .draw, target: .activation, isOracle: false, isHeadline: false, isDirection: true, count: 1,
            figures: draws[0].figures, spreads: [], draws: [], bits: [],
            features: nil, cost: nil, writingCost: nil, matchingRank: nil, strata: [])
        #expect(DefinitionsFigure.shown(draws).map(\.name) == Array(ReportFixture.hostile.dropFirst()))
    }

    @Test("wall times stand in a part of their own: all else is the same in every run")
    func wallTimes() throws {
        let other = ComparisonPage(report: ReportFixture.report(seconds: 99), strips: [ReportFixture.strip]).html
        let (a, b) = (try #require(page.firstRange(of: "<footer>")), try #require(other.firstRange(of: "<footer>")))
        #expect(page[..<a.lowerBound] == other[..<b.lowerBound] && page != other)
    }

    @Test("a report without methods is a page all the same")
    func empty() throws {
        var report = ReportFixture.report()
        report.methods = []
        report.curve = []
        report.wallTimes = []
        #expect(try read(ComparisonPage(report: report).html).counts["svg"] == nil)
    }
}

@Suite("Drawing")
struct DrawingTests {
    @Test("ticks are round numbers within the axis, and few")
    func ticks() {
        #expect(Axis(0, 1, from: 0, to: 100).ticks(5) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
        #expect(Axis(-1, 1, from: 0, to: 100).ticks(4) == [-1, -0.5, 0, 0.5, 1])
        #expect(Axis(0, 545, from: 0, to: 100).ticks(7) == [0, 100, 200, 300, 400, 500])
        #expect(Axis.label(-0.5) == "−0.5" && Axis.label(0.6000000000000001) == "0.6")
    }

    @Test(
        "values outside an axis lie at its end; an axis without extent is made one",
        arguments: [(2.0, 2.0), (1, 0), (.nan, 1), (0, .infinity)])
    func axis(low: Double, high: Double) {
        let plain = Axis(0, 10, from: 100, to: 200)
        #expect(plain.place(5) == 150 && plain.place(-3) == 100 && plain.place(30) == 200 && !plain.contains(10.1))
        let odd = Axis(low, high, from: 0, to: 1)
        #expect(odd.low.isFinite && odd.high > odd.low && odd.place(low).isFinite || low.isNaN)
    }

    @Test("labels keep off marks and off each other, and are left out where there is no room")
    func labels() throws {
        var places = LabelPlaces(left: 0, right: 300, top: 0, bottom: 100)
        places.avoid(50, 50)
        let one = places.place("first", beside: 50, 50, isNeeded: true), other = places.place("second", beside: 50, 50, isNeeded: true)
        let first = try #require(one), second = try #require(other)
        #expect(first.x == 59 && first.anchor == .start && !first.isFar)
        #expect(second.y != first.y || second.anchor == .end)
        var full = LabelPlaces(left: 0, right: 60, top: 0, bottom: 20)
        let none = full.place("far too long for this", beside: 30, 10, isNeeded: true)
        #expect(none == nil)
    }

    @Test("a name that is too long keeps both ends")
    func short() {
        #expect(PageText.short("short", 10) == "short")
        #expect(PageText.short("SAE k16-d4096 of NLA sft's output", 20) == "SAE k16-d40…s output")
    }

    @Test("numbers keep three digits behind the point where they are small, and no more than a table can hold where they are not")
    func numbers() {
        #expect(
            [0.9412, -0.2, 123.456, 34_541_568, 1_065_984, 0.00012, 0].map(PageText.number) == [
                "0.941", "−0.200", "123.5", "3.45e+07", "1.07e+06", "1.20e−04", "0.000"
            ])
    }
}

@Suite("A comparison as CSV and as Markdown")
struct ComparisonTextTests {
    @Test("every figure of every method is a line of CSV, with its interval, its N and why it has no value")
    func csv() throws {
        let report = ReportFixture.report(), lines = ComparisonCSV(report: report).text.split(separator: "\n")
        #expect(lines[0] == "method,kind,held_against,oracle,tokens,figure,statistic,value,low,high,n,note")
        #expect(lines.count { $0.contains(",headline,") && $0.contains(",figure,") } == 4 * 16)
        #expect(lines.contains { $0.hasPrefix("<script>alert(1)</script>,SAE,activation,no,headline,fve.global,figure,0.9,") })
        #expect(lines.contains { $0.contains("centred_cosine,figure,,,,40,the reconstruction is μ") })
        #expect(lines.contains { $0.hasPrefix("\"'=HYPERLINK(\"\"evil\"\")\",") }, "no spreadsheet runs a name")
    }

    @Test("Markdown holds the sentences and all tables, and no name is markup in it")
    func markdown() {
        let report = ReportFixture.report(), text = ComparisonMarkdown(report: report).text
        for titled in ComparisonTables(report: report).all { #expect(text.contains("## \(titled.title)")) }
        #expect(text.contains("- &lt;script&gt;alert(1)&lt;/script&gt; is ahead of"))
        #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("\u{1b}"))
        #expect(text.contains("0.900 \\[0.850, 0.940\\]"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(!rows.isEmpty && rows.allSatisfy { $0.hasSuffix("|") })
    }
}
