import Foundation
import ParallaxModels
import TestSupport
import Testing

/// A copy of an NLA folder (files linked) with some of them changed.
private func altered(_ folder: URL, sidecar: [(String, String)] = [], without removed: [String] = [], files: [String: URL] = [:]) throws
    -> TemporaryFolder
{
    let copy = try TemporaryFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !removed.contains(name) && name != "nla_meta.yaml" {
        try FileManager.default.createSymbolicLink(
            at: copy.url.appending(path: name), withDestinationURL: files[name] ?? folder.appending(path: name))
    }
    var text = try String(contentsOf: folder.appending(path: "nla_meta.yaml"), encoding: .utf8)
    for (old, new) in sidecar {
        try #require(text.contains(old))
        text = text.replacingOccurrences(of: old, with: new)
    }
    try copy.write("nla_meta.yaml", text)
    return copy
}

private func sentence(_ open: () throws -> Void) -> String {
    do {
        try open()
        return ""
    } catch { return "\(error)" }
}

private func expectSentence(_ part: String, _ open: () throws -> Void) {
    let said = sentence(open)
    #expect(said.contains(part), "\(said)")
}

@Suite("a sidecar is held against its checkpoint") struct CheckpointChecksTests {
    private static let av = PairGoldens.sample.verbalizerFolder
    private static let ar = PairGoldens.sample.reconstructorFolder

    @Test(
        "each mismatch of an AV says what was expected and what was found",
        arguments: [
            ([("injection_token_id: 1528", "injection_token_id: 1527")], ["1527", "1528 \"㈎\""]),
            ([("injection_char: ㈎", "injection_char: two")], ["\"two\"", "1528 \"㈎\""]),
            ([("left_neighbor_id: 1531", "left_neighbor_id: 7")], ["7 \"%\"", "1531 \"<concept>\""]),
            ([("right_neighbor_id: 1532", "right_neighbor_id: 99999999")], ["99999999 (no piece)", "1532 \"</concept>\""]),
            ([("{injection_char}</concept>", "{injection_char}{injection_char}</concept>")], ["once", "2 times"]),
            ([("d_model: 128", "d_model: 64")], ["hidden_size 128", "found 64"]),
            ([("role: av", "role: ar")], ["verbalizer (AV)", "reconstructor (AR)"])
        ])
    func verbalizer(_ changes: [(String, String)], _ named: [String]) throws {
        let folder = try altered(Self.av, sidecar: changes)
        let said = sentence { _ = try ActivationVerbalizer.open(folder: folder.url) }
        for part in named { #expect(said.contains(part), "\(said)") }
    }

    @Test(
        "each mismatch of an AR says what was expected and what was found",
        arguments: [
            ([("- 223\n", "- 222\n")], ["222", "223 \"Ġ\""]),
            ([("</text> <summary>", "</text> summary")], ["1535 \"<summary>\"", "summary"]),
            (
                [
                    ("layer_index: 3", "layer_index: 2"), ("extraction_layer_index: 2", "extraction_layer_index: 2"),
                    ("num_hidden_layers: 3", "num_hidden_layers: 2")
                ], ["num_hidden_layers 3", "found 4"]
            ),
            ([("d_model: 128", "d_model: 127")], ["hidden_size 128", "found 127"]),
            ([("role: ar", "role: av"), ("injection_scale: null", "injection_scale: 1")], ["verbalizer (AV)", "reconstructor (AR)"])
        ])
    func reconstructor(_ changes: [(String, String)], _ named: [String]) throws {
        let folder = try altered(Self.ar, sidecar: changes)
        let said = sentence { _ = try ActivationReconstructor.open(folder: folder.url) }
        for part in named { #expect(said.contains(part), "\(said)") }
    }

    @Test("a missing or foreign file is named")
    func files() throws {
        let headless = try altered(Self.ar, without: ["value_head.safetensors"])
        expectSentence("value_head.safetensors") { _ = try ActivationReconstructor.open(folder: headless.url) }
        let otherHead = try altered(
            Self.ar, files: ["value_head.safetensors": PairGoldens.other.reconstructorFolder.appending(path: "value_head.safetensors")])
        let said = sentence { _ = try ActivationReconstructor.open(folder: otherHead.url) }
        #expect(said.contains("[128, 128]") && said.contains("[32, 32]"))
        let chatless = try altered(Self.av, without: ["tokenizer_config.json"])
        expectSentence("chat template") { _ = try ActivationVerbalizer.open(folder: chatless.url) }
        let otherTokenizer = try altered(
            Self.av, files: ["tokenizer.json": PairGoldens.other.verbalizerFolder.appending(path: "tokenizer.json")])
        expectSentence("injection_char") { _ = try ActivationVerbalizer.open(folder: otherTokenizer.url) }
    }

    @Test("a site that is named for a checkpoint must be its own, and fills in where it has none")
    func sites() throws {
        expectSentence("NLA layer 2") { _ = try ActivationVerbalizer.open(folder: Self.av, site: .residual(3)) }
        expectSentence("NLA layer 4") { _ = try ActivationReconstructor.open(folder: Self.ar, site: .residual(5)) }
        let silent = try altered(Self.av, sidecar: [("  layer_index: 3\n", "")])
        let verbalizer = try ActivationVerbalizer.open(folder: silent.url, site: .residual(4))
        #expect(verbalizer.site == .residual(4))
        #expect(try ActivationVerbalizer.open(folder: silent.url).site == nil, "vectors can be verbalized without a layer's name")
    }
}
