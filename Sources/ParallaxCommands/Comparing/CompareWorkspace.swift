import Foundation
import ParallaxCompute
import ParallaxSession

/// `parallax compare WORKSPACE`: every method of a workspace over its documents.
struct CompareWorkspace {
    let workspace: String
    let arguments: ComparisonArguments
    let format: FormatOptions

    func run() throws {
        let runner = try runner()
        let progress = ProgressLine("documents", total: runner.plan.documents.count)
        var records: [DocumentRecord] = []
        for place in runner.plan.documents.indices {
            records.append(try runner.run(place, cancellation: Cancellation()))
            progress.update(done: place + 1)
        }
        let report = try ReportBuilder(plan: runner.plan, basis: runner.basis).report(of: RecordList(records))
        try ComparisonOutput(report, format: format).print()
    }

    private func runner() throws -> ComparisonRunner {
        let workspace = try Workspace.open(Input.url(workspace))
        let instrument = try WorkspaceOpening.instrument(workspace)
        Warnings.print(instrument.inventory.complaints + instrument.dictionaries.complaints)
        let subject = try ComparisonSubject(
            workspace: workspace, site: try arguments.site.map { try Input.site($0) }, model: instrument.model, modelName: instrument.modelName,
            modelFingerprint: instrument.modelFingerprint, tokenizer: instrument.tokenizer, dictionaries: instrument.dictionaries.elements.map(\.autoencoder),
            mimics: arguments.mimic.map(Input.url))
        Warnings.print(subject.complaints)
        let documents = WorkspaceDocuments(instrument)
        var file: (statistics: StatisticsFile, name: String)?
        if let url = workspace.statistics {
            guard let statistics = try StatisticsCollection.open(url).files[subject.site] else {
                throw Complaint(url.path, expected: "statistics at \(subject.site)", found: "those of other sites", remedy: "make them anew with parallax statistics WORKSPACE -o FILE")
            }
            file = (statistics, url.lastPathComponent)
        }
        let progress = ProgressLine("documents for estimates", total: 0)
        let preparation = ComparisonPreparation(subject: subject, documents: documents, options: arguments.options, statistics: file)
        return try preparation.runner(
            evaluating: try arguments.documents.map { try Input.rows($0, count: documents.titles.count) }, cancellation: Cancellation()
        ) { done, total in progress.update(done: done, total: total) }
    }
}
