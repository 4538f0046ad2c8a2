import ParallaxCompute

/// μ and Var of every site, with the sums of each document apart, so that the document that is shown can be left out.
final class GatheredStatistics: Sendable {
    let files: [Site: StatisticsFile]
    private let leftOut: RecentlyUsed<LeftOut, FiguresReference>

    private struct LeftOut: Hashable {
        var document: String
        var site: Site
    }

    init(_ files: [Site: StatisticsFile], _ budget: ByteBudget) {
        self.files = files
        leftOut = RecentlyUsed(budget)
    }

    /// The statistics of a site from all documents but the named one; nil where none remain.
    func reference(at site: Site, leavingOut document: String) -> FiguresReference? {
        let key = LeftOut(document: document, site: site)
        if let known = leftOut.value(for: key) { return known }
        guard let statistics = try? files[site]?.statistics(leavingOut: document), statistics.count > 0 else { return nil }
        let reference = FiguresReference(statistics: statistics, reference: MeasureReference(statistics))
        leftOut.insert(reference, for: key)
        return reference
    }
}

/// Statistics, and what figures take of them: made once, so that the vectors in it are there once however many figures rest on it.
struct FiguresReference: Sendable {
    var statistics: SiteStatistics
    var reference: MeasureReference
}
