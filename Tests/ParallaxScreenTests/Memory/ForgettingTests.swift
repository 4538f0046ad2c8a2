import Foundation
import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import Synchronization
import TestSupport
import Testing

/// Caches count bytes and share a budget; what is shown never goes, what went comes again.
@Suite("Memory of a session") struct ForgettingTests {
    private struct Weight: Weighed, Sendable {
        var byteCount: Int
    }

    @Test("of all caches of a budget the value longest unused goes first, until an eighth is free; the newest stays whatever it takes")
    func order() {
        let budget = ByteBudget(limit: 1000)
        let a = RecentlyUsed<Int, Weight>(budget), b = RecentlyUsed<String, Weight>(budget)
        a.insert(Weight(byteCount: 400), for: 1)
        b.insert(Weight(byteCount: 300), for: "one")
        a.insert(Weight(byteCount: 200), for: 2)
        #expect(budget.bytes == 900)
        #expect(a.value(for: 1) != nil)
        // The oldest is now "one"; without it 875 are not yet kept.
        b.insert(Weight(byteCount: 250), for: "two")
        #expect(b.value(for: "one") == nil && a.value(for: 1) != nil && a.value(for: 2) != nil && b.value(for: "two") != nil)
        #expect(budget.bytes == 850)
        b.insert(Weight(byteCount: 5000), for: "three")
        #expect(b.value(for: "three") != nil && a.value(for: 1) == nil && budget.bytes == 5000)
        b.insert(Weight(byteCount: 10), for: "three")
        #expect(budget.bytes == 10)
    }

