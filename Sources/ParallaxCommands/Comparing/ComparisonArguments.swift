import ArgumentParser
import ParallaxCompute

/// What a person chooses about the comparison of a workspace.
struct ComparisonArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Documents to evaluate, by number.", valueName: "0-9,12")) var documents: String?
    @Option(help: ArgumentHelp("A residual site's number or hook name.", valueName: "S")) var site: String?
    @OptionGroup var bos: BOSOptions
    @Option(
        help: ArgumentHelp(
            "Part i of n: documents whose place gives rest i − 1. A state is of one part; n stays the same.", valueName: "i/n")) var shard:
        Shard?
    @Option(help: ArgumentHelp("Explanations drawn for each activation.", valueName: "k")) var samples: Int?
    @Option(help: ArgumentHelp("Seed of all that is drawn.", valueName: "N")) var seed: UInt64?
    @Option(help: ArgumentHelp("Tokens at most, in whole documents.", valueName: "N")) var tokens: Int?
    @Option(name: .customLong("forced-l0"), help: ArgumentHelp("Every dictionary also with its largest features only.", valueName: "4,8"))
    var forcedL0: Numbers?
    @Option(help: ArgumentHelp("Ranks of PCA.", valueName: "1,2,4")) var pca: Numbers?
    @Option(help: ArgumentHelp("What is put back into the model.", valueName: "none|main|all")) var splice: ComparisonOptions.Splicing?
    @Option(name: .customLong("splice-next"), help: ArgumentHelp("Positions behind the spliced one.", valueName: "n")) var spliceNext: Int?
    @Option(help: ArgumentHelp("Texts written without the activation; may be repeated.", valueName: "FILE")) var mimic: [String] = []
    @Option(help: ArgumentHelp("Where results are kept, so that a rerun continues.", valueName: "FILE")) var state: OutputPath?
    @Option(help: ArgumentHelp("Also one page with figures.", valueName: "FILE")) var html: OutputPath?

    var isEmpty: Bool {
        documents == nil && site == nil && bos.bos == nil && shard == nil && samples == nil && seed == nil && tokens == nil
            && forcedL0 == nil && pca == nil && splice == nil
            && spliceNext == nil && mimic.isEmpty && state == nil && html == nil
    }

    var options: ComparisonOptions {
        var options = ComparisonOptions()
        if let samples { options.samples = samples }
        if let seed { options.seed = seed }
        options.tokenLimit = tokens
        if let forcedL0 { options.forcedL0s = forcedL0.values }
        if let pca { options.ranks = pca.values }
        if let splice { options.splicing = splice }
        if let spliceNext { options.following = spliceNext }
        return options
    }

    /// Numbers like `1,2,4`; `none` for no numbers.
    struct Numbers: ExpressibleByArgument {
        let values: [Int]

        init?(argument: String) {
            if argument == "none" {
                values = []
                return
            }
            var values: [Int] = []
            for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
                guard let value = Int(foreign: part), value >= 1 else { return nil }
                values.append(value)
            }
            self.values = Set(values).sorted()
        }
    }
}

extension ComparisonOptions.Splicing: ExpressibleByArgument {}

extension Shard: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}
