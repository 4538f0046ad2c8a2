import Foundation
import ParallaxCompute
import ParallaxSession

/// A comparison of a workspace, as `compare` runs it and as `verify` runs it again.
struct ComparisonSetup {
    let instrument: Instrument
    let request: ComparisonRequest
    let mimics: [URL]

    /// - Throws: `Complaint` where nothing can be compared; `CancellationError`.
    func runner(_ cancellation: Cancellation) throws -> ComparisonRunner {
        let subject = try instrument.comparisonSubject(at: try request.site.map { try Site(named: $0) }, mimics: mimics)
        Output.warnings(
            instrument.inventory.complaints + instrument.dictionaries.complaints + instrument.verbalizers.complaints + subject.complaints)
        let documents = WorkspaceDocuments(instrument), statistics = try instrument.readyStatistics(for: subject)
        Output.warnings(statistics?.complaints ?? [])
        let progress = ProgressLine("documents for estimates", total: 0)
        let preparation = ComparisonPreparation(subject: subject, documents: documents, options: request.options, statistics: statistics)
        return try preparation.runner(evaluating: request.documents, cancellation: cancellation) { done, total in
            progress.update(done: done, total: total)
        }
    }

    /// - Parameter documents: those that were evaluated, by number.
    func making(_ documents: [Int]) -> Making {
        var making = Making(instrument, documents: documents.map(DocumentID.init), wholly: true, mimics: mimics)
        making.comparison = request
        return making
    }
}
