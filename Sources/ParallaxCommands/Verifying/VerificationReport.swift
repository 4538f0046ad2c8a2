import ParallaxCompute
import ParallaxSession

/// Verifications for people and for programs.
struct VerificationReport {
    let all: [Verification]

    /// Rows of one finding that people are shown; all of them are in the JSON.
    private static let mostRows = 60

    func print(_ isJSON: Bool) throws {
        if isJSON { return try Output.json(VerificationJSON(all)) }
        for verification in all { tell(verification) }
    }

    private func tell(_ verification: Verification) {
        let made = verification.written, differences = verification.differences
        Output.line(
            "\(verification.name): a \(made.kind.rawValue) of \(made.date), made with parallax \(made.version)\(made.commit.map { " (commit \($0.prefix(12)))" } ?? "")"
        )
        if !verification.changes.isEmpty {
            var table = Table(columns: [.init(title: "other now"), .init(title: "written"), .init(title: "now")])
            table.rows = verification.changes.map { [$0.what, $0.written, $0.now ?? "none"] }
            Output.line(table.text)
        }
        if made.executable != verification.now.executable {
            Output.line("  another build of the program (\(made.executable ?? "unknown"), now \(verification.now.executable ?? "unknown"))")
        }
        if let other = verification.otherMachine { Output.line("  computed on something else: \(other)") }
        for note in verification.notes { Output.line("  \(note)") }
        let flipped = differences.all.filter(\.isConclusion), figures = differences.all.filter { !$0.isConclusion }
        for one in flipped { Output.line("  flipped: \(one.figure): \(one.written) was written, now \(one.now ?? "none")") }
        if !figures.isEmpty {
            var table = Table(columns: [
                .init(title: "figure"), .init(title: "written", isNumber: true), .init(title: "now", isNumber: true),
                .init(title: "difference", isNumber: true), .init(title: "relative", isNumber: true)
            ])
            table.rows = figures.prefix(Self.mostRows).map { figure in
                [
                    figure.figure, Self.cut(figure.written), Self.cut(figure.now ?? "none"),
                    figure.difference.map { FigureText.significant($0) } ?? "",
                    figure.relative.map { FigureText.significant($0) } ?? ""
                ]
            }
            Output.line(table.text)
            if figures.count > Self.mostRows { Output.line("  … and \(figures.count - Self.mostRows) more (--json has all)") }
        }
        Output.line("  \(summary(verification))")
    }

    private func summary(_ verification: Verification) -> Printable {
        let differences = verification.differences
        let rule: Printable = verification.tolerance == 0 ? "equal" : "within \(verification.tolerance) of each other"
        let flipped = differences.all.count(where: \.isConclusion), other = differences.all.count - flipped
        guard verification.agrees else {
            return other == 0
                ? "\(Self.conclusions(flipped)); all figures of \(differences.count) values are \(rule)"
                : "\(other) of \(differences.count) values are not \(rule)\(flipped == 0 ? "" : ", \(Self.conclusions(flipped))")"
        }
        let spread: Printable = verification.tolerance == 0 ? "" : ", the furthest \(FigureText.significant(differences.largest)) apart"
        return "all \(differences.count) values are \(rule)\(spread)"
    }

    private static func conclusions(_ count: Int) -> String { "\(count) conclusion\(count == 1 ? "" : "s") flipped" }

    private static func cut(_ text: String) -> String { text.count <= 40 ? text : "\(text.prefix(39))…" }
}

/// Every verification as JSON.
private struct VerificationJSON: Encodable {
    struct Change: Encodable {
        var what: String
        var written: String
        var now: String?
    }

    struct Difference: Encodable {
        var figure: String
        var written: String
        var now: String?
        var difference: Double?
        var relative: Double?
    }

    struct One: Encodable {
        var finding: String
        var kind: Making.Kind
        var date: String
        var agrees: Bool
        var tolerance: Double
        var values: Int
        var largest: Double
        /// What computed it, where that is something else now.
        var machine: String?
        /// Checkpoints, files and documents that are others now.
        var changes: [Change]
        /// Verdicts, and counts on either side of an edge.
        var flipped: [Difference]
        var differences: [Difference]
        var notes: [String]
    }

    var findings: [One]

    init(_ all: [Verification]) {
        findings = all.map { verification in
            func told(_ conclusions: Bool) -> [Difference] {
                verification.differences.all.filter { $0.isConclusion == conclusions }.map {
                    Difference(figure: $0.figure, written: $0.written, now: $0.now, difference: $0.difference, relative: $0.relative)
                }
            }
            return One(
                finding: verification.name, kind: verification.written.kind, date: verification.written.date, agrees: verification.agrees,
                tolerance: verification.tolerance, values: verification.differences.count, largest: verification.differences.largest,
                machine: verification.otherMachine,
                changes: verification.changes.map { Change(what: $0.what, written: $0.written, now: $0.now) }, flipped: told(true),
                differences: told(false), notes: verification.notes)
        }
    }
}
