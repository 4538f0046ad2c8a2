import ParallaxCompute
import ParallaxSession

/// Documents that a calibration learns from, and who knows the truth about them.
struct ClaimsTeaching {
    let documents: any ComparisonDocuments
    let indices: [Int]
    let truth: any ClaimTruthSource
    /// Who said what is true.
    let name: String
    /// Where somebody judged; nil takes every few positions.
    var positions: (@Sendable (_ document: String, _ usable: [Int]) -> [Int])?
    let complaints: [Complaint]
}

extension ClaimsSubject {
    /// The documents with known facts that the workspace does not show.
    func teaching() throws -> ClaimsTeaching {
        let truth = try truth(),
            documents = TruthDocuments(
                workspace.claims.truth, tokenizer: instrument.tokenizer, beginning: instrument.library.beginning,
                bos: instrument.library.bos), shown = Set(instrument.library.titles)
        let others = documents.titles.indices.filter { !shown.contains(documents.titles[$0]) }
        let indices = try withoutCopiesOfShown(others, of: documents)
        guard !indices.isEmpty else {
            throw Complaint(
                "claims: truth:", expected: "documents that the workspace does not show", found: "none",
                remedy: "add a file of other documents; what is shown is never learnt from, nor are copies of it")
        }
        return ClaimsTeaching(
            documents: documents, indices: Array(indices), truth: truth,
            name: "ground truth of \(workspace.claims.truth.map(\.lastPathComponent).joined(separator: ", "))",
            complaints: truth.complaints + documents.complaints)
    }

    /// Documents that are no copies of any that the workspace shows.
    private func withoutCopiesOfShown(_ indices: [Int], of documents: TruthDocuments) throws -> [Int] {
        func texts(_ documents: some ComparisonDocuments, _ indices: [Int]) -> [[Int]] {
            let reader = DocumentReader(model: instrument.model, tokenizer: instrument.tokenizer, documents: documents)
            return indices.map { (try? reader.read($0)).map { tokens in tokens.comparable.map { tokens.ids[$0] } } ?? [] }
        }
        let library = WorkspaceDocuments(instrument), shown = Array(library.titles.indices)
        // Those that are shown stand first, so that theirs is the first of every group that they are in.
        let groups = DocumentGroups(
            texts(library, shown) + texts(documents, indices), named: shown.map(library.group) + indices.map(documents.group))
        return indices.indices.filter { groups.first[shown.count + $0] >= shown.count }.map { indices[$0] }
    }

    /// The workspace's documents at the positions where a person judged claims.
    func judged() throws -> ClaimsTeaching {
        guard let file = workspace.claims.verdicts else {
            throw Complaint(
                "workspace", expected: "a file of verdicts", found: "none",
                remedy: "name it under claims: verdicts: and judge claims on the screen")
        }
        let verdicts = try PersonVerdicts(file), documents = WorkspaceDocuments(instrument)
        let places = Dictionary(grouping: verdicts.standing.filter { $0.verbalizer == loaded.info.name }, by: \.document).mapValues {
            Set($0.map(\.position))
        }
        let indices = documents.titles.indices.filter { places[documents.titles[$0]] != nil }
        return ClaimsTeaching(
            documents: documents, indices: Array(indices), truth: verdicts,
            name: "\(places.values.reduce(0) { $0 + $1.count }) positions judged by a person (\(file.lastPathComponent))",
            positions: { title, usable in usable.filter { places[title]?.contains($0) == true } }, complaints: verdicts.complaints)
    }

    /// What chance gives on the teaching documents.
    func background(_ corpus: ClaimCorpus, _ indices: [Int], cancellation: Cancellation) throws -> ClaimBackground {
        let statistics = CorpusStatistics(model: instrument.model, tokenizer: instrument.tokenizer, documents: corpus.documents)
        let gathered = try statistics.gather(
            indices, sites: [corpus.site], pooled: [], poolSize: 0, tokenLimit: 20_000, cancellation: cancellation
        ) { _, _ in }
        let mean = try gathered.statistics.files[corpus.site]?.statistics(leavingOut: "").mean.map(Float.init)
        // Evenly over the documents, so that no kind of text is left out.
        let step = max(1, indices.count / corpus.options.elsewhere)
        let elsewhere = try corpus.elsewhere(stride(from: 0, to: indices.count, by: step).map { indices[$0] }, cancellation: cancellation)
        return try ClaimBackground.made(
            mean: mean, explanations: elsewhere, verbalizer: corpus.verbalizer, options: corpus.options, cancellation: cancellation)
    }

    func gathering(_ corpus: ClaimCorpus, background: ClaimBackground, truth: any ClaimTruthSource) throws -> ClaimGathering {
        var complaints: [Complaint] = []
        let examiner = try instrument.claimExaminer(
            verbalizer, rules: instrument.claimRules(), background: background, options: corpus.options, complaints: &complaints)
        Output.warnings(complaints)
        return ClaimGathering(corpus: corpus, examiner: examiner) { truth.isTrue($0, document: $1, position: $2) }
    }

    /// Probes for the facts with closed lists, fitted on the documents that the calibration learnt from.
    func probing(_ calibration: ClaimCalibration, truth: ClaimTruth, rules: ClaimRules, cancellation: Cancellation) throws -> ClaimProbes {
        let documents = TruthDocuments(workspace.claims.truth, tokenizer: instrument.tokenizer, beginning: instrument.library.beginning),
            learnt = Set(calibration.documents)
        let indices = documents.titles.indices.filter { learnt.contains(documents.titles[$0]) }
        let corpus = try corpus(documents, options: calibration.examination)
        // What may be anything has no list to choose from, and so no probe.
        let classes = rules.names.filter { rules[$0]?.isClosed == true && rules.hasForms($0) }
        return try ClaimProbes.fit(classes, corpus: corpus, indices: Array(indices), truth: truth, cancellation: cancellation)
    }
}
