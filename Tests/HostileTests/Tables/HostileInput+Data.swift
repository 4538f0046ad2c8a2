import Foundation

extension HostileInput {
    /// What tensors can hold and claim.
    static let weights: [HostileInput] = [
        .init("a dictionary of weights of 1e12 and biases of 1e15", opens: true) {
            try $0.scale("sae/sae_weights.safetensors") { name, value in name.hasPrefix("b") ? 1e15 : value * 1e12 }
        },
        .init("a dictionary of weights that are no numbers", opens: true) { try $0.scale("sae/sae_weights.safetensors") { _, _ in .nan } },
        .init("a dictionary of zeros", opens: true) { try $0.scale("sae/sae_weights.safetensors") { _, _ in 0 } },
        .init("a dictionary of the smallest numbers that there are", opens: true) {
            try $0.scale("sae/sae_weights.safetensors") { _, _ in .leastNonzeroMagnitude }
        },
        .init("a model of weights of 1e30", opens: true) { try $0.scale("model/model.safetensors") { _, value in value * 1e30 } },
        .init("a model of infinities", opens: true) { try $0.scale("model/model.safetensors") { _, value in value / 0 } },
        .init("a verbalizer whose weights are no numbers", opens: true) { try $0.scale("av/model.safetensors") { _, _ in .nan } },
        .init("a reconstructor of zeros", opens: true) { try $0.scale("ar/value_head.safetensors") { _, _ in 0 } },
        .init("a header of 500,000 tensors", opens: true) { world in
            let names = (0..<500_000).map { #""t\#($0)":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"# }
            try Hostile.safetensors(
                "{" + names.joined(separator: ",") + "}", data: 0, to: world.folder.appending(path: "states.safetensors"))
        },
        .init("a tensor of a terabyte that takes no room", opens: true) { world in
            let header = #"{"hidden_states":{"dtype":"F32","shape":[34359738368,8],"data_offsets":[0,1099511627776]}}"#
            for name in ["states.safetensors", "one.safetensors"] {
                try Hostile.safetensors(header, data: 1 << 40, to: world.folder.appending(path: name))
            }
        },
        .init("a header that says it is 2^63 bytes long") {
            try $0.write("model/model.safetensors", [0, 0, 0, 0, 0, 0, 0, 0x80] + Array("{}".utf8))
        },
        .init("offsets that overlap and lie behind the end") { world in
            for name in ["states.safetensors", "sae/sae_weights.safetensors"] {
                try Hostile.safetensors(
                    #"{"a":{"dtype":"F32","shape":[2,8],"data_offsets":[0,64]},"b":{"dtype":"F32","shape":[2,8],"data_offsets":[32,9223372036854775807]}}"#,
                    data: 64, to: world.folder.appending(path: name))
            }
        },
        .init("shapes whose product is no number", opens: true) { world in
            try Hostile.safetensors(
                #"{"hidden_states":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, data: 0,
                to: world.folder.appending(path: "one.safetensors"))
        },
        .init("a pickle that holds itself") { world in
            try world.write(
                "sae/extra.pt", Array("\u{80}\u{02}}q\0h\0X\u{01}\0\0\0ah\0s.".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }))
            try world.remove("sae/sae_weights.safetensors")
        }
    ]

