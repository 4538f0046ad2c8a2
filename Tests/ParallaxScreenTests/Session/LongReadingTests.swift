import Foundation
import ParallaxCompute
@testable import ParallaxSession
import ParallaxViews
import TestSupport
import Testing

@Suite("Reading a long document") struct LongReadingTests {
    /// On the sample, every text counted as a long one.
    private static func bench() throws -> ModelBench {
        ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))), toldFrom: 0)
    }

    private static func drive() throws -> Drive { Drive(try bench()) }

    @Test("tokens come before the trace, then the layers one after the other with the time that is left; the end is the same as without")
    func parts() throws {
        let bench = try Self.bench(), question = TraceQuestion(document: 0)
        var parts: [TraceQuestion.Part] = []
        let whole = try bench.answer(question, Cancellation()) { parts.append($0) }
        guard case .tokens(let tokens)? = parts.first else {
            Issue.record("no tokens first")
            return
        }
        #expect(tokens.ids == whole.ids && tokens.texts == whole.texts && !tokens.isWhole && whole.isWhole)
        #expect(tokens.norms.allSatisfy { $0.allSatisfy(\.isNaN) })
        var norms: [Int: [Float]] = [:], layers: [Int] = []
        for case .layers(let new, let reading) in parts {
            norms.merge(new) { $1 }
            layers.append(reading.layers)
            #expect((reading.secondsLeft != nil) == (reading.layers > 0))
        }
        #expect(layers == Array(0...bench.instrument.model.configuration.blockCount))
        #expect(norms.count == whole.norms.count && whole.norms.indices.allSatisfy { norms[$0] == whole.norms[$0] })
        let quiet = ModelBench(try Instrument(Workspace.open(Places.sampleData.appending(path: "parallax.yaml"))))
        var told = 0
        #expect(try quiet.answer(question, Cancellation()) { _ in told += 1 } == whole && told == 0)
    }

    @Test("while the model reads, tokens are walked and searched, and nothing else is asked for; Esc stops it and r reads on")
    func walking() throws {
        var drive = try Self.drive()
        let question = TraceQuestion(document: 0)
        var reports: [Report] = []
        _ = try AnyQuestion(question).answer(on: Self.bench(), Cancellation()) { reports.append($0) }
        drive.send(.report(reports[0]))
        drive.send(.report(reports[2]))
        #expect(drive.open == [AnyQuestion(question)])
        drive.send(.moveRight, .moveRight)
        #expect(
            drive.state.position == 2
                && drive.state.gridCell(row: drive.state.inventory.sites.count - 1, position: 2, colour: .norm) == .running)
        let screen = ExplorerView.frame(drive.state, size: Size(width: 80, height: 24), style: ScreenStyle(theme: ThemeLibrary.builtIn))
            .grid.text
        #expect(screen.contains("reading: layer 1 of") && screen.contains("Esc stops") && screen.contains("Dear"))
        drive.send(.search)
        drive.type("Sam")
        #expect(drive.open.first(SearchQuestion.self) != nil)
        drive.answer(try #require(drive.open.first(SearchQuestion.self)))
        #expect(!drive.state.hits.isEmpty)
        drive.send(.cancel, .writing(screen: ""))
        #expect(drive.state.notice == "nothing to write yet")
        drive.send(.cancel)
        #expect(!drive.open.contains(AnyQuestion(question)) && drive.state.trace != nil && drive.state.position == 2)
        drive.send(.retry)
        #expect(drive.open == [AnyQuestion(question)])
        drive.settle()
        #expect(drive.state.trace?.isWhole == true && drive.state.dictionaryReading != nil)
    }

    @Test("a pass that is cancelled between two layers ends there, and the next one is what it would have been")
    func cancelling() throws {
        let bench = try Self.bench(), question = TraceQuestion(document: 0), cancellation = Cancellation()
        var layers = 0
        #expect(throws: CancellationError.self) {
            _ = try bench.answer(question, cancellation) { part in
                guard case .layers(_, let reading) = part else { return }
                layers = reading.layers
                if layers == 2 { cancellation.cancel() }
            }
        }
        #expect(layers == 2)
        #expect(try bench.answer(question, Cancellation()) { _ in } == Self.bench().answer(question, Cancellation()) { _ in })
    }
}

extension Drive {
    fileprivate mutating func send(_ command: Command, _ action: Action) {
        send(command)
        send(action)
    }
}
