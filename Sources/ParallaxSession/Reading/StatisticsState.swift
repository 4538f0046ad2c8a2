import ParallaxCompute
import Synchronization

/// Where μ and Var of the figures stand.
public struct StatisticsState: Sendable {
    /// Counts up with every set of statistics; readings carry it, so that a reading under older statistics is known as such.
    /// 0: there are none.
    public var version = 0
    /// Documents done and wanted while they are gathered.
    public var progress: Progress?
    /// Why there are none and will be none ("only one document").
    public var refusal: String?

    /// What the figures of a document rest on.
    package var provenances: Latest<ProvenanceQuestion>?

    public struct Progress: Equatable, Sendable {
        public var done: Int
        public var total: Int

        public init(done: Int, total: Int) {
            self.done = done
            self.total = total
        }
    }

    public init() {}

    mutating func take(_ facts: StatisticsFacts) {
        progress = nil
        refusal = facts.refusal
        if facts.refusal == nil { version += 1 }
    }
}

/// Whether there are μ and Var.
public struct StatisticsFacts: Equatable, Sendable {
    /// Why there are none; nil where there are.
    public var refusal: String?

    public init(refusal: String? = nil) { self.refusal = refusal }
}

/// μ and Var of every site, with the sums of each document apart, so that the document that is shown can be left out.
final class GatheredStatistics: Sendable {
    let files: [Site: StatisticsFile]
    private let texts: GatheredTexts
    /// What is left out for a document that was looked at.
    private let copies = Mutex<[DocumentID: Set<String>]>([:])
    /// The statistics file, and whether it may hold the workspace's texts under other names.
    private let file: String?
    private let mayHoldJudged: Bool
    private let leftOut: RecentlyUsed<LeftOut, FiguresReference>

    private struct LeftOut: Hashable {
        var documents: Set<String>
        var site: Site
    }

    init(_ files: [Site: StatisticsFile], texts: GatheredTexts, file: String? = nil, mayHoldJudged: Bool = false, _ budget: ByteBudget) {
        self.files = files
        self.texts = texts
        self.file = file
        self.mayHoldJudged = mayHoldJudged
        leftOut = RecentlyUsed(budget)
    }

    /// What figures of a document leave out: the document, what it was made from, and the copies of both.
    func leftOut(for document: DocumentID, of instrument: Instrument) -> Set<String> {
        if let known = copies.withLock({ $0[document] }) { return known }
        let found = texts.copies(of: document, of: instrument)
        copies.withLock { $0[document] = found }
        return found
    }

    /// The statistics of a site from all documents but these; nil where none remain.
    func reference(at site: Site, leavingOut documents: Set<String>) -> FiguresReference? {
        let key = LeftOut(documents: documents, site: site)
        if let known = leftOut.value(for: key) { return known }
        guard let estimate = estimate(at: site, leavingOut: documents) else { return nil }
        let reference = FiguresReference(statistics: estimate.statistics, reference: MeasureReference(estimate))
        leftOut.insert(reference, for: key)
        return reference
    }

    /// What figures at a site rest on; nil where no document remains.
    func provenance(at site: Site, leavingOut documents: Set<String>) -> Provenance? {
        estimate(at: site, leavingOut: documents)?.provenance
    }

    private func estimate(at site: Site, leavingOut documents: Set<String>) -> StatisticsEstimate? {
        let estimate = try? files[site]?.estimate(
            leavingOut: documents, groups: texts.groups, file: file, mayHoldJudged: mayHoldJudged)
        return estimate.flatMap { $0.statistics.count > 0 ? $0 : nil }
    }
}

/// Statistics, and what figures take of them: made once, so that the vectors in it are there once however many figures rest on it.
struct FiguresReference: Sendable {
    var statistics: SiteStatistics
    var reference: MeasureReference
}
