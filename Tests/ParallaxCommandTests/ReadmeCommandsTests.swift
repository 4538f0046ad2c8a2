import Foundation
import TestSupport
import Testing

/// The commands' contract as the README states it: every option from the parser, every JSON field from a run.
@Suite("The README's list of options and JSON fields") struct ReadmeCommandsTests {
    private struct Dump: Decodable {
        struct Command: Decodable {
            var commandName: String
            var arguments: [Argument]?
            var subcommands: [Command]?
        }
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            var kind: String
            var isOptional: Bool
            var isRepeating: Bool
            var shouldDisplay: Bool
            var valueName: String?
            var preferredName: Name?
        }
        var command: Command
    }

    /// Commands in the order of the help, "claims examine" among them, each with its arguments.
    private static func commands() throws -> [(name: String, arguments: [Dump.Argument])] {
        let dump = try JSONDecoder().decode(Dump.self, from: Data(Program.output("--experimental-dump-help").utf8))
        func leaves(_ command: Dump.Command, _ path: String) -> [(String, [Dump.Argument])] {
            let name = path.isEmpty ? command.commandName : "\(path) \(command.commandName)"
            let inner = (command.subcommands ?? []).filter { $0.commandName != "help" }
            return inner.isEmpty ? [(name, command.arguments ?? [])] : inner.flatMap { leaves($0, name) }
        }
        return (dump.command.subcommands ?? []).filter { $0.commandName != "help" }.flatMap { leaves($0, "") }
    }

    private static func words(_ argument: Dump.Argument) -> String? {
        guard argument.shouldDisplay, !["help", "version", "threads", "log", "strict"].contains(argument.preferredName?.name ?? "") else {
            return nil
        }
        let value = argument.valueName ?? "", repeated = argument.isRepeating ? " …" : ""
        guard let name = argument.preferredName else { return "`\(value)`\(repeated)" }
        let option = (name.kind == "long" ? "--" : "-") + name.name
        return "`\(option)\(argument.kind == "flag" ? "" : " \(value)")`\(repeated)"
    }

    /// Runs that print what a command's JSON can hold, on a tiny world.
    private static let runs: [String: [[String]]] = [
        "inspect": [["inspect", "model", "sae", "labels.jsonl", "ar", "--json"]],
        "tokenize": [["tokenize", "--model", "model", "--text", "A ring", "--json"]],
        "generate": [["generate", "--model", "model", "--text", "A ring", "--max-tokens", "2", "--json"]],
        "encode": [["encode", "--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "--json"]],
        "verbalize": [["verbalize", "--av", "av", "--activations", "one.safetensors:hidden_states", "--max-tokens", "2", "--json"]],
        "reconstruct": [
            ["reconstruct", "--ar", "ar", "--text", "A ring.", "--against", "one.safetensors:hidden_states", "--row", "1", "--json"]
        ],
        "compare": [
            ["compare", "tiny.yaml", "--samples", "2", "--pca", "1", "--splice", "main", "--json"],
            [
                "compare", "--activations", "one.safetensors:hidden_states", "--reconstruction", "sae=code.safetensors:reconstruction",
                "--json"
            ]
        ],
        "claims examine": [["claims", "tiny.yaml", "--document", "0", "--position", "4", "--json"]],
        "cache list": [["cache", "list", "--json"]], "cache clean": [["cache", "clean", "--json"]],
        "bench": [["bench", "frame", "--workspace", "tiny.yaml", "--json"]]
    ]

    /// "methods[].fve.global" and so on. Keys that are names of something (methods, rows, kinds of tokens) stand as `…`.
    private static func paths(_ value: Any, _ path: String, into found: inout Set<String>) {
        switch value {
        case let object as [String: Any]:
            // An object all of whose values are alike and whose keys are no words of a contract is a table by name.
            for (key, inner) in object {
                let isName = key.contains { !($0.isLowercase || $0 == "_" || $0.isNumber) }
                paths(inner, (path.isEmpty ? "" : "\(path).") + (isName ? "…" : key), into: &found)
            }
        case let list as [Any]:
            if list.first is [String: Any] || list.first is [Any] {
                for inner in list { paths(inner, "\(path)[]", into: &found) }
            } else {
                found.insert("\(path)[]")
            }
        default: found.insert(path)
        }
    }

    /// The fields of a command, those deeper than two names cut off.
    private static func fields(_ command: String, in folder: URL) throws -> [String] {
        var found: Set<String> = []
        for run in runs[command] ?? [] {
            let program = try Program.run(run, environment: ["XDG_CACHE_HOME": folder.appending(path: "cache").path], in: folder)
            guard program.status == 0 else { throw Program.Failure(description: "\(run): \(program.errors)") }
            paths(try JSONSerialization.jsonObject(with: Data(program.output.utf8)), "", into: &found)
        }
        let short = found.map { path -> String in
            let names = path.split(separator: ".", omittingEmptySubsequences: false)
            return names.count <= 2 ? path : names.prefix(2).joined(separator: ".") + ".…"
        }
        // A list that is empty in one place and holds objects in another is a list of objects.
        let all = Set(short)
        return all.filter { path in !path.isEmpty && !(path.hasSuffix("[]") && all.contains { $0.hasPrefix(path + ".") }) }.sorted()
    }

    private static func contract() throws -> String {
        let folder = try Folder(), world = try TinyWorld(in: folder.url)
        _ = world
        let cache = "cache/parallax/comparisons"
        try FileManager.default.createDirectory(at: folder.url.appending(path: cache), withIntermediateDirectories: true)
        for line in [
            ["compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--shard", "1/2", "--state", "\(cache)/0123456789abcdef.comparison"],
            ["capture", "--model", "model", "--text", "A ring of gold", "--sites", "1", "-o", "one.safetensors"],
            ["encode", "--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "-o", "code.safetensors"]
        ] {
            let program = try Program.run(line, in: folder.url)
            guard program.status == 0 else { throw Program.Failure(description: program.errors) }
        }
        var lines: [String] = []
        for (name, arguments) in try commands() {
            let words = arguments.compactMap(words), fields = try fields(name, in: folder.url)
            lines.append("- **\(name)** " + words.joined(separator: " "))
            if !fields.isEmpty { lines.append("  JSON: " + fields.map { "`\($0)`" }.joined(separator: " ")) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("they are what the parser takes and what the commands print; PARALLAX_RECORD=1 writes them anew")
    func contract() throws {
        let file = Places.root.appending(path: "README.md")
        var text = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- cli -->\n")), end = try #require(text.range(of: "<!-- end of cli -->"))
        let contract = try Self.contract()
        if Recording.isOn {
            text.replaceSubrange(begin.upperBound..<end.lowerBound, with: contract)
            try text.write(to: file, atomically: true, encoding: .utf8)
        } else {
            let (written, real) = (text[begin.upperBound..<end.lowerBound].split(separator: "\n"), contract.split(separator: "\n"))
            #expect(written == real, "\(real.filter { !written.contains($0) })")
        }
    }
}
