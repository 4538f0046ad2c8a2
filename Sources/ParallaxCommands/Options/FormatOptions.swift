import ArgumentParser
import ParallaxCompute

/// How a command prints its result: a table for people, or a form for programs.
struct FormatOptions: ParsableArguments {
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print CSV.") var csv = false
    @Flag(help: "Print Markdown.") var markdown = false

    func validate() throws {
        let given = [json, csv, markdown].count { $0 }
        guard given <= 1 else { throw ValidationError("expected one of --json, --csv and --markdown, found \(given)") }
    }

    var isForPeople: Bool { !json && !csv && !markdown }

    func print(_ table: Table) { Output.line(csv ? Printable(data: table.csv) : markdown ? Printable(data: table.markdown) : table.text) }
}
