import Foundation
import ParallaxCompute
@testable import ParallaxSession
@testable import ParallaxViews
import TestSupport
import Testing

@Suite("A document beside the workspace's: given as an option, typed, opened or said") struct GivenDocumentTests {
    private static func world(_ texts: [String], _ options: WorkspaceOptions, _ body: (ModelBench, URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "given-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var contents = TinyWorld.Contents()
        contents.hasVerbalizer = false
        contents.documents = texts.enumerated().map { ("text \($0 + 1)", $1) }
        let world = try TinyWorld(in: folder, contents)
        try body(ModelBench(Instrument(options.applied(to: Workspace.open(world.workspace), in: folder))), folder)
    }

    private static let beginning = ["<|endoftext|>A ring.", "<|endoftext|>Tom runs.", "<|endoftext|>Rain in May.", "<|endoftext|>The end."]
    private static let without = "the text begins without <|endoftext|>, with which the workspace's documents begin"

    @Test("a text on the command line is shown first, and is none of those that μ, Var and comparisons rest on")
    func option() throws {
        try Self.world(Self.beginning, WorkspaceOptions(text: "A text of the person's.")) { bench, _ in
            var drive = Drive(bench)
            drive.state.readings.fill.isOn = false
            drive.settle()
            let state = drive.state
            #expect(bench.instrument.library.count == 4 && state.inventory.documentTitles.count == 5)
            // The workspace has a "text 1" of its own.
            #expect(
                state.document == 4 && state.inventory.title(4) == "text 1 (5)", "\(state.document.index) \(state.inventory.title(4))")
            #expect(state.trace?.source == "A text of the person's.")
            let provenance = try #require(state.provenance)
            #expect(provenance.documents == ["text 1", "text 2", "text 3", "text 4"] && provenance.judged == .notAmongThem)
            #expect(state.dictionaryReading?.figures.normalisedFVE.number != nil)
            #expect(state.warnings.contains(Self.without), "\(state.warnings)")
            #expect(WorkspaceDocuments(bench.instrument).titles == provenance.documents)
            #expect(state.comparisonKey.extra == 4)
            // A workspace's own document rests on the others alone, too.
            drive.state.show(document: 0)
            drive.send(.placed(row: 0, position: 0))
            drive.settle()
            #expect(drive.state.provenance?.documents == ["text 2", "text 3", "text 4"] && drive.state.provenance?.judged == .leftOut)
            #expect(drive.state.trace?.otherBeginning == nil)
        }
    }

    @Test("where a text begins otherwise than the workspace's documents that is said, however it came in")
    func beginnings() throws {
        try Self.world(Self.beginning, WorkspaceOptions()) { bench, folder in
            try "from a file".write(to: folder.appending(path: "own.txt"), atomically: true, encoding: .utf8)
            let bos = try bench.instrument.library.tokens(of: 0).ids[0]
            let own: [(OwnDocument.Content, [Int], String?)] = [
                (.text("typed"), [], Self.without), (.text("edited"), [bos], nil), (.text("<|endoftext|>typed"), [], nil),
                (.file(folder.appending(path: "own.txt").path), [], Self.without),
                (.chat("said"), [], "the text begins with <|im_start|>, the workspace's documents with <|endoftext|>")
            ]
            for (place, (content, prefix, expected)) in own.enumerated() {
                bench.add(OwnDocument(title: "own \(place)", content: content, prefix: prefix))
                let trace = try bench.answer(TraceQuestion(document: DocumentID(4 + place)), Cancellation()) { _ in }
                #expect(trace.otherBeginning == expected, "\(content)")
            }
        }
        try Self.world(["A ring.", "Tom runs."], WorkspaceOptions(text: "<|endoftext|>A text.")) { bench, _ in
            let trace = try bench.answer(TraceQuestion(document: 2), Cancellation()) { _ in }
            #expect(trace.otherBeginning == "the text begins with <|endoftext|>, with which the workspace's documents do not begin")
        }
        // Documents that do not agree say nothing of how one begins.
        try Self.world(["A ring.", "<|endoftext|>Tom runs."], WorkspaceOptions(text: "A text.")) { bench, _ in
            let trace = try bench.answer(TraceQuestion(document: 2), Cancellation()) { _ in }
            #expect(trace.otherBeginning == nil)
        }
    }
}
