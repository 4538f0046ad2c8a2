import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct ClaimsStudy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract: "How often the verdicts are right, on documents that taught nothing and whose truth is known.",
        discussion: """
            The workspace's documents, judged by the files under claims: truth:. Linear probes for each fact are fitted on the documents of the
            calibration and tell what can be read from an activation at all.

            EXAMPLES
              parallax claims study SampleData/parallax.yaml
              parallax claims study SampleData/parallax.yaml --every 2 --json
            """)

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var arguments: ClaimsArguments
    @Option(help: ArgumentHelp("Another calibration than the workspace's.", valueName: "FILE")) var calibration: String?
    @Option(help: ArgumentHelp("Also the cases themselves, one a line of JSON.", valueName: "FILE")) var cases: OutputPath?
    @OptionGroup var outputs: OutputOptions
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print Markdown.") var markdown = false

    func run() throws {
        try threads.apply()
        let workspace = try arguments.open()
        var places = OutputPlaces(reading: workspace.files + [try calibration.map(Input.url)].compactMap { $0 }, outputs)
        let place = try places.open(cases, "--cases", .lines)
        let subject = try ClaimsSubject(workspace, verbalizer: arguments.verbalizer), interruption = Interruption()
        guard let file = try calibration.map(Input.url) ?? subject.workspace.claims.calibration else {
            throw Complaint(
                "workspace", expected: "a calibration", found: "none",
                remedy: "make one with parallax claims calibrate WORKSPACE -o FILE and name it under claims: calibration:")
        }
        let rules = try subject.instrument.claimRules()
        let calibration = try ClaimCalibration.open(file, for: subject.instrument.claimCheckpoints(subject.verbalizer, rules: rules))
        let truth = try subject.truth()
        Output.warnings(truth.complaints)
        let documents = WorkspaceDocuments(subject.instrument)
        let indices = documents.titles.indices.filter { (try? truth.facts(of: documents.titles[$0])) ?? nil != nil }
        let corpus = try subject.corpus(documents, options: calibration.examination)
        let gathering = try subject.gathering(corpus, background: calibration.background, truth: truth)
        nonisolated(unsafe) let progress = ProgressLine("documents", total: indices.count)
        let found = try gathering.cases(
            Array(indices), positions: ClaimGathering.every(arguments.every ?? 2), cancellation: interruption.cancellation
        ) { progress.update(done: $0) }
        Output.warnings(found.complaints)
        let probing = try subject.probing(calibration, truth: truth, rules: rules, cancellation: interruption.cancellation)
        Output.warnings(probing.complaints)
        let judged = try probing.judge(found.cases, corpus: corpus, indices: Array(indices), cancellation: interruption.cancellation)
        try place?.write { try ClaimCaseLines.write(judged.cases, into: $0) }
        let study = try ClaimStudy(judged.cases, calibration: calibration, probes: judged.accuracies)
        let warnings = subject.instrument.claimWarnings(subject.verbalizer, over: documents, Array(indices))
        Output.note(warnings)
        if json { return try Output.json(ClaimStudyJSON(study: study, warnings: warnings)) }
        let tables = ClaimStudyTables(study: study, warnings: warnings)
        Output.line(markdown ? Printable(data: tables.markdown) : tables.text)
    }
}
