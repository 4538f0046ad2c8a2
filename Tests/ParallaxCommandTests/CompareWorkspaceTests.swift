import Foundation
import ParallaxCompute
import TestSupport
import Testing

@Suite("compare on a workspace")
struct CompareWorkspaceTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private var cache: [String: String] { ["XDG_CACHE_HOME": folder.url.appending(path: "cache").path] }

    /// A workspace of short documents over the sample's checkpoints.
    private func workspace(_ texts: [String], verbalizer: Bool = false) throws -> String {
        func sample(_ path: String) -> String { Places.sampleData.appending(path: path).path }
        var lines = ["model: \(sample("subject"))", "dictionaries:", "  - path: \(sample("sae/blocks.3.hook_resid_post-k8"))"]
        if verbalizer { lines += ["verbalizers:", "  - name: sft", "    av: \(sample("av"))", "    ar: \(sample("ar"))"] }
        lines += ["documents:"] + texts.map { "  - text: \($0)" }
        return try folder.write("parallax.yaml", Array(lines.joined(separator: "\n").utf8)).path
    }

    private static let texts = [
        "The ring was lost in Turin.", "Sam writes a letter about lemons.", "Rain falls on Monday in Oslo.", "Ruth finds the old book.",
        "The fox sleeps in the garden.",
        "Tom buys seven baskets.", "Anna will travel on Wednesday."
    ]

    /// The JSON without what differs from run to run.
    private func result(_ arguments: [String]) throws -> NSDictionary {
        let program = try Program.run(arguments + ["--json"], environment: cache)
        #expect(program.status == 0, "\(program.errors)")
        return try Program.figures(program.output)
    }

    @Test("dictionaries and baselines: the same figures from one run, from a rerun, and from merged parts")
    func shards() throws {
        let workspace = try workspace(Self.texts)
        let options = ["--forced-l0", "4", "--pca", "1,4", "--splice-next", "2", "--seed", "5"]
        let whole = try result(["compare", workspace] + options)
        #expect(try result(["compare", workspace] + options) == whole)
        var parts: [String] = []
        for part in 1...4 {
            let path = folder.url.appending(path: "part\(part).comparison").path
            let program = try Program.run(["compare", workspace, "--shard", "\(part)/4", "--state", path] + options)
            #expect(program.status == 0 && program.output.contains("part \(part) of 4"), "\(program.errors)")
            parts.append(path)
        }
        #expect(try result(["merge"] + parts.reversed()) == whole)

        let methods = try #require(whole["methods"] as? [[String: Any]]), names = methods.compactMap { $0["name"] as? String }
        for name in [
            "SAE k8", "SAE k8, 4 largest", "identity", "mean", "zero", "document mean", "nearest other activation", "PCA 1", "PCA 4",
            "another document's activation"
        ] {
            #expect(names.contains(name))
        }
        let dictionary = try #require(methods.first)
        for key in [
            "cosine", "centred_cosine", "mse_nrm", "nmse_raw", "norm_ratio", "bias", "fve", "rescaled", "kl", "l0", "bits", "decoder",
            "distribution", "strata", "intervals"
        ] {
            #expect(dictionary[key] != nil, "\(key)")
        }
        let identity = try #require(methods.first { $0["name"] as? String == "identity" })
        #expect((identity["fve"] as? [String: Any])?["global"] as? Double == 1)
    }

    @Test("an NLA with its draws and controls, and texts written without the activation")
    func verbalizer() throws {
        let workspace = try workspace(Array(Self.texts.prefix(2)), verbalizer: true)
        let mimic = try folder.write("mimic.jsonl", Array(#"{"position": 2, "text": "A letter. It expects a verb."}"#.utf8))
        let result = try result([
            "compare", workspace, "--samples", "2", "--pca", "none", "--forced-l0", "none", "--splice-next", "1", "--mimic", mimic.path
        ])
        let methods = try #require(result["methods"] as? [[String: Any]])
        func method(_ name: String) -> [String: Any]? { methods.first { $0["name"] as? String == name } }
        for name in [
            "NLA sft", "NLA sft, draw 1", "NLA sft, draw 2", "NLA sft, best of 2 (oracle)", "SAE k8 of NLA sft's output",
            "SAE k8 of NLA sft's output, against that output",
            "AR sft: generic text", "AR sft: another document's explanation", "AR sft: another token's explanation",
            "AR sft: words shuffled", "AR sft: sentences reordered",
            "AR sft: punctuation changed", "AR sft: mimic mimic"
        ] { #expect(method(name) != nil, "\(name)") }
        func f(_ name: String) -> Double? { (method(name)?["fve"] as? [String: Any])?["normalised"] as? Double }
        let best = try #require(f("NLA sft, best of 2 (oracle)")), one = try #require(f("NLA sft, draw 1")),
            two = try #require(f("NLA sft, draw 2"))
        #expect(best >= max(one, two))
        #expect(method("NLA sft, best of 2 (oracle)")?["oracle"] as? Bool == true)
        #expect(method("AR sft: mimic mimic")?["n"] as? Int == 1, "a token without a text is no part of the mimic's set")
        #expect(method("SAE k8 of NLA sft's output")?["features"] != nil)
        #expect(
            (method("NLA sft")?["bits"] as? [[String: Any]])?.first?["reference"] as? String
                == "AV sft with a null injection (the mean vector)")
    }

    @Test("an NLA's mismatched pairs do not depend on the parts of a run; one evaluated document has none, and the figures say why")
    func mismatchedPairs() throws {
        let workspace = try workspace(Array(Self.texts.prefix(5)), verbalizer: true)
        let options = ["--samples", "0", "--pca", "none", "--forced-l0", "none", "--splice", "none"]
        let whole = try result(["compare", workspace] + options)
        var parts: [String] = []
        for part in 1...3 {
            let path = folder.url.appending(path: "part\(part).comparison").path
            #expect(
                try Program.run(["compare", workspace, "--shard", "\(part)/3", "--state", path] + options, environment: cache).status == 0)
            parts.append(path)
        }
        #expect(try result(["merge"] + parts) == whole)
        let methods = try #require(whole["methods"] as? [[String: Any]])
        for name in ["another document's activation", "AR sft: another document's explanation"] {
            let method = try #require(methods.first { $0["name"] as? String == name })
            #expect(method["n"] as? Int == whole["n"] as? Int, "every evaluated token has a partner")
        }
        #expect((whole["notes"] as? [String])?.contains { $0.hasPrefix("mismatched pairs: token g of the ") } == true)

        let one = try result(["compare", workspace, "--documents", "1"] + options)
        let undefined = try #require(one["undefined"] as? [[String: String]]).filter { $0["method"] == "another document's activation" }
        #expect(!undefined.isEmpty && undefined.allSatisfy { $0["why"]?.contains("no mismatched pairs") == true })
    }

    @Test("the file of parallax statistics gives the figures of the documents that it was made from, and its parts merge")
    func statistics() throws {
        let workspace = try workspace(Self.texts), options = ["--forced-l0", "none", "--pca", "1", "--splice", "none"]
        let direct = try result(["compare", workspace] + options)
        var parts: [String] = []
        for part in 1...2 {
            let path = folder.url.appending(path: "part\(part).statistics").path
            #expect(try Program.run(["statistics", workspace, "--shard", "\(part)/2", "-o", path]).status == 0)
            parts.append(path)
        }
        let merged = folder.url.appending(path: "all.statistics").path
        #expect(try Program.run(["merge"] + parts + ["-o", merged]).status == 0)
        let text = try String(contentsOfFile: workspace, encoding: .utf8)
        let other = try folder.write("with.yaml", Array((text + "\nstatistics: all.statistics\n").utf8))
        let frozen = try result(["compare", other.path] + options)
        #expect(frozen["methods"] as? NSArray == direct["methods"] as? NSArray)
        #expect((frozen["statistics_from"] as? String)?.contains("less the 4 evaluated documents that it holds") == true)
    }

    @Test("what cannot be compared is one sentence")
    func refusals() throws {
        let workspace = try workspace(Self.texts)
        #expect(
            try Program.run("compare", workspace, "--documents", "0-99").complaint?.contains("--documents: expected documents from 0 to 6")
                == true)
        #expect(try Program.run("compare", workspace, "--documents", "0-6").complaint?.contains("a document that is not evaluated") == true)
        #expect(
            try Program.run("compare", workspace, "--site", "5").complaint?.contains(
                "a site of the workspace's dictionaries or NLAs (blocks.3.hook_resid_post)") == true)
        #expect(try Program.run("compare", workspace, "--shard", "5/4").status == 64)
        #expect(try Program.run("compare", workspace, "--activations", "x.npy").status == 64)
        #expect(try Program.run("compare").status == 64)
        #expect(
            try Program.run("merge", workspace, "-o", folder.path("none")).complaint?.contains("a file made by parallax statistics") == true
        )
    }
}
