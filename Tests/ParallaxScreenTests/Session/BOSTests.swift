import Foundation
@testable import ParallaxSession
import ParallaxCompute
import TestSupport
import Testing

/// A dictionary that was trained on prompts with BOS reads another language on prompts without (Goldens/bos/make.py).
@Suite("BOS: one prompt for all methods, and a warning at every figure of a dictionary that was trained on another") struct BOSTests {
    private struct Golden: Decodable {
        struct Prompt: Decodable {
            var ids: [Int]
            var l0: [Int]
            var sums: [Double]
            var top: [Int]
        }
        var text: String
        var with: Prompt
        var without: Prompt
    }

    private static let folder = Places.computeGoldens.appending(path: "bos")

    private static func golden() throws -> Golden {
        try JSONDecoder().decode(Golden.self, from: Data(contentsOf: folder.appending(path: "golden.json")))
    }

    /// A folder with the model, dictionaries with these `prepend_bos` (nil leaves the key out) and a workspace.
    private static func workspace(
        _ bos: String?, prepending: [Bool?] = [true], version: String = "6.20.0", flat: Bool = false, documents: [String]? = nil,
        _ body: (URL) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "bos-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var lines = ["model: \(Self.folder.path)/model", "dictionaries:"]
        for (number, prepends) in prepending.enumerated() {
            let sae = folder.appending(path: "sae\(number)")
            try FileManager.default.copyItem(at: Self.folder.appending(path: "sae"), to: sae)
            let url = sae.appending(path: "cfg.json")
            var cfg = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
            var metadata = cfg["metadata"] as! [String: Any]
            metadata["prepend_bos"] = prepends
            metadata["sae_lens_version"] = version.isEmpty ? nil : version
            if flat {
                cfg["metadata"] = nil
                cfg.merge(metadata) { $1 }
            } else {
                cfg["metadata"] = metadata
            }
            try JSONSerialization.data(withJSONObject: cfg).write(to: url)
            lines.append("  - sae\(number)")
        }
        lines.append("documents:")
        lines +=
            try documents
            ?? ["text: \(golden().text)", "text: a dog ran to the cat", "text: the dog sat"].map { "- \($0)" }.map { "  \($0)" }
        if let bos { lines.append("bos: \(bos)") }
        try lines.joined(separator: "\n").write(to: folder.appending(path: "parallax.yaml"), atomically: true, encoding: .utf8)
        try body(folder)
    }

    private static func open(_ folder: URL) throws -> Instrument { try Instrument(Workspace.open(folder)) }

    @Test(
        "ids and features are those of SAELens, with BOS where the dictionary asks for it and without where the person says so",
        arguments: [(nil, true), ("auto", true), ("always", true), ("never", false)] as [(String?, Bool)])
    func features(bos: String?, begins: Bool) throws {
        let golden = try Self.golden(), prompt = begins ? golden.with : golden.without
        try Self.workspace(bos) { folder in
            let instrument = try Self.open(folder)
            #expect(instrument.inventory.complaints.isEmpty)
            #expect(try instrument.library.tokenIDs(of: 0) == prompt.ids)
            let states = try #require(try instrument.trace(0, predicts: false, Cancellation()).states[.residual(2)])
            let autoencoder = try #require(instrument.dictionaries.elements.first).autoencoder
            for token in prompt.ids.indices {
                let code = autoencoder.encode(Rows(states[token]))[0]
                #expect(code.l0 == prompt.l0[token] && code.features.first == prompt.top[token])
                #expect(abs(code.activations.reduce(0.0) { $0 + Double($1) } / prompt.sums[token] - 1) < 1e-4)
            }
        }
    }

