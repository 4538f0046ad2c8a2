import ParallaxCompute
import Synchronization

/// μ and Var of every site, with the sums of each document apart, so that the document that is shown can be left out.
final class GatheredStatistics: Sendable {
    let files: [Site: StatisticsFile]
    private let leftOut = Mutex<[LeftOut: SiteStatistics]>([:])

    private struct LeftOut: Hashable {
        var document: String
        var site: Site
    }

    init(_ files: [Site: StatisticsFile]) { self.files = files }

    /// The statistics of a site from all documents but the named one; nil where none remain.
    func statistics(at site: Site, leavingOut document: String) -> SiteStatistics? {
        let key = LeftOut(document: document, site: site)
        if let known = leftOut.withLock({ $0[key] }) { return known }
        guard let statistics = try? files[site]?.statistics(leavingOut: document), statistics.count > 0 else { return nil }
        leftOut.withLock { $0[key] = statistics }
        return statistics
    }
}
