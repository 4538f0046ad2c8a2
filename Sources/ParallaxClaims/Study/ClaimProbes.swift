/// A linear probe for every fact that has a closed list of values: what can be read from h at all.
public struct ClaimProbes: Sendable {
    private let probes: [String: LinearProbe]
    private let truth: ClaimTruth
    /// Documents that nothing could be learnt from, and why.
    public let complaints: [Complaint]

    /// Fits a probe for each class on the activations of documents whose facts are known.
    /// - Parameters:
    ///   - classes: those of the rules with forms and a list of values.
    ///   - indices: documents of `corpus`, none of which is studied.
    /// - Throws: `Complaint` for facts that cannot be read; `CancellationError`.
    public static func fit(_ classes: [String], corpus: ClaimCorpus, indices: [Int], truth: ClaimTruth, cancellation: Cancellation) throws
        -> ClaimProbes
    {
        let (rows, complaints) = try Rows.facts(classes, corpus, indices, truth, cancellation)
        var probes: [String: LinearProbe] = [:]
        for name in classes {
            guard let own = rows[name], !own.values.isEmpty else { continue }
            // A fact that has too few values here has no probe, and is said to have none.
            probes[name] = try? LinearProbe.fit(
                ParallaxFiles.Rows(own.vectors, width: own.vectors[0].count), values: own.values, documents: own.documents)
        }
        return ClaimProbes(probes: probes, truth: truth, complaints: complaints)
    }

    /// Adds to cases what the probes say, and how right the probes are on these documents.
    public func judge(
        _ cases: [ClaimCase], corpus: ClaimCorpus, indices: [Int], cancellation: Cancellation
    ) throws -> (cases: [ClaimCase], accuracies: [ProbeAccuracy]) {
        let place = Dictionary(uniqueKeysWithValues: indices.map { (corpus.documents.titles[$0], $0) })
        var traces: [String: ClaimCorpus.Trace] = [:]
        var judged: [ClaimCase] = []
        for claim in cases {
            var claim = claim
            if let probe = probes[claim.className], let index = place[claim.document] {
                let trace = try traces[claim.document] ?? corpus.trace(index, cancellation: cancellation)
                traces[claim.document] = trace
                let vector = trace.activations[claim.position]
                claim.probePosterior = probe.posterior(vector, of: claim.value)
                let values = try truth.facts(of: claim.document)?.values(at: claim.position)?[claim.className]
                // Where the text has stated nothing of the kind there is nothing to read.
                claim.isReadable = values.map { $0.contains(probe.best(vector)) }
            }
            judged.append(claim)
        }
        // Whoever gathered the cases has said which documents cannot be read.
        let rows = try Rows.facts(probes.keys.sorted(), corpus, indices, truth, cancellation).rows
        let accuracies = probes.keys.sorted().compactMap { name -> ProbeAccuracy? in
            guard let own = rows[name], let probe = probes[name], !own.values.isEmpty else { return nil }
            return probe.accuracy(
                ParallaxFiles.Rows(own.vectors, width: own.vectors[0].count), values: own.values, documents: own.documents, className: name)
        }
        return (judged, accuracies)
    }

    /// Activations of one class's fact.
    private struct Rows {
        var vectors: [[Float]] = []
        var values: [String] = []
        var documents: [String] = []

        /// Every usable position of the documents at which the fact has a value.
        static func facts(
            _ classes: [String], _ corpus: ClaimCorpus, _ indices: [Int], _ truth: ClaimTruth, _ cancellation: Cancellation
        ) throws -> (rows: [String: Rows], complaints: [Complaint]) {
            var rows: [String: Rows] = [:], complaints: [Complaint] = []
            for index in indices {
                try cancellation.check()
                let title = corpus.documents.titles[index]
                guard let facts = try truth.facts(of: title) else { continue }
                let trace: ClaimCorpus.Trace
                do {
                    trace = try corpus.trace(index, cancellation: cancellation)
                } catch let complaint as Complaint {
                    complaints.append(complaint.at(title))
                    continue
                }
                for position in trace.positions {
                    guard let values = facts.values(at: position) else { continue }
                    for name in classes {
                        guard let value = values[name]?.first else { continue }
                        rows[name, default: Rows()].vectors.append(trace.activations[position])
                        rows[name]?.values.append(value)
                        rows[name]?.documents.append(title)
                    }
                }
            }
            return (rows, complaints)
        }
    }
}
