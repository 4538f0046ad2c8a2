import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxViews

struct ClaimsExamine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "examine",
        abstract: "The claims of one token, a document or the set.",
        discussion: """
            Each claim of the NLA's explanation is put to the tests, each with its null, and gets a verdict in two fields: support
            (supported, unsupported, unresolved) and origin (derivable from the text, seeded by the prior, neither known). Probabilities
            stand there only where the workspace names a calibration, and it says on what they rest.

            EXAMPLES
              parallax claims SampleData/parallax.yaml --document 0 --position 20
              parallax claims my.yaml --document 3 --every 5 --json
              parallax claims calibrate my.yaml -o my.calibration
              parallax claims study my.yaml
            """)

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var arguments: ClaimsArguments
    @Option(help: ArgumentHelp("A document's number; all without it.", valueName: "N")) var document: Int?
    @Option(help: ArgumentHelp("A token's position; all usable ones without it.", valueName: "P")) var position: Int?
    @Option(help: ArgumentHelp("Tests that are not run.", valueName: "causal,…")) var off: String?
    @Flag(help: "Tests that read the document's text decide nothing.") var blind = false
    @OptionGroup var format: FormatOptions

    func validate() throws {
        if position != nil, document == nil { throw ValidationError("--position: expected a --document as well, found none") }
        _ = try tests()
    }

    private func tests() throws -> Set<ClaimTest> {
        Set(
            try (off ?? "").split(separator: ",").map { name in
                guard let test = ClaimTest(rawValue: String(name)) else {
                    throw ValidationError(
                        "--off: expected tests (\(ClaimTest.allCases.map(\.rawValue).joined(separator: ", "))), found \"\(name)\"")
                }
                return test
            })
    }

    func run() throws {
        try threads.apply()
        let subject = try ClaimsSubject(try arguments.open(), verbalizer: arguments.verbalizer), off = try tests()
        let library = subject.instrument.library
        if let document, !(0..<library.count).contains(document) {
            throw Complaint(
                "--document", expected: "a number from 0 to \(library.count - 1)", found: "\(document)",
                remedy: "choose one of the workspace's documents")
        }
        let interruption = Interruption()
        let claims = try ClaimPages(
            subject.instrument, verbalizer: subject.verbalizer, first: DocumentID(document ?? 0), cancellation: interruption.cancellation)
        Output.warnings(claims.complaints)
        var pages: [ClaimsReport.Page] = [], left: [ClaimsReport.LeftOut] = []
        let read = WorkspaceDocuments(subject.instrument)
        func warnings(_ indices: [Int]) -> [String] {
            off.contains(.witness) ? [] : subject.instrument.claimWarnings(subject.verbalizer, over: read, indices)
        }
        let documents = document.map { [$0] } ?? Array(0..<library.count)
        let progress = ProgressLine("documents", total: documents.count)
        for (done, index) in documents.enumerated() {
            let title = library.titles[index], own = warnings([index])
            // What cannot be read of many is left out and said to be; of one it is the answer.
            func attempt<Result>(_ position: Int?, _ body: () throws -> Result) throws -> Result? {
                do {
                    return try body()
                } catch let complaint as Complaint where self.position == nil {
                    left.append(.init(document: title, position: position, why: complaint))
                    Output.warnings([complaint.at(position.map { "left out: \(title), position \($0)" } ?? "left out: \(title)")])
                    return nil
                }
            }
            let usable = try attempt(nil) { try claims.positions(DocumentID(index), cancellation: interruption.cancellation) } ?? []
            for position in position.map({ [$0] }) ?? ClaimGathering.every(arguments.every ?? 1)(title, usable) {
                let place = Place(document: DocumentID(index), position: position)
                guard
                    let page = try attempt(
                        position, { try claims.page(place, off: off, usesText: !blind, cancellation: interruption.cancellation) })
                else { continue }
                pages.append(.init(document: title, position: position, token: claims.token(place), page: page, warnings: own))
            }
            if documents.count > 1 { progress.update(done: done + 1) }
        }
        if pages.isEmpty, let first = left.first {
            throw Complaint(
                "claims", expected: "a token whose explanation can be examined", found: "none of \(left.count)",
                remedy: "see the warnings; the first: \(first.why)")
        }
        try ClaimsReport(pages: pages, left: left, verbalizer: subject.loaded.info.name, basis: claims.basis, warnings: warnings(documents))
            .print(format)
    }
}