    /// What documents, labels, explanations and chats can hold.
    static let data: [HostileInput] = [
        .init("a document of a hundred thousand combining marks", opens: true) { world in
            try world.write(
                "documents.jsonl",
                #"{"id": "a", "text": \#(HostileWorld.json(Hostile.marks))}"# + "\n" + #"{"id": "b", "text": "b"}"# + "\n")
            try world.write("text.txt", Hostile.marks)
        },
        .init("a document of 600 kB in one line", opens: true) { world in
            let text = String(repeating: "word ", count: 120_000)
            try world.write("documents.jsonl", #"{"id": "a", "text": "\#(text)"}"# + "\n")
            try world.write("text.txt", text)
        },
        .init("documents with nothing in them") { try $0.write("documents.jsonl", "\n\n{}\n{\"text\": \"\"}\n[]\n\"x\"\n") },
        .init("documents of one title", opens: true) {
            try $0.write("documents.jsonl", String(repeating: "{\"id\": \"same\", \"text\": \"A ring.\"}\n", count: 5))
        },
        .init("documents whose titles and texts are all controls", opens: true) { world in
            let quoted = HostileWorld.json(Hostile.controls)
            try world.write(
                "documents.jsonl",
                "{\"id\": \(quoted), \"text\": \(quoted)}\n{\"id\": \"b\", \"text\": \(quoted)}\n{\"id\": \"c\", \"text\": \"c d e\"}\n")
            try world.write("chat.json", "[{\"role\": \(quoted), \"content\": \(quoted)}]")
            try world.write("text.txt", Hostile.controls)
        },
        .init("documents with ids of another vocabulary") {
            try $0.write("documents.jsonl", #"{"id": "a", "token_ids": [99999999, -1, 9223372036854775807]}"# + "\n")
        },
        .init("documents of a single token, and of nothing but spaces", opens: true) {
            try $0.write("documents.jsonl", #"{"id": "a", "text": "a"}"# + "\n" + #"{"id": "b", "text": "      "}"# + "\n")
        },
        .init("2,000 documents", opens: true) { world in
            try world.write("documents.jsonl", (0..<2000).map { #"{"id": "d\#($0)", "text": "Text \#($0)"}"# }.joined(separator: "\n"))
        },
        .init("lines of documents nested 100,000 deep") {
            try $0.write("documents.jsonl", #"{"id": "a", "text": "# + Hostile.nesting + "\n")
        },
        .init("bytes that are no UTF-8 in place of texts") { world in
            for name in ["documents.jsonl", "text.txt", "chat.json", "labels.jsonl", "explanations.jsonl", "tiny.yaml"] {
                try world.write(name, [0xFF, 0xFE, 0x41, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x0A])
            }
        },
        .init("labels as a table of lone quotes", opens: true) {
            try $0.write("labels.jsonl", "index,label\n" + String(repeating: "\"\n", count: 200_000))
        },
        .init("labels that unpack to a gigabyte", opens: true) { world in
            try world.write("labels.jsonl", "")
            let packed = try Hostile.gzip([UInt8](repeating: 0x20, count: 1 << 28))
            try world.write("tiny.yaml", world.text("tiny.yaml").replacing("labels.jsonl", with: "labels.jsonl.gz"))
            try world.write("labels.jsonl.gz", packed + packed + packed + packed)
        },
        .init("labels of features at the edges of integers", opens: true) {
            try $0.write(
                "labels.jsonl",
                [2_147_483_647, 4_294_967_295, 4_294_967_296, 9_223_372_036_854_775_807, -1].map { #"{"index": \#($0), "label": "x"}"# }
                    .joined(separator: "\n"))
        },
        .init("labels that are all controls", opens: true) { world in
            try world.write(
                "labels.jsonl", (0..<16).map { "{\"index\": \($0), \"label\": \(HostileWorld.json(Hostile.controls))}\n" }.joined())
        },
        .init("a label of 20 MB", opens: true) {
            try $0.write("labels.jsonl", #"{"index": 0, "label": ""# + String(repeating: "x", count: 20 << 20) + "\"}\n")
        },
        .init("explanations of another file's positions and of controls", opens: true) { world in
            let quoted = HostileWorld.json(Hostile.controls)
            try world.write(
                "explanations.jsonl",
                (0..<20).map {
                    "{\"document\": \"doc\($0 % 6)\", \"position\": \($0 * 1_000_000_007), \"token\": \(quoted), \"text\": \(quoted)}\n"
                }.joined())
        },
        .init("a transcript of forty thousand rows that state what cannot be", opens: true) { world in
            try world.write(
                "transcript.txt",
                "layer 0 model tiny\n"
                    + (0..<40_000).map { "[ \($0)]  PROMPT   token='x'  mse_nrm=nan  cos=1e999  fve_nrm=-1e308\n    x\n" }.joined())
        },
        .init("a log of a hundred thousand verdicts that are none", opens: true) {
            try $0.write("verdicts.jsonl", String(repeating: "{\"verdict\": \"maybe\"}\n", count: 100_000))
        },
        .init("known facts at positions of 2^62", opens: true) {
            try $0.write(
                "truth.jsonl", #"{"id": "other", "token_ids": [0, 5], "facts": [[4611686018427387904, {"topic": ["rain"]}]]}"# + "\n")
        },
        .init("a chat of twenty thousand turns", opens: true) {
            try $0.write(
                "chat.json", "[" + [String](repeating: #"{"role": "user", "content": "a"}"#, count: 20_000).joined(separator: ",") + "]")
        },
        .init("texts written without the activation that are all controls", opens: true) {
            try $0.write(
                "mimic.jsonl",
                String(repeating: "{\"document\": \"doc0\", \"position\": 3, \"text\": \(HostileWorld.json(Hostile.controls))}\n", count: 3)
            )
        }
    ]

    /// What the program's own files can say after somebody had them.
    static let figures: [HostileInput] = [
        .init("statistics with a flipped bit", opens: true) { world in
            var bytes = [UInt8](try Data(contentsOf: world.folder.appending(path: "tiny.statistics")))
            bytes[bytes.count / 2] ^= 4
            try world.write("tiny.statistics", bytes)
        },
        .init("statistics that were cut off", opens: true) { world in
            try world.write("tiny.statistics", Array(try Data(contentsOf: world.folder.appending(path: "tiny.statistics")).prefix(500)))
        },
        .init("a part with every thousandth bit flipped", opens: true) { world in
            var bytes = [UInt8](try Data(contentsOf: world.folder.appending(path: "one.comparison")))
            for place in stride(from: 900, to: bytes.count, by: 125) { bytes[place] ^= 1 }
            try world.write("one.comparison", bytes)
        },
        .init("a part of version 1 with a plan of 2^62 tokens", opens: true) {
            try $0.write("one.comparison", "parallax.comparison 1\n" + #"{"plan":{"documents":[{"index":0,"count":4611686018427387904}]}}"#)
        },
        .init("a finding that was cut off", opens: true) { world in
            try world.write("finding.json", Array(try Data(contentsOf: world.folder.appending(path: "finding.json")).prefix(900)))
        },
        .init("a finding of places, paths and numbers that there are not", opens: true) { world in
            var text = try world.text("finding.json")
            for (old, new) in [
                ("\"position\":4", "\"position\":-9223372036854775808"), ("tiny.yaml", "\\u001b]0;x\\u0007"),
                ("\"threads\":", "\"threads\":9")
            ] {
                text = text.replacing(old, with: new)
            }
            try world.write("finding.json", text)
        },
        .init("a calibration of another form", opens: true) {
            try $0.write("tiny.calibration", #"{"format":"parallax.calibration","version":99999999999999999999}"#)
        }
    ]
}

extension HostileWorld {
    /// Changes every float of a safetensors file; what another input has broken of it before is left as it is.
    func scale(_ name: String, _ change: (String, Float) -> Float) throws {
        let file = folder.appending(path: name)
        var bytes = [UInt8](try Data(contentsOf: file))
        guard bytes.count >= 8, let length = Int(exactly: bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }),
            length <= bytes.count - 8,
            let header = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: Any]
        else { return }
        let begin = 8 + length, room = bytes.count - begin
        bytes.withUnsafeMutableBytes { bytes in
            for (tensor, value) in header {
                guard let fields = value as? [String: Any], fields["dtype"] as? String == "F32",
                    let ends = fields["data_offsets"] as? [Int], ends.count == 2, (0...room).contains(ends[0])
                else { continue }
                for place in stride(from: ends[0], through: max(0, min(ends[1], room)) - 4, by: 4) {
                    let value = bytes.loadUnaligned(fromByteOffset: begin + place, as: Float.self)
                    bytes.storeBytes(of: change(tensor, value), toByteOffset: begin + place, as: Float.self)
                }
            }
        }
        try Data(bytes).write(to: file)
    }
}
