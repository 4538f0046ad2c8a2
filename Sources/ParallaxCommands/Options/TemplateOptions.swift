import ArgumentParser
import ParallaxCompute

/// How a text's file is read.
struct EncodingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The file's encoding: utf-16, latin1, windows-1252, ….", discussion: "Without it: UTF-8, or what a byte order mark says.",
            valueName: "E"))
    var encoding: String?

    func textEncoding() throws -> TextEncoding? { try encoding.map { try TextEncoding.named($0, subject: "--encoding") } }
}

/// What a chat's template is given.
struct TemplateOptions: ParsableArguments {
    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A variable of the chat template, as enable_thinking=false; may be repeated.",
            discussion: "It goes before what the chat's file says.", valueName: "NAME=JSON"))
    var templateVariable: [String] = []

    func variables() throws -> TemplateVariables { try TemplateVariables(options: templateVariable) }
}
