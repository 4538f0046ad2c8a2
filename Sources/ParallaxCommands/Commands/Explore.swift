import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxTerminal
import ParallaxViews

struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The explorer (the default).",
        discussion: "Where stdout is no terminal it prints what --plain prints. ? lists the keys, q quits.")

    @OptionGroup var threads: ThreadOptions
    @Argument(help: ArgumentHelp("A workspace (parallax.yaml); without it, and without --model, the sample world.", valueName: "WORKSPACE")) var workspace: String?
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String?
    @Option(help: ArgumentHelp("A dictionary's folder; may be repeated.", valueName: "DIR")) var dictionary: [String] = []
    @Option(help: ArgumentHelp("An AV's folder.", valueName: "DIR")) var av: String?
    @Option(help: ArgumentHelp("An AR's folder.", valueName: "DIR")) var ar: String?
    @Option(help: ArgumentHelp("A text to look at.", valueName: "S")) var text: String?
    @Option(help: ArgumentHelp("A text file to look at.", valueName: "F")) var file: String?
    @Option(help: ArgumentHelp("A chat to look at.", valueName: "F.json")) var chat: String?
    @Flag(help: "Print one document as text and leave.") var plain = false
    @Option(help: ArgumentHelp("The document that --plain prints, from 0.", valueName: "N")) var document = 0
    @OptionGroup var appearance: AppearanceOptions

    func run() throws {
        threads.apply()
        let instrument = try Instrument(try openWorkspace())
        guard !plain, isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1 else {
            return try PlainReport(instrument, document: document).print()
        }
        try Explorer.run(instrument, appearance: appearance)
    }

    private func openWorkspace() throws -> Workspace {
        let options = WorkspaceOptions(model: model, dictionaries: dictionary, av: av, ar: ar, text: text, file: file, chat: chat)
        // A model of one's own has nothing to do with the sample.
        let base = try workspace.map { try Workspace.open(URL(filePath: $0)) } ?? (model == nil ? try Workspace.sample() : Workspace())
        return options.isEmpty ? base : options.applied(to: base)
    }
}
