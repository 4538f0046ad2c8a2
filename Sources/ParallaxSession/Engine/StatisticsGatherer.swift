import ParallaxCompute

/// Runs the model over a workspace's documents and gathers what figures need to know about every site.
public struct StatisticsGatherer {
    private let instrument: Instrument

    public init(_ instrument: Instrument) { self.instrument = instrument }

    /// - Parameters:
    ///   - tokenLimit: documents are taken in order until they hold this many tokens.
    ///   - progress: documents done, and documents in all.
    /// - Returns: the statistics of every residual site, and a sentence for each document that could not be read.
    public func gather(
        tokenLimit: Int = .max, cancellation: Cancellation, progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> (statistics: StatisticsCollection, complaints: [Complaint]) {
        let library = instrument.library
        var gathered: [Site: [DocumentStatistics]] = [:]
        var complaints: [Complaint] = []
        var tokens = 0
        for (index, name) in library.titles.enumerated() where tokens < tokenLimit {
            try cancellation.check()
            do {
                let traced = try instrument.trace(index, logits: .none, cancellation)
                let bos = instrument.bosPositions(traced.ids)
                for site in instrument.sites {
                    gathered[site, default: []].append(
                        DocumentStatistics(index: index, name: name, activations: traced.states[site]!, bos: bos, site: site, model: instrument.modelFingerprint))
                }
                tokens += traced.ids.count
            } catch let complaint as Complaint {
                complaints.append(complaint)
            }
            progress(index + 1, library.count)
        }
        let width = instrument.model.configuration.hiddenSize
        let files = try gathered.map { site, documents in
            (site, try StatisticsFile(site: site, model: instrument.modelFingerprint, width: width, documents: documents))
        }
        return (StatisticsCollection(Dictionary(uniqueKeysWithValues: files)), complaints)
    }
}
