import ParallaxCompute
import ParallaxSession

/// Claims as tables for people and as JSON.
struct ClaimsReport {
    struct Page {
        let document: String
        let position: Int
        let token: String
        let page: ClaimPage
        /// What makes figures of this document doubtful.
        let warnings: [String]
    }

    /// A token, or a whole document, that could not be examined.
    struct LeftOut {
        let document: String
        let position: Int?
        let why: Complaint
    }

    let pages: [Page]
    let left: [LeftOut]
    let verbalizer: String
    /// On what probabilities rest; nil without a calibration.
    let basis: String?
    /// The same over all documents of the pages.
    let warnings: [String]

    /// - Parameter making: what the JSON carries of how it was made.
    func print(_ format: FormatOptions, making: () -> Making) throws {
        if format.json { return try Output.json(MadeFinding(ClaimsJSON(self), making())) }
        guard format.isForPeople else {
            for warning in warnings { Output.warn("warning: \(warning)") }
            return format.print(table)
        }
        if let page = pages.first, pages.count == 1 {
            Output.line("\(page.document), position \(page.position), token \"\(page.token)\", \(verbalizer)")
            Output.line("\(page.page.explanation)")
            Output.line()
            Output.line(tests(page.page).text)
            Output.line()
        }
        Output.line(table.text)
        Output.line()
        Output.line("\(ClaimPage.summary(pages.map(\.page))).")
        if pages.count > 1 {
            Output.line()
            Output.line(counts.text)
        }
        Output.line()
        Output.line(
            basis.map { "P(true) by the workspace's calibration on \($0)\(taught)." }
                ?? "No calibration: no probabilities, and nulls of the few values at hand (parallax claims calibrate makes one).")
        for warning in warnings { Output.line("! \(warning)") }
        for page in pages {
            if let why = page.page.misfit {
                Output.line("\(page.document), position \(page.position): no probabilities, though there is a calibration: \(why).")
            }
        }
        for place in left { Output.line("\(place.document)\(place.position.map { ", position \($0)" } ?? ""): left out: \(place.why)") }
        for (test, why) in (pages.first?.page.left ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Output.line("\(test.rawValue): not run: \(why).")
        }
    }

    /// Whether documents at hand taught the calibration.
    private var taught: String {
        let known = pages.filter { $0.page.isTaught != nil }
        guard !known.isEmpty else { return "" }
        var names: [String] = []
        for page in known where page.page.isTaught == true && !names.contains(page.document) { names.append(page.document) }
        return names.isEmpty
            ? "; no document examined here is one of them"
            : "; of those examined here \(names.listed()) taught it: P(true) is too good there"
    }

    /// One row a claim.
    private var table: Table {
        var table = Table(columns: [
            .init(title: "document"), .init(title: "position", isNumber: true), .init(title: "claim"), .init(title: "class"),
            .init(title: "support"), .init(title: "origin"),
            .init(title: "without the text"), .init(title: "P(true)", isNumber: true), .init(title: "Holm", isNumber: true),
            .init(title: "decided by"), .init(title: "why")
        ])
        for page in pages {
            for evidence in page.page.claims {
                let verdict = evidence.verdict
                table.rows.append([
                    page.document, "\(page.position)", evidence.claim.text, evidence.claim.className, verdict.support.rawValue,
                    verdict.origin.rawValue,
                    evidence.blind.support.rawValue, verdict.probability.map(FigureText.plain) ?? "—",
                    verdict.correctedTail.map(FigureText.plain) ?? "—", verdict.decidedBy.map(\.rawValue).joined(separator: " "),
                    verdict.reason
                ])
            }
        }
        return table
    }

    /// One row a claim, a column a test: the statistic and its tail probability.
    private func tests(_ page: ClaimPage) -> Table {
        let tests = ClaimTest.allCases.filter { test in page.claims.contains { $0.result(test) != nil } }
        var table = Table(columns: [.init(title: "claim")] + tests.map { .init(title: $0.rawValue, isNumber: true) })
        for evidence in page.claims {
            table.rows.append(
                [evidence.claim.text]
                    + tests.map { test in
                        guard let result = evidence.result(test), let number = result.statistic.number else { return "—" }
                        return FigureText.plain(number) + (result.tail.map { " tail " + FigureText.plain($0) } ?? "")
                    })
        }
        return table
    }

    /// Verdicts by class.
    private var counts: Table {
        var table = Table(
            columns: [.init(title: "class"), .init(title: "claims", isNumber: true)]
                + ClaimVerdict.Support.allCases.map { .init(title: $0.rawValue, isNumber: true) })
        let all = pages.flatMap(\.page.claims)
        var names: [String] = []
        for evidence in all where !names.contains(evidence.claim.className) { names.append(evidence.claim.className) }
        for name in names {
            let own = all.filter { $0.claim.className == name }
            table.rows.append(
                [name, "\(own.count)"] + ClaimVerdict.Support.allCases.map { support in "\(own.count { $0.verdict.support == support })" })
        }
        return table
    }
}
