import ArgumentParser
import ParallaxCompute
import ParallaxSession

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Computes a finding again and says what is other now.",
        discussion: """
            A finding is what w wrote, or what compare or claims printed with --json: it says what it was made with. The same checkpoints are opened
            (beside the finding, as they were beside it, else where they were), and everything in it is computed again with the same seeds and
            options, and as many threads. Equal values are expected on the machine that made it, values within 1e-4 of each other where another
            processor, BLAS or other kernels compute (relative to the larger; numbers below .02 are held against .02). Checkpoints that are others
            now come first, then verdicts that flipped, then every figure with both values. Exit 0 where all agree, 1 where something does not.

            EXAMPLES
              parallax verify parallax-doc03-token12-site4.json
              parallax verify comparison.json --workspace ~/elsewhere/my.yaml
              parallax verify *.json --json
              parallax verify --schema
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("Findings; - reads stdin.", valueName: "FINDING")) var findings: [String] = []
    @Option(help: ArgumentHelp("The workspace, where it is not where the findings say.", valueName: "FILE")) var workspace: String?
    @Option(help: ArgumentHelp("How far numbers may be apart, relative to the larger.", valueName: "X")) var tolerance: Double?
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print the JSON Schema of findings and leave.") var schema = false

    func validate() throws {
        if !schema, findings.isEmpty { throw ValidationError("expected a finding, found none") }
        if let tolerance, !(tolerance >= 0 && tolerance.isFinite) {
            throw ValidationError("--tolerance: expected a number from 0, found \(tolerance)")
        }
    }

    func run() throws {
        try threads.apply()
        if schema { return Output.line(Printable(passage: FindingSchema.document)) }
        let interruption = Interruption(), files = try findings.map { try FindingFile($0) }
        let place = try workspace.map(Input.url), progress = ProgressLine("findings", total: files.count)
        var all: [Verification] = []
        for file in files {
            if threads.threads == nil, (1...ThreadOptions.most).contains(file.making.machine.threads) {
                ComputeThreads.count = file.making.machine.threads
            }
            let maker = FindingMaker(file: file, workspace: place, cancellation: interruption.cancellation)
            all.append(try Verification(file, try maker.again(), tolerance: tolerance))
            if files.count > 1 { progress.update(done: all.count) }
        }
        try VerificationReport(all: all).print(json)
        let other = all.filter { !$0.agrees }
        guard let first = other.first else { return }
        throw Complaint(
            other.count == 1 ? first.name : "\(other.count) of \(all.count) findings",
            expected: "the values that were written", found: "\(other.reduce(0) { $0 + $1.differences.all.count }) others",
            remedy: other.contains { !$0.changes.isEmpty }
                ? "see above: checkpoints or documents are not what they were" : "see above which, and by how much")
    }
}
