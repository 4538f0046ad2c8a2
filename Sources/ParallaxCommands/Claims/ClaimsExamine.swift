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
        let subject = try ClaimsSubject(try arguments.open(), verbalizer: arguments.verbalizer), interruption = Interruption()
        let request = ClaimsRequest(
            verbalizer: subject.loaded.info.name, document: document, position: position, every: arguments.every,
            off: try tests().map(\.rawValue).sorted(), blind: blind)
        let report = try ClaimsExamination(subject, request).report(interruption.cancellation)
        try report.print(format) { ClaimsExamination(subject, request).making(of: report) }
    }
}
