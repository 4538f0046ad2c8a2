import ArgumentParser
import ParallaxCompute

/// How a text's file is read, and what a chat's template is given.
struct TemplateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The encoding of the file or the chat: utf-16, latin1, windows-1252, ….", discussion: "Without it: UTF-8, or what a byte order mark says.", valueName: "E"))
    var encoding: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A variable of the chat template, as enable_thinking=false; may be repeated.", discussion: "It goes before what the chat's file says.", valueName: "NAME=JSON"))
    var templateVariable: [String] = []

    func textEncoding() throws -> TextEncoding? { try encoding.map { try TextEncoding.named($0, subject: "--encoding") } }

    func variables() throws -> TemplateVariables { try TemplateVariables(options: templateVariable) }
}
