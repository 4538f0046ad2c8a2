import Synchronization

extension ClaimExaminer {
    /// What is known before anything is measured.
    func start(_ subject: ExplanationInContext, _ measurements: [ClaimMeasurement]) -> ClaimTable {
        var table = ClaimTable()
        table.elsewhere = elsewhere.filter { $0.document != subject.document }.map(\.stated)
        table.prior = prior
        table.claims = rules.claims(of: subject.explanation, edits: subject.edits)
        if !measurements.contains(.samples) { candidates(subject, samples: [], into: &table) }
        return table
    }

    /// Steps one after another, what is cheap and telling first; the lanes of a step do not need each other.
    /// - Parameter together: lanes at a time. Small models leave threads free, so AV and AR work side by side; a large one keeps them all busy.
    func schedule(_ measurements: [ClaimMeasurement], together: Int) -> [[[ClaimMeasurement]]] {
        let texts: [ClaimMeasurement] = [.samples, .text, .neighbours]
        let steps: [[[ClaimMeasurement]]] =
            together > 1
            ? [[texts, [.orders]], [[.reconstructions, .features], [.scores, .priorScores]], [[.causes], [.mimic]]]
            : [[texts]] + ClaimMeasurement.allCases.filter { !texts.contains($0) }.map { [[$0]] }
        return steps.map { $0.map { $0.filter(measurements.contains) }.filter { !$0.isEmpty } }.filter { !$0.isEmpty }
    }

    var modelsTogether: Int {
        [verbalizer?.model, reconstructor?.model].compactMap { $0?.sequencesTogether }.min() ?? 1
    }

    /// Makes the measurements of one step. Each lane sees what it has found itself and what was known before the step. What was found stands in the table
    /// and the run also where another measurement of the step was stopped.
    func measure(
        _ lanes: [[ClaimMeasurement]], _ subject: ExplanationInContext, _ table: inout ClaimTable, _ run: inout ClaimRun,
        _ cancellation: Cancellation
    ) throws {
        let found = Mutex<[Int: [(measurement: ClaimMeasurement, update: ClaimUpdate)]]>([:]), known = (table: table, scratch: run.scratch)
        defer {
            let all = found.withLock { $0 }
            for each in lanes.indices.flatMap({ all[$0] ?? [] }) {
                each.update(&table, &run.scratch)
                run.done.insert(each.measurement)
                run.made.append("\(each.measurement)")
            }
        }
        try SideBySide.lanes(lanes.count) { lane in
            var (table, scratch) = known
            for measurement in lanes[lane] {
                try cancellation.check()
                let update = try measure(measurement, subject, table, scratch, cancellation)
                update(&table, &scratch)
                found.withLock { $0[lane, default: []].append((measurement, update)) }
            }
        }
    }
}
