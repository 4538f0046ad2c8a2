import Foundation
import ParallaxCompute
@testable import ParallaxSession
import TestSupport
import Testing

/// A finding of `w`, made again from what stands in it alone: on another bench, in another session.
@Suite("Findings made again", .serialized) struct FindingReplayTests {
    private let folder: URL
    private let world: TinyWorld

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        world = try TinyWorld(in: folder)
    }

    private func bench() throws -> ModelBench { ModelBench(try Instrument(Workspace.open(world.workspace))) }

    /// What a session writes, as JSON, without the block that holds the time.
    private func written(_ session: inout QuietSession, on bench: ModelBench) throws -> (body: Data, finding: Data) {
        session.send(.writing(screen: ""))
        let question = try #require(session.state.findings.writing, "\(session.state.notice ?? "")")
        let written = WrittenFinding(question.finding, question.look, question.shown, on: bench)
        return (
            try JSONBytes.of(written.body, numbers: JSONBytes.words),
            try JSONBytes.of(MadeFinding(written.body, written.making), numbers: JSONBytes.words)
        )
    }

    private struct Envelope: Decodable { var made: Making }

    /// A session after what a person did there.
    private func check(_ name: String, _ act: (inout QuietSession) throws -> Void) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let bench = try bench()
        var session = QuietSession(bench)
        session.state.row = 1
        session.state.hasMovedRow = true
        try session.settle()
        for _ in 0..<4 { session.send(.command(.moveRight)) }
        try session.settle()
        try act(&session)
        let (body, finding) = try written(&session, on: bench)
        #expect(try JSONSchema(FindingSchema.document).violations(finding) == [], "\(name)")
        let made = try JSONDecoder().decode(Envelope.self, from: finding).made
        let again = try FindingReplay(try #require(made.look), on: try self.bench()).made(Cancellation())
        #expect(try JSONBytes.of(again.body, numbers: JSONBytes.words) == body, "\(name)")
        #expect(again.making.parts == made.parts && again.making.documents == made.documents && again.making.machine == made.machine)
        #expect(Set(made.parts.map(\.role)).isSuperset(of: ["model", "tokenizer", "dictionary", "labels", "av", "ar", "documents"]))
    }

    @Test("a token with both readings, how they agree, and both put back into the model")
    func readings() throws {
        try check("readings") { session in
            session.send(.showing([.agreement, .splice]))
            try session.settle()
            let state = session.state
            #expect(state.agreement != nil && state.splice != nil)
        }
    }

    @Test("a feature switched off and one scaled; a text in the place of the explanation, with the neutral texts beside it")
    func edits() throws {
        try check("edits") { session in
            let reading = try #require(session.state.dictionaryReading), dictionary = try #require(session.state.dictionary)
            let key = FeatureEditKey(place: session.state.place, dictionary: dictionary)
            session.state.editing.featureEdits[key] = [reading.features[0].id: .off, reading.features[1].id: .scale(0.5)]
            session.state.editing.textEdits[try #require(session.state.verbalKey)] = "A ring. It rains in May."
            session.send(.showing([.splice]))
            try session.settle()
            #expect(session.state.editedFigures != nil && session.state.editedDictionaryReading != nil)
        }
    }

    @Test("a text of the person's own, and an edit of a document of the workspace's, with what they have in common")
    func ownTexts() throws {
        try check("own") { session in
            session.send(.command(.newText))
            session.send(.edited(LineEditor("Seven foxes ring in the rain.")))
            session.send(.command(.confirm))
            try session.settle()
            for _ in 0..<3 { session.send(.command(.moveRight)) }
            try session.settle()
        }
    }

    @Test("an edit of a document keeps the explanation of what it has in common with it, and is made again with its original")
    func editedDocument() throws {
        try check("edit") { session in
            session.send(.command(.editDocument))
            session.send(.edited(LineEditor(keepingLineEnds: "A ring. Tom")))
            session.send(.command(.confirm))
            try session.settle()
            #expect(session.state.lookRequest.own.first?.original == 0)
        }
    }

    @Test("explanations that were made in one batch are made in one batch again")
    func batches() throws {
        try check("batch") { session in
            session.state.readings.fill.isOn = true
            try session.settle()
            session.send(.command(.moveRight))
            try session.settle()
            #expect((session.state.lookRequest.batch?.positions.count ?? 0) > 1)
        }
    }

    @Test("claims, tested, cut and judged")
    func claims() throws {
        try check("claims") { session in
            session.state.claims.off = [.causal, .shapley]
            session.send(.command(.claims))
            session.state.claims.granted = session.state.claimSubject
            try session.settle()
            #expect(session.state.areClaimsTested)
            session.state.inventory.proposedVerdicts = "/nowhere/verdicts.jsonl"
            session.state.claims.log = .none
            session.send(.command(.judge(.true)))
            try session.settle()
        }
    }
}
