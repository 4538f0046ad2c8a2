extension LanguageModel {
    /// Runs a batch. All tokens of all sequences go through the linear layers as one matrix; attention runs per sequence
    /// over its cache. A sequence's result does not depend on the others beyond float rounding.
    ///
    /// An interrupted pass leaves the caches as they were.
    /// - Throws: `Complaint` for a request that does not fit the model, and where the weights' files were cut short or written over;
    ///   `CancellationError` between blocks.
    public func forward(_ request: ForwardRequest, cancellation: Cancellation? = nil) throws -> [SequenceResult] {
        let last = try lastBlock(of: request)
        let layout = BatchLayout(request.sequences)
        var residual = try residualBeforeBlocks(request, tokens: layout.tokenCount)
        var pass = ForwardPass(
            layout: layout, buffers: ForwardBuffers(tokens: layout.tokenCount, configuration), taps: SiteTaps(request, layout))
        do {
            pass.taps.visit(.residual(0), &residual)
            for block in blocks[...last] {
                try cancellation?.check()
                block.run(&residual, &pass)
            }
            try cancellation?.check()
            try store.checkIntact()
        } catch {
            for span in layout.spans { span.cache?.rollBack() }
            throw error
        }
        for span in layout.spans { span.cache?.advance(to: span.offset + span.rows.count) }
        return try results(request.logits, residual, pass)
    }

    private func residualBeforeBlocks(_ request: ForwardRequest, tokens: Int) throws -> Rows {
        var values: [Float] = []
        values.reserveCapacity(tokens * configuration.hiddenSize)
        for sequence in request.sequences {
            switch sequence.input {
            case .tokens(let ids): values += try embed(ids, from: sequence.cache?.count ?? 0).values
            case .embeddings(let rows): values += rows.values
            }
        }
        return Rows(count: tokens, width: configuration.hiddenSize, values: values)
    }

    private func results(_ wanted: ForwardRequest.Logits, _ residual: Rows, _ pass: ForwardPass) throws -> [SequenceResult] {
        let spans = pass.layout.spans
        var all: Rows?
        switch wanted {
        case .none: break
        case .all: all = try logits(residual)
        case .last: all = try logits(Rows(spans.map { residual[$0.rows.upperBound - 1] }, width: residual.width))
        }
        return spans.indices.map { index in
            let rows = wanted == .all ? spans[index].rows : index..<index + 1
            return SequenceResult(states: pass.taps.states[index], output: residual.slice(spans[index].rows), logits: all?.slice(rows))
        }
    }
}
