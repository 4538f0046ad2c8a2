import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("parallax capture") struct CaptureTests {
    private let golden = Sample.golden("models/subject-1.safetensors")

    @Test("states at all sites and logits are those of transformers, in the tensors that the contract names")
    func states() throws {
        let folder = try Folder(), ids = try Sample.ids("token_ids", in: golden)
        _ = try Program.output(
            "capture", "--model", Sample.model, "--ids", ids.map(String.init).joined(separator: ","), "--logits", "-o",
            folder.path("out.safetensors"))
        let file = folder.url.appending(path: "out.safetensors")
        #expect(try Sample.tensor("token_ids", in: file).elementType == .i64)
        #expect(try Sample.tensor("sites", in: file).elementType == .i64)
        #expect(try Sample.ids("token_ids", in: file) == ids)
        #expect(try Sample.ids("sites", in: file) == Array(0...6))
        #expect(try Sample.tensor("hidden_states", in: file).shape == [7, ids.count, 128])
        #expect(try Sample.tensor("logits", in: file).shape == [ids.count, 1536])
        #expect(try Sample.relativeError(Sample.rows("hidden_states", in: file), Sample.rows("hidden_states", in: golden)) < 5e-5)
        #expect(try Sample.relativeError(Sample.rows("logits", in: file).suffix(1), Sample.rows("logits", in: golden)) < 5e-5)
        #expect(try SafetensorsFile(file.path).metadata["model"] == "subject")
    }

    @Test("--sites takes some, in the order given; without --logits there are none")
    func someSites() throws {
        let folder = try Folder(), ids = try Sample.ids("token_ids", in: golden)
        _ = try Program.output(
            "capture", "--model", Sample.model, "--ids", ids.map(String.init).joined(separator: ","), "--sites", "4,0", "-o",
            folder.path("out.safetensors"))
        let file = folder.url.appending(path: "out.safetensors")
        #expect(try Set(SafetensorsFile(file.path).tensors.keys) == ["token_ids", "sites", "hidden_states"])
        #expect(try Sample.ids("sites", in: file) == [4, 0])
        let all = try Sample.rows("hidden_states", in: golden), T = ids.count
        #expect(try Sample.relativeError(Sample.rows("hidden_states", in: file), Array(all[4 * T..<5 * T] + all[..<T])) < 5e-5)
    }

    @Test("sites within a block by their hook names, each a tensor of its own; residual ones by number or name")
    func blockSites() throws {
        let folder = try Folder(), gemma = Sample.golden("architectures/gemma2.safetensors")
        let ids = try Sample.ids("token_ids", in: gemma), blocks = "blocks.1."
        let named = ["attn.hook_z": "hook_z", "hook_attn_out": "attn_out", "mlp.hook_in": "mlp_in", "hook_mlp_out": "mlp_out"]
        let inside = ["hook_resid_mid": "resid_mid", "ln2.hook_normalized": "mlp_normalized"]
        let sites = (named.keys.sorted() + inside.keys.sorted()).map { blocks + $0 } + ["2", "blocks.0.hook_resid_post"]
        _ = try Program.output(
            "capture", "--model", gemma.deletingPathExtension().path, "--ids", ids.map(String.init).joined(separator: ","), "--sites",
            sites.joined(separator: ","), "-o", folder.path("out"))
        let file = folder.url.appending(path: "out")
        #expect(try Sample.ids("sites", in: file) == [2, 1])
        for (hook, tensor) in named {
            let golden = try Sample.rows(tensor, in: gemma), found = try Sample.rows(blocks + hook, in: file)
            #expect(found.count == ids.count)
            #expect(try Sample.relativeError(found, Array(golden[ids.count..<2 * ids.count])) < 5e-5)
        }
        for (hook, tensor) in inside {
            #expect(try Sample.relativeError(Sample.rows(blocks + hook, in: file), Sample.rows(tensor, in: gemma)) < 5e-5)
        }
    }

    @Test("a text, a file of it and stdin give the same tokens")
    func texts() throws {
        let folder = try Folder(), text = "The river runs."
        let file = try folder.write("text.txt", text).path
        var ids: [[Int]] = []
        for (index, option) in [["--text", text], ["--file", file], ["--file", "-"]].enumerated() {
            #expect(
                try Program.run(
                    ["capture", "--model", Sample.model, "--sites", "1", "-o", folder.path("\(index).safetensors")] + option, input: text
                ).status == 0)
            ids.append(try Sample.ids("token_ids", in: folder.url.appending(path: "\(index).safetensors")))
        }
        #expect(ids[0].count > 2)
        #expect(Set(ids) == [ids[0]])
    }

    @Test("one thread and two give the same bytes")
    func threads() throws {
        let folder = try Folder()
        for threads in ["1", "2"] {
            _ = try Program.output(
                "capture", "--model", Sample.model, "--text", "The river runs.", "--logits", "--threads", threads, "-o",
                folder.path(threads))
        }
        #expect(try Data(contentsOf: folder.url.appending(path: "1")) == Data(contentsOf: folder.url.appending(path: "2")))
    }
}
