/// Every command with every option: what is run on each hostile world, and what the harness knows. An option of the program that stands in no row
/// fails the harness, so that a new one is covered without anyone remembering it.
struct HostileCommand: Sendable {
    /// As in the help: "claims examine".
    let name: String
    let arguments: [String]
    /// What stands on stdin.
    var input: String?
    /// It writes files of the world: run on every world, but only once the others have read it.
    var writes = false
    /// The tiny world has no matter for it: it knows too few facts to learn from, and holds no mean. It ends with a sentence, behind its outputs' opening.
    var isStarved = false

    var all: [String] { name.split(separator: " ").map(String.init) + arguments }

    /// Options that only say what other ones could say (help) or that are values of the harness's own (threads).
    static let common = ["help", "version", "threads", "strict", "log"]

    /// Those that write last, once the others have read the world.
    static var ordered: [HostileCommand] { all.filter { !$0.writes } + all.filter(\.writes) }

    /// Options behind which the name of a file stands that is written.
    static let outputs = ["-o", "--state", "--html", "--cases", "--log"]

    /// Options without a value.
    static let flags: Set<String> = [
        "--plain", "--no-mouse", "--json", "--csv", "--markdown", "--generation-prompt", "--logits", "--force", "--blind", "--verdicts",
        "--strict", "--schema"
    ]

    /// The text of a model goes into a pipe as it is; the help says so.
    var isRaw: Bool { name == "generate" && !arguments.contains("--json") }

