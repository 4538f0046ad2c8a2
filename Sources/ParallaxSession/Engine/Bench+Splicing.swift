import ParallaxCompute

extension Bench {
    /// Tokens behind the position over which the divergence is averaged, and tokens of the continuation.
    private static let following = 8
    private static let continuation = 16
    private static let nextTokens = 6

    /// Every reconstruction put back at the same position, one at a time, by the same rule.
    func splice(_ subject: Request.SpliceSubject, _ cancellation: Cancellation) throws -> SpliceTable {
        let traced = try traced(subject.document, cancellation)
        let site = instrument.sites[subject.row]
        let activation = traced.states[site]![subject.position]
        let experiment = try Splice(
            model: instrument.model, ids: traced.ids, position: subject.position, site: site, following: Self.following, continuation: Self.continuation,
            top: Self.nextTokens)
        let variants = try variants(subject, activation, cancellation)
        let results = try experiment.run(variants.map(\.variant), cancellation: cancellation)
        let edits = [false] + variants.map(\.isEdit)
        var rows: [SpliceTable.Row] = []
        for (index, result) in results.enumerated() {
            let texts = result.topTokens.map { instrument.tokenizer.texts([$0.id])[0] }
            let next = result.topTokens.indices.map { LensCell.Token(text: texts[$0], probability: result.topTokens[$0].probability) }
            rows.append(
                .init(
                    name: result.name, isEdit: edits[index], divergence: result.divergence, following: result.meanFollowingDivergence,
                    crossEntropy: result.crossEntropy, next: next, continuation: instrument.tokenizer.texts(result.continuation).joined()))
        }
        return SpliceTable(rows: rows, followingCount: min(Self.following, traced.ids.count - 1 - subject.position))
    }

    private func variants(
        _ subject: Request.SpliceSubject, _ activation: [Float], _ cancellation: Cancellation
    ) throws -> [(variant: SpliceVariant, isEdit: Bool)] {
        var variants: [(variant: SpliceVariant, isEdit: Bool)] = []
        func add(_ name: String, _ vector: [Float]?, isEdit: Bool = false) {
            if let vector { variants.append((SpliceVariant(name: name, vector: vector), isEdit)) }
        }
        if let dictionary = subject.dictionary {
            let sparse = try reconstruction(subject.document, subject.position, dictionary, [:], cancellation)
            add("SAE", sparse)
            add("SAE at ‖h‖", TrueNorm.rescaled(sparse, to: activation))
        }
        if let verbalizer = subject.verbalizer, let words = try vector(subject.document, subject.position, verbalizer, text: nil, cancellation) {
            add("NLA at ‖h‖", TrueNorm.rescaled(words, to: activation))
        }
        if let dictionary = subject.dictionary, !subject.edits.isEmpty {
            let sparse = try reconstruction(subject.document, subject.position, dictionary, subject.edits, cancellation)
            add("edited SAE ‖h‖", TrueNorm.rescaled(sparse, to: activation), isEdit: true)
        }
        if let verbalizer = subject.verbalizer, let text = subject.text {
            let words = try vector(subject.document, subject.position, verbalizer, text: text, cancellation)
            add("edited NLA ‖h‖", words.flatMap { TrueNorm.rescaled($0, to: activation) }, isEdit: true)
        }
        return variants
    }
}