    @Test(
        "the key is read in every version of SAELens; missing in one from before 6 it means true, in a newer one it says nothing",
        arguments: [
            ("6.20.0", false, true, true), ("6.20.0", false, false, false), ("6.20.0", false, nil, nil), ("5.1.0", true, nil, true),
            ("", true, nil, true), ("5.1.0", true, false, false),
            ("4.0.2", true, true, true), ("6.0.0-rc.1", true, nil, true)
        ] as [(String, Bool, Bool?, Bool?)])
    func versions(version: String, flat: Bool, written: Bool?, read: Bool?) throws {
        // A version 6 without metadata is none that SAELens writes; it is read by the rule of what it says it is.
        let expected = version.hasPrefix("6") && flat ? nil : read
        try Self.workspace(nil, prepending: [written], version: version, flat: flat) { folder in
            #expect(try SparseAutoencoder.open(folder: folder.appending(path: "sae0")).configuration.prependsBOS == expected)
            let inspection = try Inspection.of(folder.appending(path: "sae0").path)
            #expect(
                inspection.facts.first { $0.name == "trained on prompts" }?.value
                    == expected.map { $0 ? "that begin with BOS" : "without BOS" })
        }
    }

    @Test("dictionaries that disagree leave it to the tokenizer, and each that was trained otherwise is warned of at its figures, alone")
    func disagreement() throws {
        try Self.workspace(nil, prepending: [true, false, nil]) { folder in
            let instrument = try Self.open(folder)
            #expect(try instrument.library.tokenIDs(of: 0) == Self.golden().without.ids)
            var state = try Self.settled(instrument, dictionary: 0)
            #expect(state.warnings.contains { $0.contains("no BOS here: the dictionary was trained on prompts that begin with BOS") })
            for other: DictionaryID in [1, 2] {
                state = try Self.settled(instrument, dictionary: other)
                #expect(state.dictionary == other && !state.warnings.contains { $0.contains("BOS") })
            }
            let report = try Self.compare(instrument)
            #expect(report.methods.filter { !$0.warnings.isEmpty }.allSatisfy { $0.name.hasPrefix("SAE sae0") })
            #expect(
                report.methods.filter { $0.name.hasPrefix("SAE sae0") }.allSatisfy {
                    $0.warnings.count == 1 && $0.markedName.hasPrefix("! ")
                })
            #expect(report.notes.contains { $0.hasPrefix("figures marked !, of sae0: trained on prompts that begin with BOS, all ") })
        }
    }

    @Test(
        "never and always are warned of where a dictionary was trained otherwise",
        arguments: [("never", true, "begin without"), ("always", false, "begin with it")])
    func forced(bos: String, prepends: Bool, words: String) throws {
        try Self.workspace(bos, prepending: [prepends]) { folder in
            let report = try Self.compare(Self.open(folder))
            #expect(report.methods[0].warnings.first?.contains(words) == true, "\(report.methods[0].warnings)")
        }
    }

    @Test("ids that a document gives are left as they are, and counted")
    func given() throws {
        try Self.workspace(nil, documents: ["  - file: given.jsonl"]) { folder in
            let lines = [
                #"{"id": "a", "text": "the cat"}"#, #"{"id": "b", "token_ids": [116, 104, 105, 32, 99]}"#,
                #"{"id": "c", "token_ids": [116, 104, 101, 32, 100, 111]}"#, #"{"id": "d", "text": "a dog ran"}"#
            ]
            try lines.joined(separator: "\n").write(to: folder.appending(path: "given.jsonl"), atomically: true, encoding: .utf8)
            let instrument = try Self.open(folder)
            #expect(try (0..<4).map { try instrument.library.tokenIDs(of: DocumentID($0)).first } == [256, 116, 116, 256])
            let warning = try Self.compare(instrument).methods[0].warnings.first ?? ""
            #expect(warning.contains("2 of 2 documents") || warning.contains("all 2 documents begin without"), "\(warning)")
        }
    }

    @Test("a text that spells its BOS out has one, and keeps it", arguments: ["always", "never"])
    func written(bos: String) throws {
        try Self.workspace(bos, documents: ["  - text: <|endoftext|>the cat"]) { folder in
            let ids = try Self.open(folder).library.tokenIDs(of: 0)
            #expect(ids.first == 256 && ids.dropFirst().first == 116)
        }
    }

    @Test("a rule that is none is said, with the ones that there are")
    func unknown() throws {
        try Self.workspace("sometimes") { folder in
            let complaints = try Workspace.open(folder).complaints.map(\.description)
            #expect(complaints.contains { $0.contains("one of auto, always, never under bos, found \"sometimes\"") })
        }
    }

    @Test("a comparison is not continued under another rule")
    func plan() throws {
        var plans: [ComparisonPlan] = []
        for bos in ["auto", "never"] { try Self.workspace(bos) { plans.append(try Self.runner(Self.open($0)).plan) } }
        #expect(
            plans[0].beginning == "texts begin with <|endoftext|> (BOS), which the tokenizer does not put there"
                && plans[1].beginning == nil)
        #expect(plans[0].fingerprint != plans[1].fingerprint)
    }

    // MARK: Tools

    private static func settled(_ instrument: Instrument, dictionary: DictionaryID) throws -> SessionState {
        let bench = ModelBench(instrument)
        var drive = Drive(bench)
        drive.state.readings.fill.isOn = false
        drive.settle()
        drive.send(.chooseDictionary)
        for _ in 0..<dictionary.index { drive.send(.moveDown) }
        drive.send(.confirm)
        drive.settle()
        return drive.state
    }

    private static func runner(_ instrument: Instrument) throws -> ComparisonRunner {
        let subject = try instrument.comparisonSubject()
        return try ComparisonPreparation(subject: subject, documents: WorkspaceDocuments(instrument), options: ComparisonOptions()).runner(
            cancellation: Cancellation())
    }

    private static func compare(_ instrument: Instrument) throws -> ComparisonReport {
        let runner = try runner(instrument)
        let records = try runner.plan.documents.indices.map { try runner.run($0, cancellation: Cancellation()) }
        return try ReportBuilder(plan: runner.plan, basis: runner.basis).report(of: RecordList(records))
    }
}
