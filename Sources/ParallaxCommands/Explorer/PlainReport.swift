import Foundation
import ParallaxCompute
import ParallaxSession
import ParallaxViews

/// What the screen shows of a document, as text: the same questions, answered one after the other.
struct PlainReport {
    private let bench: any Bench
    private let document: DocumentID
    private let place: FirstPlace
    private let cache: CacheBudget

    /// Features that a line lists.
    private static let listed = 8

    init(_ bench: any Bench, at place: FirstPlace, cache: CacheBudget) throws {
        let inventory = bench.inventory
        Output.warnings(inventory.complaints)
        try place.check(inventory)
        self.bench = bench
        self.place = place
        // Without a number, what options gave comes first, as on the screen.
        document =
            place.document.map { DocumentID($0) }
            ?? DocumentID(inventory.given.isEmpty ? 0 : inventory.documentTitles.count - inventory.given.count)
        self.cache = cache
    }

    func print() throws {
        Output.warnings(bench.partComplaints)
        var session = QuietSession(bench, cache: cache)
        let layers = ProgressLine("layers", total: 0, after: .seconds(1)),
            others = ProgressLine("documents for μ and Var", total: 0, after: .seconds(1))
        session.progress = { state in
            if let reading = state.trace?.reading { layers.update(done: reading.layers, total: reading.layersInAll) }
            if let progress = state.statistics.progress, state.statistics.version == 0 {
                others.update(done: progress.done, total: progress.total)
            }
        }
        session.state.document = document
        session.state.visible = [.agreement]
        try session.settle()
        if let failure = session.state.failure(of: TraceQuestion(document: document)) { throw failure }
        try place.check(session.state.trace)
        var said = Set<String>()
        warn(session.state, &said)
        head(session.state)
        let positions = place.token.map { $0..<$0 + 1 } ?? session.state.trace?.ids.indices ?? 0..<0
        // On a terminal the tokens themselves say how far it is.
        let tokens = isatty(STDOUT_FILENO) == 1 ? nil : ProgressLine("tokens", total: positions.count, after: .seconds(1))
        for position in positions {
            session.state.position = position
            try session.settle()
            warn(session.state, &said)
            token(session.state)
            tokens?.update(done: position - positions.lowerBound + 1)
        }
    }

    /// What could not be computed, each sentence once: a verbalizer that fails at one token fails at most of them.
    private func warn(_ state: SessionState, _ said: inout Set<String>) {
        let new = state.failures.values.filter { said.insert($0.description).inserted }
        Output.warnings(new.sorted { $0.description < $1.description })
    }

    private func head(_ state: SessionState) {
        Output.line("document \(state.inventory.title(document))   \(state.siteName)")
        if let index = state.dictionary {
            let info = state.inventory.dictionaries[index]
            Output.line("SAE \(info.name)   \(info.featureCount) features   \(info.kind)")
        }
        if let index = state.verbalizer {
            let info = state.inventory.verbalizers[index]
            Output.line("NLA \(info.name)   \(info.isFile ? "from a file" : "greedy")")
        }
        Output.line("\(StatisticsText.short(state))")
        Output.line("\(state.inventory.hasModel ? FigureTable.definitions : StatedTable.definitions[0])")
    }

    private func token(_ state: SessionState) {
        guard let trace = state.trace else { return }
        let position = state.position
        let hasReadings = state.dictionaryReading != nil || state.verbalReading != nil
        // Tokens with nothing but a norm make a list.
        if hasReadings || position == place.token ?? 0 { Output.line() }
        let excluded = trace.exclusions[state.row][position].map { "   left out of figures: \($0)" } ?? ""
        Output.line(
            "\(position)  \"\(trace.texts[position])\"   ‖h‖ \(FigureText.magnitude(Double(trace.norms[state.row][position])))\(excluded)")
        if let reading = state.dictionaryReading {
            Output.line("  SAE  \(figures(reading.figures))   L0 \(reading.l0)")
            for feature in reading.features.prefix(Self.listed) {
                let share = feature.share.map { FigureText.fraction($0) } ?? FigureText.undefined
                let label = [feature.label ?? "no label", feature.labelDetail].compactMap { $0 }.joined(separator: "  ")
                Output.line("       \(feature.id)  \(FigureText.magnitude(Double(feature.activation)))  share \(share)  \(label)")
            }
            if reading.features.count > Self.listed { Output.line("       … \(reading.features.count - Self.listed) more") }
        }
        if let reading = state.verbalReading {
            let cost =
                (reading.tokenCount.map { "   \($0) tokens" } ?? "")
                + (reading.bits.map { "   \(FigureText.magnitude($0)) bits under the AV" } ?? "")
            let flags = (reading.truncated ? "   truncated" : "") + (reading.injectionFailed ? "   injection failed" : "")
            Output.line(
                "  NLA  \(reading.figures.map(figures) ?? reading.stated.map(figures) ?? reading.unreadWords ?? "no AR")\(cost)\(flags)")
            for sentence in ExplanationSegments(reading.text).sentences { Output.line("       \(sentence)") }
        }
        if let cosine = state.preceding?.number, hasReadings {
            Output.line("  h    cos(h, before) \(FigureText.fraction(cosine, digits: 3))")
        }
        if let agreement = state.agreement {
            let control =
                state.mismatch.map {
                    $0.pairs == 0
                        ? "" : "   mismatched pairs keep \(FigureText.fraction($0.kept, digits: 1)) (\($0.pairs) tokens of \($0.source))"
                } ?? ""
            let cosine = agreement.cosine.number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined
            Output.line(
                "  both cos(SAE, NLA) \(cosine)   features of h in the NLA's vector: kept \(agreement.kept.count)  lost \(agreement.lost.count)  made \(agreement.made.count)\(control)"
            )
        }
        for warning in state.warnings where !warning.hasPrefix("left out") { Output.line("  !    \(warning)") }
    }

    private func figures(_ reading: StatedReading) -> String {
        let stated = reading.explanation.stated, check = reading.check
        func text(_ number: Double?) -> String { number.map { FigureText.fraction($0, digits: 3) } ?? FigureText.undefined }
        let samples = reading.samples.isEmpty ? "" : "   \(reading.samples.count) more samples"
        let variance = reading.variance.map { "   Var \(FigureText.fraction($0.value, digits: 4)), \($0.origin)" } ?? ""
        return
            "as the file says mse_nrm \(text(stated.meanSquaredError?.value))  cos \(text(stated.cosine?.value))  fve_nrm \(text(stated.varianceExplained?.value))   derived mse_nrm \(text(check.meanSquaredError))  fve_nrm \(text(check.varianceExplained))\(variance)\(samples)"
    }

    private func figures(_ figures: TokenFigures) -> String {
        let named = [
            ("F", figures.normalisedFVE), ("G", figures.oneScaleFVE), ("B", figures.centredFVE()), ("cos", figures.cosine),
            ("centred", figures.centredCosine), ("‖y‖/‖x‖", figures.normRatio)
        ]
        return named.map { "\($0.0) \(FigureText.fraction($0.1))" }.joined(separator: "  ")
    }
}
