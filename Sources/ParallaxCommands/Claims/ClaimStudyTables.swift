import Foundation
import ParallaxCompute

/// A study for programs, with what makes its figures doubtful.
struct ClaimStudyJSON: Encodable {
    let study: ClaimStudy
    let warnings: [String]

    private enum CodingKeys: CodingKey { case warnings }

    func encode(to encoder: any Encoder) throws {
        try study.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(warnings, forKey: .warnings)
    }
}

/// A study of claims as tables: the same ones for people and in Markdown.
struct ClaimStudyTables {
    struct Titled {
        let title: String
        /// What to know before reading it.
        let note: String
        let table: Table
    }

    let study: ClaimStudy
    var warnings: [String] = []

    var all: [Titled] {
        let scores = StudyTarget.allCases.map(scoreTable)
        let tables = [bars] + scores + [differences, additions] + study.verdicts.map(verdictTable) + [passing, reliability, probes]
        return tables.filter { !$0.table.rows.isEmpty }
    }

    var text: Printable {
        "\(basis)\n" + warnings.map { "! \($0)\n" }.joined(separator: "")
            + all.map { "\n\($0.title): \($0.note)\n\($0.table.text)" }.joined(separator: "\n")
    }

    var markdown: String {
        basis + "\n" + warnings.map { "\n! \($0)\n" }.joined()
            + all.map { "\n### \($0.title)\n\n\($0.note)\n\n\($0.table.markdown)" }.joined(separator: "\n")
    }

    private var basis: String {
        let basis = study.basis
        return
            "\(basis.claims) claims, \(basis.falseClaims) false, of \(basis.activations) activations of \(basis.documents) documents, with \(basis.swaps) random swaps and \(basis.lies) best lies. "
            + "Calibration: \(basis.calibration). Intervals are 95 %, documents drawn anew."
    }

    private var bars: Titled {
        var table = Table(columns: [.init(title: "asked"), .init(title: "bar"), .init(title: "found"), .init(title: "holds")])
        for bar in study.bars {
            table.rows.append([bar.name, bar.bar, bar.figure, bar.holds.map { $0 ? "yes" : "no" } ?? "cannot be told"])
        }
        return Titled(title: "What was asked", note: "by the rule that reads no text", table: table)
    }

    private func scoreTable(_ target: StudyTarget) -> Titled {
        var table = Table(columns: [
            .init(title: "score"), .init(title: "claims", isNumber: true), .init(title: "overall", isNumber: true),
            .init(title: "within class", isNumber: true)
        ])
        for score in study.scores where score.target == target {
            table.rows.append([
                score.name + (score.readsText ? " (reads the text)" : ""), "\(score.claims)", Self.figure(score.overall),
                Self.figure(score.within)
            ])
        }
        let classes = study.scores.filter { $0.target == target }.map(\.classes).max { $0.count < $1.count } ?? []
        return Titled(
            title: "AUROC, \(target.rawValue)",
            note: "within class: pairs inside one class, those of \(classes.isEmpty ? "none" : classes.joined(separator: ", "))",
            table: table)
    }

    private var differences: Titled {
        Titled(title: "AUROC, paired differences", note: "on claims that have both scores", table: table(of: study.differences))
    }

    private var additions: Titled {
        Titled(
            title: "What each test adds", note: "the combination, less the same fitted without one test", table: table(of: study.additions))
    }

    private func table(of differences: [ClaimStudy.Difference]) -> Table {
        var table = Table(columns: [
            .init(title: "first"), .init(title: "second"), .init(title: "target"), .init(title: "claims", isNumber: true),
            .init(title: "first within", isNumber: true),
            .init(title: "second within", isNumber: true), .init(title: "difference within", isNumber: true),
            .init(title: "difference overall", isNumber: true)
        ])
        for difference in differences {
            table.rows.append([
                difference.first, difference.second, difference.target.rawValue, "\(difference.claims)",
                Self.number(difference.firstWithin), Self.number(difference.secondWithin),
                Self.figure(difference.within), Self.figure(difference.overall)
            ])
        }
        return table
    }

