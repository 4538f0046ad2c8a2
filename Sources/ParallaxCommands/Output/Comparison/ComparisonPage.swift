import Foundation
import ParallaxCompute
import ParallaxSession

/// A report as one page that needs nothing else: no script, no font, no picture from anywhere. It is well-formed XML as well.
struct ComparisonPage {
    let report: ComparisonReport
    /// Documents to be shown token by token.
    var strips: [TokenStrip] = []
    /// Nil in a page that nobody is to make again.
    var making: Making?

    var html: String {
        let title = "Comparison of \(report.scope)"
        let head =
            Markup.element("meta", ["charset": "utf-8"])
            + Markup.element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            + Markup.text("title", [:], title) + "<style>\n\(PageStyle.sheet)\n</style>"
        let body =
            Markup.text("h1", [:], title)
            + Markup.text("p", ["class": "lead"], "\(report.site) of \(report.model), N = \(report.count) tokens, d = \(report.dimension)")
            + verdicts + facts + definitions + rates + spreads + tokens + tables + supplement + notes
        return "<!DOCTYPE html>\n"
            + Markup.element(
                "html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"],
                Markup.element("head", [:], head) + Markup.element("body", [:], body)) + "\n"
    }

    func write(into append: ByteSink) throws { try Data(Printable(data: html).text(for: .file).utf8).withUnsafeBytes(append) }

    // MARK: Words

    private var verdicts: String {
        var items = report.verdicts.map { Markup.element("li", [:], Markup.text("b", [:], $0.kind.rawValue) + Markup.escaped($0.sentence)) }
        items += report.disagreements.map { Markup.element("li", [:], Markup.text("b", [:], "definitions disagree") + Markup.escaped($0)) }
        guard !items.isEmpty else { return "" }
        return Markup.element("ul", ["class": "verdicts"], items.joined(separator: "\n"))
    }

    private var facts: String {
        let pairs = ComparisonFacts(report: report).all.map { Markup.text("dt", [:], $0.name) + Markup.text("dd", [:], $0.text) }
        return Markup.text("h2", [:], "What it rests on") + Markup.element("dl", [:], pairs.joined(separator: "\n"))
    }

    /// What it was made with, as in the JSON: a few lines for people, and the block for programs.
    private var supplement: String {
        guard let making, let block = try? JSONBytes.of(making, pretty: true, numbers: JSONBytes.words) else { return "" }
        var pairs = [
            (
                "version",
                [making.version, making.commit.map { "commit \($0)" }, making.executable].compactMap(\.self).joined(separator: ", ")
            ),
            ("date", making.date), ("command", (["parallax"] + making.command).joined(separator: " ")),
            (
                "machine",
                "\(making.machine.processor), \(making.machine.threads) threads, kernels \(making.machine.kernels), \(making.machine.blas) (\(making.machine.core))"
            )
        ]
        pairs += making.parts.map { ("\($0.role) \($0.name)", $0.fingerprint) }
        let list = pairs.map { Markup.text("dt", [:], $0.0) + Markup.text("dd", [:], $0.1) }.joined(separator: "\n")
        return Markup.text("h2", [:], "What it was made with") + Markup.element("dl", [:], list)
            + Markup.element(
                "details", [:],
                Markup.text("summary", [:], "All of it, as compare --json has it under \"made\"")
                    + Markup.text("pre", ["class": "made"], String(decoding: block, as: UTF8.self)))
    }

    private var notes: String {
        var result = ""
        if !report.notes.isEmpty {
            result += Markup.text("h2", [:], "Notes") + Markup.element("ul", [:], report.notes.map { Markup.text("li", [:], $0) }.joined())
        }
        guard !report.wallTimes.isEmpty else { return result }
        let times = report.wallTimes.map { Markup.text("dt", [:], $0.name) + Markup.text("dd", [:], "\(PageText.number($0.seconds)) s") }
        return result
            + Markup.element(
                "footer", [:],
                Markup.text("h2", [:], "Wall time")
                    + Markup.text("p", [:], "Of this run and machine; everything above is the same in every run.")
                    + Markup.element("dl", [:], times.joined()))
    }

    // MARK: Figures

    private func figure(_ drawing: Drawing, _ title: String, _ caption: String, legend: String = "", narrowest: Int = 540) -> String {
        Markup.element(
            "figure", [:],
            legend + Markup.element("div", ["class": "wide"], drawing.markup(title: title, narrowest: narrowest))
                + (caption.isEmpty ? "" : Markup.text("figcaption", [:], caption)))
    }

    private var definitions: String {
        let panels = DefinitionsFigure.groups.compactMap { group -> String? in
            guard let figure = DefinitionsFigure(group, report) else { return nil }
            let drawing = Markup.element(
                "div", ["class": "wide"],
                figure.drawing.markup(title: "\(group.title): \(PageText.list(figure.symbols)) of every method", narrowest: 540))
            return Markup.element("div", [:], Markup.text("h3", [:], group.title) + drawing)
        }
        guard !panels.isEmpty else { return "" }
        let caption =
            "A mark is the figure over all counted tokens, the line through it the 95 % interval by a bootstrap over documents. ◂ and ▸: beyond the axis. –: undefined. ↑ higher is better, ↓ lower. Mean abl.: against the mean as ablation. Single draws stand in the tables."
        return Markup.text("h2", [:], "Every method by every definition") + Self.legend(DefinitionsFigure.shown(report.methods).map(\.kind))
            + Markup.element(
                "figure", [:],
                Markup.element("div", ["class": "panels"], panels.joined(separator: "\n")) + Markup.text("figcaption", [:], caption))
    }

    private var rates: String {
        guard let figure = RateDistortionFigure(report) else { return "" }
        let caption =
            "Each mark is a code as it is written most tightly (entropy code of quantised coefficients; text under the reference that the table names), with its 95 % interval; the dotted line reaches to the other ways of writing the same code. The distortion is that of the quantised code. \(report.curveNote ?? "")"
        return Markup.text("h2", [:], "Bits and what they buy")
            + self.figure(
                figure.drawing, "Bits per activation against the fraction of normalised variance explained", caption,
                legend: Self.legend(figure.kinds))
    }

    private var spreads: String {
        let common = "Histograms over the counted tokens, each to its own highest bar. Solid stroke: median; mark: mean; dashed: "
        var parts: [String] = []
        if let figure = SpreadFigure(report, .normalised) {
            parts.append(
                Markup.text("h2", [:], "F of single tokens")
                    + self.figure(
                        figure.drawing, "Distribution over tokens of F for each method",
                        common
                            + "10th percentile. Below 0: mse_nrm above Var. The mean direction itself scores below 0, so that this alone is not worse than the mean."
                    ))
        }
        if let figure = SpreadFigure(report, .kl, .trueNorm) {
            parts.append(
                Markup.text("h2", [:], "KL of single tokens")
                    + self.figure(
                        figure.drawing, "Distribution over tokens of the KL of each method, spliced at the true norm",
                        common
                            + "90th percentile. Spliced at the true norm; the axis is logarithmic, since few tokens make most of the mean. > 1: share of the tokens above 1 nat."
                    ))
        }
        return parts.joined()
    }

    private var tokens: String {
        guard !strips.isEmpty else { return "" }
        let figures = strips.map { strip in
            Markup.text("h3", [:], strip.document)
                + figure(StripFigure(strip).drawing, "\(strip.definition.symbol) of every token of \(strip.document)", "", narrowest: 900)
        }
        return Markup.text("h2", [:], "Token by token")
            + Markup.text("p", ["class": "lead"], "The documents in which the compared methods differ most.") + figures.joined()
    }

    /// The marks of these kinds, each once, in their order.
    private static func legend(_ kinds: [ComparisonMethod.Kind]) -> String {
        var seen: [ComparisonMethod.Kind] = []
        for kind in kinds where !seen.contains(kind) { seen.append(kind) }
        let entries = seen.map { kind in
            var drawing = Drawing(width: 14, height: 14)
            drawing.mark(Mark(kind), 7, 7)
            return Markup.element("span", [:], drawing.markup(title: kind.rawValue, narrowest: 14) + Markup.escaped(kind.rawValue))
        }
        return Markup.element("div", ["class": "legend"], entries.joined())
    }

    // MARK: Tables

    private var tables: String {
        let parts = ComparisonTables(report: report).all.map { titled in
            Markup.text("h3", [:], titled.title) + Markup.element("div", ["class": "wide"], Self.table(titled))
        }
        return Markup.text("h2", [:], "Tables") + parts.joined(separator: "\n")
    }

    private static func table(_ titled: ComparisonTables.Titled) -> String {
        let columns = titled.table.columns
        func style(_ column: Int) -> KeyValuePairs<String, String> { columns[column].isNumber ? ["class": "n"] : [:] }
        let head = columns.indices.map { Markup.text("th", style($0), columns[$0].title) }.joined()
        let rows = titled.table.rows.map { row in
            Markup.element(
                "tr", [:],
                row.indices.map { column in
                    // The interval stands below the figure.
                    guard columns[column].isNumber, row[column].hasSuffix("]"), let bracket = row[column].firstIndex(of: "[") else {
                        return Markup.text("td", style(column), row[column])
                    }
                    return Markup.element(
                        "td", style(column),
                        Markup.escaped(String(row[column][..<bracket])) + Markup.text("small", [:], String(row[column][bracket...])))
                }.joined())
        }
        return Markup.element(
            "table", [:],
            Markup.text("caption", [:], titled.note) + Markup.element("thead", [:], Markup.element("tr", [:], head))
                + Markup.element("tbody", [:], rows.joined(separator: "\n")))
    }
}
