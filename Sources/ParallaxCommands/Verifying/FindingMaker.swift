import Foundation
import ParallaxCompute
import ParallaxSession

/// Makes a finding again, the way it was made: the session's questions on the bench, the comparison's runner, the examiner of claims.
struct FindingMaker {
    let file: FindingFile
    /// Where the workspace is now; nil takes the finding's paths.
    let workspace: URL?
    let cancellation: Cancellation

    /// - Returns: the finding as this run writes it, and what this run made it with.
    /// - Throws: `Complaint`, `CancellationError`.
    func again() throws -> (value: JSONValue, making: Making) {
        if let look = file.making.look { return try again(look) }
        if let comparison = file.making.comparison { return try again(comparison) }
        if let claims = file.making.claims { return try again(claims) }
        if let vectors = file.making.vectors { return try again(vectors) }
        throw Complaint(
            file.name, expected: "what was asked, under \"made\"", found: "none of look, comparison, claims and vectors",
            remedy: "verify a finding as parallax wrote it")
    }

    private func value(_ body: some Encodable, _ making: Making) throws -> (value: JSONValue, making: Making) {
        let data = try JSONBytes.of(MadeFinding(body, making), numbers: JSONBytes.words)
        return (try data.withUnsafeBytes { try JSONValue(parsing: $0) }, making)
    }

    private func again(_ look: LookRequest) throws -> (value: JSONValue, making: Making) {
        let bench = try WorkspaceOpening.workbench(opened(), cache: .standard)
        let (finding, making) = try FindingReplay(look, on: bench).made(cancellation)
        return try value(finding, making)
    }

    private func again(_ request: ComparisonRequest) throws -> (value: JSONValue, making: Making) {
        try request.options.check()
        let instrument = try WorkspaceOpening.instrument(opened())
        let setup = ComparisonSetup(instrument: instrument, request: request, mimics: try request.mimics.map(file.locate))
        let runner = try setup.runner(cancellation), indices = Array(runner.plan.documents.indices)
        // Records are told one at a time.
        nonisolated(unsafe) let (progress, kept) = (ProgressLine("documents", total: indices.count), Told())
        try runner.run(indices, cancellation: cancellation) { record in
            if let failure = record.failure { Output.warning("left out: \(failure)") }
            kept.records.append(record)
            progress.update(done: kept.records.count)
        }
        let builder = ReportBuilder(plan: runner.plan, basis: runner.basis)
        let report = try builder.report(of: RecordList(kept.records.sorted { $0.index < $1.index }), cancellation: cancellation)
        return try value(ComparisonJSON(report), setup.making(runner.plan.documents.map(\.index)))
    }

    private final class Told { var records: [DocumentRecord] = [] }

    private func again(_ request: ClaimsRequest) throws -> (value: JSONValue, making: Making) {
        if let every = request.every, every < 1 {
            throw Complaint(
                file.name, expected: "every n-th position, n from 1", found: "\(every)", remedy: "verify a finding as parallax wrote it")
        }
        let subject = try ClaimsSubject(opened(), verbalizer: request.verbalizer), examination = ClaimsExamination(subject, request)
        let report = try examination.report(cancellation)
        return try value(ClaimsJSON(report), examination.making(of: report))
    }

    private func again(_ request: VectorsRequest) throws -> (value: JSONValue, making: Making) {
        let command = CompareVectors(
            activations: request.activations, reconstructions: request.reconstructions.map { ($0.name, $0.tensor) }, mean: request.mean,
            variance: request.variance, format: FormatOptions(), locate: locate)
        return try value(try command.comparison(), try command.making())
    }

    private static let mostColons = 64

    /// FILE[:NAME], the file where it is now.
    private func locate(_ tensor: String) throws -> String {
        guard tensor != "-", !tensor.hasPrefix("-:") else {
            throw Complaint(
                file.name, expected: "vectors of files", found: "\(tensor.shortened), which came from a pipe",
                remedy: "compare the files themselves")
        }
        // A colon may stand in a path: the longest one that is there is the file.
        let colons = tensor.indices.filter { tensor[$0] == ":" }.suffix(Self.mostColons)
        for end in [tensor.endIndex] + colons.reversed() {
            if let found = try? file.locate(String(tensor[..<end])) { return found.path + tensor[end...] }
        }
        return try file.locate(tensor).path
    }

    private func opened() throws -> Workspace {
        guard let recorded = file.making.workspace else {
            guard let workspace else {
                throw Complaint(
                    file.name, expected: "a workspace to open", found: "parts that were merged, which name none",
                    remedy: "name it with --workspace FILE")
            }
            return try Workspace.open(workspace)
        }
        guard let workspace else { return try recorded.workspace(locate: file.locate) }
        var opened = try Workspace.open(workspace)
        opened.given = try recorded.givenEntries(locate: file.locate)
        // Where the workspace has no documents, what a command was given is its documents.
        if opened.documents.isEmpty { opened.documents = try recorded.documentEntries(locate: file.locate) }
        try recorded.apply(to: &opened)
        return opened
    }
}
