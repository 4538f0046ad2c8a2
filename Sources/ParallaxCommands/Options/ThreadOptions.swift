import ArgumentParser
import ParallaxCompute

/// What every command takes.
struct ThreadOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads for large products.", valueName: "N"))
    var threads: Int?
    @Flag(help: "A command that warns has failed: exit 1.") var strict = false

    func validate() throws {
        if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads: expected a number from 1 to 1024, found \(threads)") }
    }

    /// Called first by every command.
    func apply() {
        Output.isStrict(strict)
        if let threads { ComputeThreads.count = threads }
    }
}
