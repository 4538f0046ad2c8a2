import Foundation
import TestSupport
import Testing

@Suite("parallax inspect") struct InspectTests {
    private struct Found: Decodable {
        struct Tensor: Decodable {
            var name: String
            var dtype: String
            var shape: [Int]
        }
        var path: String
        var family: String
        var site: String?
        var dtype: String?
        var activation: String?
        var tensors: [Tensor]
        var odd: [String]
    }

    @Test("every part of the sample is told for what it is")
    func families() throws {
        let parts = ["subject", "av", "ar", "sae/blocks.3.hook_resid_post-k16", "parallax.yaml", "subject/model.safetensors"]
        let found = try Program.json([Found].self, ["inspect"] + parts.map { "SampleData/\($0)" })
        #expect(found.map(\.path) == parts.map { Places.sampleData.appending(path: $0).path })
        #expect(
            found.prefix(4).map(\.family) == [
                "Hugging Face model (llama)", "NLA activation verbalizer (AV)", "NLA activation reconstructor (AR)",
                "SAELens dictionary (topk)"
            ])
        #expect(found[1...3].allSatisfy { $0.site == "site 4 = blocks.3.hook_resid_post = NLA layer 3" })
        #expect(found[0].dtype == "BF16")
        #expect(found[0].activation == "silu")
        #expect(found[3].tensors.contains { $0.name == "W_enc" && $0.shape == [128, 1024] })
        #expect(found[5].tensors.contains { $0.name == "model.embed_tokens.weight" && $0.shape == [1536, 128] })
    }

    @Test("what Parallax writes and reads itself is told for what it is, and what is wrong with it")
    func ownFiles() throws {
        let folder = try Folder(), world = try TinyWorld(in: folder.url)
        _ = world
        func write(_ arguments: String...) throws -> String {
            let program = try Program.run(arguments, in: folder.url)
            #expect(program.status == 0, "\(program.errors)")
            return program.output
        }
        let statistics = folder.url.appending(path: "s").path, comparison = folder.url.appending(path: "c").path,
            result = folder.url.appending(path: "r")
        _ = try write("statistics", "tiny.yaml", "--site", "1", "--shard", "1/30", "-o", "s")
        _ = try write("compare", "tiny.yaml", "--samples", "1", "--pca", "1", "--shard", "1/2", "--state", "c")
        try Data(try write("claims", "tiny.yaml", "--document", "0", "--position", "4", "--json").utf8).write(to: result)
        let verdict =
            #"{"document":"a","position":3,"verbalizer":"sft","text":"The mood is calm.","class":"mood","value":"calm","verdict":"true"}"#
        let verdicts = try folder.write("v", Array("\(verdict)\n{}\n".utf8)),
            rules = try folder.write(
                "rules.txt",
                Array("classes:\n  - name: mood\n    kind: detail\n    forms: [\"The mood is {}.\"]\n    values: [calm, sad]\n".utf8))
        let finding = try folder.write(
            "f", Array(#"{"checkpoints":{"subject":"00ff"},"finding":{"document":"a","position":3,"site":"site 4","token":"x"}}"#.utf8))
        let broken = try folder.write("broken.yaml", Array("model: x\ndocuments:\n\t- text: a\n".utf8))
        let found = try Program.json(
            [Found].self,
            [
                "inspect", statistics, comparison, result.path, verdicts.path, rules.path, finding.path, "SampleData/claims.json",
                "SampleData/claims.calibration", "Themes/light.yaml", broken.path
            ])
        #expect(
            found.map(\.family) == [
                "Parallax statistics", "Parallax comparison (parts are merged by parallax merge)", "result of parallax claims (JSON)",
                "a person's verdicts on claims", "rules of claims", "Parallax finding", "rules of claims",
                "Parallax calibration of claims", "Parallax theme", "plain text"
            ])
        #expect(found[0].odd.contains { $0.contains("parallax statistics with --shard 2/30") })
        #expect(found[3].odd.contains { $0.contains("line 2") })
        #expect(
            found.last?.odd.contains { $0.contains("line 3, column 1") && !$0.contains("found found") } == true, "\(found.last?.odd ?? [])")

        // Damaged, they are still what they are.
        try folder.truncate(URL(filePath: statistics))
        try folder.edit(folder.copy(ofSample: "claims.calibration", as: "cal"), "crc32 ", "crc32 0")
        let damaged = try Program.json([Found].self, ["inspect", statistics, folder.url.appending(path: "cal").path])
        #expect(damaged.map(\.family) == ["Parallax statistics", "Parallax calibration of claims"])
        #expect(damaged.allSatisfy { !$0.odd.isEmpty })
    }

    @Test("what there is beside a missing place is told; the missing one is a sentence")
    func missing() throws {
        let alone = try Program.run("inspect", "/nowhere/at/all")
        #expect(alone.complaint == "/nowhere/at/all: expected a file or a folder, found nothing of that name; check the path.")
        let both = try Program.run("inspect", "/nowhere/at/all", Sample.model)
        #expect(both.status == 1)
        #expect(both.output.contains("Hugging Face model (llama)"))
        #expect(both.errors == "Error: /nowhere/at/all: expected a file or a folder, found nothing of that name; check the path.\n")
    }

    private func odd(_ folder: URL) throws -> String {
        try Program.json([Found].self, ["inspect", folder.path])[0].odd.joined(separator: "\n")
    }

    @Test("damage is said under odd, and the rest is told")
    func damage() throws {
        let folder = try Folder()
        let model = try folder.copy(ofSample: "subject", as: "model")
        #expect(try odd(model).isEmpty)
        try folder.truncate(model.appending(path: "model.safetensors"))
        #expect(try odd(model).contains("the file is damaged or not a safetensors file, fetch it again"))

        let other = try folder.copy(ofSample: "subject", as: "other")
        try folder.edit(other.appending(path: "config.json"), "\"llama\"", "\"bert\"")
        #expect(try odd(other).contains("\"bert\", which Parallax does not run"))

        let dictionary = try folder.copy(ofSample: "sae/blocks.3.hook_resid_post-k16", as: "dictionary")
        try folder.edit(dictionary.appending(path: "cfg.json"), "\"d_in\": 128", "\"d_in\": 64")
        #expect(try odd(dictionary).contains("W_enc has the shape [128, 1024], but [d_in, d_sae] is [64, 1024] by the configuration."))

        let verbalizer = try folder.copy(ofSample: "av", as: "verbalizer")
        try folder.edit(verbalizer.appending(path: "nla_meta.yaml"), "injection_token_id: 1528", "injection_token_id: 7")
        #expect(try odd(verbalizer).contains("to be the one token 7 \"%\", found 1528"))

        let reconstructor = try folder.copy(ofSample: "ar", as: "reconstructor")
        try folder.edit(reconstructor.appending(path: "nla_meta.yaml"), "- 1535", "- 1534")
        #expect(try odd(reconstructor).contains("the AR's prompt to end with critic_suffix_ids"))
    }
}
