import ParallaxCompute
import ParallaxSession
import ParallaxViews

/// The questions of the screen on one document, each fresh where a cache would answer in its place.
final class BenchmarkSubject {
    private let instrument: Instrument
    private let bench: ModelBench
    private let dictionary: DictionaryID?
    private let verbalizer: VerbalizerID?
    private let position: Int
    private let feature: Int
    private let state: SessionState
    private var round = 0

    /// Of what a step needs, in sentences.
    private let place: String

    /// - Parameter site: where the dictionary and the NLA stand that are measured; nil takes the first ones.
    /// - Throws: `Complaint` for a workspace without documents, and for a site that is no row of its grid.
    init(_ instrument: Instrument, site: Site? = nil) throws {
        if let site, !instrument.sites.contains(site) { throw instrument.unlisted(site, "name one of these") }
        place = site.map { " at \($0)" } ?? ""
        guard instrument.library.count > 0 else {
            throw Complaint("bench", expected: "a workspace with a document", found: "none", remedy: "add documents to the workspace")
        }
        self.instrument = instrument
        bench = ModelBench(instrument)
        dictionary = instrument.dictionaries.elements.firstIndex { site == nil || $0.target == site }.map { DictionaryID($0) }
        verbalizer = instrument.verbalizers.elements.firstIndex { site == nil || $0.info.site == site }.map { VerbalizerID($0) }
        let trace = try bench.answer(TraceQuestion(document: 0), Cancellation()) { _ in }
        position = trace.ids.count / 2
        var feature = 0
        if let dictionary {
            feature =
                try bench.answer(DictionaryQuestion(document: 0, dictionary: dictionary, statistics: 0), Cancellation()) { _ in }[position]
                .features.first?.id ?? 0
        }
        self.feature = feature
        var state = SessionState(inventory: instrument.inventory)
        _ = state.reconcile()
        _ = state.update(.report(TraceQuestion(document: 0).finished(trace)))
        self.state = state
    }

    func run(_ step: Benchmark.Step) throws {
        round += 1
        switch step {
        case .trace: try answer(TraceQuestion(document: 0), on: ModelBench(instrument))
        case .encode:
            let dictionary = try require(dictionary, "a dictionary")
            // The trace is part of a fresh bench; its own figure is subtracted by the reader.
            try answer(DictionaryQuestion(document: 0, dictionary: dictionary, statistics: 0), on: ModelBench(instrument))
        case .toggle:
            try answer(
                FeatureEditQuestion(
                    document: 0, position: position, dictionary: try require(dictionary, "a dictionary"), edits: [feature: .off],
                    statistics: 0), on: bench)
        case .verbalize:
            try answer(
                VerbalizeQuestion(document: 0, positions: [position], verbalizer: try require(verbalizer, "an NLA"), statistics: 0),
                on: ModelBench(instrument))
        case .reconstruct:
            let text = "A text of round \(round) that is long enough to be an explanation. It names the last words. It expects a verb."
            try answer(
                TextEditQuestion(document: 0, position: position, verbalizer: try require(verbalizer, "an NLA"), text: text, statistics: 0),
                on: bench)
        case .claims:
            // Another version of the statistics is another page: none is answered from memory.
            let verbalizer = try require(verbalizer, "an NLA")
            try answer(
                ClaimsQuestion(
                    ClaimSubject(document: 0, position: position, verbalizer: verbalizer, dictionary: dictionary, statistics: round)),
                on: bench)
        case .frame:
            _ = ExplorerView.frame(state, size: Size(width: 120, height: 36), style: ScreenStyle(theme: ThemeLibrary.builtIn))
        }
    }

    private func answer(_ question: some Question, on bench: ModelBench) throws {
        _ = try bench.answer(question, Cancellation()) { _ in }
    }

    private func require<ID: ListNumber>(_ number: ID?, _ what: String) throws -> ID {
        guard let number else {
            throw Complaint("bench", expected: "\(what)\(place) in the workspace", found: "none", remedy: "name the steps that need none")
        }
        return number
    }
}
