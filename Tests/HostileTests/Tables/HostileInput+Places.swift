import Foundation

extension HostileInput {
    /// What can stand where a file or a folder is expected.
    static let places: [HostileInput] = [
        .init("FIFOs in place of every file") { world in
            for name in [
                "tiny.yaml", "all.yaml", "documents.jsonl", "labels.jsonl", "states.safetensors", "one.safetensors", "text.txt",
                "chat.json", "one.comparison", "tiny.statistics", "model/config.json", "explanations.jsonl"
            ] {
                try world.remove(name)
                mkfifo(world.path(name), 0o600)
            }
        },
        .init("FIFOs inside of checkpoints") { world in
            for name in ["model/model.safetensors", "model/tokenizer.json", "sae/cfg.json", "av/nla_meta.yaml", "ar/value_head.safetensors"]
            {
                try world.remove(name)
                mkfifo(world.path(name), 0o600)
            }
        },
        .init("folders in place of files") { world in
            for name in [
                "documents.jsonl", "labels.jsonl", "states.safetensors", "one.safetensors", "text.txt", "chat.json", "one.comparison",
                "model/config.json", "sae/sae_weights.safetensors", "explanations.jsonl"
            ] {
                try world.remove(name)
                try FileManager.default.createDirectory(at: world.folder.appending(path: name), withIntermediateDirectories: false)
            }
        },
        .init("devices without end in place of files") { world in
            for name in [
                "documents.jsonl", "labels.jsonl", "states.safetensors", "text.txt", "chat.json", "one.comparison", "model/config.json",
                "model/tokenizer.json", "sae/cfg.json"
            ] {
                try world.remove(name)
                symlink("/dev/zero", world.path(name))
            }
        },
        .init("links in circles and to nowhere") { world in
            for (name, target) in [
                ("documents.jsonl", "documents.jsonl"), ("labels.jsonl", "nowhere"),
                ("model/config.json", "tokenizer_config.json/../config.json"), ("one.comparison", "two.comparison"),
                ("two.comparison", "one.comparison")
            ] {
                try world.remove(name)
                symlink(target, world.path(name))
            }
        },
        .init("empty files") { world in
            for name in [
                "tiny.yaml", "documents.jsonl", "labels.jsonl", "states.safetensors", "one.safetensors", "text.txt", "chat.json",
                "one.comparison", "tiny.statistics", "model/config.json", "sae/sae_weights.safetensors", "explanations.jsonl"
            ] {
                try world.write(name, [UInt8]())
            }
        },
        .init("nothing there at all") { world in
            for name in [
                "tiny.yaml", "model", "sae", "av", "ar", "states.safetensors", "one.safetensors", "one.comparison", "text.txt", "chat.json",
                "explanations.jsonl", "transcript.txt"
            ] { try world.remove(name) }
        },
        .init("a folder of twenty thousand files", opens: true) { world in
            for i in 0..<20_000 { close(open(world.path("model/junk\(i)"), O_WRONLY | O_CREAT, 0o600)) }
        },
        .init("weights that are cut off in the middle") { world in
            for name in ["model/model.safetensors", "sae/sae_weights.safetensors", "ar/value_head.safetensors"] {
                truncate(world.path(name), 700)
            }
        },
        .init("a weight index that names files outside and a million times the same one") { world in
            try world.remove("model/model.safetensors")
            let entries = (0..<200_000).map { #""t\#($0)": "../../../../etc/passwd""# }.joined(separator: ",")
            try world.write("model/model.safetensors.index.json", #"{"weight_map": {"# + entries + "}}")
        }
    ]
}
