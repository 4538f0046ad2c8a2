import Foundation

/// Statistics made before, held against what is compared.
public struct ReadyStatistics: Sendable {
    /// Of the compared site, with a pool of activations.
    let statistics: StatisticsFile
    /// Of the sites that transcoders read, as far as the file has them.
    let sources: [Site: StatisticsFile]
    /// The file's, for sentences.
    let name: String
    /// What should be known about them.
    public let complaints: [Complaint]

    /// - Throws: `Complaint` where the file cannot be read, was made from another model, or has nothing that can be used at the subject's site.
    public init(_ url: URL, for subject: ComparisonSubject) throws {
        let collection = try StatisticsCollection.open(url)
        name = url.lastPathComponent
        complaints = collection.missing.map {
            [Complaint(url.path, expected: "statistics of the whole corpus", found: $0, remedy: "merge all parts with parallax merge, or keep to these")]
        } ?? []
        let anew = "make the file anew with parallax statistics WORKSPACE -o FILE"
        guard let statistics = collection.files[subject.site] else {
            let others = collection.files.keys.sorted().map(\.hookName).listed(atMost: 6)
            throw Complaint(url.path, expected: "statistics at \(subject.site)", found: "those of other sites (\(others))", remedy: anew)
        }
        guard statistics.width == subject.width, statistics.model == nil || statistics.model == subject.model.fingerprint else {
            throw Complaint(
                name, expected: "statistics of this model (\(subject.model.fingerprint), width \(subject.width))",
                found: "\(statistics.model ?? "no model named"), width \(statistics.width)", remedy: "make them anew with parallax statistics WORKSPACE -o FILE")
        }
        guard statistics.pool != nil else { throw Complaint(name, expected: "sums and a pool of vectors at \(subject.site)", found: "sums alone", remedy: anew) }
        self.statistics = statistics
        sources = collection.files.filter { site, file in subject.sources.contains(site) && file.width == subject.model.width(of: site) }
    }
}
