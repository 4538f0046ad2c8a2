import ArgumentParser
import ParallaxCompute

struct Claims: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claims",
        abstract: "Which sentences of an explanation can be believed: every claim, tested against a null.",
        subcommands: [ClaimsExamine.self, ClaimsCalibrate.self, ClaimsStudy.self], defaultSubcommand: ClaimsExamine.self)
}

/// What the claim commands have in common.
struct ClaimsArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The workspace.", valueName: "WORKSPACE")) var workspace: String
    @Option(help: ArgumentHelp("An NLA of the workspace; the first without it.", valueName: "NAME")) var verbalizer: String?
    @Option(help: ArgumentHelp("Of the usable positions of a document, every N-th.", valueName: "N")) var every: Int?

    @OptionGroup var bos: BOSOptions

    func open() throws -> Workspace { bos.applied(to: try Workspace.open(Input.url(workspace))) }

    func validate() throws {
        if let every, every < 1 { throw ValidationError("--every: expected 1 or more, found \(every)") }
    }
}
