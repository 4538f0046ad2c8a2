import ArgumentParser
import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxTerminal
import ParallaxViews

struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The explorer (the default).",
        discussion: """
            Where stdout is no terminal it prints what --plain prints. ? lists the keys, q quits.

            EXAMPLES
              parallax                                        the sample
              parallax my.yaml --text "The river of Bergen."  a text of your own
              parallax --model ~/models/llama --file a.txt    a model alone
              parallax my.yaml --document 3 --token 40        begin there
              parallax my.yaml --plain --document 3           the fourth document as text
              parallax transcript.txt                         explanations made elsewhere
            """)

    @OptionGroup var threads: ThreadOptions
    @Argument(
        help: ArgumentHelp(
            "A workspace (parallax.yaml), or a file of explanations; without it, and without --model, the sample world.",
            valueName: "WORKSPACE")) var workspace: String?
    @Option(help: ArgumentHelp("The model's folder.", valueName: "DIR")) var model: String?
    @Option(help: ArgumentHelp("A dictionary's folder, with its site where it says none; may be repeated.", valueName: "DIR[@SITE]"))
    var dictionary: [String] = []
    @Option(help: ArgumentHelp("An AV's folder.", valueName: "DIR")) var av: String?
    @Option(help: ArgumentHelp("An AR's folder.", valueName: "DIR")) var ar: String?
    @Option(parsing: .unconditional, help: ArgumentHelp("A text to look at; - reads stdin.", valueName: "S")) var text: String?
    @Option(help: ArgumentHelp("A text file to look at; - reads stdin.", valueName: "F")) var file: String?
    @Option(help: ArgumentHelp("A chat to look at; - reads stdin.", valueName: "F.json")) var chat: String?
    @OptionGroup var bos: BOSOptions
    @OptionGroup var encoding: EncodingOptions
    @OptionGroup var template: TemplateOptions
    @Option(help: ArgumentHelp("What is looked at first: a residual site's number, a hook's or a module's name.", valueName: "S")) var site:
        String?
    @Flag(help: "Print one document as text and leave.") var plain = false
    @Option(help: ArgumentHelp("The document that is looked at first, or that --plain prints, from 0.", valueName: "N")) var document: Int?
    @Option(help: ArgumentHelp("The token that is looked at first, from 0; --plain prints it alone.", valueName: "N")) var token: Int?
    @OptionGroup var cache: CacheOptions
    @OptionGroup var appearance: AppearanceOptions

    func validate() throws {
        let given = [text, file, chat].compactMap { $0 }.count
        guard given <= 1 else { throw ValidationError("expected one of --text, --file and --chat, found \(given)") }
        if let document, document < 0 { throw ValidationError("--document: expected 0 or more, found \(document)") }
        if let token, token < 0 { throw ValidationError("--token: expected 0 or more, found \(token)") }
    }

    func run() throws {
        try threads.apply()
        let isScreen = !plain && isatty(STDOUT_FILENO) == 1 && isatty(STDIN_FILENO) == 1
        if isScreen { ProcessMemory.useOneHeap() }
        let bench = try openWorkbench()
        let place = FirstPlace(document: document, token: token)
        guard isScreen else { return try PlainReport(bench, at: place, cache: cache.budget).print() }
        if place.document != nil { try place.check(bench.inventory) }
        try Explorer.run(bench, at: place, appearance: appearance, cache: cache.budget)
    }

    private func openWorkbench() throws -> any Bench {
        // What was asked for by name and is not there is no reason to show something else; a dictionary or an NLA may be missing.
        for (option, path) in [("--model", model), ("--file", file), ("--chat", chat)] {
            guard let path, path != "-", let absence = FileSystem.absence(path.isEmpty ? path : try Input.url(path).path) else { continue }
            throw Complaint(
                option, expected: "an existing file or folder", found: FileSystem.named(path, absence), remedy: "correct the path")
        }
        var options = WorkspaceOptions(
            model: model, dictionaries: dictionary, av: av, ar: ar, text: text, file: file, chat: chat, bos: bos.bos,
            site: try site.map { try Input.site($0) }, encoding: try encoding.textEncoding(), templateVariables: try template.variables())
        if text == "-" || file == "-" {
            options.text = try Input.string(text: text, file: file, encoding: encoding.textEncoding())
            options.file = nil
        }
        guard chat == "-" else { return try openWorkbench(options) }
        return try Input.withStandardInput(as: "stdin.json") { file in
            options.chat = file.path
            return try openWorkbench(options)
        }
    }

    private func openWorkbench(_ options: WorkspaceOptions) throws -> any Bench {
        // A model of one's own has nothing to do with the sample.
        let base = try workspace.map { try Workspace.open(Input.url($0)) } ?? (model == nil ? try Workspace.sample() : Workspace())
        return try WorkspaceOpening.workbench(options.isEmpty ? base : options.applied(to: base), cache: cache.budget)
    }
}
