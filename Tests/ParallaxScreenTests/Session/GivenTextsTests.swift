import Foundation
@testable import ParallaxModels
@testable import ParallaxSession
import ParallaxCompute
import TestSupport
import Testing

/// A verbalizer with `av:` and `explanations:`: the file's texts stand, and the AV says what they cost.
@Suite("texts of a file beside an AV") struct GivenTextsTests {
    private static let text = "A letter of the sea. The animal is a cat."

    /// A tiny world whose verbalizer has a file of texts for the first document.
    private static func open(
        _ lines: [String] = [#"{"document": "doc0", "position": 3, "text": "\#(text)", "logprob": -1.5}"#],
        _ body: (Instrument) throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "given-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let world = try TinyWorld(in: folder)
        try lines.joined(separator: "\n").write(to: folder.appending(path: "texts.jsonl"), atomically: true, encoding: .utf8)
        let yaml = try String(contentsOf: world.workspace, encoding: .utf8).replacingOccurrences(
            of: "    ar: ar", with: "    ar: ar\n    explanations: texts.jsonl")
        try yaml.write(to: world.workspace, atomically: true, encoding: .utf8)
        try body(Instrument(Workspace.open(world.workspace)))
    }

    @Test("the text is the file's, log p is the AV's, and where the file has none nothing is made up")
    func stand() throws {
        try Self.open { instrument in
            #expect(instrument.verbalizers.complaints.isEmpty && instrument.verbalizers.elements[0].info.isFile)
            let bench = ModelBench(instrument), av = try #require(instrument.activationVerbalizer(0))
            let found = try bench.explained([2, 3], 0, 0, Cancellation())
            #expect(Set(found.keys) == [3])
            let written = try #require(found[3]).written
            #expect(written.text == Self.text && written.verbalization == nil)
            let h = try #require(try bench.traced(0, Cancellation()).states[instrument.verbalizers.elements[0].info.site])[3]
            #expect(try written.logProbability == av.logProbability(of: Self.text, for: Rows(h))[0])
            #expect(try written.tokenCount == av.tokenIDs(of: Self.text).count)
            #expect(found[3]?.reconstruction != nil, "and the AR reads it")
        }
    }

    @Test("a text longer than the AV's context has no log p, and stands all the same")
    func long() throws {
        let long = String(repeating: "word ", count: 1200)
        try Self.open([
            #"{"document": "doc0", "position": 3, "text": "\#(long)"}"#, #"{"document": "doc0", "position": 4, "text": "\#(Self.text)"}"#
        ]) { instrument in
            let file = try #require(instrument.verbalizers.elements[0].explanations as? FileExplanations),
                activations = Rows(count: 2, width: 8, values: (1...16).map { Float($0) })
            let places = [3, 4].map { TokenPlace(title: "doc0", document: 0, position: $0) }
            let found = try file.explain(places, activations: activations, cancellation: Cancellation()) { _, _ in }
            #expect(found[0]?.logProbability == nil && found[0]?.text.hasPrefix("word word") == true && found[1]?.logProbability != nil)
        }
    }

    @Test("a file that cannot be read is said, and no text of the AV takes its place")
    func unreadable() throws {
        try Self.open(["{"]) { instrument in
            #expect(instrument.verbalizers.complaints.contains { $0.description.contains("texts.jsonl") })
            #expect(instrument.verbalizers.elements.first?.explanations == nil)
        }
    }

    @Test("a comparison measures the file's texts, has no draws of the AV beside them, and codes them under it")
    func comparison() throws {
        let lines = (1...4).flatMap { document in
            (3...8).map { #"{"document": "doc\#(document)", "position": \#($0), "text": "\#(Self.text) \#($0)"}"# }
        }
        try Self.open(lines) { instrument in
            let subject = try instrument.comparisonSubject()
            let runner = try ComparisonPreparation(
                subject: subject, documents: WorkspaceDocuments(instrument), options: ComparisonOptions()
            ).runner(cancellation: Cancellation())
            #expect(!runner.plan.methods.contains { $0.kind == .draw || $0.kind == .bestDraw })
            let records = try runner.plan.documents.indices.map { try runner.run($0, cancellation: Cancellation()) }
            let report = try ReportBuilder(plan: runner.plan, basis: runner.basis).report(of: RecordList(records))
            let method = try #require(report.methods.first { $0.kind == .explanation })
            #expect(method.bits.first { $0.name == "text" }?.bits != nil)
            let information = method.bits.first { $0.name.hasPrefix("information") }
            #expect(information?.bits != nil, "\(information?.why ?? "")")
            #expect(method.writingCost == nil)
        }
    }
}

/// When the calibration of an AV gives probabilities to texts that it did not write.
@Suite("a calibration and texts that were made elsewhere") struct SeenTextsTests {
    private static let rules = ClaimRules.standard

    private static func score(_ tokens: Int, _ each: Double) -> TextScore {
        TextScore(tokenIDs: Array(repeating: 1, count: tokens), tokenLogProbabilities: Array(repeating: each, count: tokens))
    }

    private static let seen = SeenTexts([
        .init("One. Two.\n\nThree.", score: score(10, -1), rules: rules),
        .init("One. Two. Three.\n\nFour. Five.", score: score(20, -2), rules: rules)
    ])

    @Test(
        "a text inside all that was seen has them; one outside is told where",
        arguments: [
            ("One. Two.\n\nThree. Four.", 12, -1.5, nil),
            ("One. Two.\n\nThree. Four.", 12, -0.5, "log p a token under the AV is -0.50, and the calibration saw -2.00 to -1.00"),
            ("One. Two.\n\nThree. Four.", 12, -2.5, "log p a token under the AV is -2.50"),
            ("One. Two.\n\nThree. Four.", 40, -1.5, "tokens: 40, and the calibration saw 10 to 20"),
            ("One.\n\nTwo.", 12, -1.5, "sentences: 2, and the calibration saw 3 to 5"), ("One. Two. Three.", 12, -1.5, "paragraphs: 1")
        ] as [(String, Int, Double, String?)])
    func misfit(text: String, tokens: Int, each: Double, why: String?) throws {
        let found = try #require(Self.seen).misfit(.init(text, score: Self.score(tokens, each), rules: Self.rules))
        #expect(why == nil ? found == nil : found?.hasPrefix(why ?? "") == true, "\(found ?? "nothing")")
    }

    @Test("a text that cannot be scored has none")
    func unscored() throws {
        #expect(
            try #require(Self.seen).misfit(.init("One. Two.\n\nThree.", score: nil, rules: Self.rules))
                == "the AV cannot score the text, which exceeds its context")
        #expect(SeenTexts([.init("One.", score: nil, rules: Self.rules)]) == nil)
    }

    @Test("a calibration keeps what it saw, and one from before says that it does not know")
    func kept() throws {
        var calibration = try ClaimCalibration.open(Places.sampleData.appending(path: "claims.calibration"))
        calibration.seen = Self.seen
        let folder = FileManager.default.temporaryDirectory.appending(path: "seen-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "one.calibration")
        try calibration.write(to: file)
        #expect(try ClaimCalibration.open(file).seen == Self.seen)
        calibration.seen = nil
        #expect(
            calibration.misfit(.init("One.", score: Self.score(3, -1), rules: Self.rules))?.contains("does not say what texts it saw")
                == true)
        try calibration.write(to: file)
        #expect(try !String(contentsOf: file, encoding: .utf8).contains("seen_texts"))
    }
}
