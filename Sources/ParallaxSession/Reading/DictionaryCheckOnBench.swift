import ParallaxCompute

extension ModelBench {
    /// Holds a dictionary against the tokens of a document that figures count, and against the sites beside its own.
    func check(_ dictionary: DictionaryID, on document: DocumentID, _ cancellation: Cancellation) throws -> Complaint? {
        let loaded = instrument.dictionaries[dictionary], autoencoder = loaded.autoencoder
        // A transcoder's input is no measure of its output, and the sites beside it are of another kind.
        guard !autoencoder.configuration.isTranscoder else { return nil }
        let traced = try traced(document, cancellation)
        guard let activations = traced.states[loaded.source], let exclusions = traced.exclusions[loaded.source] else { return nil }
        let counted = exclusions.indices.filter { exclusions[$0] == nil }
        guard counted.count >= Self.enoughForACheck else { return nil }
        let material = CheckMaterial(activations: activations, neighbours: neighbours(of: loaded.source, in: traced)).keeping(counted)
        try cancellation.check()
        return DictionaryCheck(autoencoder, material).complaint
    }

    /// Fewer tokens tell nothing about a mean.
    private static let enoughForACheck = 16
    /// Sites counted from the dictionary's own to either side.
    private static let reach = 2

    private func neighbours(of site: Site, in traced: TracedDocument) -> [CheckMaterial.Neighbour] {
        guard case .residual(let number) = site else { return [] }
        return (1...Self.reach).flatMap { [number - $0, number + $0] }.compactMap { number in
            traced.states[.residual(number)].map { CheckMaterial.Neighbour(site: .residual(number), activations: $0) }
        }
    }
}