    private func verdictTable(_ verdicts: VerdictTable) -> Titled {
        var table = Table(columns: [
            .init(title: "class"), .init(title: "claims", isNumber: true), .init(title: "true", isNumber: true),
            .init(title: "supported", isNumber: true),
            .init(title: "of them true", isNumber: true), .init(title: "of the true", isNumber: true),
            .init(title: "unsupported", isNumber: true),
            .init(title: "of them false", isNumber: true), .init(title: "unresolved", isNumber: true)
        ])
        for row in verdicts.classes + [verdicts.mixed, verdicts.total] {
            let interval =
                row.precisionLow.flatMap { low in row.precisionHigh.map { " [\(Self.percent(low)), \(Self.percent($0))]" } } ?? ""
            table.rows.append([
                row.className, "\(row.claims)", Self.percent(row.claims > 0 ? row.shareTrue : nil), "\(row.supported)",
                Self.percent(row.precision) + interval, Self.percent(row.recall),
                "\(row.unsupported)", Self.percent(row.unsupportedPrecision), "\(row.unresolved)"
            ])
        }
        return Titled(title: "Verdicts, \(verdicts.rule)", note: "shares of claims of known truth", table: table)
    }

    private var passing: Titled {
        var table = Table(columns: [
            .init(title: "rule"), .init(title: "unreadable and false", isNumber: true), .init(title: "random swaps", isNumber: true),
            .init(title: "best lies", isNumber: true)
        ])
        func cell(_ passing: VerdictTable.Passing) -> String {
            "\(passing.supported) of \(passing.claims)" + (passing.share.map { ", \(Self.percent($0))" } ?? "")
        }
        for verdicts in study.verdicts {
            table.rows.append([verdicts.rule, cell(verdicts.unreadable), cell(verdicts.swaps), cell(verdicts.lies)])
        }
        return Titled(
            title: "Called supported and should not be", note: "unreadable: of facts that the probe cannot read from h", table: table)
    }

    private var reliability: Titled {
        var table = Table(columns: [
            .init(title: "combination"), .init(title: "p"), .init(title: "claims", isNumber: true), .init(title: "mean p", isNumber: true),
            .init(title: "true", isNumber: true)
        ])
        var notes: [String] = []
        for (name, reliability) in [("without text tests", study.reliabilityWithoutText), ("all tests", study.reliability)] {
            guard let reliability else { continue }
            for bin in reliability.bins {
                table.rows.append([
                    name, "\(Self.number(bin.low)) to \(Self.number(bin.high))", "\(bin.claims)", Self.number(bin.meanProbability),
                    Self.number(bin.shareTrue)
                ])
            }
            notes.append(
                "\(name): Brier \(Self.number(reliability.brier)) (base rate alone \(Self.number(reliability.brierOfBaseRate))), expected error \(Self.number(reliability.expectedError))"
            )
        }
        return Titled(title: "Reliability", note: notes.joined(separator: "; "), table: table)
    }

    private var probes: Titled {
        var table = Table(columns: [
            .init(title: "class"), .init(title: "rows", isNumber: true), .init(title: "accuracy", isNumber: true),
            .init(title: "standard error", isNumber: true),
            .init(title: "chance", isNumber: true), .init(title: "reads it")
        ])
        for probe in study.probes {
            table.rows.append([
                probe.className, "\(probe.count)", Self.number(probe.accuracy), Self.number(probe.standardError), Self.number(probe.chance),
                probe.cannotRead ? "no" : "yes"
            ])
        }
        return Titled(
            title: "Linear probes on h", note: "a fact is unreadable where accuracy is at most chance + 2 standard errors", table: table)
    }

    private static func number(_ value: Double?) -> String { value.map { FigureText.plain($0) } ?? "–" }

    private static func percent(_ share: Double?) -> String { share.map { FigureText.percent($0, decimals: 1) } ?? "–" }

    private static func figure(_ figure: StudyFigure) -> String {
        guard let value = figure.value else { return "–" }
        guard let low = figure.low, let high = figure.high else { return number(value) }
        return "\(number(value)) [\(number(low)), \(number(high))]"
    }
}
