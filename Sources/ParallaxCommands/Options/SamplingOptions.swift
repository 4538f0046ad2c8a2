import ArgumentParser
import ParallaxCompute

/// How tokens are chosen.
struct SamplingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("0 is greedy.", valueName: "T")) var temperature = 0.0
    @Option(help: ArgumentHelp("Seed of the sampling.", valueName: "N")) var seed: UInt64 = 0

    func validate() throws {
        guard temperature >= 0, temperature.isFinite else { throw ValidationError("--temperature: expected 0 or a positive number, found \(temperature)") }
    }
}
