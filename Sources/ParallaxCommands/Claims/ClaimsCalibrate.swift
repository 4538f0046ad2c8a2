import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession

struct ClaimsCalibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Learns from claims whose truth is known what the tests are worth.",
        discussion: """
            Ground truth: the documents of the files under claims: truth: that the workspace does not show; what it shows is never learnt from.
            A person's verdicts (claims: verdicts:), with --verdicts: the claims that somebody judged on the screen.
            The file carries the fingerprints of the checkpoints and is refused for others. Name it under claims: calibration:.

            EXAMPLES
              parallax claims calibrate SampleData/parallax.yaml -o claims.calibration
              parallax claims calibrate my.yaml --verdicts -o my.calibration
            """)

    @OptionGroup var threads: ThreadOptions
    @OptionGroup var arguments: ClaimsArguments
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE")) var output: OutputPath
    @Flag(help: "Learn from a person's verdicts instead of ground truth.") var verdicts = false
    @Option(help: ArgumentHelp("Samples of the AV for each activation.", valueName: "K")) var samples: Int?
    @Option(help: ArgumentHelp("Seed of all that is drawn.", valueName: "N")) var seed: UInt64?
    @Option(help: ArgumentHelp("Also the cases themselves, one a line of JSON.", valueName: "FILE")) var cases: OutputPath?
    @OptionGroup var outputs: OutputOptions

    func validate() throws {
        if let samples, !(2...1000).contains(samples) { throw ValidationError("--samples: expected 2 to 1000, found \(samples)") }
    }

    func run() throws {
        try threads.apply()
        let workspace = try arguments.open()
        // The calibration of before is made anew, wherever the workspace names it.
        var places = OutputPlaces(reading: workspace.files.filter { $0 != workspace.claims.calibration }, outputs)
        let place = try places.open(output, "-o", .calibration), casesPlace = try places.open(cases, "--cases", .lines)
        let subject = try ClaimsSubject(workspace, verbalizer: arguments.verbalizer), interruption = Interruption()
        var options = ClaimOptions()
        if let samples { options.samples = samples }
        if let seed { options.seed = seed }
        let teaching = try verdicts ? subject.judged() : subject.teaching()
        Output.warnings(teaching.complaints)
        let corpus = try subject.corpus(teaching.documents, options: options)
        let background = try subject.background(corpus, teaching.indices, cancellation: interruption.cancellation)
        let gathering = try subject.gathering(corpus, background: background, truth: teaching.truth)
        let progress = ProgressLine("documents", total: teaching.indices.count)
        let step = arguments.every ?? (verdicts ? 1 : 5)
        nonisolated(unsafe) let line = progress
        let found = try gathering.cases(
            teaching.indices, positions: teaching.positions ?? ClaimGathering.every(step), cancellation: interruption.cancellation
        ) { line.update(done: $0) }
        Output.warnings(found.complaints)
        try casesPlace?.write { try ClaimCaseLines.write(found.cases, into: $0) }
        var fitting = ClaimCalibrationOptions()
        fitting.samples = options.samples
        fitting.seed = options.seed
        let rules = try subject.instrument.claimRules()
        let calibration = try ClaimCalibration.fit(
            found.cases, checkpoints: subject.instrument.claimCheckpoints(subject.verbalizer, rules: rules), truth: teaching.name,
            background: background, examination: options,
            seen: SeenTexts(found.texts), options: fitting)
        try place.write(calibration.write)
        Output.line("\(calibration.basis): \(output)")
        for warning in subject.instrument.claimWarnings(subject.verbalizer, over: teaching.documents, teaching.indices) {
            Output.note([warning])
            Output.line("! \(warning)")
        }
        Output.line(ClaimCalibrationTable.of(calibration).text)
    }
}