    @Test("from many threads no byte is lost or counted twice")
    func threads() {
        let budget = ByteBudget(limit: 10_000)
        let caches = (0..<3).map { _ in RecentlyUsed<Int, Weight>(budget) }
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            var generator = SeededGenerator(seed: UInt64(thread))
            for _ in 0..<2000 {
                let cache = caches.randomElement(using: &generator)!, key = Int.random(in: 0..<40, using: &generator)
                if Bool.random(using: &generator) {
                    _ = cache.value(for: key)
                } else {
                    cache.insert(Weight(byteCount: Int.random(in: 0...900, using: &generator)), for: key)
                }
            }
        }
        #expect(budget.bytes == caches.flatMap(\.weights).reduce(0) { $0 + $1.bytes })
        #expect(budget.bytes <= budget.limit + 8 * 900)
    }

    @Test("the state keeps within its share over all documents, and the shown one is always whole")
    func state() {
        let size = Size(width: 120, height: 36), style = ScreenStyle(theme: ThemeLibrary.builtIn)
        // Enough for a few of the thirty documents.
        let cache = CacheBudget(bytes: 4 * 400_000)
        var drive = Drive(Story.world, cache: cache), unlimited = Drive(Story.world)
        var most = 0
        for step in 0..<90 {
            for command: Command in [.nextDocument, .nextColour, step.isMultiple(of: 7) ? .moveDown : .moveRight] {
                drive.send(.command(command))
                unlimited.send(.command(command))
                drive.settle()
                unlimited.settle()
            }
            most = max(most, drive.state.rememberedBytes)
            if step == 29 {
                drive.send(.previousDocument)
                unlimited.send(.previousDocument)
                drive.settle()
                unlimited.settle()
            }
            #expect(
                ExplorerView.frame(drive.state, size: size, style: style).grid
                    == ExplorerView.frame(unlimited.state, size: size, style: style).grid, "step \(step)")
        }
        #expect(unlimited.state.rememberedBytes > 2 * cache.state)
        #expect(most <= cache.state + 200_000, "\(most) bytes")
    }

    @Test("without any budget the shown document is there all the same, and nothing is asked for in a circle")
    func nothing() {
        var drive = Drive(Story.world, cache: CacheBudget(bytes: 0))
        for command: Command in [.moveRight, .nextColour, .nextColour, .nextColour, .nextDocument, .chooseDictionary] {
            drive.send(.command(command))
            drive.settle()
            #expect(drive.open.isEmpty && drive.state.trace != nil && drive.state.dictionaryReading != nil)
        }
    }

    @Test("a bench that forgets everything answers what one answers that forgets nothing")
    func bench() throws {
        let workspace = try Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))
        let instrument = try Instrument(workspace)
        let forgetful = ModelBench(instrument, cache: CacheBudget(bytes: 0)), mindful = ModelBench(instrument)
        func answers(_ bench: ModelBench) throws -> [String] {
            func answer(_ question: some Question) throws -> String { "\(try bench.answer(question, Cancellation()) { _ in })" }
            func answer(_ question: VerbalizeQuestion) throws -> String {
                var text = ""
                // How a text came to be is told only where it is made.
                _ = try bench.answer(question, Cancellation()) { part in if case .writing = part {} else { text += "\(part)" } }
                return text
            }
            var found: [String] = []
            for document: DocumentID in [0, 1, 0] {
                found.append(try answer(TraceQuestion(document: document)))
                found.append(try answer(VerbalizeQuestion(document: document, positions: [5], verbalizer: 0, statistics: 0)))
                // Between them something else is looked at: whoever forgets has forgotten the explanation by now.
                found.append(
                    try answer(VerbalizeQuestion(document: DocumentID(1 - document.index), positions: [6], verbalizer: 0, statistics: 0)))
                found.append(try answer(NoiseQuestion(document: document, position: 5, verbalizer: 0, sentence: nil, statistics: 0)))
                found.append(
                    try answer(AgreementQuestion(document: document, position: 5, dictionary: 0, edits: [:], verbalizer: 0, text: nil)))
                found.append(
                    try answer(
                        SpliceQuestion(
                            subject: .init(document: document, position: 5, row: 4, dictionary: 0, edits: [:], verbalizer: 0, text: nil))))
            }
            return found
        }
        let (a, b) = (try answers(forgetful), try answers(mindful))
        for (x, y) in zip(a, b) { #expect(x == y) }
        #expect(forgetful.explanations.weights.count <= 1 && mindful.explanations.weights.count == 4)
    }

    @Test("texts of the person's own are never forgotten, and so have a limit, which is said")
    func ownTexts() {
        var drive = Drive(Story.world, cache: CacheBudget(bytes: 0))
        drive.settle()
        let text = String(repeating: "a b ", count: 1 << 18)
        for count in 1...9 {
            drive.send(.command(.newText))
            drive.send(.edited(LineEditor(keepingLineEnds: text)))
            drive.send(.command(.confirm))
            #expect(drive.state.editing.ownDocuments.count == min(count, 8))
        }
        #expect(drive.state.notice?.contains("1000 of them and 8 MB in all") == true && drive.state.mode.hasLine)
    }

    @Test("failures of other documents go when there are many")
    func failures() {
        var drive = Drive()
        drive.settle()
        for index in 0..<3000 {
            drive.state.failures[
                AnyQuestion(TextEditQuestion(document: 1, position: index, verbalizer: 0, text: "\(index)", statistics: 1))] = Complaint(
                    "a", expected: "b", found: "\(index)", remedy: "d")
        }
        drive.send(.nextPane, .nextPane, .confirm)
        drive.type("x")
        drive.fail(drive.open[0], Complaint("a", expected: "b", found: "c", remedy: "d"))
        #expect(drive.state.failures.count < 10)
    }

    @Test("the budget is the option's, else the variable's, else the machine's; what makes no sense is a sentence")
    func budget() throws {
        #expect(try CacheBudget(megabytes: 3, environment: ["PARALLAX_CACHE": "5"]).bytes == 3 << 20)
        #expect(try CacheBudget(megabytes: nil, environment: ["PARALLAX_CACHE": "5"]).bytes == 5 << 20)
        #expect(try CacheBudget(megabytes: nil, environment: ["PARALLAX_CACHE": ""]) == .standard)
        #expect((64 << 20...1 << 30).contains(CacheBudget.standard.bytes))
        for text in ["-1", "1.5", "many", "99999999999999999999", "1048577"] {
            #expect(throws: Complaint.self) { try CacheBudget(megabytes: nil, environment: ["PARALLAX_CACHE": text]) }
        }
    }
}
