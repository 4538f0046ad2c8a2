import ArgumentParser
import ParallaxCompute

/// How tokens are chosen.
struct SamplingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("0 is greedy.", valueName: "T")) var temperature = 0.0
    @Option(help: ArgumentHelp("Draw among the K most likely tokens only.", valueName: "K")) var topK: Int?
    @Option(help: ArgumentHelp("Draw among the most likely tokens that together reach P.", valueName: "P")) var topP = 1.0
    @Option(help: ArgumentHelp("Seed of the sampling.", valueName: "N")) var seed: UInt64 = 0

    func validate() throws {
        guard temperature >= 0, temperature.isFinite else {
            throw ValidationError("--temperature: expected 0 or a positive number, found \(temperature)")
        }
        if let topK, topK < 1 { throw ValidationError("--top-k: expected 1 or more, found \(topK)") }
        guard topP > 0, topP <= 1 else { throw ValidationError("--top-p: expected a number above 0, up to 1, found \(topP)") }
    }

    func sampling(maximumTokens: Int, firstRow: Int = 0) -> Sampling {
        Sampling(
            temperature: temperature, topTokens: topK, topProbability: topP, seed: seed, maximumTokens: maximumTokens, firstRow: firstRow)
    }
}