    static let all: [HostileCommand] = [
        // The explorer as text.
        .init(name: "explore", arguments: ["tiny.yaml", "--plain"]),
        .init(
            name: "explore",
            arguments: [
                "all.yaml", "--plain", "--document", "7", "--token", "1", "--cache", "8", "--color", "always", "--theme", "theme.yaml",
                "--no-mouse"
            ]),
        .init(name: "explore", arguments: ["--model", "model", "--text", "-", "--plain"], input: "A text from a pipe."),
        .init(
            name: "explore",
            arguments: [
                "--model", "model", "--dictionary", "sae@1", "--site", "1", "--av", "av", "--ar", "ar", "--text", "A ring.", "--bos",
                "always", "--plain"
            ]),
        .init(name: "explore", arguments: ["--model", "model", "--file", "text.txt", "--plain"]),
        .init(name: "explore", arguments: ["--model", "model", "--chat", "chat.json", "--plain"]),
        .init(
            name: "explore",
            arguments: ["--model", "model", "--chat", "chat.json", "--encoding", "utf-8", "--template-variable", "thinks=false", "--plain"]),
        .init(name: "explore", arguments: ["explanations.jsonl", "--plain"]),
        .init(name: "explore", arguments: ["transcript.txt", "--plain"]),
        // What there is.
        .init(
            name: "inspect",
            arguments: [
                "model", "av", "ar", "sae", "tiny.yaml", "labels.jsonl", "labels.csv", "documents.jsonl", "chat.json", "text.txt",
                "states.safetensors", "tiny.statistics", "one.comparison", "explanations.jsonl",
                "transcript.txt", "rules.yaml", "mimic.jsonl", "truth.jsonl"
            ]),
        .init(name: "inspect", arguments: ["model", "sae", "labels.jsonl", "explanations.jsonl", "--json", "--log", "run.log"]),
        // Tokens and activations.
        .init(name: "tokenize", arguments: ["--model", "model", "--file", "text.txt"]),
        .init(name: "tokenize", arguments: ["--model", "model", "--file", "text.txt", "--encoding", "latin1"]),
        .init(name: "tokenize", arguments: ["--model", "model", "--file", "text.txt", "--json"]),
        .init(name: "tokenize", arguments: ["--model", "model", "--text", "A ring", "--bos", "always"]),
        .init(name: "tokenize", arguments: ["--model", "model", "--chat", "chat.json", "--generation-prompt", "--csv"]),
        .init(
            name: "tokenize",
            arguments: [
                "--model", "model", "--chat", "chat.json", "--template-variable", "thinks=false", "--generation-prompt", "--markdown"
            ]),
        .init(name: "tokenize", arguments: ["--model", "model", "--ids", "3,4,5", "--markdown"]),
        .init(name: "generate", arguments: ["--model", "model", "--text", "A ring", "--bos", "always", "--max-tokens", "8"]),
        .init(
            name: "generate",
            arguments: [
                "--model", "model", "--chat", "chat.json", "--encoding", "utf-8", "--template-variable", "thinks=false", "--max-tokens",
                "8", "--temperature", "1", "--top-k", "5", "--top-p", "0.9", "--seed", "3", "--json"
            ]),
        .init(name: "generate", arguments: ["--model", "model", "--ids", "4,5", "--max-tokens", "2"]),
        .init(name: "generate", arguments: ["--model", "model", "--file", "-", "--max-tokens", "2"], input: "A ring"),
        .init(name: "encode", arguments: ["--dictionary", "sae", "--activations", "states.safetensors:hidden_states", "--top", "2"]),
        .init(name: "encode", arguments: ["--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "--json"]),
        .init(
            name: "verbalize",
            arguments: ["--av", "av", "--activations", "one.safetensors:hidden_states", "--rows", "0-2", "--max-tokens", "8"]),
        .init(
            name: "verbalize",
            arguments: [
                "--av", "av", "--activations", "one.safetensors:hidden_states", "--rows", "1", "--max-tokens", "4", "--temperature", "1",
                "--top-k", "9", "--top-p", "0.9", "--seed", "1", "--csv"
            ]),
        .init(
            name: "reconstruct",
            arguments: ["--ar", "ar", "--text", "A ring.", "--against", "one.safetensors:hidden_states", "--row", "1", "--markdown"]),
        .init(name: "reconstruct", arguments: ["--ar", "ar", "--file", "text.txt", "--encoding", "utf-8", "--json"]),
        // Figures.
        .init(
            name: "compare",
            arguments: [
                "--activations", "one.safetensors:hidden_states", "--reconstruction", "sae=code.safetensors:reconstruction", "--var", "0.5"
            ]),
        .init(
            name: "compare",
            arguments: [
                "--activations", "one.safetensors:hidden_states", "--reconstruction", "sae=code.safetensors:reconstruction", "--mean",
                "mean.npy", "--json"
            ], isStarved: true),
        .init(name: "compare", arguments: ["tiny.yaml", "--samples", "1", "--pca", "1", "--documents", "0-2", "--bos", "always"]),
        .init(
            name: "compare",
            arguments: [
                "all.yaml", "--documents", "0,1", "--site", "1", "--samples", "1", "--seed", "3", "--tokens", "40", "--forced-l0", "2",
                "--pca", "none", "--splice", "main", "--splice-next", "2", "--mimic", "mimic.jsonl", "--csv"
            ]),
        .init(name: "merge", arguments: ["one.comparison", "two.comparison", "--json"]),
        .init(name: "merge", arguments: ["one.comparison", "--markdown"]),
        .init(name: "verify", arguments: ["finding.json", "--workspace", "tiny.yaml", "--tolerance", "1", "--json"]),
        .init(name: "verify", arguments: ["--schema"]),
        // Claims.
        .init(name: "claims examine", arguments: ["tiny.yaml", "--document", "0", "--position", "4", "--bos", "always"]),
        .init(
            name: "claims examine",
            arguments: [
                "all.yaml", "--verbalizer", "tiny", "--document", "1", "--every", "4", "--off", "causal,shapley", "--blind", "--json"
            ]),
        .init(
            name: "claims examine",
            arguments: ["all.yaml", "--verbalizer", "elsewhere", "--document", "0", "--position", "2", "--off", "causal,shapley"]),
        .init(name: "bench", arguments: ["--dictionary", "sae", "--json"]),
        .init(name: "bench", arguments: ["--labels", "labels.jsonl"]),
        .init(name: "help", arguments: ["compare"]),
        .init(name: "cache list", arguments: []),
        .init(name: "cache list", arguments: ["--json", "--strict"]),
        .init(name: "cache list", arguments: ["--csv"]),
        .init(name: "cache list", arguments: ["--markdown"]),
        .init(name: "cache clean", arguments: ["--older-than", "3", "--only", "labels", "--markdown"], writes: true),
        .init(name: "cache clean", arguments: ["--csv"], writes: true),
        .init(name: "cache clean", arguments: ["--json"], writes: true),
        // What writes.
        .init(
            name: "capture", arguments: ["--model", "model", "--text", "A ring", "--bos", "never", "--logits", "-o", "new.safetensors"],
            writes: true),
        .init(
            name: "capture",
            arguments: [
                "--model", "model", "--chat", "chat.json", "--encoding", "utf-8", "--template-variable", "thinks=false", "--sites",
                "0,blocks.0.mlp.hook_in", "-o", "new.safetensors", "--force"
            ], writes: true),
        .init(name: "capture", arguments: ["--model", "model", "--ids", "3,4", "-o", "other.safetensors"], writes: true),
        .init(name: "capture", arguments: ["--model", "model", "--file", "text.txt", "-o", "other.safetensors"], writes: true),
        .init(
            name: "encode",
            arguments: [
                "--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "-o", "new-code.safetensors", "--csv", "--force"
            ], writes: true),
        .init(name: "encode", arguments: ["--dictionary", "sae", "--activations", "one.safetensors:hidden_states", "--markdown"]),
        .init(
            name: "encode",
            arguments: ["--dictionary", "sae@model.layers.0", "--activations", "one.safetensors:hidden_states", "--site", "1", "--top", "1"]
        ),
        .init(
            name: "reconstruct", arguments: ["--ar", "ar", "--text", "-", "-o", "vector.safetensors", "--csv", "--force"], input: "A ring.",
            writes: true),
        .init(
            name: "verbalize",
            arguments: ["--av", "av", "--activations", "one.safetensors:hidden_states", "--rows", "1", "--max-tokens", "2", "--json"]),
        .init(
            name: "verbalize",
            arguments: ["--av", "av", "--activations", "one.safetensors:hidden_states", "--rows", "1", "--max-tokens", "2", "--markdown"]),
        .init(
            name: "statistics",
            arguments: ["tiny.yaml", "-o", "new.statistics", "--bos", "always", "--site", "1", "--pool", "16", "--force"], writes: true),
        .init(name: "statistics", arguments: ["tiny.yaml", "-o", "part.statistics", "--shard", "1/2"], writes: true),
        .init(
            name: "compare",
            arguments: ["tiny.yaml", "--samples", "1", "--pca", "1", "--shard", "1/2", "--state", "one.comparison", "--markdown"],
            writes: true),
        .init(
            name: "compare",
            arguments: ["tiny.yaml", "--samples", "1", "--pca", "1", "--documents", "0-1", "--html", "page.html", "--force"], writes: true),
        .init(
            name: "merge",
            arguments: ["one.comparison", "two.comparison", "-o", "merged.comparison", "--html", "merged.html", "--csv", "--force"],
            writes: true),
        .init(name: "merge", arguments: ["tiny.statistics", "part.statistics", "-o", "all.statistics"], writes: true, isStarved: true),
        .init(
            name: "claims calibrate",
            arguments: [
                "all.yaml", "--verbalizer", "tiny", "-o", "tiny.calibration", "--samples", "2", "--seed", "1", "--every", "2", "--cases",
                "cases.jsonl", "--force"
            ], writes: true, isStarved: true),
        .init(
            name: "claims calibrate",
            arguments: ["all.yaml", "--verbalizer", "tiny", "-o", "tiny.calibration", "--verdicts", "--bos", "never"], writes: true,
            isStarved: true),
        .init(
            name: "claims study",
            arguments: [
                "all.yaml", "--verbalizer", "tiny", "--calibration", "tiny.calibration", "--every", "4", "--cases", "study.jsonl", "--json",
                "--force"
            ], writes: true, isStarved: true),
        .init(name: "claims study", arguments: ["all.yaml", "--markdown", "--bos", "never"], writes: true, isStarved: true),
        .init(name: "claims examine", arguments: ["tiny.yaml", "--document", "0", "--position", "2", "--off", "causal,shapley", "--csv"]),
        .init(
            name: "claims examine", arguments: ["tiny.yaml", "--document", "0", "--position", "2", "--off", "causal,shapley", "--markdown"]),
        .init(name: "bench", arguments: ["frame", "--workspace", "tiny.yaml", "--site", "1", "--bos", "auto"])
    ]
}
